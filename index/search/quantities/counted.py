"""What the numbers of a sentence count or measure: "16 orang tewas", "Rp1,3 triliun", "5,6 km".

A rule of clauses, not a parser: the words behind a number up to the next clause, else those before
it, say what it counts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.search.quantities.numbers import Number, numbers_in
from index.text.analysis import stem
from index.text.stopwords import STOP_WORDS

# What is counted or told of, each by all its words; figures of two kinds are never compared.
_KINDS = {
    "dead": r"tewas\w*|menewaskan|meninggal\w*|mati|kematian|gugur|jenazah"
    r"|(?:korban|merenggut(?: \w+)?) jiwa|die[ds]?|dead|deaths?"
    r"|kill(?:ed|s|ing)?|fatalities|death toll",
    "injured": r"(?:luka|cedera|terluka|melukai)\w*|injur\w+|wounded|hurt",
    "missing": r"hilang|belum ditemukan|missing",
    "displaced": r"mengungsi\w*|pengungsi\w*|dievakuasi|mengevakuasi|evakuasi|displaced"
    r"|evacuated|evacuees|refugees",
    "arrested": r"di ?tangkap|menangkap|penangkapan|diamankan|mengamankan|dibekuk|membekuk"
    r"|diringkus|meringkus|diciduk|tersangka|ditahan|arrest\w*|detain\w*|suspects?",
    "survived": r"selamat|survivors?|survived|rescued",
    "identified": r"teridentifikasi|diidentifikasi|identified",
    "loss": r"kerugian|merugi\w*|rugi|loss(?:es)?|damages?",
    "price": r"harga\w*|dijual|dibanderol|prices?|costs?|tarif\w*",
    "strength": r"(?:ber)?magnitudo|magnitude|berkekuatan|kekuatan|skala richter|sr",
    "depth": r"kedalaman|depth|deep",
    "area": r"luas\w*|seluas|area",
}
_KIND = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _KINDS.items()}
# The same right before a number, and what may stand between.
_KIND_LAST = {
    name: re.compile(rf"\b(?:{words})\Z", re.IGNORECASE) for name, words in _KINDS.items()
}
_SAID_OF = re.compile(
    r"(?:\s(?:kini|telah|sudah|lebih|hampir|dari|sekitar|mencapai|capai|sebanyak|sebesar|menjadi|jadi"
    r"|berjumlah|rp\.?|us\$|\$))+\Z",
    re.IGNORECASE,
)
# Measures: figures in different ones are never compared.
_MEASURES = {
    "percent": r"persen|%|percent|per cent",
    "km": r"km|kilometer|kilometers?|kilometre\w*",
    "m": r"meter|meters?|metre\w*",
    "cm": r"cm|sentimeter|centimet\w+",
    "ha": r"hektare?|ha|hectares?",
    "kg": r"kg|kilogram\w*|kilo",
    "ton": r"ton|tons|tonnes?",
    "year": r"tahun|years?(?: old)?",
    "month": r"bulan|months?",
    "week": r"minggu|pekan|weeks?",
    "day": r"hari|days?",
    "hour": r"jam|hours?",
    "minute": r"menit|minutes?",
    "degree": r"derajat|°|degrees?",
    "times": r"kali|times",
    "rupiah": r"rupiah",
    "dollar": r"dolar|dollars?",
    "gb": r"gb|gigabyte\w*",
    "sr": r"sr|skala richter",
    "points": r"poin|points?|gol|goals?",
}
_MEASURE = re.compile(
    r"[\s-]?(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _MEASURES.items())
    + r")(?!\w)",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"(?:(?P<rupiah>\b(?:rp|idr)\.?)|(?P<dollar>\b(?:us\$|usd)|\$))\s?\Z", re.IGNORECASE
)
_PEOPLE = re.compile(
    r"(?:orang|org|jiwa|korban|warga|people|persons?|victims?|individuals?)\b", re.IGNORECASE
)
_WORD = re.compile(r"\w[\w-]*")
_AMOUNT = re.compile(r"\s*(?:jumlah|total|buah|the|of)\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r"[,;:]\s|\.\s|[()]|\s[-–—]\s|\s(?:dan|serta|sementara|sedangkan|tetapi|namun|lalu|dengan|saat"
    r"|ketika|setelah|sejak|seiring|and|while|but|with|when|after|as)\s",
    re.IGNORECASE,
)
_PAUSE = re.compile(r"[,;:.]\s|[()]")
_SENTENCE = re.compile(
    r"[;]\s|[.!?][\"”']?\s|\s(?:sementara|sedangkan|while|tetapi|namun|but)\s", re.IGNORECASE
)
# "per hari", "dalam sehari": a figure of a time is not the total.
_RATE = re.compile(
    r"\b(?:per|setiap|tiap|each|every|se(?=hari|jam|bulan|tahun)|a|an)[\s-]?(?:(?P<time>detik|menit|jam"
    r"|hari|minggu|pekan|bulan|tahun|second|minute|hour|day|week|month|year)"
    r"|(?<!\ba )(?<!\ban )(?P<head>orang|kepala|person))\b"
    r"|\b(?P<usual>harian|bulanan|tahunan|daily|monthly|yearly)\b"
    r"|\b(?P<span>(?:hari|pekan|minggu|bulan|tahun) terakhir"
    r"|(?:past|last) \w+ (?:days|weeks|months))\b"
    r"|(?<!hingga )(?<!sampai )\b(?P<day>hari ini|kemarin|semalam|today|yesterday)\b",
    re.IGNORECASE,
)
# A part of a figure, or what is added to it.
_PART = re.compile(
    r"\b(?:di ?antaranya|antara lain|termasuk|sisanya|selebihnya|tambahan|bertambah|ditambah|naik"
    r"|meningkat|turun|berkurang|(?<!lebih )(?<!kurang )dari|from|including|among them|of them"
    r"|of whom|another|additional|rest|(?:\w+ )?lainnya)\s+(?:ada\s+)?(?:sebanyak\s+)?"
    r"(?:rp\.?\s?|us\$|\$)?\Z",
    re.IGNORECASE,
)
_PART_AFTER = re.compile(
    r"[\s\w]{0,16}\b(?:baru(?! saja)|new|di ?antaranya|dari(?! total)|lainnya|lain"
    r"|lagi|of (?:the|them)|others|more)\b",
    re.IGNORECASE,
)


# "Dari delapan korban, lima warga Jawa Timur": the first is the total, what follows are parts, and
# so are the figures of a breakdown.
_TOTAL = re.compile(r"(?:^|[.!?\n]\s*[\"“]?)(?:Dari|Of)(?: total)? (?:the )?\Z")
_OF_A_TOTAL = re.compile(
    r"(?:^|[.!?\n]\s*[\"“]?)(?:Dari|Of)(?: total)? (?:the )?(?:\d|\w+ (?:orang|korban))[^.!?\n]*\Z"
    r"|\b(?:[Rr]incian\w*|[Bb]reakdown)\b.*\Z",
    re.DOTALL,
)
_MORE_OF_IT = re.compile(r"\b(?:lagi|lainnya|tambahan|another)\b", re.IGNORECASE)
_MOST_OF_IT = re.compile(
    r"\b(?:paling banyak|terbanyak|terparah|masing-masing|mostly)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with what it counts.

    `measure` is "" for a count; `noun` the stem of the noun behind a count, "" for people or where
    there is none; `kinds` are those of `_KINDS` that its clause names; `near` the stems of its
    clause; `rate` is the time or head that it is for; `partial` tells a part or an
    increase of the figure.
    """

    number: Number
    measure: str
    noun: str
    kinds: frozenset[str]
    near: frozenset[str]
    rate: str
    partial: bool
    shown: str


