"""The numbers of a text by value, however written, with what they count and how roughly.

“2,5 juta”, “2.5 million” and “2.500.000” are one number; “5 persen” and “5” are two, and so are
“lebih dari 100” and “100”, “Rp 5 miliar” and “US$ 5 billion”.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.answers.summaries.verifying.days import Day, days_in
from bot.answers.summaries.verifying.numerals import ORDINALS, SCALES, UNITS, VAGUE, WORDS, value_of
from index.text.stopwords import STOP_WORDS

_TOKEN: Final = re.compile(
    r"(?P<code>[^\W\d_]*[A-Z]-?\d[\w-]*|\d+[A-Z][\w-]*)"
    r"|(?P<number>\d+(?:[.,:]\d+)*)|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)"
    r"|(?P<mark>[%$€£¥]|[,.;:()?!–—])"
)
_CURRENCIES: Final = {
    **dict.fromkeys(("rp", "rupiah", "idr"), "IDR"),
    **dict.fromkeys(("$", "usd", "dolar", "dollar", "dollars"), "USD"),
    **dict.fromkeys(("€", "euro", "euros", "eur"), "EUR"),
    **dict.fromkeys(("¥", "yen"), "JPY"),
    **dict.fromkeys(("£", "pound", "pounds"), "GBP"),
    **dict.fromkeys(("yuan", "renminbi"), "CNY"),
    "ringgit": "MYR",
}
_PERCENT: Final = frozenset(("%", "persen", "percent", "prosen"))
# “Rp5”, “16orang”, “10km”, “3rd”, “ke-3”.
_GLUED: Final = re.compile(r"(?i)(?<![a-z])(rp|usd?|ke-)\.?(?=\d)|(?<=\d)(?=(?:[a-z]{1,8})\b)")
_ORDINAL_SIGN: Final = re.compile(r"(?i)(?:\bke[\s-]?(\d+)\b|\b(\d+)(?:st|nd|rd|th)\b)")
_ONE: Final = re.compile(
    r"\b(?:salah satu(?:nya)?|satu sama lain|satu-satunya|satu per satu|one another|no one|one of"
    r"|one day|bersatu|(?<=first )half|(?<=second )half)\b",
    re.IGNORECASE,
)
_BEFORE: Final = tuple(
    (name, re.compile(rf"(?:{pattern})\s*(?:pukul|jam|Rp|US|USD|[$€£])?\.?\s*$", re.IGNORECASE))
    for name, pattern in {
        "not": r"\b(?:bukan|not)",
        "least": r"\b(?:setidaknya|sedikitnya|setidak-tidaknya|paling sedikit|paling tidak"
        r"|minimal|at least|no fewer than|tidak kurang dari|no less than)",
        "most": r"\b(?:paling banyak|maksimal|up to|at most|no more than|tidak lebih dari)",
        "about": r"\b(?:sekitar|kira-kira|kurang lebih|about|around|approximately|roughly)",
        "more": r"\b(?:lebih dari|di atas|melebihi|melampaui|more than|over|above|exceed\w*)",
        "less": r"\b(?:kurang dari|di bawah|tidak sampai|less than|fewer than|under|below)",
        "almost": r"\b(?:hampir|nyaris|almost|nearly)",
    }.items()
)
_AFTER: Final = (("more", re.compile(r"\s*(?:lebih\b|or more\b|atau lebih\b|-?\s?an\b)")),)
_BOUNDARY: Final = frozenset(
    "dan serta tetapi tapi namun sedangkan sementara dari di pada ke untuk dengan oleh and but"
    " while from of in on at to for by with when".split()
)
_REACH: Final = 2


@dataclass(frozen=True, slots=True)
class Figure:
    """A number: its value, the kind (cardinal, ordinal, percent, vague, a currency, a code).

    `rough` is how it is qualified, "" for exactly; `beside` are the words that it counts.
    """

    value: Decimal | str
    kind: str
    rough: str = ""
    beside: frozenset[str] = frozenset()

    def is_same(self, other: "Figure") -> bool:
        """Whether both say the same number of nothing in particular."""
        return (self.value, self.kind, self.rough) == (other.value, other.kind, other.rough)


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str
    kind: str


def read_figures(text: str) -> tuple[list[Day], list[Figure]]:
    """The dates and all other numbers of a text."""
    days, rest = days_in(text)
    rest = _ONE.sub(lambda match: " " * len(match[0]), rest)
    return days, list(_figures(rest))


def _figures(text: str) -> Iterator[Figure]:
    for match in _ORDINAL_SIGN.finditer(text):
        yield Figure(Decimal(match[1] or match[2]), "ordinal")
    text = _ORDINAL_SIGN.sub(lambda match: " " * len(match[0]), text)
    text = _GLUED.sub(lambda match: f"{match[0]} ", text)
    tokens = [_Token(m.start(), m.end(), m[0], m.lastgroup or "") for m in _TOKEN.finditer(text)]
    at = 0
    while at < len(tokens):
        token = tokens[at]
        word = token.text.lower()
        if token.kind == "code":
            yield Figure(word, "code")
        elif word in ORDINALS and not _is_fraction(tokens, at):
            yield Figure(ORDINALS[word], "ordinal")
            if word.startswith("ke"):
                # “kedua negara” are both of them.
                yield Figure(ORDINALS[word], "cardinal")
        elif end := _number_end(tokens, at):
            yield _figure(text, tokens, at, end)
            at = end - 1
        at += 1


def _is_fraction(tokens: list[_Token], at: int) -> bool:
    return tokens[at].text.lower() == "third" and at > 0 and tokens[at - 1].text.lower() == "one"


def _number_end(tokens: list[_Token], at: int) -> int:
    """Where the number ends that begins here, 0 if none does."""
    first = tokens[at].text.lower()
    if not (tokens[at].kind == "number" or first in UNITS or first in VAGUE or first in SCALES):
        return 0
    end = at + 1
    while end < len(tokens):
        word = tokens[end].text.lower()
        joined = word in {"and", "of", "a"} and end + 1 < len(tokens)
        follows = tokens[end + 1].text.lower() if joined else ""
        if word in WORDS or word in VAGUE:
            if tokens[at].kind == "number" and word in UNITS:
                break
            end += 1
        elif joined and _goes_on(tokens[end - 1].text.lower(), word, follows):
            end += 1
        else:
            break
    return end


def _goes_on(before: str, joint: str, follows: str) -> bool:
    """“hundred and twenty”, “tens of thousands”, “half a million”."""
    if joint == "and":
        return before in {"hundred", "thousand"} and follows in UNITS
    if joint == "of":
        return before in VAGUE and follows in VAGUE
    return before == "half" and follows in SCALES


def _figure(text: str, tokens: list[_Token], at: int, end: int) -> Figure:
    spoken = [token.text.lower() for token in tokens[at:end]]
    vague = [VAGUE[word] for word in spoken if word in VAGUE]
    if vague:
        value = Decimal(1)
        for one in vague:
            value *= one
        for word in spoken:
            value *= SCALES.get(word, 1)
        kind = "vague"
    else:
        figure = _written(spoken[0]) if tokens[at].kind == "number" else None
        half = spoken[0] in {"half", "setengah"} and len(spoken) > 1
        value = value_of(spoken[1:] if figure is not None else spoken, figure)
        if half:
            value = value_of(spoken[1:]) / 2
        kind = _kind(tokens, at, end)
    return Figure(
        value.normalize(),
        kind,
        _roughness(text, tokens[at].start, tokens[end - 1].end),
        frozenset((*_beside(tokens, at - 1, -1), *_beside(tokens, end, 1))),
    )


def _written(text: str) -> Decimal:
    """The value of figures with the separators of either language; a clock's colon is a point."""
    parts = re.split(r"[.,:]", text)
    if len(parts) == 1:
        return Decimal(text)
    grouped = all(len(part) == 3 for part in parts[1:]) and parts[0] != "0" and ":" not in text
    if grouped and len(set(re.findall(r"[.,]", text))) == 1:
        return Decimal("".join(parts))
    if len(parts) > 2 and all(len(part) == 3 for part in parts[1:-1]):
        return Decimal(f"{''.join(parts[:-1])}.{parts[-1]}")
    return Decimal(".".join(parts[:2]))


