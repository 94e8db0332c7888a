"""What a question asks the number or day of, and whether a figure is of that."""

import re
from dataclasses import dataclass

from index.records import Hit
from index.search.quantities.counted import Quantity, kinds_in, rate_in
from index.search.quantities.days import days_in
from index.text.analysis import stem, terms, words
from index.text.sentence_features import AnswerType, expected_answer_type

_ASKS = re.compile(
    r"\b(?:berapa(?:kah)?|brp|how (?:many|much|long|far|old|big|tall|large|high))\b", re.IGNORECASE
)
# The measures that fit what is asked; any where nothing shows which.
_LENGTHS, _TIMES = ("km", "m", "cm"), ("year", "month", "week", "day", "hour", "minute")
_MONEY = ("rupiah", "dollar")
_MEASURES = (
    (r"persen\w*|percent\w*", ("percent",)),
    (r"berapa lama|how long|durasi|duration", _TIMES),
    (r"umur|usia|how old", ("", "year")),
    (r"berapa (?:jauh|panjang|tinggi|dalam)|how (?:far|tall|high|deep)|jarak|kedalaman", _LENGTHS),
    (r"luas\w*", ("ha", "km", "m")),
    (
        r"harga|kerugian|anggaran|biaya|tarif|denda|gaji|modal|nilai|utang|dana|uang|how much|price"
        r"|cost|budget|fine",
        _MONEY,
    ),
    (r"magnitudo|kekuatan gempa|magnitude", ("", "sr")),
    (r"how many|orang|jiwa|korban|tersangka|berapa jumlah|jumlah", ("",)),
)
# Words beside "berapa" that do not say what is counted.
_GENERIC = frozenset(
    "jumlah total banyak besar orang org jiwa korban warga sebanyak besarnya banyaknya total nilai"
    " number people persons victims amount long far old big tall large high".split()
)
_PLACE = re.compile(
    r"\b(?:[Dd]i|[Ii]n|[Aa]t|[Kk]ota|[Kk]abupaten|[Pp]ulau|[Dd]esa)\s+"
    r"((?:[A-Z][\w-]+)(?:\s[A-Z][\w-]+)?)"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# Shares of the question's words that stand in title and passage, or title and quote of a day.
_COVERED, _DAY_COVERED = 0.5, 0.6
# Reports of one event give its day, or the one after.
_DAYS_APART = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for: `kinds` and `rate` as of quantities, `head` the stem of the noun counted.

    `measures` are those that fit, () for any; `stems` are of all the question's words.
    """

    type: AnswerType
    kinds: frozenset[str]
    rate: str
    head: str
    measures: tuple[str, ...]
    stems: frozenset[str]

    def fits(self, quantity: Quantity) -> bool:
        """Whether a figure is of what was asked: its kind, measure and noun, all of it."""
        if quantity.partial or quantity.rate != self.rate:
            return False
        if self.measures and quantity.measure not in self.measures:
            return False
        if self.kinds:
            named = not quantity.noun or quantity.noun in self.stems
            return quantity.kinds == self.kinds and named
        if quantity.noun:
            return quantity.noun == self.head
        return bool(self.head) and self.head in quantity.near

    def covered_by(self, hit: Hit, *, day: bool = False) -> bool:
        """Whether a hit is on what was asked; of a `day` the quote itself must be."""
        text = f"{hit.article.title} {hit.quote}" if day else f"{hit.article.title} {hit.passage}"
        here = {stem(word) for word in words(text)}
        least = _DAY_COVERED if day else _COVERED
        return len(self.stems & here) >= least * len(self.stems)

    def same_event(self, one: Hit, other: Hit) -> bool:
        """Whether nothing shows two hits to tell of different times or places."""
        if one is other:
            return True
        if self.type is not AnswerType.DATE and _other_time(one, other):
            return False
        here, there = _places(one), _places(other)
        return not (here and there) or bool(here & _names(other)) or bool(there & _names(one))


def read_question(question: str) -> Asked:
    """What a question asks for."""
    asks = _ASKS.search(question)
    behind = terms(question[asks.end() :]) if asks else []
    ahead = terms(question[: asks.start()]) if asks else []
    head = behind[:1] if behind[:1] and behind[0] not in _GENERIC else []
    if not head:
        head = [word for word in (ahead or behind) if word not in _GENERIC][:1]
    fitting = (
        measures
        for words_, measures in _MEASURES
        if re.search(rf"\b(?:{words_})\b", question, re.IGNORECASE)
    )
    return Asked(
        type=expected_answer_type(question),
        kinds=kinds_in(question),
        rate=rate_in(question),
        head=stem(head[0]) if head else "",
        measures=next(fitting, ()),
        stems=frozenset(stem(term) for term in terms(question) if term not in _GENERIC),
    )


def _other_time(one: Hit, other: Hit) -> bool:
    """Whether two quotes name different years, or days that are not beside each other."""
    years = [set(_YEAR.findall(hit.quote)) for hit in (one, other)]
    if all(years) and years[0].isdisjoint(years[1]):
        return True
    here, there = (
        [each.day for each in days_in(hit.quote, hit.article.date)] for hit in (one, other)
    )
    if not here or not there:
        return False
    return min(abs((a - b).days) for a in here for b in there) > _DAYS_APART


def _places(hit: Hit) -> set[str]:
    return {found.lower() for found in _PLACE.findall(f"{hit.article.title}. {hit.quote}")}


def _names(hit: Hit) -> set[str]:
    """The places that a hit names anywhere, and each word of its title and passage."""
    text = f"{hit.article.title}. {hit.passage}"
    return {found.lower() for found in _PLACE.findall(text)} | set(words(text))