def without_kinds(text: str) -> str:
    """A text without the words that name what is counted."""
    for pattern in _KIND.values():
        text = pattern.sub(" ", text)
    return text


def kinds_in(text: str) -> frozenset[str]:
    """The kinds of things counted that a text names."""
    return frozenset(name for name, pattern in _KIND.items() if pattern.search(text))


def rate_in(text: str) -> str:
    """The time or head that figures are for: "hari" of "per hari"; "" if none."""
    found = _RATE.search(text)
    return str(found[str(found.lastgroup)]).lower() if found else ""


def quantities_in(text: str) -> Iterator[Quantity]:
    """The numbers of a text with what they count, in order."""
    numbers = list(numbers_in(text))
    for place, number in enumerate(numbers):
        begin = numbers[place - 1].end if place else 0
        finish = numbers[place + 1].start if place + 1 < len(numbers) else len(text)
        before = _SENTENCE.split(text[begin : number.start])[-1]
        after = text[number.end : finish]
        yield _quantity(text, number, before, after)


def _quantity(text: str, number: Number, before: str, after: str) -> Quantity:
    measure, length = _measure(text[: number.start], after)
    behind = _CLAUSE.split(after, maxsplit=1)[0]
    rest = behind[length:]
    noun = _noun(rest) if not measure else ""
    close = _kinds_before(before)
    # "175 orang dan empat korporasi jadi tersangka": what both are stands behind the second.
    shared = _PAUSE.split(text[number.end :], maxsplit=1)[0]
    kinds = close or kinds_in(behind) or kinds_in(before) or kinds_in(shared)
    return Quantity(
        number=number,
        measure=measure,
        noun=noun,
        kinds=kinds,
        near=frozenset(stem(word.lower()) for word in _WORD.findall(f"{before} {behind}")),
        rate=rate_in(f"{before} {_CLAUSE.split(text[number.end :], maxsplit=1)[0]}"),
        partial=_is_part(text[: number.start], before, behind),
        shown=_shown(text, number, after[:length], rest),
    )


