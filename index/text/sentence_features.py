"""Features of sentences that a question is matched with besides their vectors.

Computed while building: the numbers of a sentence's terms, so that the share of a question that it
covers is a look-up in arrays; and the types of answer that it could hold: “when” asks for a date.
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
    """Types of answer that can be recognised by their form, as flags.

    QUOTED is a sentence with words in quotation marks, QUOTE_CONTINUES one whose quotation does not
    end with it: neither it nor the next sentence can be quoted alone.
    """

    NONE = 0
    DATE = 1
    NUMBER = 2
    PLACE = 4
    REASON = 8
    QUOTED = 16
    QUOTE_CONTINUES = 32


# Fewer words in quotation marks are a name or somebody's word for a thing.
_MIN_QUOTED_WORDS = 4

_ASKED_FOR = {
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
_RECOGNISED_BY = {
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


def expected_answer_type(question: str) -> AnswerType:
    """The type of answer a question asks for, NONE if its form does not show it."""
    found = (kind for kind, pattern in _ASKED_FOR.items() if pattern.search(question))
    return next(found, AnswerType.NONE)


def answer_types_in(sentence: str) -> AnswerType:
    """All types of answer a sentence could hold."""
    found = AnswerType.NONE
    for kind, pattern in _RECOGNISED_BY.items():
        if pattern.search(sentence):
            found |= kind
    return found


def term_number(term: str) -> int:
    """A number for a term in all its forms: the CRC-32 of its stem.

    Of 100,000 stems in a vocabulary about two share a number; of those in one question hardly any.
    """
    return zlib.crc32(stem(term).encode())


def term_numbers(text: str) -> TermNumbers:
    """The numbers of a text's terms, each once (n,)."""
    found = {term_number(word) for word in words(text) if word not in STOP_WORDS}
    return np.array(sorted(found), dtype="<u4")


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceFeatures:
    """What is stored of a passage: the term numbers of all its sentences one after the other (n,).

    `lengths` (sentences,) is how many of them each sentence has, `kinds` (sentences,) the flags of
    its answer types.
    """

    terms: TermNumbers
    lengths: NDArray[np.uint16]
    kinds: NDArray[np.uint8]


def sentence_features(text: str, spans: Sequence[Sequence[int]]) -> SentenceFeatures:
    """The features of a passage whose sentences are at these character ranges."""
    sentences = [text[start:end] for start, end in spans]
    terms = [term_numbers(sentence) for sentence in sentences]
    kinds = map(AnswerType.__or__, map(answer_types_in, sentences), _quoted(text, spans))
    return SentenceFeatures(
        terms=np.concatenate(terms) if terms else np.empty(0, "<u4"),
        lengths=np.array([len(numbers) for numbers in terms], dtype="<u2"),
        kinds=np.array(list(kinds), dtype="u1"),
    )


def _quoted(text: str, spans: Sequence[Sequence[int]]) -> Iterator[AnswerType]:
    """The flags QUOTED and QUOTE_CONTINUES of each sentence."""
    found = [q for q in quotations(text) if len(text[q.start : q.end].split()) >= _MIN_QUOTED_WORDS]
    for start, end in spans:
        here = [q for q in found if q.start < end and start < q.end]
        continues = any(q.end > end for q in here)
        yield (AnswerType.QUOTED if here else AnswerType.NONE) | (
            AnswerType.QUOTE_CONTINUES if continues else AnswerType.NONE
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryTerms:
    """A question's terms with their weights, and the type of its answer.

    `numbers` (n,), sorted, are of the terms and of other names for them; `columns` (n,) the term
    that each belongs to; `shares` (terms,) each term's part of the question's information, together
    1 unless there are no terms; `crosslingual_shares` (terms,) the same among the
    crosslingual terms alone;
    `kind` the type of the answer.
    """

    numbers: TermNumbers
    columns: NDArray[np.int64]
    shares: NDArray[np.float64]
    crosslingual_shares: NDArray[np.float64]
    kind: AnswerType

    @classmethod
    def of(
        cls,
        information: Mapping[str, float],
        kind: AnswerType = AnswerType.NONE,
        *,
        names: Mapping[str, Sequence[str]] | None = None,
        crosslingual: Collection[str] = (),
    ) -> "QueryTerms":
        """From the information (weight) of each term.

        `names` are other words for a term; `crosslingual` are the terms that a text in another
        language can contain: names, numbers, words that were translated.
        """
        weights: dict[int, float] = {}
        for term, weight in information.items():
            number = term_number(term)
            weights[number] = weights.get(number, 0.0) + weight
        columns = {number: column for column, number in enumerate(weights)}
        for term, others in (names or {}).items():
            for other in others:
                columns.setdefault(term_number(other), columns[term_number(term)])
        own = {term_number(term) for term in crosslingual}
        shares = np.array(list(weights.values()))
        crosslingual_shares = np.where([number in own for number in weights], shares, 0.0)
        numbers = sorted(columns)
        return cls(
            numbers=np.array(numbers, dtype=np.uint32),
            columns=np.array([columns[number] for number in numbers], dtype=np.int64),
            shares=shares / (shares.sum() or 1.0),
            crosslingual_shares=crosslingual_shares / (crosslingual_shares.sum() or 1.0),
            kind=kind,
        )

    def among(self, wanted: Iterable[str]) -> NDArray[np.bool_]:
        """Which of the terms (terms,) are these, or other words for them."""
        found = np.zeros(len(self.shares), dtype=np.bool_)
        found[self.columns[np.isin(self.numbers, list(map(term_number, wanted)))]] = True
        return found

    def found_in(self, terms: TermNumbers, lengths: Iterable[int]) -> NDArray[np.bool_]:
        """Which of the terms each of several texts contains (texts, terms).

        `terms` are the numbers of all texts one after the other, `lengths` how many each has.
        """
        owners = np.repeat(np.arange(len(counts := np.fromiter(lengths, np.int64))), counts)
        held = np.zeros((len(counts), len(self.shares)), dtype=np.bool_)
        if len(self.numbers):
            places = np.searchsorted(self.numbers, terms).clip(max=len(self.numbers) - 1)
            hit = self.numbers[places] == terms
            held[owners[hit], self.columns[places[hit]]] = True
        return held
