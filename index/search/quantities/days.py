"""The days that a sentence gives: "20 Oktober 2019", "Minggu (20/10)", "October 20"."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.text.article_dates import MONTH, MONTHS, WEEKDAY

_DAY = re.compile(
    rf"""(?<![\d/])(?:
        (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<m1>{MONTH})\b(?:,?\s(?P<y1>(?:19|20)\d\d))?
      | \b(?P<m2>{MONTH})\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s(?P<y2>(?:19|20)\d\d))?
      | (?P<d3>\d{{1,2}})/(?P<m3>\d{{1,2}})(?:/(?P<y3>(?:20)?\d\d))?
      )(?![\d/])""",
    re.IGNORECASE | re.VERBOSE,
)
# A day behind these is when something was said, not when it happens.
_SAID = re.compile(
    r"\b(?:kata|ujar|ucap|tutur|jelas|ungkap|tegas|sebut|papar|terang|imbuh|lanjut|tulis|said"
    r"|says|told|dihubungi|dikonfirmasi|ditemui|dikutip|dilansir|keterangan\w*|wartawan|konferensi|berkata"
    r"|mengatakan|menjelaskan|mengungkapkan|menyatakan|menuturkan|menyebut\w*|melaporkan)"
    r"(?:nya)?\b[^.;]{0,90}\Z",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"\d\s?(?:-|–|hingga|sampai|s/d|to|dan)\s?\Z"
    r"|\b(?:hingga|sampai|sejak|until|since)\s+(?:\w+\s+)?\Z",
    re.IGNORECASE,
)
_WEEKDAY_BEFORE = re.compile(rf"\b(?:{WEEKDAY}),?\s?\(?\Z", re.IGNORECASE)
_HALF_YEAR = 183


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The day at `text[start:end]`."""

    start: int
    end: int
    day: datetime.date


def days_in(text: str, published: datetime.date | None) -> Iterator[Day]:
    """The days that a text gives for what it tells.

    A day without a year is the one nearest to publication. Left out: when something was said, and
    the ends of ranges.
    """
    for match in _DAY.finditer(text):
        before = text[: match.start()]
        said = _SAID.search(before)
        if _RANGE.search(before) or (said and "\n" not in said[0]):
            continue
        if day := _day(match, published):
            yield Day(start=match.start(), end=match.end(), day=day)


def _day(match: re.Match[str], published: datetime.date | None) -> datetime.date | None:
    parts = {name[0]: value for name, value in match.groupdict().items() if value}
    month = MONTHS.get(parts["m"].lower()) or (int(parts["m"]) if parts["m"].isdigit() else 0)
    year = int(parts.get("y", 0))
    year += 2000 if 0 < year < 100 else 0
    years = [year] if year else [published.year + by for by in (-1, 0, 1)] if published else []
    days = []
    for one in years:
        try:
            days.append(datetime.date(one, month, int(parts["d"])))
        except ValueError:
            continue
    if year or not published:
        return days[0] if days else None
    near = [day for day in days if abs((day - published).days) <= _HALF_YEAR]
    return min(near, key=lambda day: abs((day - published).days), default=None)
