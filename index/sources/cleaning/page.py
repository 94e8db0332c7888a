"""A scraped text as a page: where the article begins and ends, and what to remove in between."""

import functools
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.sources.cleaning import boilerplate, headlines
from index.sources.cleaning.header import OUTLET, PARAGRAPH, is_meta, read_header
from index.sources.cleaning.inline import without_furniture
from index.sources.cleaning.promotion import without_promotion
from index.sources.cleaning.words import FLOOR, count_words, running_words
from index.text import article_dates
from index.text.normalize import normalize_line, normalized_lines

_PLACE = r"[A-Z][\w'’ -]{1,30}"
_DATELINE = re.compile(
    rf"(?:(?P<first>{OUTLET})(?:,\s*{_PLACE})?"
    rf"|(?:{_PLACE},\s*){{1,2}}(?P<last>{OUTLET})"
    rf"|(?:{_PLACE},?\s*){{1,2}}\((?P<bracket>{OUTLET})[^()]{{0,20}}\))\s*(?:-{{1,2}}|[–—])\s"
)
_SITE = re.compile(OUTLET)
# Before the date, in the line under a headline: "Kompas.com - 03/11/2024, 08:15 WIB".
_BEFORE_DATE = re.compile(rf"{OUTLET}\s*[-–—|,·]\s*")
_CARD = re.compile("(?:C?H[CT]?S*D[DS]*)+$")


@dataclass(frozen=True, slots=True)
class CleanedPage:
    """An article and what its page says about it, "" where it says nothing.

    The paragraphs of `text` are lines of the page, or verbatim parts of lines with furniture in
    them, joined by single newlines. The dateline ("VIVA - ") stays: it is part of the sentence that
    the page prints. `printed` is the date above the article as it stands there, `mentioned` are the
    days that the article names with their weekdays (ISO 8601). `notice` tells that cleaning went no
    further than certain rules, and why.
    """

    text: str
    title: str
    printed: str
    mentioned: tuple[str, ...]
    source: str
    author: str = ""
    notice: str = ""


def clean(raw: str, *, title: str = "", extracted: bool = False) -> CleanedPage:
    """The article in a scraped text.

    Lines that certainly are no part of an article are removed from every text: advertisements,
    cross-references, captions and credits, promotion, the repeated headline, what stands above the
    first paragraph besides the headline, and what follows the author's initials; the same within
    lines. If blank lines separate the paragraphs, as on scraped pages, headlines of other articles
    between paragraphs and teaser cards at the end are removed as well; the text of a record has no
    such layout, so every doubtful line stays. An `extracted` text was found by an extractor: where
    cleaning would take more than a third of what looks like text, only certain lines go.

    `title` is the headline if it is known; otherwise it is looked for at the top.
    """
    page = normalized_lines(raw)
    spaced = _is_spaced(page)
    certain = _without_glued(page)
    page = _without_glued(page[: _end(page)])
    header = read_header(page, title=normalize_line(title), spaced=spaced)
    title = header.title
    printed = _printed_date(page)
    page = [line for at, line in enumerate(page) if at not in header.gone]
    body = _without_boilerplate(_without_other_articles(page, title) if spaced else page, title)
    notice = ""
    if extracted:
        body, notice = _no_less_than(body, certain, title)
    return CleanedPage(
        text="\n".join(body),
        title=title,
        printed=printed,
        mentioned=tuple(article_dates.days_with_weekday("\n".join(body))),
        source=_outlet(body),
        author=header.author,
        notice=notice,
    )


def _without_glued(page: Sequence[str]) -> list[str]:
    """The lines without furniture and promotion inside them; blank lines stay."""
    return list(itertools.chain.from_iterable(map(_unglued, page)))


@functools.lru_cache(maxsize=1024)
def _unglued(line: str) -> tuple[str, ...]:
    return tuple(map(without_promotion, without_furniture(line))) if line else ("",)


def _no_less_than(body: list[str], page: Sequence[str], title: str) -> tuple[list[str], str]:
    """The cleaned lines if most running text is in them, else all but certain furniture."""
    certain = [
        line
        for line in page
        if line
        and not boilerplate.is_boilerplate(line)
        and not headlines.same_headline(line, title)
    ]
    kept, found = running_words(body), running_words(certain)
    if kept >= FLOOR * found:
        return body, ""
    return certain, f"cleaning would leave {kept} of {found} words; kept as trafilatura found them"


def _is_spaced(page: Sequence[str]) -> bool:
    """Whether blank lines separate the paragraphs: two gaps or more."""
    texts = [at for at, line in enumerate(page) if line]
    gaps = sum(after - before > 1 for before, after in itertools.pairwise(texts))
    return gaps >= 2


def _without_boilerplate(page: Sequence[str], title: str) -> list[str]:
    """The page without boilerplate, removed again and again until nothing more is found."""
    kept = [line for line in page if line]
    while (fewer := _removal_pass(kept, title)) != kept:
        kept = fewer
    return kept


