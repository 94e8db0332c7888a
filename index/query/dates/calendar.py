"""Calendar arithmetic: the second week of a month, last year, the past ten days → days."""

import calendar
import datetime
from dataclasses import dataclass

# First and last day, both included.
DaySpan = tuple[datetime.date, datetime.date]

# A month in thirds of ten days, a year in thirds of four months, a working week in pairs of days;
# "the end of the week" is the weekend.
_MONTH_PARTS = {"early": (1, 10), "middle": (11, 20), "late": (21, 31)}
_YEAR_PARTS = {"early": (1, 4), "middle": (5, 8), "late": (9, 12)}
_WEEK_PARTS = {"early": (0, 1), "middle": (2, 3), "late": (5, 6)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A year, month or day as it is written; what it leaves out is 0 or "".

    `last_day` and `last_year` end "3–7 September 2019" and "2018–2019". `part` is "early",
    "middle" or "late"; `week` counts from 1, -1 is the last week of the month. `weekday` counts
    from 0, Monday; None if there is none.
    """

    year: int = 0
    last_year: int = 0
    month: int = 0
    day: int = 0
    last_day: int = 0
    part: str = ""
    week: int = 0
    weekday: int | None = None

    def days_in(self, year: int) -> DaySpan:
        """Its first and last day in `year`; ValueError if there is no such day."""
        if not self.month:
            return _years(year, self.last_year or year, self.part)
        length = calendar.monthrange(year, self.month)[1]
        first, last = _days(self, length)
        if first > last:
            raise ValueError(f"{self} ends before it begins")
        return datetime.date(year, self.month, first), datetime.date(year, self.month, last)

    def latest(self, today: datetime.date, *, past: bool = False) -> DaySpan:
        """Its latest days that have begun, or with `past` the latest that are over.

        With a weekday, the latest that falls on it: "Rabu (11/9)". ValueError if there is none.
        """
        # Any date but 29 February falls on a given weekday at least every 11 years.
        for year in range(today.year, today.year - 12, -1):
            try:
                first, last = self.days_in(year)
            except ValueError:
                continue
            if self.weekday not in (None, first.weekday()):
                continue
            if last < today or (first <= today and not past):
                return first, last
        raise ValueError(f"there is no day like {self}")


def days_of_unit(name: str, ago: int, today: datetime.date, part: str = "") -> DaySpan:
    """The day, week (from Monday), month or year that lies `ago` units before that of today."""
    if name == "day":
        day = today - datetime.timedelta(days=ago)
        return day, day
    if name == "week":
        monday = today - datetime.timedelta(days=today.weekday() + 7 * ago)
        first, last = _WEEK_PARTS.get(part, (0, 6))
        return monday + datetime.timedelta(days=first), monday + datetime.timedelta(days=last)
    if name == "month":
        year, month = divmod(today.year * 12 + today.month - 1 - ago, 12)
        return PartialDate(month=month + 1, part=part).days_in(year)
    return _years(today.year - ago, today.year - ago, part)


def past_days(name: str, count: int, today: datetime.date) -> DaySpan:
    """The past `count` hours, days, weeks, months or years, up to today."""
    if name in ("month", "year"):
        start = days_of_unit("month", count * (12 if name == "year" else 1), today)
        return min(start[1], start[0] + datetime.timedelta(days=today.day - 1)), today
    days = {"hour": -(-count // 24), "day": count, "week": 7 * count}[name]
    return today - datetime.timedelta(days=days), today


def latest_weekday(number: int, today: datetime.date, *, past: bool = False) -> DaySpan:
    """The latest such weekday (0 is Monday), today included unless `past`."""
    back = (today.weekday() - number) % 7
    return days_of_unit("day", 7 if past and not back else back, today)


def _years(first: int, last: int, part: str) -> DaySpan:
    if first > last:
        raise ValueError(f"{first} is after {last}")
    start, end = _YEAR_PARTS.get(part, (1, 12))
    length = calendar.monthrange(last, end)[1]
    return datetime.date(first, start, 1), datetime.date(last, end, length)


def _days(written: PartialDate, length: int) -> tuple[int, int]:
    """First and last day of the month that are meant in a month of `length` days."""
    if written.day:
        return written.day, written.last_day or written.day
    if written.week == -1:
        return length - 6, length
    if written.week:
        return 7 * written.week - 6, min(7 * written.week, length)
    first, last = _MONTH_PARTS.get(written.part, (1, 31))
    return first, min(last, length)
