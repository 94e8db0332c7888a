"""Spans of a text in quotation marks."""

import re
from dataclasses import dataclass

MARK = re.compile(r"[\"“”„«»‘]|''|``")
OPENING = frozenset("“„«") | {"``"}
# A quotation may run over this many line breaks; after more, its closing mark was lost.
MAX_LINES = 6
_BLANK = frozenset(" \t\n\u00a0([{")
_BEFORE_OPENING = _BLANK | frozenset("–—-:,/")
_ENDS = frozenset(",.?!")
_AFTER_CLOSING = frozenset(" \t\n\u00a0)]}.,;:!?–—-/")
# A closing single mark may be an apostrophe: one after a stop or comma is preferred.
_END = rf"’(?=[{re.escape(''.join(sorted(_AFTER_CLOSING)))}]|$)"
SINGLE = re.compile(rf"(?<!\w)‘(?=[^\s’])(?:[^‘\n]*?[,.?!]{_END}|[^‘\n]*?\S{_END})")


@dataclass(frozen=True, slots=True)
class Quotation:
    """`text[start:end]`, marks included."""

    start: int
    end: int


def quotations(text: str) -> list[Quotation]:
    """The outermost quotations of `text`, in order, not overlapping.

    Inside a quotation, on the same line, a mark that can only open begins an inner one. A quotation
    without a closing mark ends with its line; one in single marks has both of them on one line.
    """
    found: list[Quotation] = []
    start, depth, last = -1, 0, 0
    for mark in MARK.finditer(text):
        if mark.start() < last:
            # Inside single marks.
            continue
        if mark[0] == "‘":
            single = None if depth else SINGLE.match(text, mark.start())
            if single:
                found.append(Quotation(*single.span()))
                last = single.end()
            continue
        breaks = text.count("\n", last, mark.start()) if depth else 0
        opens = _opens(text, mark, inside=depth > 0 and breaks <= MAX_LINES)
        if opens is None:
            continue
        # Every paragraph of a long quotation repeats the opening mark.
        if breaks > MAX_LINES or (breaks and opens):
            found.append(_unclosed(text, start))
            depth = 0
        start = mark.start() if opens and not depth else start
        depth += 1 if opens and depth < 2 else -1 if not opens else 0
        last = mark.end()
        if not depth and not opens:
            found.append(Quotation(start, last))
    return [*found, _unclosed(text, start)] if depth else found


def _opens(text: str, mark: re.Match[str], *, inside: bool) -> bool | None:
    """Whether a mark opens; None for a closing mark whose opening mark was lost."""
    before = text[mark.start() - 1] if mark.start() else "\n"
    after = text[mark.end() : mark.end() + 1] or "\n"
    if mark[0] in OPENING:
        # Some outlets write “ on both sides.
        return not (inside and before in _ENDS and after in _AFTER_CLOSING)
    if inside:
        return mark[0] not in "”»" and before in _BEFORE_OPENING and after not in _AFTER_CLOSING
    # Some outlets write ” on both sides.
    return None if before not in _BLANK and after in _AFTER_CLOSING else True


def _unclosed(text: str, start: int) -> Quotation:
    end = text.find("\n", start)
    return Quotation(start, len(text) if end < 0 else end)
