"""The range of publication dates that a question asks for, in Indonesian or English.

Only a time said as such counts: a year inside a name ("Pilpres 2019") is left to the search. A
wrong date hides the right article, so a doubtful expression gives no range.
"""

import datetime
import re
from dataclasses import dataclass

from index.query.dates.expressions import TimeExpression, find_expressions
from index.query.dates.patterns import PREPOSITION, WEEKDAY

_DAY = datetime.timedelta(days=1)
# News about something appears with a delay: (longest range in days, days added at its end).
# A year needs none: most of its news is inside.
_MARGINS = ((1, 3), (31, 7))

_SINCE = frozenset("sejak semenjak since mulai".split())
_AFTER = frozenset("setelah sesudah pasca after".split())
_BEFORE = frozenset("sebelum before".split())
_UNTIL = frozenset("sampai sampe hingga until till by".split())
_BETWEEN = frozenset("antara between".split())

_LEAD = re.compile(
    rf"(?<!\w)(?:(?P<lead>{'|'.join(PREPOSITION.split())})\s+(?:(?:dengan|dari|pada|di)\s+)?)?"
    rf"\(?(?:hari\s+)?(?:(?:{WEEKDAY}),?\s*)?\(?(?:(?:tanggal|tgl\.?|(?P<the>the))\s+)?\Z",
    re.IGNORECASE | re.ASCII,
)
_LEAD_LENGTH = 45
_JOINT = re.compile(
    r"\)?(?:\s*[-–—/]\s*|\s+(?:(?P<and>dan|and)|s/d|sd|s\.d\.|sampai|hingga|to|until|till)\s+)"
    rf"(?:(?:dengan|pada|hari|tanggal|tgl\.?|{WEEKDAY}),?\s+)*",
    re.IGNORECASE | re.ASCII,
)
_LATEST = re.compile(
    r"\b(?:(?:yang|yg)\s+)?(?:te?r(?:baru|kini|update|anyar)|paling\s+(?:baru|anyar|update)|latest"
    r"|newest|most\s+recent|baru-?(?:baru|2)\s+ini|(?:akhir-?(?:akhir|2)|belakangan)\s+ini|recently"
    r"|lately|(?:kabar|berita|info|update|perkembangan|situasi|kondisi)\s+te?rakhir)\b",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRange:
    """A range of publication dates, both ends included; None is open."""

    first: datetime.date | None
    last: datetime.date | None

    def __contains__(self, day: datetime.date) -> bool:
        return (self.first or day) <= day <= (self.last or day)

    def widened(self) -> "DateRange":
        """The range with room for late news about what happened then.

        Three days after an exact day, a week after anything up to a month; a longer or an open
        range stays as it is.
        """
        if self.first is None or self.last is None:
            return self
        length = (self.last - self.first).days + 1
        margin = next((margin for longest, margin in _MARGINS if length <= longest), 0)
        return DateRange(first=self.first, last=self.last + margin * _DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRangeMatch:
    """A range of dates and where `question[start:end]` names it, prepositions included.

    `relative`: it depends on the day of asking ("kemarin", "bulan Agustus").
    """

    start: int
    end: int
    period: DateRange
    relative: bool


def find_date_range(question: str, *, today: datetime.date) -> DateRangeMatch | None:
    """The first range that a question names and that is not in the future, None if there is none.

    "sejak" and "since" include the time they name, like "until", "hingga" and "sampai";
    "setelah", "after", "sebelum" and "before" do not.
    """
    found = find_expressions(question, today=today)
    for number, expression in enumerate(found, 1):
        lead = _LEAD.search(question, max(0, expression.start - _LEAD_LENGTH), expression.start)
        word = (lead["lead"] or "").lower() if lead else ""
        start = lead.start() if lead else expression.start
        # "in the 2019 election", "during the Saturday rally": no time of its own.
        word = "the" if lead and lead["the"] and expression.only_after else word
        whole = _joined(question, word, expression, found[number:])
        if whole.only_after and word not in whole.only_after:
            continue
        if whole.relative and whole.days[0] > today:
            continue
        closed = whole.end > expression.end or _is_range(expression)
        period = _bounded("" if closed else word, whole.days)
        end = whole.end + _closing(question[start : whole.end + 1])
        return DateRangeMatch(start=start, end=end, period=period, relative=whole.relative)
    return None


def find_latest_phrase(question: str) -> tuple[int, int] | None:
    """Where a question asks for the newest articles ("terbaru", "latest"), None if it does not."""
    match = _LATEST.search(question)
    return match.span() if match else None


def _closing(words: str) -> bool:
    """Whether the last character closes a bracket that these words opened: "Rabu (11/9)"."""
    return words.endswith(")") and words.count("(") == words.count(")")


def _joined(
    question: str, lead: str, left: TimeExpression, following: list[TimeExpression]
) -> TimeExpression:
    """Both ends of a range in one ("1 Agustus – 7 September 2019"), or the left one alone."""
    for right in following:
        if right.start > left.end + _LEAD_LENGTH:
            break
        joint = _JOINT.fullmatch(question, left.end, right.start)
        if not joint or right.start < left.end:
            continue
        shared = _without_year(left) and right.date is not None and right.date.month > 0
        if joint["and"] and not (shared or lead in _BETWEEN):
            continue
        spoken = shared and not (joint["and"] and _without_year(right))
        if left.only_after and lead not in left.only_after and not spoken:
            continue
        return _through(left, right)
    return left


def _without_year(expression: TimeExpression) -> bool:
    return expression.date is not None and expression.date.month > 0 and not expression.date.year


def _through(left: TimeExpression, right: TimeExpression) -> TimeExpression:
    """From the first day of one to the last day of the other; a year said once is for both."""
    (first, _), (_, last) = left.days, right.days
    if right.date and _without_year(left) and not _without_year(right):
        first = _in_year(left, last.year)[0]
        first = first if first <= last else _in_year(left, last.year - 1)[0]
    elif left.date and _without_year(right):
        last = _in_year(right, first.year)[1]
        last = last if last >= first else _in_year(right, first.year + 1)[1]
    return TimeExpression(
        start=left.start,
        end=right.end,
        days=(min(first, last), max(first, last)),
        relative=left.relative and right.relative
        if left.date and right.date
        else left.relative or right.relative,
    )


def _in_year(expression: TimeExpression, year: int) -> tuple[datetime.date, datetime.date]:
    """Its days in another year, or its own if that year has none (29 February)."""
    try:
        return expression.date.days_in(year) if expression.date else expression.days
    except ValueError:
        return expression.days


def _is_range(expression: TimeExpression) -> bool:
    date = expression.date
    return date is not None and bool(date.last_day or date.last_year)


def _bounded(preposition: str, days: tuple[datetime.date, datetime.date]) -> DateRange:
    """The range that a preposition makes of the days after it."""
    first, last = days
    if preposition in _SINCE:
        return DateRange(first=first, last=None)
    if preposition in _AFTER:
        return DateRange(first=last + _DAY, last=None)
    if preposition in _BEFORE:
        return DateRange(first=None, last=first - _DAY)
    if preposition in _UNTIL:
        return DateRange(first=None, last=last)
    return DateRange(first=first, last=last)
