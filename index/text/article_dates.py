"""Dates as outlets print them, Indonesian and English, to ISO 8601; names of months and weekdays.

Not left to a general date parser: those complete a date from today's clock and read "10/11/2020" by
locale, and here a wrong date is worse than none.
"""

import datetime
import logging
import re
from collections.abc import Iterator, Sequence

log = logging.getLogger(__name__)

_MONTHS_ID = (
    "januari februari maret april mei juni juli agustus september oktober november desember"
).split()
_MONTHS_EN = (
    "january february march april may june july august september october november december"
).split()
# Other spellings and abbreviations, “|” between the numbers.
_MONTHS_SHORT = (
    "jan|pebruari peb feb|mar|apr||jun|jul|agu agt ags agst aug|sept sep|okt oct|nopember nov nop"
    "|des dec"
).split("|")
_WEEKDAYS_ID = "senin selasa rabu kamis jumat sabtu minggu".split()
_WEEKDAYS_EN = "monday tuesday wednesday thursday friday saturday sunday".split()
_WEEKDAYS_SHORT = "mon|tue tues|wed|thu thurs|jum'at jum’at fri|sat|ahad sun".split("|")


def _numbered(*names: Sequence[str], first: int) -> dict[str, int]:
    """Numbers from `first` on by name; an item of a list may hold several names of one number."""
    return {
        name: number
        for listed in names
        for number, item in enumerate(listed, first)
        for name in item.split()
    }


# Full names in lower case; numbers of the months (1–12) and weekdays (0 is Monday) by any name.
MONTH_NAMES = frozenset(_MONTHS_ID + _MONTHS_EN)
WEEKDAY_NAMES = frozenset(_WEEKDAYS_ID + _WEEKDAYS_EN)
MONTHS = _numbered(_MONTHS_ID, _MONTHS_EN, _MONTHS_SHORT, first=1)
WEEKDAYS = _numbered(_WEEKDAYS_ID, _WEEKDAYS_EN, _WEEKDAYS_SHORT, first=0)
_ZONES = {"WIB": "+07:00", "WITA": "+08:00", "WIT": "+09:00", "UTC": "+00:00", "GMT": "+00:00"}

