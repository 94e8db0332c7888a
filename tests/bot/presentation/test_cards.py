from bot.presentation.cards import cards
from bot.presentation.html import as_plain
from bot.presentation.i18n import Messages
from bot.presentation.layout import CARD_LIMIT
from index.records import Outcome
from tests.support.stand_in import SENTENCE, answer, hit

ID = Messages("id")


def test_card_of_a_hit() -> None:
    (card,) = cards(answer(hits=(hit(1),)), ID, bot_name="arsip_bot")
    assert card.reference == hit(1).article.reference
    assert card.title == "Desa terhubung internet, bagian 1"
    assert card.description == f"VIVA · 16 Oktober 2019 · “{SENTENCE}”"
    assert as_plain(card.html).splitlines() == [
        "Desa terhubung internet, bagian 1",
        "VIVA · 16 Oktober 2019",
        f"“{SENTENCE}” — Kepala dinas",
    ]


def test_each_article_has_one_card() -> None:
    hits = (hit(1), hit(2), hit(1, quote="Lain."), hit(4))
    made = cards(answer(hits=hits), ID, start=1, bot_name="arsip_bot")
    assert [card.title[-1] for card in made] == ["2", "1", "4"]


def test_description_is_short() -> None:
    (card,) = cards(answer(hits=(hit(1, quote="kata " * 99),)), ID, bot_name="arsip_bot")
    assert CARD_LIMIT - 8 < len(card.description) <= CARD_LIMIT + len(" · “”")
    assert card.description.endswith("kata…”")


def test_related_hit_has_a_warning_before_its_quote() -> None:
    made = answer(hits=(hit(1, missing=("Indosat",)),), outcome=Outcome.RELATED)
    (card,) = cards(made, ID, bot_name="arsip_bot")
    assert card.description == f"VIVA · 16 Oktober 2019 · belum tentu menjawab · “{SENTENCE}”"
    assert as_plain(card.html).splitlines() == [
        "Desa terhubung internet, bagian 1",
        "VIVA · 16 Oktober 2019",
        f"“{SENTENCE}” — Kepala dinas",
    ]
    long = answer(hits=(hit(1, quote="kata " * 99),), outcome=Outcome.RELATED)
    (card,) = cards(long, ID, bot_name="arsip_bot")
    assert CARD_LIMIT - 8 < len(card.description) <= CARD_LIMIT + len(" ·  · “”")


def test_related_hit_without_a_quote_has_a_warning_alone() -> None:
    made = answer(hits=(hit(1, quote="", speaker=""),), outcome=Outcome.RELATED)
    (card,) = cards(made, ID, bot_name="arsip_bot")
    assert card.description == "VIVA · 16 Oktober 2019 · belum tentu menjawab"


def test_posted_quote_is_whole() -> None:
    quote = ("Kata ini ada. " * 25).strip()
    (card,) = cards(answer(hits=(hit(1, quote=quote),)), ID, bot_name="arsip_bot")
    assert (len(quote), f"“{quote}”" in as_plain(card.html)) == (349, True)
