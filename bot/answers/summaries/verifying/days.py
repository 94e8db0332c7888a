"""The dates in a text, as far as it gives them: day, month, year; weekdays; “yesterday”."""

import re
from dataclasses import dataclass
from typing import Final

from index.text.article_dates import MONTH, MONTH_NAMES, MONTHS, WEEKDAY_NAMES, WEEKDAYS

_WRITTEN: Final = re.compile(
    rf"""(?<![\w/])(?:
        (?P<y1>\d{{4}})[-/.](?P<m1>\d{{1,2}})[-/.](?P<d1>\d{{1,2}})
      | (?P<d2>\d{{1,2}})[-/.](?P<m2>\d{{1,2}})[-/.](?P<y2>\d{{4}}|\d\d)
      | (?P<d3>\d{{1,2}})/(?P<m3>\d{{1,2}})
      | (?P<d4>\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?[\s-](?P<m4>{MONTH})\b\.?
          (?:[\s,-]{{1,2}}(?P<y4>\d{{4}}))?
      | (?P<m5>{MONTH})\.?\s(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[.,]\d)(?:,?\s(?P<y5>\d{{4}}))?
      | (?P<m6>{MONTH})\b\.?(?:,?\s(?:of\s|tahun\s)?(?P<y6>\d{{4}}))
    )(?![\w/])""",
    re.IGNORECASE | re.VERBOSE,
)
_NAMED: Final = re.compile(r"\b[A-Z]\w+")
# The same day or time in both languages.
_RELATIVE: Final = tuple(
    (key, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE))
    for key, pattern in {
        "yesterday": "kemarin(?! lusa)|yesterday",
        "today": "hari ini|today",
        "tonight": "malam ini|nanti malam|tonight",
        "tomorrow": "besok|esok|tomorrow",
        "last week": "(?:pekan|minggu) (?:lalu|kemarin)|last week",
        "last month": "bulan (?:lalu|kemarin)|last month",
        "last year": "tahun (?:lalu|kemarin)|last year",
        "this week": "(?:pekan|minggu) ini|this week",
        "this month": "bulan ini|this month",
        "this year": "tahun ini|this year",
        "next week": "(?:pekan|minggu) depan|next week",
        "next month": "bulan depan|next month",
        "next year": "tahun depan|next year",
        "morning": "pagi|morning",
        "night": "malam|night",
    }.items()
)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as a text gives it; 0 or "" for what it does not give. Monday is weekday 1."""

    day: int = 0
    month: int = 0
    year: int = 0
    weekday: int = 0
    relative: str = ""

    def is_part_of(self, other: "Day") -> bool:
        """Whether the other says all that this says."""
        pairs = (
            (self.day, other.day),
            (self.month, other.month),
            (self.year, other.year),
            (self.weekday, other.weekday),
        )
        return self.relative == other.relative and all(
            not mine or mine == its for mine, its in pairs
        )


def days_in(text: str) -> tuple[list[Day], str]:
    """The dates of a text, and the text with blanks where numbers belong to one of them."""
    found: list[Day] = []

    def take(match: re.Match[str]) -> str:
        day = _day(match)
        if day is None:
            return match[0]
        found.append(day)
        return " " * len(match[0])

    rest = _WRITTEN.sub(take, text)
    for named in _NAMED.finditer(rest):
        word = named[0].lower()
        if word in MONTH_NAMES:
            found.append(Day(month=MONTHS[word]))
        elif word in WEEKDAY_NAMES or word == "ahad":
            found.append(Day(weekday=WEEKDAYS[word] + 1))
    found += [Day(relative=key) for key, pattern in _RELATIVE if pattern.search(rest)]
    return found, rest


def _day(match: re.Match[str]) -> Day | None:
    parts = {name[0]: value for name, value in match.groupdict().items() if value}
    written = parts.get("m", "")
    month = int(written) if written.isdigit() else MONTHS.get(written.lower(), 0)
    day, year = int(parts.get("d", 0)), int(parts.get("y", 0))
    if month > 12 >= day and written.isdigit():
        day, month = month, day
    if not 1 <= month <= 12 or day > 31:
        return None
    return Day(day, month, year + 2000 if 0 < year < 100 else year)
