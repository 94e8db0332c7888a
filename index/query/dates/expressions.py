"""Temporal expressions: a date, a month, a year, "three weeks ago", "last Monday" → days.

Each is read by itself; `ranges` reads the prepositions before them ("since", "before") and joins
two of them to a range. Written by hand, because on the cases of the tests the library dateparser
puts a day inside the right period in 81 of 118, never finds a range, and finds a date in 44 of 63
questions that have none ("Pilpres 2019", "isi UU No 19 Tahun 2019", "USA Today").
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


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """Where a text names a time, and its first and last day as seen from today.

    `relative`: another today would give other days. `only_after`: words of which one must stand
    before it to make it a time; empty if it is one by itself. `date` is the date as written, with
    what it leaves out; None for "yesterday" and the like.
    """

    start: int
    end: int
    days: DaySpan
    relative: bool = True
    only_after: frozenset[str] = frozenset()
    date: PartialDate | None = None


def find_expressions(question: str, *, today: datetime.date) -> list[TimeExpression]:
    """The temporal expressions of a question in order, the longer of two that begin together first.

    They may overlap. Days that do not exist and years outside 1945–2100 are left out.
    """
    text = _lower(question)
    found = (
        expression
        for pattern, reader in _READERS
        for match in pattern.finditer(text)
        if (expression := _evaluate(reader, TimeMatch(match, question, today)))
    )
    return sorted(found, key=lambda one: (one.start, -one.end))


def _lower(question: str) -> str:
    """In lower case, every character in its place ("İ".lower() would be two)."""
    text = question.lower()
    return text if len(text) == len(question) else "".join(c.lower()[0] for c in question)


def _evaluate(
    reader: Callable[[TimeMatch], TimeExpression | None], match: TimeMatch
) -> TimeExpression | None:
    try:
        expression = reader(match)
    except (ValueError, OverflowError):  # no such day, or beyond all calendars
        return None
    if expression and expression.days[0].year >= 1945 and expression.days[1].year <= 2100:
        return expression
    return None


def _from_date(
    match: TimeMatch,
    date: PartialDate,
    *,
    only_after: frozenset[str] = frozenset(),
    past: bool = False,
) -> TimeExpression:
    """The expression of a written date: in its year, or else the latest such day or month."""
    year = date.year
    return TimeExpression(
        start=match.start,
        end=match.end,
        days=date.days_in(year) if year else date.latest(match.today, past=past),
        relative=not match["year"][-1:].isdigit(),
        only_after=only_after,
        date=date,
    )


def _from_words(
    match: TimeMatch, days: DaySpan, only_after: frozenset[str] = frozenset()
) -> TimeExpression:
    """The expression of words like "yesterday"."""
    return TimeExpression(start=match.start, end=match.end, days=days, only_after=only_after)


def _read_full(match: TimeMatch) -> TimeExpression:
    day = datetime.date.fromisoformat(to_iso(match.match[0].replace(" ", "")))
    date = PartialDate(year=day.year, month=day.month, day=day.day)
    return TimeExpression(
        start=match.start,
        end=match.end,
        days=(day, day),
        relative=False,
        date=date,
    )


def _read_brief(match: TimeMatch) -> TimeExpression:
    year, month, day = (int(match[name] or 0) for name in ("year", "month", "day"))
    weekday = WEEKDAYS.get(match["weekday"])
    return _from_date(match, PartialDate(year=year, month=month, day=day, weekday=weekday))


def _read_monthly(match: TimeMatch) -> TimeExpression | None:
    name, near = match["month"], match["near"]
    date = PartialDate(
        year=_year(match),
        month=MONTHS[name],
        day=int(match["day"] or 0),
        last_day=int(match["last_day"] or 0),
        part=patterns.PARTS.get(match["part"], ""),
        week=patterns.WEEKS.get(re.sub(r"[\s-]", "", match["week"]), 0),
        weekday=WEEKDAYS.get(match.previous.lower()) if match["day"] else None,
    )
    only_after: frozenset[str] = frozenset()
    if not any(match[group] for group in ("year", "day", "part", "week", "near", "noun")):
        certain = name in patterns.CERTAIN_MONTHS
        if not certain and match.before_name:
            return None
        only_after = _MONTH_LEADS if certain else _WITHIN | _UNTIL
    elif name in ("may", "march") and date.day and not date.year:
        start = match.match.start("month" if match.match["month"] else "month2")
        only_after = frozenset() if match.question[start].isupper() else _WEEKDAY_LEADS
    return _from_date(match, date, only_after=only_after, past=bool(near) and not _this(near))


def _year(match: TimeMatch) -> int:
    """The year of a `MONTHLY` match, also of "'19", "tahun lalu", "Agustus ini"; 0 if not given."""
    said = match["year"].lstrip("'’")
    if said.isdigit():
        year = int(said)
        return year if len(said) == 4 else year + (1900 if year > 44 else 2000)
    if said:
        return match.today.year - (0 if _this(said) else 1)
    return match.today.year if _this(match["near"]) else 0


def _this(words: str) -> bool:
    return words.endswith("ini") or words.startswith("this")


def _read_yearly(match: TimeMatch) -> TimeExpression | None:
    # A number before it makes it the name of a law: "UU No 19 Tahun 2019".
    if match["noun"] and match.previous.isdigit():
        return None
    last = int(match["last_year"] or 0)
    date = PartialDate(
        year=int(match["year"]), last_year=last, part=patterns.PARTS.get(match["part"], "")
    )
    bare = _YEAR_LEADS | {"dari", "from", "antara", "between"} if last else _YEAR_LEADS
    return _from_date(match, date, only_after=frozenset() if match["noun"] or date.part else bare)


def _read_day_word(match: TimeMatch) -> TimeExpression | None:
    words = match.match[0].split()
    if match.inside_name or match.previous.lower() in patterns.CHANGES_MEANING.get(words[0], ()):
        return None
    if match["night"]:
        return _from_words(match, (*calendar.days_of_unit("day", 1, match.today)[:1], match.today))
    return _from_words(
        match, calendar.days_of_unit("day", patterns.DAYS[match["day"]], match.today)
    )


def _read_unit(match: TimeMatch) -> TimeExpression | None:
    if match.inside_name or match.previous.lower() in patterns.COUNTS or match.previous.isdigit():
        return None
    name = match["unit"]
    part = "late" if name == "weekend" else patterns.PARTS.get(match["part"], "")
    ago = 0 if _this(match["near"]) else 1
    unit = patterns.UNITS.get(name, "week")
    return _from_words(match, calendar.days_of_unit(unit, ago, match.today, part))


def _read_ago(match: TimeMatch) -> TimeExpression | None:
    if match.previous.lower() in patterns.AGES:
        return None
    number, unit = _number(match["number"]), patterns.UNITS[match["unit"]]
    if match["number"] in patterns.VAGUE:
        return _from_words(match, calendar.past_days(unit, number, match.today))
    if unit == "hour":
        return _from_words(match, calendar.days_of_unit("day", number // 24, match.today))
    return _from_words(match, calendar.days_of_unit(unit, number, match.today))


def _read_past(match: TimeMatch) -> TimeExpression:
    unit = patterns.UNITS[match["unit"]]
    return _from_words(match, calendar.past_days(unit, _number(match["number"]), match.today))


def _number(word: str) -> int:
    return int(word) if word.isdigit() else patterns.NUMBERS.get(word, 1)


def _read_named_day(match: TimeMatch) -> TimeExpression | None:
    name, today = match["weekday"], match.today
    if (name == "minggu" and not match["noun"]) or match.previous.lower() in (
        "setiap",
        "tiap",
        "every",
    ):
        return None
    if match["week"] or _this(match["near"]):
        ago = 0 if _this(match["week"] or match["near"]) else 1
        monday, _ = calendar.days_of_unit("week", ago, today)
        return _from_words(match, calendar.days_of_unit("day", -WEEKDAYS[name], monday))
    days = calendar.latest_weekday(WEEKDAYS[name], today, past=bool(match["near"]))
    if match["near"] or match["noun"]:
        return _from_words(match, days)
    return None if match.before_name else _from_words(match, days, _WEEKDAY_LEADS)


_READERS: tuple[tuple[re.Pattern[str], Callable[[TimeMatch], TimeExpression | None]], ...] = (
    (patterns.FULL, _read_full),
    (patterns.BRIEF, _read_brief),
    (patterns.MONTHLY, _read_monthly),
    (patterns.YEARLY, _read_yearly),
    (patterns.DAY_WORD, _read_day_word),
    (patterns.UNIT, _read_unit),
    (patterns.AGO, _read_ago),
    (patterns.PAST, _read_past),
    (patterns.NAMED_DAY, _read_named_day),
)
