"""What a question is matched by besides meaning, worked out while building: terms and kinds.

A sentence is kept as the numbers of its terms, so that how much of a question it covers is a
look-up in arrays; and with the kinds of answer it could hold: a “when” wants a date.
"""

import re
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from index.text.analysis import stem, words
from index.text.article_dates import MONTH_NAMES, WEEKDAY_NAMES
from index.text.quotations import quotations
from index.text.stopwords import STOP_WORDS

TermNumbers = NDArray[np.uint32]


class AnswerType(IntFlag):
    """Kinds of answer that can be told by their form.

    QUOTED is a sentence with words in quotation marks, GOES_ON one whose quotation does not end
    with it: neither it nor the next sentence stands alone.
    """

    NONE = 0
    DATE = 1
    NUMBER = 2
    PLACE = 4
    REASON = 8
    QUOTED = 16
    GOES_ON = 32


# Fewer words in quotation marks are a name or somebody's word for a thing.
_LEAST_QUOTED = 4


_WANTED = {
    AnswerType.DATE: re.compile(
        r"\b(?:kapan\w*|kpn|when|(?:tanggal|tahun|hari|bulan|pukul|jam) berapa\w*"
        r"|what (?:year|date|day|time|month))\b",
        re.IGNORECASE,
    ),
    AnswerType.NUMBER: re.compile(
        r"\b(?:berapa\w*|brp|how (?:many|much|long|far|old|big|tall|large|high|fast|deep))\b",
        re.IGNORECASE,
    ),
    AnswerType.PLACE: re.compile(r"\b(?:(?:di|ke|dari) ?mana\w*|dmn|where)\b", re.IGNORECASE),
    AnswerType.REASON: re.compile(r"\b(?:mengapa\w*|kenapa\w*|knp|why)\b", re.IGNORECASE),
}
_HELD = {
    AnswerType.DATE: re.compile(
        rf"\b(?:1[89]|20)\d\d\b|\b\d{{1,2}}/\d{{1,2}}\b|\b(?:{'|'.join(sorted(MONTH_NAMES))}"
        rf"|{'|'.join(sorted(WEEKDAY_NAMES))}|kemarin|abad|tahun|pekan|bulan|pukul|years?|weeks?"
        r"|months?|yesterday)\b",
        re.IGNORECASE,
    ),
    AnswerType.NUMBER: re.compile(
        r"\d|\b(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|\w+belas|puluh(?:an)?"
        r"|sepuluh|ratus(?:an)?|seratus|ribu(?:an)?|seribu|juta(?:an)?|miliar|triliun|setengah|one"
        r"|two|three|four|five|six|seven|eight|nine|ten|hundreds?|thousands?|millions?|billions?"
        r"|half)\b",
        re.IGNORECASE,
    ),
    AnswerType.PLACE: re.compile(
        r"\b(?:[Dd]i|[Kk]e|[Dd]ari|[Ii]n|[Aa]t|[Ff]rom|[Pp]ulau|[Kk]ota|[Pp]rovinsi|[Nn]egara"
        r"|[Kk]abupaten|[Kk]ecamatan|[Dd]esa|[Jj]alan)\s+[A-Z]"
    ),
    AnswerType.REASON: re.compile(
        r"\b(?:karena|sebab\w*|akibat\w*|lantaran|gara-gara|agar|supaya|alasan\w*|demi|dipicu"
        r"|because|due|so that|reason)\b",
        re.IGNORECASE,
    ),
}


def expected_answer(question: str) -> AnswerType:
    """The kind of answer a question asks for, NONE when its form does not tell."""
    found = (kind for kind, pattern in _WANTED.items() if pattern.search(question))
    return next(found, AnswerType.NONE)


def answers_in(sentence: str) -> AnswerType:
    """All kinds of answer a sentence could hold."""
    held = AnswerType.NONE
    for kind, pattern in _HELD.items():
        if pattern.search(sentence):
            held |= kind
    return held


def term_number(term: str) -> int:
    """The number that stands for a term in all its forms: the CRC-32 of its stem.

    Two of 100,000 stems in a vocabulary share a number; in one question hardly ever.
    """
    return zlib.crc32(stem(term).encode())


