"""How much each term of a query tells in an archive: inverse document frequencies."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from index.store.snapshot.open_snapshot import OpenSnapshot
from index.text.analysis import stem


@dataclass(frozen=True, slots=True, kw_only=True)
class TermWeights:
    """The terms of a query with their inverse document frequencies, by the formula of BM25.

    A term is as frequent as its most frequent form: word or stem, its own or of `others`, words of
    another language that mean it. A term that the archive lacks counts as the rarest.
    `frequencies` are the numbers of passages with each form that the archive has.
    """

    weights: Mapping[str, float]
    frequencies: Mapping[str, int]
    others: Mapping[str, Sequence[str]]

    @property
    def total(self) -> float:
        """The sum of all weights, 0 without terms."""
        return sum(self.weights.values())

    @property
    def unknown(self) -> tuple[str, ...]:
        """The terms that the archive has in no form."""
        return tuple(term for term in self.weights if not self._forms(term))

    @property
    def known(self) -> float:
        """The share 0–1 of the total weight whose terms the archive has; 0 without terms."""
        missing = sum(self.weights[term] for term in self.unknown)
        return 1 - missing / self.total if self.weights else 0.0

    def only(self, terms: Iterable[str]) -> "TermWeights":
        """The weights of some of the terms."""
        wanted = set(terms)
        weights = {term: weight for term, weight in self.weights.items() if term in wanted}
        return replace(self, weights=weights)

    @property
    def all_forms(self) -> list[str]:
        """All forms of the terms that the archive has."""
        return sorted({form for term in self.weights for form in self._forms(term)})

    def usual(self, term: str) -> str:
        """The archive's word for a term: the first known one of `others`, if that is commoner."""
        others = [other for other in self.others.get(term, ()) if self._frequency(other)]
        often = max(map(self._frequency, others), default=0)
        return others[0] if often > self._frequency(term) else term

    def _forms(self, term: str) -> set[str]:
        return _forms(term, self.others.get(term, ())) & self.frequencies.keys()

    def _frequency(self, word: str) -> int:
        return max(self.frequencies.get(form, 0) for form in (word, stem(word)))


def weigh_terms(
    terms: Iterable[str],
    snapshot: OpenSnapshot,
    *,
    others: Mapping[str, Sequence[str]] | None = None,
) -> TermWeights:
    """The weights of terms in a snapshot; `others` are words that mean the same as a term."""
    others = others or {}
    forms = {term: _forms(term, others.get(term, ())) for term in terms}
    frequencies = snapshot.words.count_passages(form for each in forms.values() for form in each)
    total = snapshot.manifest.passages
    weights = {
        term: _idf(max(frequencies.get(form, 0) for form in each), total)
        for term, each in forms.items()
    }
    return TermWeights(weights=weights, frequencies=frequencies, others=others)


def _forms(term: str, others: Sequence[str]) -> set[str]:
    return {form for word in (term, *others) for form in (word, stem(word))}


def _idf(frequency: int, total: int) -> float:
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))
