"""The words and patterns by which Indonesian and English questions name a time.

The patterns are for text in lower case.
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.text.article_dates import MONTH, WEEKDAYS

# How far back to look for the word before a time.
_WORD_LENGTH = 40
# "beberapa hari lalu", "a few weeks ago": within this many days or weeks.
VAGUE = frozenset(("beberapa", "several", "few"))
SEVERAL = 6
# Words before a relative time that change its meaning: "berapa tahun lalu", "pemilu kemarin" (the
# last election), "yang tadi" (the earlier one), "usia 3 tahun lalu ia …" (and then).
COUNTS = frozenset("berapa berapakah puluhan ratusan ribuan jutaan belasan puluh ribu juta".split())
AGES = frozenset("umur usia berumur berusia aged".split())
EVENTS = frozenset("lebaran puasa ramadan ramadhan natal pemilu pilpres pilkada pileg".split())
POINTING = frozenset("yang yg seperti kayak kaya".split())
CHANGES_MEANING = {
    "today": frozenset(("ago",)),
    "tadi": POINTING,
    "kemarin": EVENTS,
    "kemaren": EVENTS,
    "kmrn": EVENTS,
}

PARTS = {
    **dict.fromkeys(("awal", "early", "start", "beginning"), "early"),
    **dict.fromkeys(("pertengahan", "mid", "middle"), "middle"),
    **dict.fromkeys(("akhir", "penghujung", "pengujung", "late", "end"), "late"),
}
WEEKS = {
    **dict.fromkeys(("pertama", "ke1", "first", "1st"), 1),
    **dict.fromkeys(("kedua", "ke2", "second", "2nd"), 2),
    **dict.fromkeys(("ketiga", "ke3", "third", "3rd"), 3),
    **dict.fromkeys(("keempat", "ke4", "fourth", "4th"), 4),
    **dict.fromkeys(("terakhir", "last"), -1),
}
UNITS = {
    **dict.fromkeys(("jam", "hour", "hours"), "hour"),
    **dict.fromkeys(("hari", "day", "days"), "day"),
    **dict.fromkeys(("minggu", "mgg", "pekan", "week", "weeks"), "week"),
    **dict.fromkeys(("bulan", "bln", "month", "months"), "month"),
    **dict.fromkeys(("tahun", "thn", "year", "years"), "year"),
}
_COUNTING = (
    "se a an satu one",
    "dua two couple",
    "tiga three",
    "empat four",
    "lima five",
    "enam six",
    "tujuh seven",
    "delapan eight",
    "sembilan nine",
    "sepuluh ten",
)
NUMBERS = {
    **{word: number for number, words in enumerate(_COUNTING, 1) for word in words.split()},
    **dict.fromkeys(VAGUE, SEVERAL),
}
# Days before today.
DAYS = {
    **dict.fromkeys(("hari ini", "today", "tadi", "barusan", "tonight"), 0),
    **dict.fromkeys(("pagi ini", "siang ini", "sore ini", "malam ini"), 0),
    **dict.fromkeys(("this morning", "this afternoon", "this evening"), 0),
    **dict.fromkeys(("kemarin", "kemaren", "kmrn", "yesterday"), 1),
    **dict.fromkeys(("kemarin dulu", "kemarin lusa", "the day before yesterday"), 2),
}
NIGHTS = ("semalam", "tadi malam", "malam tadi", "last night")
# Months that are no other word and no given name ("May said", "Jan Ethes", "Juni").
CERTAIN_MONTHS = frozenset(
    "januari january februari february agustus september oktober october november"
    " desember december".split()
)


def any_of(names: Iterable[str]) -> str:
    """A pattern of these names; longest first, or one name would hide those it begins."""
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


WEEKDAY = any_of(name for name in WEEKDAYS if len(name) > 3)
PREPOSITION = (
    "pada di in on at during selama sepanjang dalam dari from by antara between sejak semenjak"
    " since mulai setelah sesudah pasca after sebelum before sampai sampe hingga until till"
)
_LAST = r"(?:lalu|kemarin|kemaren|kmrn|silam|(?:yang|yg)\s+(?:lalu|kemarin))\b"
_THROUGH = r"(?:\s*[-–—]\s*|\s+(?:s/d|sd|s\.d\.|sampai|hingga|ke|dan|and|to|until|till)\s+)"
# A word begins here, and it is no later part of a longer number.
_START = r"(?<!\w)(?<!\d[.,/:-])"
# A number ends here, and it is no earlier part of a longer one, nor "1990-an" or "2019's".
_END = r"(?!\w|[.,:/]\d|-\d{1,2}(?!\d)|-an\b|['’]\w)"
_NOT_NEXT = r"(?!\s+(?:depan|mendatang|nanti|besok|next)\b)"
# What is counted by a number that looks like a year or day: "di 2019 desa", "2.019 orang".
_NOT_COUNTING = (
    r"(?!\s*(?:%|(?:orang|jiwa|warga|korban|kasus|buah|unit|ekor|rumah|desa|kota|sekolah|titik"
    r"|lokasi|keluarga|siswa|mahasiswa|personel|petugas|penumpang|kali|hari|jam|meter|km|hektare?"
    r"|ha|kg|ton|liter|watt|persen|percent|rupiah|dollars?|dolar|euros?|ribu|juta|miliar|people"
    r"|persons?|cases|homes|houses|villages|schools|students|miles|met(?:er|re)s|times)\b))"
)
_PART = rf"(?:(?:the\s+)?(?P<part>{any_of(PARTS)})(?:\s+of)?(?:\s+the)?[\s-]+)"
_WEEK = (
    r"(?:(?:minggu|pekan|mgg)\s+"
    r"(?P<week>pertama|kedua|ketiga|keempat|terakhir|ke[-\s]?[1-4])\s+"
    r"|(?:the\s+)?(?P<week2>first|second|third|fourth|last|[1-4](?:st|nd|rd|th))"
    r"\s+week\s+(?:of|in)\s+)"
)


def _days(suffix: str) -> str:
    """A day of a month, or two: "3", "3rd", "3-7", "3 dan 7"."""
    ordinal = r"(?:st|nd|rd|th)?"
    return (
        rf"(?P<day{suffix}>\d{{1,2}}){ordinal}"
        rf"(?:{_THROUGH}(?P<last_day{suffix}>\d{{1,2}}){ordinal})?"
    )


# 2019-09-11, 11/9/2019
FULL = re.compile(
    rf"{_START}(?:\d{{4}}([-/])\d{{1,2}}\1\d{{1,2}}|\d{{1,2}}([-/.])\d{{1,2}}\2\s?\d{{4}})"
    r"(?![\w/-])"
)
# tanggal 11/9, Rabu (11/9): never 9/11, 24/7
BRIEF = re.compile(
    rf"(?<!\w)(?:(?:tanggal|tgl\.?)\s+|(?P<weekday>{WEEKDAY})\b,?\s*\(?)"
    r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\w/])(?:\s(?P<year>\d{4})\b)?"
)
# 11 September 2019, awal September 2019, minggu pertama September, September 11, Agustus lalu
MONTHLY = re.compile(
    rf"""{_START}(?:{_PART}|{_WEEK})?(?:(?P<noun>bulan|bln)\s+|(?P<near>last|this)\s+)?
    (?:
        (?<!\bin\s)(?<!bulan\s)(?P<month2>{MONTH})\b\.?\s{_days("2")}{_END}{_NOT_COUNTING}
      | (?:{_days("")}[\s-]+(?:of\s+)?)?(?P<month>{MONTH})\b(?:\.(?=\s*\d))?
    )
    (?:(?:,\s*|\s*-\s*|\s+)(?:(?:of|in|tahun|thn)\s+)?(?P<year>\d{{4}}{_END}
      |(?(day)['’]?\d{{2}}(?=\s*(?:[?!.,;)]|$))|(?!))|(?:tahun|thn)\s+(?:ini|{_LAST})|(?:this|last)\s+year))?
    (?:\s+(?P<near2>ini\b|{_LAST}))?{_NOT_NEXT}(?!['’]\w)""",
    re.VERBOSE,
)
# tahun 2019, akhir 2019, 2018-2019; a year alone waits for a preposition
YEARLY = re.compile(
    rf"{_START}{_PART}?(?P<noun>(?:tahun|thn|th\.?|the\s+year)\s+)?(?P<year>\d{{4}})"
    rf"(?:{_THROUGH}(?:tahun\s+|thn\s+)?(?P<last_year>\d{{4}}))?"
    rf"{_END}{_NOT_COUNTING}(?:\s+(?:ini\b|{_LAST}))?"
)
# hari ini, kemarin, yesterday, tadi malam
DAY_WORD = re.compile(
    rf"(?<![\w-])(?:(?P<night>{any_of(NIGHTS)})|(?P<day>{any_of(DAYS)})"
    r"(?:\s+(?:pagi|siang|sore|malam|morning|afternoon|evening|night))?)(?![\w-])"
)
# pekan lalu, akhir tahun lalu, early this year, last weekend
UNIT = re.compile(
    rf"(?<![\w-]){_PART}?(?:(?P<unit>minggu|mgg|pekan|weekend|bulan|bln|tahun|thn)\s+"
    rf"(?P<near>ini\b|{_LAST})"
    r"|(?P<near2>this|last|previous)\s+(?P<unit2>week|weekend|month|year)\b(?!\s+of\b))"
)
_MANY = (
    rf"(?:(?:a\s+)?(?P<number>\d{{1,3}}|{any_of(NUMBERS.keys() - {'se'})})\s+(?:of\s+)?|se)"
    rf"(?P<unit>{any_of(UNITS)})\b"
)
# 3 hari (yang) lalu, two weeks ago
AGO = re.compile(rf"(?<![\w.,-]){_MANY}\s+(?:(?:(?:yang|yg)\s+)?(?:lalu|silam)|ago)\b")
# dua pekan terakhir, the past 3 days, over the last week
PAST = re.compile(
    rf"(?<![\w.,-])(?:{_MANY}\s+(?:terakhir|belakangan)\b(?:\s+ini\b)?"
    rf"|(?:the\s+)?(?:past|last)\s+(?P<number2>\d{{1,3}}|{any_of(NUMBERS)})\s+"
    rf"(?P<unit2>{any_of(UNITS)})\b|(?:(?:over|during|in)\s+the\s+last|the\s+past)\s+"
    r"(?P<unit3>hour|day|week|month|year)\b)(?!\s+of\b)"
)
# Senin lalu, hari Minggu, Jumat pekan lalu, last Monday; "minggu" alone is a week
NAMED_DAY = re.compile(
    rf"(?<![\w-])(?:(?P<near>last|this|past)\s+)?(?P<noun>hari\s+)?(?P<weekday>{WEEKDAY})\b"
    rf"(?:\s+(?:(?P<week>(?:pekan|minggu)\s+(?:ini\b|{_LAST})|(?:this|last)\s+week\b)"
    rf"|(?P<near2>ini\b|{_LAST})))?{_NOT_NEXT}(?!,?\s*\(?(?:\d|(?:tanggal|tgl|{MONTH})\b))"
)


@dataclass(frozen=True, slots=True)
class TimeMatch:
    """A match in the text in lower case, with the question as typed.

    `match["unit"]` is "" if the group matched nothing; groups of one meaning differ by a digit at
    their end (`unit`, `unit2`).
    """

    match: re.Match[str]
    question: str
    today: datetime.date

    def __getitem__(self, name: str) -> str:
        names = (key for key in (name, f"{name}2", f"{name}3") if key in self.match.re.groupindex)
        return next((self.match[key] for key in names if self.match[key]), "")

    @property
    def start(self) -> int:
        """Where the match begins."""
        return self.match.start()

    @property
    def end(self) -> int:
        """Where the match ends."""
        return self.match.end()

    @property
    def previous(self) -> str:
        """The word before, without an opening bracket and comma; "" at the beginning."""
        start = self.match.start()
        before = self.question[max(0, start - _WORD_LENGTH) : start].rstrip(" (,").split()
        return before[-1] if before else ""

    @property
    def inside_name(self) -> bool:
        """Whether it is written like the end of a name: "USA Today", "Berita Hari Ini"."""
        named = self.previous[:1].isupper() and self.previous.isalnum()
        capital = self.question[self.match.start()].isupper()
        return named and capital and not self.question.isupper()

    @property
    def before_name(self) -> bool:
        """Whether a capital follows, as in "Jan Ethes", "the Sunday Times", "Rabu Abu"."""
        return self.question[self.match.end() :].lstrip()[:1].isupper()