def _kind(tokens: list[_Token], at: int, end: int) -> str:
    after = tokens[end].text.lower() if end < len(tokens) else ""
    if after in _PERCENT or (after == "per" and _word_at(tokens, end + 1) == "cent"):
        return "percent"
    before = _word_at(tokens, at - 1) if at else ""
    before = _word_at(tokens, at - 2) if before == "." and at > 1 else before
    return _CURRENCIES.get(before) or _CURRENCIES.get(after) or "cardinal"


def _word_at(tokens: list[_Token], at: int) -> str:
    return tokens[at].text.lower() if 0 <= at < len(tokens) else ""


def _roughness(text: str, start: int, end: int) -> str:
    before = text[max(0, start - 40) : start]
    found = next((name for name, pattern in _BEFORE if pattern.search(before)), "")
    return found or next((name for name, pattern in _AFTER if pattern.match(text, end)), "")


def _beside(tokens: list[_Token], at: int, step: int) -> Iterator[str]:
    """The nearest words with a subject, up to a mark, a small word of place or another number."""
    for _ in range(_REACH):
        if not 0 <= at < len(tokens) or tokens[at].kind != "word":
            return
        word = tokens[at].text.lower()
        if word in _BOUNDARY or word in UNITS or word in SCALES:
            return
        if word not in STOP_WORDS and word not in _CURRENCIES and word not in _PERCENT:
            yield word
        at += step
