"""What a question asks the number or day of, and whether a figure is of that."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from index.records import Hit
from index.search.quantities.counted import Quantity, kinds_in, rate_in, without_kinds
from index.search.quantities.days import days_in
from index.text.analysis import WORD, fold, stem, terms, words
from index.text.language import language_of, language_of_query
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
    "jadi menjadi akibat karena lantaran dalam kasus peristiwa insiden kejadian because due case"
    " jumlah total banyak besar orang org jiwa korban warga sebanyak besarnya banyaknya total nilai"
    " number people persons victims amount long far old big tall large high".split()
)
_PLACE = re.compile(
    r"\b(?:[Dd]i|[Ii]n|[Aa]t|[Kk]ota|[Kk]abupaten|[Pp]ulau|[Dd]esa)\s+"
    r"((?:[A-Z][\w-]+)(?:\s[A-Z][\w-]+)?)"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# What a day is of; that a thing begins is another day than that it was decreed.
_HAPPENS = {
    "held": r"(?:di|meng)?gelar|berlangsung|diadakan|diselenggarakan|dilaksanakan|held"
    r"|takes? place",
    "begins": r"(?:di)?mulai|memulai|berlaku|beroperasi|dibuka|starts?|started|begins?|began"
    r"|opens?",
    "released": r"tayang|ditayangkan|(?:di)?rilis|diluncurkan|meluncur|released?|launched|airs?",
    "ends": r"berakhir|selesai|usai|ditutup|ends?|ended|closes?",
    "dies": r"meninggal|wafat|tewas|died|dies",
    "born": r"lahir|kelahiran|born",
    "marries": r"menikah|pernikahan|wedding|marr(?:y|ies|ied)",
    "appointed": r"dilantik|pelantikan|inaugurat\w+",
}
_WHICH = {
    "first": "perdana|pertama|first|ke-?1",
    "second": "kedua|second|ke-?2",
    "third": "ketiga|third|ke-?3",
    "last": "terakhir|final|last",
}
# The share of the question's words that title and quote must have; in another language, of names.
# Of the cases of evaluate_disagreement .6 let 3 of 50 wrong ones in, .8 one, 1 none fewer.
_COVERED = 0.8
# Reports of one event give its day, or the one after.
_DAYS_APART = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for: `kinds` and `rate` as of quantities, `head` the stem of the noun counted.

    `measures` are those that fit, () for any; `stems` are of all the question's words; `happens` is
    what a day is asked of, by the names of `_HAPPENS`, `which` the ordinals that are asked for.
    """

    type: AnswerType
    kinds: frozenset[str]
    rate: str
    head: str
    measures: tuple[str, ...]
    stems: frozenset[str]
    names: frozenset[str]
    language: str
    happens: frozenset[str]
    which: frozenset[str]

    def fits(self, quantity: Quantity) -> bool:
        """Whether a figure is of what was asked: its kind, measure and noun, all of it."""
        if quantity.partial or quantity.rate != self.rate:
            return False
        if self.measures and quantity.measure not in self.measures:
            return False
        if self.kinds:
            named = not quantity.noun or quantity.noun in self.stems
            counted = bool(self.head) and quantity.noun == self.head and not quantity.kinds
            return counted or (quantity.kinds == self.kinds and named)
        if quantity.noun:
            return quantity.noun == self.head
        return bool(self.head) and self.head in quantity.near

    def covered_by(self, hit: Hit, *, day: bool = False) -> bool:
        """Whether title and quote are on what was asked; a `day` must be that of what happens."""
        if not self.which <= _named(_WHICH, hit.quote):
            return False
        if day and not self.happens <= _named(_HAPPENS, hit.quote):
            return False
        told = f"{hit.article.title}. {hit.quote}"
        here = {stem(word) for word in words(told)}
        foreign = len({self.language, language_of(told, default=self.language)}) > 1
        wanted = self.names if foreign else self.stems
        return len(wanted & here) >= _COVERED * len(wanted)

    def same_event(self, one: Hit, other: Hit) -> bool:
        """Whether nothing shows two hits to tell of different times or places."""
        if one is other:
            return True
        if self.type is not AnswerType.DATE and _other_time(one, other):
            return False
        here, there = _places(one), _places(other)
        if self.type is AnswerType.DATE:
            said = [_names(hit.quote) for hit in (one, other)]
        else:
            said = [_names(f"{hit.article.title}. {hit.passage}") for hit in (one, other)]
        return not (here and there) or bool(here & said[1]) or bool(there & said[0])


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
    kinds = kinds_in(question)
    # What kinds say is compared as such, in either language.
    told = terms(without_kinds(question)) if kinds else terms(question)
    return Asked(
        type=expected_answer_type(question),
        kinds=kinds,
        rate=rate_in(question),
        head=stem(head[0]) if head else "",
        measures=next(fitting, ()),
        stems=frozenset(stem(term) for term in told if term not in _GENERIC),
        names=frozenset(
            stem(fold(word)) for word in WORD.findall(question)[1:] if word[0].isupper()
        ),
        language=language_of_query(question, default=""),
        happens=_named(_HAPPENS, question),
        which=_named(_WHICH, question),
    )


def _named(table: Mapping[str, str], text: str) -> frozenset[str]:
    """The names in a table whose words a text has."""
    found = (
        name
        for name, words_ in table.items()
        if re.search(rf"\b(?:{words_})\b", text, re.IGNORECASE)
    )
    return frozenset(found)


_YEAR_BEFORE = re.compile(
    r"\btahun (?:lalu|sebelumnya)\b|\b(?:last|previous) year\b", re.IGNORECASE
)


def year_of(hit: Hit, place: int) -> str:
    """The year of what stands at a place of a quote: the last before, next, or of publication."""
    if _YEAR_BEFORE.search(hit.quote) and hit.article.date:
        return str(hit.article.date.year - 1)
    years = list(_YEAR.finditer(hit.quote))
    before = [year[0] for year in years if year.end() <= place]
    return before[-1] if before else next((year[0] for year in years), hit.article.published[:4])


def _other_time(one: Hit, other: Hit) -> bool:
    """Whether two quotes name days that are not beside each other."""
    here, there = (
        [each.day for each in days_in(hit.quote, hit.article.date)] for hit in (one, other)
    )
    if not here or not there:
        return False
    return min(abs((a - b).days) for a in here for b in there) > _DAYS_APART


def _places(hit: Hit) -> set[str]:
    return {found.lower() for found in _PLACE.findall(f"{hit.article.title}. {hit.quote}")}


def _names(text: str) -> set[str]:
    """The places that a text names, and each of its words."""
    return {found.lower() for found in _PLACE.findall(text)} | set(words(text))