def _is_part(ahead: str, before: str, behind: str) -> bool:
    """Whether a number is a part of the figure or added to it: "satu korban lagi"."""
    if _TOTAL.search(ahead):
        return False
    if _OF_A_TOTAL.search(ahead):
        return True
    here = _PART.search(ahead) or _PART_AFTER.match(behind)
    return bool(here or _MORE_OF_IT.search(behind) or _MOST_OF_IT.search(before))


def _kinds_before(before: str) -> frozenset[str]:
    """The kind named right before a number: "korban tewas mencapai 33"."""
    said = _SAID_OF.sub("", before.rstrip())
    closest = (name for name, pattern in _KIND_LAST.items() if pattern.search(said))
    return frozenset(closest)


def _measure(before: str, after: str) -> tuple[str, int]:
    """The measure of a number, and how many characters behind the number name it."""
    behind = _MEASURE.match(after)
    if behind:
        return str(behind.lastgroup), behind.end()
    money = _MONEY.search(before)
    return (str(money.lastgroup), 0) if money else ("", 0)


def _noun(rest: str) -> str:
    """The stem of the noun that is counted; "" for people, and where a kind follows at once."""
    rest = _AMOUNT.sub("", rest, count=1)
    word = _WORD.search(rest)
    if not word or rest[: word.start()].strip() or _PEOPLE.match(word[0]):
        return ""
    if word[0].lower() in STOP_WORDS or word[0].lower() == "baru":
        return ""
    return (
        "" if any(pattern.match(word[0]) for pattern in _KIND.values()) else stem(word[0].lower())
    )


def _shown(text: str, number: Number, measure: str, rest: str) -> str:
    """The number with its unit as the text writes it: "Rp 1,3 triliun", "33 orang"."""
    money = _MONEY.search(text[: number.start])
    start = money.start() if money else number.start
    counted = (
        re.match(r"\s(?:orang|jiwa|warga|people)\b", rest) if not measure and not money else None
    )
    tail = measure or (counted[0] if counted else "")
    return " ".join(f"{text[start : number.end]}{tail}".split())