def _removal_pass(page: list[str], title: str) -> list[str]:
    page = page[: _end(page)]
    gone = set(boilerplate.credit_blocks(page)) | _referred_headlines(page) | _header_dates(page)
    return [
        line
        for at, line in enumerate(page)
        if at not in gone
        and not boilerplate.is_boilerplate(line)
        and not headlines.same_headline(line, title)
    ]


def _end(page: Sequence[str]) -> int:
    """The number of lines up to the author's initials; all if that would cut more than half."""
    for at in range(len(page) - 1, -1, -1):
        if boilerplate.ends_article(page[at]):
            return at + 1 if _words(page[at + 1 :]) <= _words(page[: at + 1]) else len(page)
    return len(page)


def _referred_headlines(page: Sequence[str]) -> set[int]:
    """Indexes of headlines below a bare "Baca juga:": the next line, and further ones like it."""
    found: set[int] = set()
    for at, line in enumerate(page[:-1]):
        below = page[at + 1].lstrip("-–•·▪* ")
        listed = page[at + 1] != below or headlines.is_headline(below)
        bare = line.endswith(":") and len(line.split()) <= 3 and boilerplate.is_reference(line)
        if (bare and _is_link(below)) or (at in found and listed and _is_link(below)):
            found.add(at + 1)
    return found


def _is_link(line: str) -> bool:
    """Whether a line may be the headline of another article: short, with Capitals, no full stop."""
    words = [word.lstrip(headlines.QUOTES)[:1] for word in line.split() if len(word) > 3]
    return (
        2 <= count_words(line) <= 20
        and not line.rstrip(headlines.QUOTES).endswith((".", ",", ";", ":", "…", ")"))
        and 10 * sum(word.lstrip(headlines.QUOTES)[:1].isupper() for word in words)
        >= 6 * len(words)
    )


def _header_dates(page: Sequence[str]) -> set[int]:
    """Indexes of lines above the first paragraph that are only a date, or an outlet and a date.

    Further down such a line may be the heading of a part of a schedule.
    """
    above = page[: _first_paragraph(page)]
    return {at for at, line in enumerate(above) if _is_header_date(line)}


def _printed_date(page: Sequence[str]) -> str:
    """The date above the article without what it says of changes, else one like “2 jam lalu”."""
    above = [
        line for line in page[: _first_paragraph(page)] if _is_header_date(line) or is_meta(line)
    ]
    dated = filter(None, map(article_dates.publication_part, above))
    return next(dated, "") or next(filter(article_dates.is_relative, above), "")


def _is_header_date(line: str) -> bool:
    """Whether a line is only a date, or an outlet and a date."""
    outlet = _BEFORE_DATE.match(line)
    line = line[outlet.end() :] if outlet else line
    return article_dates.is_date_line(line) or article_dates.is_relative(line)


def _first_paragraph(page: Sequence[str]) -> int:
    texts = (at for at, line in enumerate(page) if len(line.split()) >= PARAGRAPH)
    return next(texts, 0)


def _without_other_articles(page: Sequence[str], title: str) -> list[str]:
    """A spaced page without the teaser cards at its end and other articles' headlines."""
    page = page[: _end(page)]
    body = [
        line
        for line in page
        if len(line.split()) >= PARAGRAPH and not _looks_like_headline(line, title)
    ]
    vocabulary = headlines.subject_words(" ".join([title, *body]))
    kinds = {at: _kind(page, at, vocabulary) for at, line in enumerate(page) if line}
    foreign = {
        at
        for at, kind in kinds.items()
        if kind == "H" and not headlines.same_headline(page[at], title)
    }
    card = _CARD.search("".join(kinds.values()))
    end = list(kinds)[card.start()] if card else len(page)
    return [line for at, line in enumerate(page[:end]) if at not in foreign]


def _kind(page: Sequence[str], at: int, vocabulary: frozenset[str]) -> str:
    """One letter: Headline of another article, Date, Site name, Caption, Teaser or Paragraph."""
    line, alone = page[at], _stands_alone(page, at)
    if article_dates.is_date_line(line) or line == "img_title":
        return "D"
    if _SITE.fullmatch(line):
        return "S"
    if alone and _looks_like_headline(line, "") and headlines.is_foreign(line, vocabulary):
        return "H"
    words = len(line.split())
    return "C" if words <= 6 else "T" if words <= 40 else "P"


def _looks_like_headline(line: str, title: str) -> bool:
    return headlines.is_headline(line) or headlines.same_headline(line, title)


def _stands_alone(page: Sequence[str], at: int) -> bool:
    return not any(page[max(at - 1, 0) : at]) and not any(page[at + 1 : at + 2])


def _outlet(body: Sequence[str]) -> str:
    match = _DATELINE.match(body[0]) if body else None
    return next(filter(None, match.groups()), "") if match else ""


def _words(page: Sequence[str]) -> int:
    return sum(map(count_words, page))
