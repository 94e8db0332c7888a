"""What an answer shows and in which order, before anything is marked up.

Shared by the front-ends: plain texts in, plain texts out, no HTML and no colours.
"""

import datetime
import re
from dataclasses import dataclass

from bot.answers.archive_admin import SnapshotInfo
from bot.answers.types import CONTEXT, Answer, Interpretation
from bot.presentation.i18n import (
    Messages,
    ago,
    date_range,
    join_list,
    long_date,
    month_range,
)
from index.query.dates.ranges import DateRange
from index.query.filters import Filter
from index.records import Citation, Coverage, Hit, Outcome
from index.search.pipeline import Given

TITLE_LIMIT = 90
SOURCE_LIMIT = 60
_OUTLETS_NAMED = 3
_PROBLEMS_NAMED = 3
_ELLIPSIS = "…"
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*(?=\s)")
_QUOTATION_MARKS = frozenset('"“”„«»')


@dataclass(frozen=True, slots=True, kw_only=True)
class HitPage:
    """One page of hits."""

    hits: tuple[Hit, ...]
    page: int
    has_previous: bool
    has_next: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A passage, cut where it is too long, in three parts that follow each other."""

    before: str
    quote: str
    after: str


def hit_page(hits: tuple[Hit, ...], page: int, size: int) -> HitPage:
    """Page `page` (from 0) of `hits`; a page beyond the end is the last one."""
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
    """Outlet and day, "VIVA · 16 Oktober 2020", without what is unknown; "" when both are."""
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


def excerpt(hit: Hit, limit: int) -> Excerpt | None:
    """The passage around the quote in about `limit` characters, cut only between words.

    None when it would show no more than the quote does.
    """
    before, quote, after = hit.passage.partition(hit.quote) if hit.quote else (hit.passage, "", "")
    if not (before.strip() or after.strip()):
        return None
    spare = limit - len(quote)
    if spare <= 0:
        return None
    room_after = max(spare // 2, spare - len(before))
    after = _beginning(after, room_after)
    return Excerpt(before=_ending(before, spare - len(after)), quote=quote, after=after)


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
    """The line under an answer: "Arsip: 17.891 artikel, Mar–Okt 2019"."""
    held = [article_count(coverage.articles, messages), _months(coverage, messages)]
    return messages.text("archive_line", held=", ".join(part for part in held if part))


def snapshot_lines(info: SnapshotInfo, messages: Messages, *, now: datetime.datetime) -> list[str]:
    """What a snapshot holds and how old it is, a line each."""
    date, since = info.created.astimezone(now.tzinfo).date(), now - info.created
    newest = info.coverage.last
    lines = [archive_line(info.coverage, messages)]
    if newest:
        last = long_date(datetime.date.fromisoformat(newest[:10]), messages.language)
        lines.append(messages.text("edition_newest", date=last))
    made = {"date": long_date(date, messages.language), "ago": ago(since, messages.language)}
    return [*lines, messages.text("edition_made", **made)]


def also_in(hit: Hit, messages: Messages) -> str:
    """Who else has the story: "juga di: Kompas dan Tempo"; "" when nobody has."""
    names = dict.fromkeys(shorten(article.source, SOURCE_LIMIT) for article in hit.also)
    names.pop("", None)
    if not names:
        return ""
    return messages.text("also", outlets=join_list(list(names), messages.language))


def interpretation_lines(answer: Answer, messages: Messages) -> list[str]:
    """What was understood besides the words of the question, a line each.

    "Dicari: pernyataan Kominfo · 20–30 Sep 2019 · VIVA · terbaru dulu"; operators that made no
    sense, with some that do; what was sent instead of a question; filters given up; “kominfo” for
    “komimfo”.
    """
    made = answer.interpretation
    return [
        *filter_lines(made, messages),
        *_given(answer, messages),
        *deviation_lines(made, messages),
        *([withdrawn_line(answer, messages)] if answer.withdrawn and answer.hits else []),
    ]


def filter_lines(made: Interpretation, messages: Messages) -> list[str]:
    """The filters that were understood, and operators that were not, a line each."""
    shown = " · ".join(filter_labels(made, messages).values())
    lines = [messages.text("understood", filters=shown)] if shown else []
    if problems := made.query.problems:
        wrong = [f"“{shorten(one, SOURCE_LIMIT)}”" for one in problems[:_PROBLEMS_NAMED]]
        lines.append(messages.text("unreadable", typed=join_list(wrong, messages.language)))
    return lines


def deviation_lines(made: Interpretation, messages: Messages) -> list[str]:
    """What was searched otherwise than it was asked, a line each."""
    lines = []
    if made.dropped:
        lines.append(messages.text("beyond_filters"))
    if made.corrections:
        meant = [f"“{shorten(right, SOURCE_LIMIT)}”" for _, right in made.corrections]
        lines.append(messages.text("corrected", words=join_list(meant, messages.language)))
    return lines


def withdrawn_line(answer: Answer, messages: Messages) -> str:
    """How many articles of a kept answer have been withdrawn since."""
    key = "withdrawn" if answer.hits else "withdrawn_all"
    return messages.text(key, articles=article_count(answer.withdrawn, messages))


def filter_labels(made: Interpretation, messages: Messages) -> dict[str, str]:
    """Each of `Interpretation.filters` as people read it."""
    applied = made.query.filters
    speaker = shorten(applied.speaker, SOURCE_LIMIT)
    period = applied.period or DateRange(first=None, last=None)
    shown: dict[str, str] = {
        CONTEXT: messages.text("filter_context", topic=shorten(made.added, SOURCE_LIMIT)),
        Filter.SPEAKER: messages.text("filter_speaker", name=speaker),
        Filter.PERIOD: date_range(period.first, period.last, messages.language),
        Filter.OUTLETS: " · ".join(shorten(outlet, SOURCE_LIMIT) for outlet in applied.outlets),
        Filter.LATEST: messages.text("latest_first"),
    }
    return {name: shown[name] for name in made.filters}


def _given(answer: Answer, messages: Messages) -> list[str]:
    """What was looked up, if it was no question."""
    given, topic = answer.interpretation.given, answer.interpretation.query.topic
    if given is Given.TEXT and answer.outcome is Outcome.ANSWER:
        return [messages.text("given_text")]
    if given is Given.ADDRESS:
        return [messages.text("given_address")]
    if given is Given.UNKNOWN_ADDRESS:
        unknown = messages.text("given_unknown_address")
        words = messages.text("given_words", words=shorten(topic, TITLE_LIMIT)) if topic else ""
        return [f"{unknown} {words}".rstrip()]
    return []


def coverage_text(coverage: Coverage, messages: Messages) -> str:
    """What was looked through: "17.891 artikel dari VIVA, Tempo, dan 12 lainnya, Mar–Okt 2019"."""
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
    """The beginning of `text`, up to the end of a sentence if one ends late enough."""
    if len(text) <= limit:
        return text.rstrip()
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, limit)]
    if ends and ends[-1] >= limit // 2:
        return f"{text[: ends[-1]]} {_ELLIPSIS}"
    cut = max(text.rfind(" ", 0, limit), text.rfind("\n", 0, limit), 0)
    return text[:cut].rstrip() + f" {_ELLIPSIS}"


def _ending(text: str, limit: int) -> str:
    """The ending of `text`, from the start of a sentence if one starts early enough."""
    if len(text) <= limit:
        return text.lstrip()
    start = len(text) - max(limit, 0)
    sentence = _SENTENCE_END.search(text, start)
    if sentence and sentence.end() - start <= limit // 2:
        return f"{_ELLIPSIS} {text[sentence.end() :].lstrip()}"
    space = re.compile(r"\s").search(text, start)
    return f"{_ELLIPSIS} {text[space.end() :].lstrip() if space else ''}"
