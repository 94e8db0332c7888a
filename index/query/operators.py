"""Operators typed into a question: `after:2019-09-01 source:"CNN Indonesia" sort:new`."""

import datetime
import re
from dataclasses import dataclass, field

from index.query.dates.calendar import PartialDate
from index.query.dates.ranges import DateRange
from index.text.article_dates import is_date_line, to_iso

_AFTER = frozenset(("after", "sejak"))
_BEFORE = frozenset(("before", "sebelum"))
_SOURCE = frozenset(("source", "sumber"))
_NEWEST = frozenset("new newest latest baru terbaru terkini".split())
# A value in quotation marks, typed or as telephones make them, or up to the next white space.
_OPERATOR = re.compile(
    r"(?<!\S)(?P<name>after|sejak|before|sebelum|source|sumber|sort|urut):"
    r"(?:[\"“”](?P<quoted>[^\"“”]*)[\"“”][.,;?!]*(?!\S)|(?P<plain>[^\s\"“”]\S*))",
    re.IGNORECASE | re.ASCII,
)
_MONTH = re.compile(r"(?P<year>\d{4})(?:[-/](?P<month>\d{1,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A question without its operators, and what they ask for.

    `after:` includes the day it names, `before:` does not; "2019-09" and "2019" stand for
    their first day. `sources` are names or domains of outlets as typed. `problems` holds the
    operators whose value is of no use, as typed; they stay in `text`.
    """

    text: str
    period: DateRange | None = None
    sources: tuple[str, ...] = ()
    latest: bool = False
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reading:
    """What the operators have said so far."""

    first: datetime.date | None = None
    last: datetime.date | None = None
    sources: list[str] = field(default_factory=list)
    latest: bool = False
    problems: list[str] = field(default_factory=list)


def typed(question: str) -> Typed:
    """The operators of a question, taken out of it.

    Dates: `after:2019-09-01`, `sejak:2019-09`, `before:2019`, `sebelum:11/9/2019` (day first);
    of several the narrowest counts, and one that would leave no day is a problem. Outlets:
    `source:viva`, `sumber:"CNN Indonesia"`, any number. Order: `sort:new`, `urut:baru`. Other
    words with a colon are text.
    """
    reading = _Reading()
    text = _OPERATOR.sub(lambda match: _taken(match, reading), question)
    dated = reading.first or reading.last
    return Typed(
        text=" ".join(text.split()),
        period=DateRange(first=reading.first, last=reading.last) if dated else None,
        sources=tuple(dict.fromkeys(reading.sources)),
        latest=reading.latest,
        problems=tuple(reading.problems),
    )


def _taken(match: re.Match[str], reading: _Reading) -> str:
    """What is left of an operator in the text: nothing, or all of it if it is of no use."""
    name = match["name"].lower()
    value = (match["quoted"] or match["plain"] or "").strip().rstrip(".,;?!")
    if name in _SOURCE and value:
        reading.sources.append(value)
    elif name in ("sort", "urut") and value.lower() in _NEWEST:
        reading.latest = True
    elif not (name in _AFTER | _BEFORE and _bounds(reading, name, value)):
        reading.problems.append(match[0])
        return match[0]
    return " "


def _bounds(reading: _Reading, name: str, value: str) -> bool:
    """Narrow the period to a date; False when the value is none or no day would be left."""
    day = _first_day(value)
    if day is None:
        return False
    first, last = reading.first, reading.last
    if name in _AFTER:
        first = max(day, first or day)
    else:
        day -= datetime.timedelta(days=1)
        last = min(day, last or day)
    if first and last and first > last:
        return False
    reading.first, reading.last = first, last
    return True


def _first_day(value: str) -> datetime.date | None:
    match = _MONTH.fullmatch(value)
    try:
        if match:
            first, _ = PartialDate(month=int(match["month"] or 0)).stretch(int(match["year"]))
        else:
            first = datetime.date.fromisoformat(to_iso(value)[:10] if is_date_line(value) else "")
    except ValueError:
        return None
    return first if 1900 <= first.year <= 2100 else None
