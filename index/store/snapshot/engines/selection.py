"""Which passages of a snapshot count, as every engine is told."""

import datetime
from dataclasses import dataclass

_DAY = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which passages count, by their articles; all if nothing is said.

    From `first` to `last`, both included; `dated` ones only; of these `outlets`, `authors` and
    `sections`, by their names as they stand in articles; of these `articles`; but for those
    `without`.
    """

    first: datetime.date | None = None
    last: datetime.date | None = None
    dated: bool = False
    outlets: frozenset[str] | None = None
    authors: frozenset[str] | None = None
    sections: frozenset[str] | None = None
    articles: tuple[int, ...] | None = None
    without: tuple[int, ...] = ()


EVERYTHING = Selection()


def moment(published: str) -> int:
    """The time of an ISO 8601 date as a number that sorts alike, 0 for none."""
    digits = "".join(filter(str.isdecimal, published[:19]))
    return int(digits.ljust(14, "0")) if digits else 0


def day_moments(first: datetime.date | None, last: datetime.date | None) -> tuple[int, int | None]:
    """The first and last `moment` of a period; where it is open, the first of all, and None."""
    begin = _day(first) if first else 1
    return begin, _day(last) + _DAY - 1 if last else None


def _day(day: datetime.date) -> int:
    return (day.year * 10_000 + day.month * 100 + day.day) * _DAY
