"""A quote card: one quote with who said it, where and when, as a picture to share."""

import io
from functools import cache
from typing import TYPE_CHECKING, Final

from bot.presentation import layout
from bot.presentation.i18n import Messages
from index.records import Hit

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

SIDE: Final = 1080
"""Pixels of a card's width and height."""
_MARGIN, _GAP = 90, 36
_TOP, _BOTTOM = 190, 800
# Points of the quote, tried in turn until it fits; the smallest takes 400 wide letters.
_SIZES: Final = (76, 68, 60, 54, 48, 44, 40, 36, 33, 30)
_LINE: Final = 1.32
_PAPER, _INK, _FAINT, _ACCENT = "#fbfaf7", "#1f2933", "#6b7780", "#2a7ab9"
_LONGEST_QUOTE: Final = 420


def draw_card(hit: Hit, messages: Messages) -> bytes:
    """A PNG of 1080 × 1080 pixels with the quote of a hit, cut at a word beyond 420 characters."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (SIDE, SIDE), _PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, SIDE, 14), fill=_ACCENT)
    pen.text((_MARGIN - 6, 50), "“", font=_font("serif", 190, bold=True), fill=_ACCENT)
    _write_quote(pen, _drawable(_bare(layout.shorten(hit.quote, _LONGEST_QUOTE))))
    _write_source(pen, hit, messages)
    out = io.BytesIO()
    picture.save(out, format="PNG", optimize=True)
    return out.getvalue()


def _write_quote(pen: "ImageDraw", quote: str) -> None:
    room = SIDE - 2 * _MARGIN
    for size in _SIZES:
        font = _font("serif", size)
        lines = _wrapped(quote, font, room)
        if len(lines) * size * _LINE <= _BOTTOM - _TOP:
            break
    height = len(lines) * size * _LINE
    top = _TOP + max(0, (_BOTTOM - _TOP - height) / 3)
    for number, line in enumerate(lines):
        pen.text((_MARGIN, top + number * size * _LINE), line, font=font, fill=_INK)


def _write_source(pen: "ImageDraw", hit: Hit, messages: Messages) -> None:
    """Speaker, outlet and day, and the article's id, below a line."""
    room, top = SIDE - 2 * _MARGIN, _BOTTOM + _GAP
    pen.line((_MARGIN, top, _MARGIN + 120, top), fill=_ACCENT, width=6)
    top += 26
    bold, plain, small = _font("sans", 38, bold=True), _font("sans", 32), _font("sans", 24)
    for line in _wrapped(_drawable(hit.speaker), bold, room)[:2]:
        pen.text((_MARGIN, top), line, font=bold, fill=_INK)
        top += 50
    for line in _wrapped(_drawable(layout.byline(hit.article, messages)), plain, room)[:1]:
        pen.text((_MARGIN, top), line, font=plain, fill=_FAINT)
    proof = messages.text("card_id", id=hit.article.id)
    (line, *_) = _wrapped(_drawable(proof), small, room)
    pen.text((_MARGIN, SIDE - 62), line, font=small, fill=_FAINT)


def _bare(quote: str) -> str:
    """The quote without the marks around all of it: the card has one of its own."""
    inside = quote.strip('"“”„«» ')
    return quote if any(mark in inside for mark in '"“”„«»') else inside


def _wrapped(text: str, font: "FreeTypeFont", room: float) -> list[str]:
    """The text in lines that fit; a word longer than a line is cut."""
    lines: list[str] = []
    for word in text.split():
        rest = word
        line = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(line) <= room:
            lines[-1] = line
            continue
        while font.getlength(rest) > room:
            cut = next(n for n in range(len(rest), 0, -1) if font.getlength(rest[:n]) <= room)
            lines.append(rest[:cut])
            rest = rest[cut:]
        lines.append(rest)
    return lines


@cache
def _font(family: str, size: int, *, bold: bool = False) -> "FreeTypeFont":
    """A font of matplotlib's, which come with it."""
    from PIL import ImageFont

    return ImageFont.truetype(_path(family, bold=bold), size)


def _path(family: str, *, bold: bool) -> str:
    from matplotlib.font_manager import findfont

    name = f"DejaVu {family.title()}"
    return str(findfont(f"{name}:bold" if bold else name))


@cache
def _known() -> frozenset[int]:
    """The characters that both fonts have."""
    from matplotlib.font_manager import get_font

    serif, sans = (get_font(_path(name, bold=False)).get_charmap() for name in ("serif", "sans"))
    return frozenset(serif).intersection(sans)


def _drawable(text: str) -> str:
    """Text in one line, without characters that the fonts lack, such as emoji."""
    kept = "".join(letter if ord(letter) in _known() else " " for letter in " ".join(text.split()))
    return " ".join(kept.split())