def term_numbers(text: str) -> TermNumbers:
    """The numbers of a text's terms, each once (n,)."""
    found = {term_number(word) for word in words(text) if word not in STOP_WORDS}
    return np.array(sorted(found), dtype="<u4")


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceFeatures:
    """What is stored of a passage: `terms` of all its sentences one after the other (n,).

    `lengths` (sentences,) says how many are each sentence's, `kinds` (sentences,) what it holds.
    """

    terms: TermNumbers
    lengths: NDArray[np.uint16]
    kinds: NDArray[np.uint8]


def sentence_features(text: str, spans: Sequence[Sequence[int]]) -> SentenceFeatures:
    """What to store of a passage whose sentences are at these character ranges."""
    sentences = [text[start:end] for start, end in spans]
    terms = [term_numbers(sentence) for sentence in sentences]
    kinds = map(AnswerType.__or__, map(answers_in, sentences), _quoted(text, spans))
    return SentenceFeatures(
        terms=np.concatenate(terms) if terms else np.empty(0, "<u4"),
        lengths=np.array([len(numbers) for numbers in terms], dtype="<u2"),
        kinds=np.array(list(kinds), dtype="u1"),
    )


def _quoted(text: str, spans: Sequence[Sequence[int]]) -> Iterator[AnswerType]:
    """For each sentence whether it is QUOTED and whether it GOES_ON."""
    found = [q for q in quotations(text) if len(text[q.start : q.end].split()) >= _LEAST_QUOTED]
    for start, end in spans:
        here = [q for q in found if q.start < end and start < q.end]
        goes_on = any(q.end > end for q in here)
        yield (AnswerType.QUOTED if here else AnswerType.NONE) | (
            AnswerType.GOES_ON if goes_on else AnswerType.NONE
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryTerms:
    """What a question can be matched by.

    `numbers` (n,) sorted, of the terms and of other names for them; `columns` (n,) which term each
    is of; `shares` (terms,) of the question's information, together 1 or, for a question without
    terms, none; `proper_shares` (terms,) the same of its proper terms alone; `kind` of the answer.
    """

    numbers: TermNumbers
    columns: NDArray[np.int64]
    shares: NDArray[np.float64]
    proper_shares: NDArray[np.float64]
    kind: AnswerType

    @classmethod
    def of(
        cls,
        information: Mapping[str, float],
        kind: AnswerType = AnswerType.NONE,
        *,
        names: Mapping[str, Sequence[str]] | None = None,
        proper: Collection[str] = (),
    ) -> "QueryTerms":
        """From the information of each term.

        `names` are other words that mean a term, `proper` the terms that a text in another
        language can hold: names, numbers, words that were translated.
        """
        weights: dict[int, float] = {}
        for term, weight in information.items():
            number = term_number(term)
            weights[number] = weights.get(number, 0.0) + weight
        columns = {number: column for column, number in enumerate(weights)}
        for term, others in (names or {}).items():
            for other in others:
                columns.setdefault(term_number(other), columns[term_number(term)])
        own = {term_number(term) for term in proper}
        shares = np.array(list(weights.values()))
        proper_shares = np.where([number in own for number in weights], shares, 0.0)
        numbers = sorted(columns)
        return cls(
            numbers=np.array(numbers, dtype=np.uint32),
            columns=np.array([columns[number] for number in numbers], dtype=np.int64),
            shares=shares / (shares.sum() or 1.0),
            proper_shares=proper_shares / (proper_shares.sum() or 1.0),
            kind=kind,
        )

    def found_in(self, terms: TermNumbers, lengths: Iterable[int]) -> NDArray[np.bool_]:
        """Which of the terms each of several texts holds (texts, terms).

        `terms` are those of all texts one after the other, `lengths` how many are each text's.
        """
        owners = np.repeat(np.arange(len(counts := np.fromiter(lengths, np.int64))), counts)
        held = np.zeros((len(counts), len(self.shares)), dtype=np.bool_)
        if len(self.numbers):
            places = np.searchsorted(self.numbers, terms).clip(max=len(self.numbers) - 1)
            hit = self.numbers[places] == terms
            held[owners[hit], self.columns[places[hit]]] = True
        return held
