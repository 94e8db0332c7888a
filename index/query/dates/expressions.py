"""Times a question names, one by one: a date, a month, a year, "three weeks ago", "last Monday".

What stands before a time ("since", "before") and between two of them is for `ranges`.
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from index.query.dates import calendar, patterns
from index.query.dates.calendar import DaySpan, PartialDate
from index.query.dates.patterns import TimeMatch
from index.text.article_dates import MONTHS, WEEKDAYS, to_iso

# Prepositions after which a bare year, month or weekday is a time and not a number or a name.
_WITHIN = frozenset("pada in during selama sepanjang dalam sejak semenjak since mulai".split())
_UNTIL = frozenset("until till sampai sampe hingga".split())
_AROUND = frozenset("setelah sesudah pasca after sebelum before".split())
_YEAR_LEADS = _WITHIN | _UNTIL | _AROUND | {"di"}
_MONTH_LEADS = _YEAR_LEADS | {"antara", "between", "dari", "from"}
_WEEKDAY_LEADS = _WITHIN | _UNTIL | _AROUND | {"on", "antara", "between", "dari", "from"}
# Words before a relative time that take its meaning: "berapa tahun lalu", "pemilu kemarin" (the
# last election), "yang tadi" (the earlier one), "usia 3 tahun lalu ia …" (and then).
_COUNTS = frozenset(
    "berapa berapakah puluhan ratusan ribuan jutaan belasan puluh ribu juta".split()
)
_AGES = frozenset("umur usia berumur berusia aged".split())
_EVENTS = frozenset("lebaran puasa ramadan ramadhan natal pemilu pilpres pilkada pileg".split())
_POINTING = frozenset("yang yg seperti kayak kaya".split())
_SPOILED = {
    "today": frozenset(("ago",)),
    "tadi": _POINTING,
    "kemarin": _EVENTS,
    "kemaren": _EVENTS,
    "kmrn": _EVENTS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """Where the text names a time, and its first and last day as seen from today.

    `relative`: another today would give other days. `needs`: it is only a time when one of
    these words stands before it; empty when it speaks for itself. `written` holds a written
    date with what it leaves out, None for "yesterday" and the like.
    """

    start: int
    end: int
    days: DaySpan
    relative: bool = True
    needs: frozenset[str] = frozenset()
    written: PartialDate | None = None


def find_expressions(question: str, *, today: datetime.date) -> list[TimeExpression]:
    """The times a question names, in order, the longer of two that begin together first.

    They may overlap; days that no calendar has and years outside 1945–2100 are left out.
    """
    text = _lower(question)
    found = (
        moment
        for pattern, reader in _READERS
        for match in pattern.finditer(text)
        if (moment := _read(reader, TimeMatch(match, question, today)))
    )
    return sorted(found, key=lambda moment: (moment.start, -moment.end))


def _lower(question: str) -> str:
    """In lower case, every character in its place ("İ".lower() would be two)."""
    text = question.lower()
    return text if len(text) == len(question) else "".join(c.lower()[0] for c in question)


def _read(
    reader: Callable[[TimeMatch], TimeExpression | None], found: TimeMatch
) -> TimeExpression | None:
    try:
        moment = reader(found)
    except (ValueError, OverflowError):  # no such day, or beyond all calendars
        return None
    if moment and moment.days[0].year >= 1945 and moment.days[1].year <= 2100:
        return moment
    return None


def _dated(
    found: TimeMatch,
    written: PartialDate,
    *,
    needs: frozenset[str] = frozenset(),
    past: bool = False,
) -> TimeExpression:
    """The moment of a written date: in its year, or else the latest such day or month."""
    year = written.year
    return TimeExpression(
        start=found.match.start(),
        end=found.match.end(),
        days=written.stretch(year) if year else written.latest(found.today, past=past),
        relative=not found["year"][-1:].isdigit(),
        needs=needs,
        written=written,
    )


def _seen(found: TimeMatch, days: DaySpan, needs: frozenset[str] = frozenset()) -> TimeExpression:
    """The moment of words like "yesterday"."""
    return TimeExpression(start=found.match.start(), end=found.match.end(), days=days, needs=needs)


def _full(found: TimeMatch) -> TimeExpression:
    day = datetime.date.fromisoformat(to_iso(found.match[0].replace(" ", "")))
    written = PartialDate(year=day.year, month=day.month, day=day.day)
    return TimeExpression(
        start=found.match.start(),
        end=found.match.end(),
        days=(day, day),
        relative=False,
        written=written,
    )


def _brief(found: TimeMatch) -> TimeExpression:
    year, month, day = (int(found[name] or 0) for name in ("year", "month", "day"))
    weekday = WEEKDAYS.get(found["weekday"])
    return _dated(found, PartialDate(year=year, month=month, day=day, weekday=weekday))


def _monthly(found: TimeMatch) -> TimeExpression | None:
    name, near = found["month"], found["near"]
    written = PartialDate(
        year=_year(found),
        month=MONTHS[name],
        day=int(found["day"] or 0),
        last_day=int(found["last_day"] or 0),
        part=patterns.PARTS.get(found["part"], ""),
        week=patterns.WEEKS.get(re.sub(r"[\s-]", "", found["week"]), 0),
        weekday=WEEKDAYS.get(found.previous.lower()) if found["day"] else None,
    )
    needs: frozenset[str] = frozenset()
    if not any(found[group] for group in ("year", "day", "part", "week", "near", "noun")):
        certain = name in patterns.CERTAIN_MONTHS
        if not certain and found.before_name:
            return None
        needs = _MONTH_LEADS if certain else _WITHIN | _UNTIL
    elif name in ("may", "march") and written.day and not written.year:
        start = found.match.start("month" if found.match["month"] else "month2")
        needs = frozenset() if found.question[start].isupper() else _WEEKDAY_LEADS
    return _dated(found, written, needs=needs, past=bool(near) and not _this(near))


def _year(found: TimeMatch) -> int:
    """The year of a `MONTHLY` match, also of "'19", "tahun lalu", "Agustus ini"; 0 if unsaid."""
    said = found["year"].lstrip("'’")
    if said.isdigit():
        year = int(said)
        return year if len(said) == 4 else year + (1900 if year > 44 else 2000)
    if said:
        return found.today.year - (0 if _this(said) else 1)
    return found.today.year if _this(found["near"]) else 0


def _this(words: str) -> bool:
    return words.endswith("ini") or words.startswith("this")


def _yearly(found: TimeMatch) -> TimeExpression | None:
    # A number before it makes it the name of a law: "UU No 19 Tahun 2019".
    if found["noun"] and found.previous.isdigit():
        return None
    last = int(found["last_year"] or 0)
    written = PartialDate(
        year=int(found["year"]), last_year=last, part=patterns.PARTS.get(found["part"], "")
    )
    bare = _YEAR_LEADS | {"dari", "from", "antara", "between"} if last else _YEAR_LEADS
    return _dated(found, written, needs=frozenset() if found["noun"] or written.part else bare)


def _day_word(found: TimeMatch) -> TimeExpression | None:
    words = found.match[0].split()
    if found.inside_name or found.previous.lower() in _SPOILED.get(words[0], ()):
        return None
    if found["night"]:
        return _seen(found, (*calendar.unit("day", 1, found.today)[:1], found.today))
    return _seen(found, calendar.unit("day", patterns.DAYS[found["day"]], found.today))


def _unit(found: TimeMatch) -> TimeExpression | None:
    if found.inside_name or found.previous.lower() in _COUNTS or found.previous.isdigit():
        return None
    name = found["unit"]
    part = "late" if name == "weekend" else patterns.PARTS.get(found["part"], "")
    ago = 0 if _this(found["near"]) else 1
    unit = patterns.UNITS.get(name, "week")
    return _seen(found, calendar.unit(unit, ago, found.today, part))


def _ago(found: TimeMatch) -> TimeExpression | None:
    if found.previous.lower() in _AGES:
        return None
    number, unit = _number(found["number"]), patterns.UNITS[found["unit"]]
    if found["number"] in patterns.VAGUE:
        return _seen(found, calendar.rolling(unit, number, found.today))
    if unit == "hour":
        return _seen(found, calendar.unit("day", number // 24, found.today))
    return _seen(found, calendar.unit(unit, number, found.today))


def _past(found: TimeMatch) -> TimeExpression:
    unit = patterns.UNITS[found["unit"]]
    return _seen(found, calendar.rolling(unit, _number(found["number"]), found.today))


def _number(word: str) -> int:
    return int(word) if word.isdigit() else patterns.NUMBERS.get(word, 1)


def _named_day(found: TimeMatch) -> TimeExpression | None:
    name, today = found["weekday"], found.today
    if (name == "minggu" and not found["noun"]) or found.previous.lower() in (
        "setiap",
        "tiap",
        "every",
    ):
        return None
    if found["week"] or _this(found["near"]):
        ago = 0 if _this(found["week"] or found["near"]) else 1
        monday, _ = calendar.unit("week", ago, today)
        return _seen(found, calendar.unit("day", -WEEKDAYS[name], monday))
    days = calendar.weekday(WEEKDAYS[name], today, past=bool(found["near"]))
    if found["near"] or found["noun"]:
        return _seen(found, days)
    return None if found.before_name else _seen(found, days, _WEEKDAY_LEADS)


_READERS: tuple[tuple[re.Pattern[str], Callable[[TimeMatch], TimeExpression | None]], ...] = (
    (patterns.FULL, _full),
    (patterns.BRIEF, _brief),
    (patterns.MONTHLY, _monthly),
    (patterns.YEARLY, _yearly),
    (patterns.DAY_WORD, _day_word),
    (patterns.UNIT, _unit),
    (patterns.AGO, _ago),
    (patterns.PAST, _past),
    (patterns.NAMED_DAY, _named_day),
)
