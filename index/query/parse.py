"""What a question asks for, as far as its own words tell (pure).

Whose words, from when, from which outlet, the latest first: each becomes a part of `Understood`
that a front-end can show and take away again.
"""

import datetime
from dataclasses import dataclass, replace
from enum import StrEnum

from index.query.dates.ranges import DateRange, find_date_range, find_latest_phrase
from index.query.framing import ONLY_ASKS, unframed
from index.query.operators import Typed, typed
from index.query.slang import formal
from index.query.speaker_request import Request, request_of
from index.text.analysis import terms
from index.text.normalize import normalize_line


class Filter(StrEnum):
    """What can be taken away from what was understood."""

    PERIOD = "period"
    SOURCES = "sources"
    SPEAKER = "speaker"
    LATEST = "latest"


NARROWING = (Filter.PERIOD, Filter.SOURCES)
"""Filters that leave some of the articles out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A question and what it asks for.

    `text` is as asked but for typed operators. `formal` is that in formal language, without words
    that only ask for news on something; it is what is searched. `content` is the same without
    words for time. `period` holds publication dates, with a
    margin around what the question names; `loose` tells that it was read from words, and may be
    about something else than when articles appeared. `problems` are operators that made no sense,
    as they were typed. `bare`: no subject is named, only a time, an outlet or an order.
    """

    text: str
    formal: str
    content: str
    request: Request
    period: DateRange | None = None
    loose: bool = False
    sources: tuple[str, ...] = ()
    latest: bool = False
    problems: tuple[str, ...] = ()
    bare: bool = False

    @property
    def filters(self) -> tuple[Filter, ...]:
        """What narrows or orders the search."""
        there = {
            Filter.PERIOD: self.period is not None,
            Filter.SOURCES: bool(self.sources),
            Filter.SPEAKER: bool(self.request.speaker),
            Filter.LATEST: self.latest,
        }
        return tuple(name for name, given in there.items() if given)

    @property
    def has_subject(self) -> bool:
        """Whether a word tells what it is about: neither small words do, nor numbers and signs."""
        return any(len(term) > 1 and any(map(str.isalpha, term)) for term in terms(self.content))

    @property
    def is_empty(self) -> bool:
        """Whether nothing in it can be searched or narrows a search."""
        return not terms(self.content) and not self.filters

    def without(self, *filters: Filter) -> "Understood":
        """The same question with some of its filters taken away."""
        kept = self
        if Filter.PERIOD in filters:
            kept = replace(kept, period=None, loose=False)
        if Filter.SOURCES in filters:
            kept = replace(kept, sources=())
        if Filter.SPEAKER in filters:
            # Anybody's words may answer then, and the name is still looked for.
            kept = replace(kept, request=replace(kept.request, speaker=""))
        return replace(kept, latest=False) if Filter.LATEST in filters else kept


def understood(question: str, *, today: datetime.date) -> Understood:
    """Read a question; `today` is what “yesterday” and “bulan lalu” count from."""
    given = typed(normalize_line(question))
    text = _readable(given)
    found = find_date_range(text, today=today)
    latest = find_latest_phrase(text)
    words = unframed(formal(text))
    spans = [(found.start, found.end)] if found else []
    spans += [latest] if latest else []
    left = _cut(text, spans)
    narrowed = bool(spans or given.period or given.sources or given.latest)
    # With nothing else left, the time itself is searched.
    content = unframed(formal(left if any(map(str.isalnum, left)) else text))
    return Understood(
        text=text,
        formal=words,
        content=content,
        request=_timeless(request_of(words), request_of(content)),
        period=given.period or (found.period.widened() if found else None),
        loose=found is not None and given.period is None,
        sources=given.sources,
        latest=given.latest or latest is not None,
        problems=given.problems,
        bare=narrowed and ONLY_ASKS.issuperset(terms(formal(left))),
    )


def _timeless(request: Request, without_time: Request) -> Request:
    """A request whose speaker is not “Jokowi kemarin” but “Jokowi”."""
    speaker = without_time.speaker
    return replace(request, speaker=speaker) if speaker in request.speaker else request


def words_only(text: str) -> Understood:
    """A text to search for as it is: nothing in it is a filter or asks for somebody's words."""
    line = " ".join(text.split())
    request = Request(said=False, speaker="", topic=line)
    return Understood(text=line, formal=line, content=line, request=request)


def _readable(given: Typed) -> str:
    """The text without operators that made no sense; all of it if nothing else would be left."""
    text = given.text
    for problem in given.problems:
        text = text.replace(" ".join(problem.split()), " ", 1)
    return " ".join(text.split()) or given.text


def _cut(text: str, spans: list[tuple[int, int]]) -> str:
    """The text without these parts."""
    left = text
    for start, end in sorted(spans, reverse=True):
        left = f"{left[:start]} {left[end:]}"
    return " ".join(left.split())
