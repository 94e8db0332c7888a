"""Quote cards: pictures of one size, whatever the quote."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from bot.presentation.i18n import Messages
from bot.presentation.quotes.card import SIDE, draw_card
from tests.support.stand_in import hit


def ink(quote: str, *, speaker: str = "Kepala dinas") -> tuple[int, int, int, int]:
    """Where the quote stands: left, top, right and bottom of its dark letters."""
    png = draw_card(replace(hit(1), quote=quote, speaker=speaker), Messages("id"))
    picture = Image.open(io.BytesIO(png)).convert("L")
    assert picture.size == (SIDE, SIDE)
    letters = picture.crop((0, 180, SIDE, 825)).point(lambda value: 255 if value < 60 else 0)
    box = letters.getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize("length", [40, 200, 400])
def test_any_quote_stays_within_the_margins(length: int) -> None:
    quote = ("Warga menyambut mahasiswa dengan gembira " * 12)[:length]
    left, top, right, bottom = ink(quote)
    assert left >= 85
    assert right <= SIDE - 85
    assert top > 0
    assert bottom <= 640


def test_one_long_word_is_cut() -> None:
    _, _, right, _ = ink("W" * 300)
    assert right <= SIDE - 85


def test_a_short_quote_is_written_larger_than_a_long_one() -> None:
    short, long = ink("Wi"), ink("Wi " + "Warga menyambut mahasiswa dengan gembira " * 9)
    assert short[3] - short[1] > 45
    assert long[3] - long[1] > 400


def test_letters_that_the_font_lacks_and_an_unknown_speaker() -> None:
    assert draw_card(replace(hit(1), quote="😀 Halo 你好", speaker=""), Messages("en"))[:4] == (
        b"\x89PNG"
    )
