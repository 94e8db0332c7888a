"""The parts of an answer as plain text: titles, bylines, quotes, excerpts, coverage.

Shared by the front-ends; no HTML and no colours.
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.answers.archive_admin import SnapshotInfo
from bot.presentation.i18n import (
    Messages,
    ago,
    join_list,
    long_date,
    month_range,
)
from index.records import OMISSION, Citation, Coverage, Hit, Outcome

TITLE_LIMIT = 90
"""Characters of a title."""
SOURCE_LIMIT = 60
"""Characters of an outlet's name, and of other names that stand in a line with it."""
SPEAKER_LIMIT = 80
"""Characters of a speaker's name and office."""
_OUTLETS_NAMED = 3
_NAMES_SHOWN = 4
_NAMES_LIMIT = 80
_ELLIPSIS = "…"
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*(?=\s)")
_QUOTATION_MARKS = frozenset('"“”„«»')


@dataclass(frozen=True, slots=True)
class Budget:
    """How many characters a quote and the passage around it may take; 0: no passage."""

    quote: int
    passage: int


# The longest quote that a search gives. Answers that were kept before may have longer ones.
QUOTE_ALONE = Budget(350, 0)
"""Of a hit without the passage around its quote."""
TERMINAL_BUDGET = Budget(350, 700)
# Three hits of 200 characters fit whatever their letters are.
CLOSEST_BUDGETS = (QUOTE_ALONE, Budget(200, 0))
"""Of the hits in a message that claims no answer, tried in turn until it fits."""
MESSAGE_BUDGETS = (Budget(350, 700), Budget(350, 450), *CLOSEST_BUDGETS)
"""Of the hits in an answer, tried in turn until it fits; with the last, it always does."""
CARD_LIMIT = 160
"""Characters of a card's description: two lines on a phone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HitPage:
    """One page of hits; `page` counts from 0."""

    hits: tuple[Hit, ...]
    page: int
    has_previous: bool
    has_next: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A passage in three consecutive parts, shortened at its ends if it is too long."""

    before: str
    quote: str
    after: str


