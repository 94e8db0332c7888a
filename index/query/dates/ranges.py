"""The stretch of publication dates a question asks about, in Indonesian and English.

Only what is said as a time counts: a year inside a name ("Pilpres 2019") is left to the search.
A wrong date hides the right article, so whatever is in doubt gives no period.
"""

import datetime
import re
from dataclasses import dataclass

from index.query.dates.expressions import TimeExpression, find_expressions
from index.query.dates.patterns import PREPOSITION, WEEKDAY

_DAY = datetime.timedelta(days=1)
# News about something appears with a delay: (longest period in days, days added at its end).
# A year needs none, most of its news is inside.
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
    r"\b(?:ter(?:baru|kini|update|anyar)|paling\s+(?:baru|anyar|update)|latest|newest|most\s+recent"
    r"|baru-?(?:baru|2)\s+ini|(?:akhir-?(?:akhir|2)|belakangan)\s+ini|recently|lately"
    r"|(?:kabar|berita|info|perkembangan)\s+terakhir)\b",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRange:
    """A stretch of publication dates, both ends included; None is open."""

    first: datetime.date | None
    last: datetime.date | None

    def __contains__(self, day: datetime.date) -> bool:
        return (self.first or day) <= day <= (self.last or day)

    def widened(self) -> "DateRange":
        """With room for news about what happened then.

        Three days after an exact day, a week after anything up to a month; a longer or an open
        period stays as it is.
        """
        if self.first is None or self.last is None:
            return self
        length = (self.last - self.first).days + 1
        margin = next((margin for longest, margin in _MARGINS if length <= longest), 0)
        return DateRange(first=self.first, last=self.last + margin * _DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRangeMatch:
    """A period and `question[start:end]`, the words that said it, prepositions included.

    `relative`: it depends on the day of asking ("kemarin", "bulan Agustus").
    """

    start: int
    end: int
    period: DateRange
    relative: bool


def find_date_range(question: str, *, today: datetime.date) -> DateRangeMatch | None:
    """The first period a question names, None when it names none that can be past.

    "sejak" and "since" include the time they name, like "until", "hingga" and "sampai";
    "setelah", "after", "sebelum" and "before" do not.
    """
    found = find_expressions(question, today=today)
    for number, moment in enumerate(found, 1):
        lead = _LEAD.search(question, max(0, moment.start - _LEAD_LENGTH), moment.start)
        word = (lead["lead"] or "").lower() if lead else ""
        start = lead.start() if lead else moment.start
        # "in the 2019 election", "during the Saturday rally": no time of its own.
        word = "the" if lead and lead["the"] and moment.needs else word
        whole = _joined(question, word, moment, found[number:])
        if whole.needs and word not in whole.needs:
            continue
        if whole.relative and whole.days[0] > today:
            continue
        closed = whole.end > moment.end or _is_range(moment)
        period = _bounded("" if closed else word, whole.days)
        end = whole.end + _closing(question[start : whole.end + 1])
        return DateRangeMatch(start=start, end=end, period=period, relative=whole.relative)
    return None


def find_latest_phrase(question: str) -> tuple[int, int] | None:
    """Where a question asks for the newest there is ("terbaru", "latest"), None if it does not."""
    match = _LATEST.search(question)
    return match.span() if match else None


def _closing(words: str) -> bool:
    """Whether the last character closes a bracket that these words opened: "Rabu (11/9)"."""
    return words.endswith(")") and words.count("(") == words.count(")")


def _joined(
    question: str, lead: str, left: TimeExpression, following: list[TimeExpression]
) -> TimeExpression:
    """The moment and the one it reaches to ("1 Agustus – 7 September 2019"), or itself alone."""
    for right in following:
        if right.start > left.end + _LEAD_LENGTH:
            break
        joint = _JOINT.fullmatch(question, left.end, right.start)
        if not joint or right.start < left.end:
            continue
        shared = _without_year(left) and right.written is not None and right.written.month > 0
        if joint["and"] and not (shared or lead in _BETWEEN):
            continue
        spoken = shared and not (joint["and"] and _without_year(right))
        if left.needs and lead not in left.needs and not spoken:
            continue
        return _through(left, right)
    return left


def _without_year(moment: TimeExpression) -> bool:
    return moment.written is not None and moment.written.month > 0 and not moment.written.year


def _through(left: TimeExpression, right: TimeExpression) -> TimeExpression:
    """From the first day of one to the last day of the other; a year said once is for both."""
    (first, _), (_, last) = left.days, right.days
    if right.written and _without_year(left) and not _without_year(right):
        first = _in_year(left, last.year)[0]
        first = first if first <= last else _in_year(left, last.year - 1)[0]
    elif left.written and _without_year(right):
        last = _in_year(right, first.year)[1]
        last = last if last >= first else _in_year(right, first.year + 1)[1]
    return TimeExpression(
        start=left.start,
        end=right.end,
        days=(min(first, last), max(first, last)),
        relative=left.relative and right.relative
        if left.written and right.written
        else left.relative or right.relative,
    )


def _in_year(moment: TimeExpression, year: int) -> tuple[datetime.date, datetime.date]:
    """Its days in another year, its own where that year has none (29 February)."""
    try:
        return moment.written.stretch(year) if moment.written else moment.days
    except ValueError:
        return moment.days


def _is_range(moment: TimeExpression) -> bool:
    written = moment.written
    return written is not None and bool(written.last_day or written.last_year)


def _bounded(preposition: str, days: tuple[datetime.date, datetime.date]) -> DateRange:
    """The period that a preposition makes of a stretch of days."""
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