# Patterns of all names, longest first, or "mar" would match inside "maret" and leave its tail.
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
WEEKDAY = "|".join(sorted(map(re.escape, WEEKDAYS), key=len, reverse=True))
_DATE = re.compile(
    rf"""(?<![\d/])(?:
        (?P<y1>\d{{4}})[-/.](?P<m1>\d{{1,2}})[-/.](?P<d1>\d{{1,2}})
      | (?P<d2>\d{{1,2}})[-/.](?P<m2>\d{{1,2}})[-/.](?P<y2>\d{{4}})
      | (?P<d3>\d{{1,2}})(?:st|nd|rd|th)?[\s.-]{{1,3}}(?P<m3>{MONTH})\b
          [\s.,-]{{1,3}}(?P<y3>\d{{4}})
      | \b(?P<m4>{MONTH})\b\.?\s(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y4>\d{{4}})
      | \b(?P<m5>{MONTH})\s(?P<d5>\d{{1,2}})
          (?=\s\d\d:\d\d(?::\d\d)?\s(?:[A-Z]{{2,5}}\s)?(?P<y5>\d{{4}}))
    )(?!\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_TIME = re.compile(
    r"""(?<!\d)(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:\.\d+)?)?
        \s*(?P<half>[ap]\.?m\b\.?)?
        \s*\(?(?P<zone>\b(?:WIB|WITA|WIT|UTC|GMT|Z)\b)?\s*(?P<offset>[+-]\d{1,2}(?::?\d{2})?)?\)?""",
    re.IGNORECASE | re.VERBOSE,
)
_WITH_WEEKDAY = re.compile(rf"\b(?P<weekday>{WEEKDAY})\b,?\s*\(?", re.IGNORECASE)
_AROUND = re.compile(
    rf"\b(?:{WEEKDAY}|published|updated?|posted|on|at|pukul|jam|tanggal|date|wib|wita|wit|"
    r"di(?:publikasikan|terbitkan|perbarui|unggah)|terbit|tayang|rilis|t)\b",
    re.IGNORECASE,
)
# Seconds, or 10⁻³, 10⁻⁶ or 10⁻⁹ of them.
_EPOCH = re.compile(r"(\d{9,10})(?:\.\d+)?|(\d{10})(?:\d{3}(?:\.0)?|\d{6}|\d{9})")
_COMPACT = re.compile(r"(\d{8})\d{4}(?:\d\d)?")
# Begins the part of a line that tells when an article was changed, or when it was published.
_CHANGED = r"(?:last\s+|terakhir\s+)?(?:updated?|modified|edited|di(?:perbarui|mutakhirkan|ubah))"
_PART = re.compile(
    rf"(?=\b(?:{_CHANGED}|pembaruan|published|posted|di(?:publikasikan|terbitkan|unggah))\b)",
    re.IGNORECASE,
)
_CHANGED_PART = re.compile(rf"(?:{_CHANGED}|pembaruan)\b", re.IGNORECASE)
_AGO = re.compile(
    r"\b(?:(?:sekitar |about )?(?:\d{1,3}|se|satu|an?|one|beberapa|a few)\s?"
    r"(?:detik|menit|jam|hari|minggu|pekan|bulan|tahun|(?:sec(?:ond)?|min(?:ute)?|h(?:ou)?r|day|week"
    r"|month|year)s?|[hdmw]) (?:yang |yg )?(?:lalu|ago)|baru saja|barusan|just now"
    r"|kemarin|hari ini|yesterday|today)\b",
    re.IGNORECASE,
)

WIB = datetime.timezone(datetime.timedelta(hours=7), "WIB")
# Days that stand for no date. Seconds of these years read as milliseconds are in January 1970,
# zero in a zone west of Greenwich is the day before; 1900 and 1904 are the zeros of spreadsheets.
_ZEROS = (
    (datetime.date(1969, 12, 31), datetime.date(1970, 1, 31)),
    (datetime.date(1900, 1, 1), datetime.date(1900, 1, 1)),
    (datetime.date(1904, 1, 1), datetime.date(1904, 1, 1)),
)


def to_iso(value: str) -> str:
    """`value` as `YYYY-MM-DD`, or `YYYY-MM-DDTHH:MM:SS±HH:MM` when it gives time and offset.

    Reads ISO 8601 and its relaxed forms, Indonesian and English dates (numbers are day first;
    WIB, WITA and WIT are offsets) and Unix time. A time without an offset is dropped, not guessed.
    "" if there is no plausible date (1900–2100).
    """
    text = " ".join(value.split())[:200]
    compact = _COMPACT.fullmatch(text)
    found = _epoch(text) or _standard(compact[1] if compact else text) or _written(text)
    if text and not found:
        log.debug("not a date, dropped: %r", text)
    return found


def in_zone(moment: str, zone: datetime.tzinfo) -> str:
    """A moment in UTC as the clocks of `zone` showed it; any other as it is.

    Both are ISO 8601. Machines write UTC, so its day is nobody's; an offset is the outlet's own.
    """
    if not moment.endswith("+00:00"):
        return moment
    return datetime.datetime.fromisoformat(moment).astimezone(zone).isoformat(timespec="seconds")


def why_implausible(moment: str, today: datetime.date) -> str:
    """Why nothing can have been published then, seen from `today`; "" if it can.

    Tomorrow can be: it has begun in zones further east.
    """
    day = datetime.date.fromisoformat(moment[:10])
    if day > today + datetime.timedelta(days=1):
        return "lies in the future"
    if any(first <= day <= last for first, last in _ZEROS):
        return "is what a missing date becomes"
    return ""


def is_relative(line: str) -> bool:
    """Whether a line is only a date that counts from when it was read: “2 jam lalu”, “Kemarin”."""
    rest = _AROUND.sub(" ", _TIME.sub(" ", _AGO.sub(" ", line)))
    return bool(_AGO.search(line)) and not any(map(str.isalnum, rest))


def publication_part(line: str) -> str:
    """A line about dates without what it says of later changes, "" if that is all it says."""
    parts = (part for part in _PART.split(line) if not _CHANGED_PART.match(part))
    return next((part for part in parts if _DATE.search(part)), "")


def text_before_date(line: str) -> str:
    """What stands before the first date of a line; all of it if there is none."""
    found = _DATE.search(line)
    return line[: found.start()] if found else line


def is_date_line(line: str) -> bool:
    """Whether a line consists of a date and nothing else: "Jumat, 16 Oktober 2020 | 14:05 WIB".

    Not "Jumat (16/10/2020).", which is the end of a sentence broken over two lines.
    """
    match = _DATE.search(line)
    if not match or not _day(match) or line.endswith((".", ")")):
        return False
    rest = _TIME.sub(" ", line[: match.start()] + " " + line[match.end() :])
    return not any(map(str.isalnum, _AROUND.sub(" ", rest)))


def days_with_weekday(text: str) -> Iterator[str]:
    """The dates that a text gives with their weekday ("Jumat, 16 Oktober 2020"), as ISO dates.

    Only where the weekday is right: that is how news dates a statement, and the weekday guards
    against misread numbers.
    """
    for named in _WITH_WEEKDAY.finditer(text):
        match = _DATE.match(text, named.end())
        day = _day(match) if match else None
        if day and day.weekday() == WEEKDAYS.get(named["weekday"].lower()):
            yield day.isoformat()


def _epoch(text: str) -> str:
    match = _EPOCH.fullmatch(text)
    if not match:
        return ""
    seconds = int(match[1] or match[2])
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).isoformat()


def _standard(text: str) -> str:
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return ""
    if not 1900 <= moment.year <= 2100:
        return ""
    offset = moment.utcoffset()
    if offset is None or offset.seconds % 60:
        return moment.date().isoformat()
    return moment.isoformat(timespec="seconds")


def _written(text: str) -> str:
    match = _DATE.search(text)
    day = _day(match) if match else None
    if not match or not day:
        return ""
    clock = _TIME.search(text[: match.start()] + " " + text[match.end() :])
    return day.isoformat() + (_clock(clock) if clock else "")


def _day(match: re.Match[str]) -> datetime.date | None:
    """The date of a `_DATE` match, None if the calendar has no such day."""
    parts = {name[0]: value for name, value in match.groupdict().items() if value}
    month = MONTHS.get(parts["m"].lower()) or (int(parts["m"]) if parts["m"].isdigit() else 0)
    try:
        day = datetime.date(int(parts["y"]), month, int(parts["d"]))
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2100 else None


def _clock(match: re.Match[str]) -> str:
    """`THH:MM:SS±HH:MM` of a `_TIME` match, "" if it is no time or has no offset."""
    offset = _offset(match["zone"], match["offset"])
    hour, second = int(match["hour"]), int(match["second"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    try:
        time = datetime.time(hour, int(match["minute"]), second)
        return f"T{datetime.time.fromisoformat(time.isoformat() + offset)}" if offset else ""
    except ValueError:
        return ""


def _offset(zone: str | None, offset: str | None) -> str:
    if offset:
        digits = offset[1:].replace(":", "")
        hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "00")
        return f"{offset[0]}{hours:0>2}:{minutes}"
    return _ZONES.get((zone or "").upper(), "+00:00" if zone else "")
