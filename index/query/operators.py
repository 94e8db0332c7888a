"""Operators typed into a question: `after:2019-09-01 source:"CNN Indonesia" sort:new`."""

import datetime
import re
from dataclasses import dataclass, field

from index.query.dates.calendar import PartialDate
from index.query.dates.ranges import DateRange
from index.query.filters import NO_FILTERS, Filters
from index.text.article_dates import is_date_line, to_iso

_AFTER = frozenset(("after", "sejak"))
_BEFORE = frozenset(("before", "sebelum"))
_OUTLET = frozenset(("source", "sumber"))
_AUTHOR = frozenset(("author", "penulis"))
_SECTION = frozenset(("section", "rubrik"))
_NEWEST = frozenset("new newest latest baru terbaru terkini".split())
# A value in quotation marks, typed or as telephones make them, or up to the next white space.
_OPERATOR = re.compile(
    r"(?<!\S)(?P<name>after|sejak|before|sebelum|source|sumber|author|penulis|section|rubrik"
    r"|sort|urut):"
    r"(?:[\"“”](?P<quoted>[^\"“”]*)[\"“”][.,;?!]*(?!\S)|(?P<plain>[^\s\"“”]\S*))",
    re.IGNORECASE | re.ASCII,
)
_MONTH = re.compile(r"(?P<year>\d{4})(?:[-/](?P<month>\d{1,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operators:
    """A question without its operators, and the filters that they set.

    `problems` holds the operators whose value is of no use, as typed; they stay in `text`.
    """

    text: str
    filters: Filters = NO_FILTERS
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class _Values:
    """The values of the operators read so far."""

    first: datetime.date | None = None
    last: datetime.date | None = None
    outlets: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    latest: bool = False
    problems: list[str] = field(default_factory=list)

    def of(self, operator: str) -> list[str] | None:
        """The names that an operator adds to, None if its value is no name."""
        if operator in _OUTLET:
            return self.outlets
        if operator in _AUTHOR:
            return self.authors
        return self.sections if operator in _SECTION else None


def parse_operators(question: str) -> Operators:
    """Take the operators out of a question.

    Dates: `after:2019-09-01`, `sejak:2019-09`, `before:2019`, `sebelum:11/9/2019` (day first).
    `after:` includes the day it names, `before:` does not; "2019-09" and "2019" stand for their
    first day. Of several dates the narrowest count, and one that would leave no day is a problem.
    Outlets: `source:viva`, `sumber:"CNN Indonesia"`, any number of them; likewise `author:`,
    `penulis:`, and `section:`, `rubrik:`. Order: `sort:new`, `urut:baru`. Other words with a colon
    are text.
    """
    values = _Values()
    text = _OPERATOR.sub(lambda match: _take(match, values), question)
    dated = values.first or values.last
    return Operators(
        text=" ".join(text.split()),
        filters=Filters(
            period=DateRange(first=values.first, last=values.last) if dated else None,
            outlets=tuple(dict.fromkeys(values.outlets)),
            authors=tuple(dict.fromkeys(values.authors)),
            sections=tuple(dict.fromkeys(values.sections)),
            latest=values.latest,
        ),
        problems=tuple(values.problems),
    )


def with_operators(question: str, *parts: str) -> tuple[str, ...]:
    """Parts of a question's text, each with the operators that the whole question has."""
    typed = [found[0] for found in _OPERATOR.finditer(question)]
    return tuple(" ".join((part, *typed)) for part in parts)


def _take(match: re.Match[str], values: _Values) -> str:
    """Read one operator; what is left of it in the text: nothing, or all of it if it is useless."""
    name = match["name"].lower()
    value = (match["quoted"] or match["plain"] or "").strip().rstrip(".,;?!")
    names = values.of(name)
    if names is not None and value:
        names.append(value)
    elif name in ("sort", "urut") and value.lower() in _NEWEST:
        values.latest = True
    elif not (name in _AFTER | _BEFORE and _narrow_period(values, name, value)):
        values.problems.append(match[0])
        return match[0]
    return " "


def _narrow_period(values: _Values, name: str, value: str) -> bool:
    """Narrow the period to a date; False if the value is no date or no day would be left."""
    day = _first_day(value)
    if day is None:
        return False
    first, last = values.first, values.last
    if name in _AFTER:
        first = max(day, first or day)
    else:
        day -= datetime.timedelta(days=1)
        last = min(day, last or day)
    if first and last and first > last:
        return False
    values.first, values.last = first, last
    return True


def _first_day(value: str) -> datetime.date | None:
    match = _MONTH.fullmatch(value)
    try:
        if match:
            first, _ = PartialDate(month=int(match["month"] or 0)).days_in(int(match["year"]))
        else:
            first = datetime.date.fromisoformat(to_iso(value)[:10] if is_date_line(value) else "")
    except ValueError:
        return None
    return first if 1900 <= first.year <= 2100 else None
