"""How much each term of a question tells, in an archive."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from index.store.snapshot_queries import passage_counts
from index.store.snapshot_reader import OpenSnapshot
from index.text.analysis import stem


@dataclass(frozen=True, slots=True, kw_only=True)
class Information:
    """A question's terms with their inverse document frequencies, by the formula BM25 uses.

    A term counts as often as its most frequent form: word or stem, its own or of `others`, words of
    another language that mean it; one that the archive does not have at all counts as the rarest.
    `frequencies` are the passages of each form it does have.
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
        """The share 0–1 of the information whose terms the archive has at all."""
        missing = sum(self.weights[term] for term in self.unknown)
        return 1 - missing / self.total if self.weights else 0.0

    def of(self, terms: Iterable[str]) -> "Information":
        """The same for some of the terms."""
        wanted = set(terms)
        weights = {term: weight for term, weight in self.weights.items() if term in wanted}
        return replace(self, weights=weights)

    def forms(self, *, budget: int) -> list[str]:
        """Forms to search by, rarest first, which stand in about `budget` passages altogether.

        What is left out tells least and would cost most: searching takes time by passage.
        """
        found: list[str] = []
        there = {form for term in self.weights for form in self._forms(term)}
        for form in sorted(there, key=lambda form: (self.frequencies[form], form)):
            budget -= self.frequencies[form]
            if found and budget < 0:
                break
            found.append(form)
        return found

    def _forms(self, term: str) -> set[str]:
        return _forms(term, self.others.get(term, ())) & self.frequencies.keys()

    def usual(self, term: str) -> str:
        """What the archive calls this: the first of `others` it has, if it has them more often."""
        others = [other for other in self.others.get(term, ()) if self._most(other)]
        often = max(map(self._most, others), default=0)
        return others[0] if often > self._most(term) else term

    def _most(self, word: str) -> int:
        return max(self.frequencies.get(form, 0) for form in (word, stem(word)))


def information(
    asked: Iterable[str],
    snapshot: OpenSnapshot,
    *,
    others: Mapping[str, Sequence[str]] | None = None,
) -> Information:
    """What these terms tell in a snapshot; `others` are words that mean a term."""
    others = others or {}
    forms = {term: _forms(term, others.get(term, ())) for term in asked}
    frequencies = passage_counts(snapshot.db, [form for each in forms.values() for form in each])
    total = snapshot.manifest.passages
    weights = {
        term: _idf(max(frequencies.get(form, 0) for form in each), total)
        for term, each in forms.items()
    }
    return Information(weights=weights, frequencies=frequencies, others=others)


def _forms(term: str, others: Sequence[str]) -> set[str]:
    return {form for word in (term, *others) for form in (word, stem(word))}


def _idf(frequency: int, total: int) -> float:
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))