def hit_page(hits: tuple[Hit, ...], page: int, size: int) -> HitPage:
    """Page `page` (from 0) of `hits`; the last page for a number beyond it."""
    last = max(0, (len(hits) - 1) // size)
    page = min(max(page, 0), last)
    start = page * size
    return HitPage(
        hits=hits[start : start + size],
        page=page,
        has_previous=page > 0,
        has_next=page < last,
    )


def headline(article: Citation, messages: Messages) -> str:
    """The title in one line of at most 90 characters; never empty."""
    return shorten(article.title, TITLE_LIMIT) or messages.text("untitled")


def byline(article: Citation, messages: Messages) -> str:
    """Outlet and day, "VIVA · 16 Oktober 2020"; only one of them, or "", if the rest is unknown."""
    date = article.date
    parts = [
        shorten(article.source, SOURCE_LIMIT),
        long_date(date, messages.language) if date else "",
    ]
    return " · ".join(part for part in parts if part)


def quotation(hit: Hit, limit: int) -> str:
    """The quote in one line and in quotation marks; "" when there is none."""
    quote = shorten(hit.quote, limit)
    if not quote or _QUOTATION_MARKS.intersection(quote):
        return quote
    return f"“{quote}”"


def unmentioned(hit: Hit, outcome: Outcome, messages: Messages) -> str:
    """Names of the question that the quote is without: "Tidak disebut: Indosat"; "" if none.

    Of the closest hits, those that the whole article lacks; of an answer, those that stand
    elsewhere in the article.
    """
    closest = outcome is Outcome.RELATED
    named = hit.missing if closest else hit.elsewhere
    if not named:
        return ""
    more = f", {_ELLIPSIS}" if len(named) > _NAMES_SHOWN else ""
    names = shorten(", ".join(named[:_NAMES_SHOWN]) + more, _NAMES_LIMIT)
    return messages.text("missing" if closest else "elsewhere", names=names)


def excerpt(hit: Hit, limit: int) -> Excerpt | None:
    """The passage around the quote in about `limit` characters, cut only between words.

    None if it would show no more than the quote.
    """
    before, quote, after = _around_quote(hit)
    if not (before.strip() or after.strip()):
        return None
    spare = limit - len(quote)
    if spare <= 0:
        return None
    after = _beginning(after, max(spare // 2, spare - len(before)))
    return Excerpt(before=_ending(before, spare - len(after)), quote=quote, after=after)


def _around_quote(hit: Hit) -> tuple[str, str, str]:
    """The passage before the quote, the quote with what stands between its pieces, and the rest."""
    if not hit.quote:
        return hit.passage, "", ""
    if hit.quote in hit.passage:
        return hit.passage.partition(hit.quote)
    first, _, last = hit.quote.partition(OMISSION)
    start = hit.passage.find(first)
    end = hit.passage.find(last, start + len(first)) + len(last)
    if not 0 <= start < end:
        return hit.passage, "", ""
    return hit.passage[:start], hit.passage[start:end], hit.passage[end:]


def shorten(text: str, limit: int) -> str:
    """`text` in one line of at most `limit` characters, cut at the end of a word."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return whole_words(line, limit - len(_ELLIPSIS)) + _ELLIPSIS


def whole_words(text: str, limit: int) -> str:
    """The beginning of `text` in at most `limit` characters, cut at the end of a word."""
    if len(text) <= limit or text[limit].isspace():
        return text[:limit].rstrip()
    start, space, _ = text[:limit].rpartition(" ")
    # A single word longer than the line cannot be kept whole.
    return (start if space else text[:limit]).rstrip()


def article_count(count: int, messages: Messages) -> str:
    """How many articles: "17.891 artikel", "1 article"."""
    return messages.plural("articles", count)


def archive_line(coverage: Coverage, messages: Messages) -> str:
    """The line below an answer: "Arsip: 17.891 artikel, Mar–Okt 2019"."""
    held = [article_count(coverage.articles, messages), _months(coverage, messages)]
    return messages.text("archive_line", held=", ".join(part for part in held if part))


def snapshot_lines(info: SnapshotInfo, messages: Messages, *, now: datetime.datetime) -> list[str]:
    """What a snapshot holds, its newest article and how old it is, a line each."""
    date, since = info.created.astimezone(now.tzinfo).date(), now - info.created
    newest = info.coverage.last
    lines = [archive_line(info.coverage, messages)]
    if newest:
        last = long_date(datetime.date.fromisoformat(newest[:10]), messages.language)
        lines.append(messages.text("snapshot_newest", date=last))
    made = {"date": long_date(date, messages.language), "ago": ago(since, messages.language)}
    return [*lines, messages.text("snapshot_made", **made)]


def also_in(hit: Hit, messages: Messages) -> str:
    """The other outlets that have the story: "juga di: Kompas dan Tempo"; "" if none has."""
    return outlets_line(hit.also, messages)


def outlets_line(articles: Iterable[Citation], messages: Messages) -> str:
    """The outlets of other articles: "juga di: Kompas dan Tempo"; "" if none is known."""
    names = dict.fromkeys(shorten(article.source, SOURCE_LIMIT) for article in articles)
    names.pop("", None)
    if not names:
        return ""
    return messages.text("also", outlets=join_list(list(names), messages.language))


def coverage_text(coverage: Coverage, messages: Messages) -> str:
    """What was searched: "17.891 artikel dari VIVA, Tempo, dan 12 lainnya, Mar–Okt 2019"."""
    held = article_count(coverage.articles, messages)
    if coverage.outlets:
        held = messages.text("from_outlets", held=held, outlets=_outlets(coverage, messages))
    return ", ".join(part for part in (held, _months(coverage, messages)) if part)


def _outlets(coverage: Coverage, messages: Messages) -> str:
    named = [shorten(name, SOURCE_LIMIT) for name in coverage.outlets[:_OUTLETS_NAMED]]
    others = len(coverage.outlets) - len(named)
    if others == 1:
        # "1 other" takes as much room as the name itself.
        named.append(shorten(coverage.outlets[-1], SOURCE_LIMIT))
    elif others:
        named.append(messages.plural("others", others))
    return join_list(named, messages.language)


def _months(coverage: Coverage, messages: Messages) -> str:
    if not (coverage.first and coverage.last):
        return ""
    first, last = (
        datetime.date.fromisoformat(text[:10]) for text in (coverage.first, coverage.last)
    )
    return month_range(first, last, messages.language)


def _beginning(text: str, limit: int) -> str:
    """The beginning of `text`: whole sentences if they take at least half of `limit`."""
    if len(text) <= limit:
        return text.rstrip()
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, limit)]
    if ends and ends[-1] >= limit // 2:
        return f"{text[: ends[-1]]} {_ELLIPSIS}"
    cut = max(text.rfind(" ", 0, limit), text.rfind("\n", 0, limit), 0)
    return text[:cut].rstrip() + f" {_ELLIPSIS}"


def _ending(text: str, limit: int) -> str:
    """The end of `text`: whole sentences if they take at least half of `limit`."""
    if len(text) <= limit:
        return text.lstrip()
    start = len(text) - max(limit, 0)
    sentence = _SENTENCE_END.search(text, start)
    if sentence and sentence.end() - start <= limit // 2:
        return f"{_ELLIPSIS} {text[sentence.end() :].lstrip()}"
    space = re.compile(r"\s").search(text, start)
    return f"{_ELLIPSIS} {text[space.end() :].lstrip() if space else ''}"
