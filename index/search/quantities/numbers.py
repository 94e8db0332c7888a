"""Numbers in running text, Indonesian and English: "1.250", "1,3 juta", "tiga belas", "ratusan".

Indonesian writes 1.250,5 and English 1,250.5: a mark before three digits groups, any other begins
the fraction. What is no amount is left out: days, times, years, ordinals, ages in brackets.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.text.article_dates import MONTH

_UNITS = (
    "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen",
)
_WORDS = {word: number for row in _UNITS for number, word in enumerate(row.split())}
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS |= {word: 10 * number for number, word in enumerate(_TENS, 2)}
_TIMES = {"puluh": 10, "ratus": 100, "hundred": 100}
_SCALES = {
    "ribu": 10**3,
    "thousand": 10**3,
    "juta": 10**6,
    "jt": 10**6,
    "million": 10**6,
    "miliar": 10**9,
    "milyar": 10**9,
    "billion": 10**9,
    "triliun": 10**12,
    "trilyun": 10**12,
    "trillion": 10**12,
}
_SE = {"seratus": 100, "seribu": 10**3, "sejuta": 10**6}
_SPOKEN = "|".join(sorted([*_WORDS, *_TIMES, *_SCALES, *_SE, "belas"], key=len, reverse=True))
_NUMBER = re.compile(
    rf"""(?:(?<![\w/.,:-])|(?<=rp)|(?<=rp\.)|(?<=idr)|(?<=usd))(?:
        (?P<digits>\d{{1,3}}(?:[.,]\d{{3}})+(?:[.,]\d{{1,2}})?(?![.,]?\d)|\d+(?:[.,]\d+)?(?![.,:]?\d))
        (?:[\s-]?(?P<scale>{"|".join(_SCALES)})\b)?
      | (?P<words>(?:{_SPOKEN})(?:[\s-](?:and\s)?(?:{_SPOKEN}))*)\b
      )""",
    re.IGNORECASE | re.VERBOSE,
)
# What follows a number that is no amount: a month, the rest of a day or a time, a closing bracket.
_NO_AMOUNT_AFTER = re.compile(
    rf"\s?(?:{MONTH})\b|/\d|[.:]\d\d\b|\s?(?:wib|wita|wit)\b|-\w|\w", re.IGNORECASE
)
_NO_AMOUNT_BEFORE = re.compile(
    r"(?:\bke-?|\bke |\bpasal |\bayat |\bnomor |\bno\.? ?|\bpukul |\bjam |\btanggal |\btahun "
    r"|\brt |\brw |\bkm |\bseri |\bversi |\bhalaman |\bboeing |\bbab |\bnumber |\barticle "
    r"|#|@|\d/)\Z",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\(\Z")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_MORE = re.compile(
    r"\b(?:lebih dari|lebih|setidaknya|sedikitnya|paling sedikit|minimal|more than|at least|over"
    r"|above|di atas)\s+(?:(?:sebanyak|sekitar|rp\.?|us\$|\$)\s*)?\Z",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"\b(?:kurang dari|di bawah|maksimal|paling banyak|hingga|sampai|less than|fewer than|up to"
    r"|under|below|hampir|nyaris|nearly|almost)\s+(?:(?:rp\.?|us\$|\$)\s*)?\Z",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:\b(?:sekitar|kira-kira|kurang lebih|lebih kurang|diperkirakan|perkiraan|kisaran|about"
    r"|around|some|roughly|approximately|estimated)\s+(?:(?:rp\.?|us\$|\$)\s*)?|±\s?)\Z",
    re.IGNORECASE,
)
_MORE_AFTER = re.compile(r"\s?(?:lebih\b|-?an\b|\+|or more\b)", re.IGNORECASE)
# How far a number that is called "about" may be from the exact one: 10 % covers “about 300”
# for 297.
_ABOUT_SHARE = 0.1
# "lebih dari 50" is said of 53 or 60, hardly of 100.
_MORE_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """The number at `text[start:end]`: its value lies between `low` and `high`."""

    start: int
    end: int
    low: float
    high: float

    def agrees(self, other: "Number") -> bool:
        """Whether both can be true at once: one number, or ranges that overlap."""
        return self.low <= other.high and other.low <= self.high


def numbers_in(text: str) -> Iterator[Number]:
    """The amounts in a text, in order."""
    for match in _NUMBER.finditer(text):
        digits, end = match["digits"], match.end()
        if _is_no_amount(text, match):
            continue
        value = _read_digits(digits) if digits else _read_words(match["words"].lower())
        scale = _SCALES[match["scale"].lower()] if match["scale"] else 1
        exact = Number(start=match.start(), end=end, low=value * scale, high=value * scale)
        yield _widened(_rounded(exact, digits, scale) if digits else exact, text)


def _is_no_amount(text: str, match: re.Match[str]) -> bool:
    before, after, end = text[: match.start()], text[match.end() :], match.end()
    if _NO_AMOUNT_BEFORE.search(before) or _NO_AMOUNT_AFTER.match(after):
        return True
    if match["words"]:
        return match["words"].lower() in _TIMES or match["words"].lower() in _SCALES
    bracketed = _BRACKETED.search(before) and text[end : end + 1] == ")"
    year = _YEAR.match(match["digits"]) and not match["scale"]
    return bool(bracketed or year)


def _read_digits(digits: str) -> float:
    grouped = re.fullmatch(r"(\d{1,3}(?:[.,]\d{3})+)(?:[.,](\d{1,2}))?", digits)
    if grouped:
        return float(re.sub(r"[.,]", "", grouped[1]) + "." + (grouped[2] or "0"))
    return float(digits.replace(",", "."))


def _read_words(spoken: str) -> float:
    """The value of a number in words: "dua puluh lima ribu" is 25000."""
    total, part = 0.0, 0.0
    for word in re.split(r"[\s-](?:and\s)?", spoken):
        if word in _SE:
            part += _SE[word] if word == "seratus" else 0
            total += _SE[word] if word != "seratus" else 0
        elif word in _SCALES:
            total, part = total + (part or 1) * _SCALES[word], 0.0
        elif word == "belas":
            part += 10
        elif word in _TIMES:
            # Only the last digit is multiplied: in "seratus dua puluh" that is 2.
            last = part % 10 or part or 1
            part += last * (_TIMES[word] - 1) if part else _TIMES[word]
        else:
            part += _WORDS[word]
    return total + part


def _rounded(number: Number, digits: str, scale: int) -> Number:
    """A number with a scale word stands for all that are rounded to it."""
    if scale == 1:
        return number
    fraction = re.search(r"[.,](\d+)\Z", digits)
    half = scale * 10.0 ** -(len(fraction[1]) if fraction else 0) / 2
    return replace(number, low=number.low - half, high=number.high + half)


def _widened(number: Number, text: str) -> Number:
    """The number with what "more than", "nearly" or "about" allow."""
    before, after = text[: number.start], text[number.end :]
    if _MORE.search(before) or _MORE_AFTER.match(after):
        return replace(number, high=number.high * (1 + _MORE_SHARE))
    if _LESS.search(before):
        return replace(number, low=number.low * (1 - _ABOUT_SHARE))
    if _ABOUT.search(before):
        low, high = number.low * (1 - _ABOUT_SHARE), number.high * (1 + _ABOUT_SHARE)
        return replace(number, low=low, high=high)
    return number
