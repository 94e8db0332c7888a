"""Which statements are on a topic, and how much."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.attribution.mentions import Speaker
from index.models.embedder import CosineScale, Vector
from index.search.preparation.prepared_query import PreparedQuery
from index.store.snapshot.sentence_vectors import decode_vectors
from index.text.analysis import stem, words

# Passages whose sentences are looked at, the nearest first: more than anybody reads.
_MOST_PASSAGES = 300
# A statement is on a topic if it has half of its words, or its passage has and it is near in
# meaning, or if it is as near as an answer is to its question.
_SHARE, _NEAR, _VERY_NEAR = 0.5, 0.5, 1.0
# What the passage around a statement counts beside its own words.
_AROUND = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenRun:
    """Neighbouring sentences `first` to `last` of a passage by one speaker."""

    row: int
    first: int
    last: int
    text: str
    passage: str
    speaker: Speaker
    relevance: float = 0.0


class Relevance:
    """Chooses what is on a topic, which is prepared as a query."""

    def __init__(self, query: PreparedQuery, scale: CosineScale) -> None:
        self._query = query
        self._scale = scale
        forms = {
            term: {stem(form) for form in (term, *query.other_words.get(term, ()))}
            for term in query.terms.weights
        }
        self._forms = forms

    def choose(self, runs: Sequence[SpokenRun]) -> list[SpokenRun]:
        """The runs that are on the topic, with their relevance."""
        if not runs:
            return []
        rows = np.unique([run.row for run in runs])
        cosines = self._query.snapshot.vectors.cosines(self._query.vector, rows)
        kept = rows[np.argsort(-cosines, kind="stable")[:_MOST_PASSAGES]].tolist()
        passages = self._query.snapshot.tables.stored_passages(kept)
        vectors = {
            row: decode_vectors([one.vectors], [len(one.sentences)])
            for row, one in zip(kept, passages, strict=True)
        }
        return [
            replace(run, relevance=relevance)
            for run in runs
            if run.row in vectors and (relevance := self._relevance(run, vectors[run.row]))
        ]

    def _relevance(self, run: SpokenRun, vectors: Vector) -> float:
        """How much a run is on the topic, 0 if it is not."""
        cosines = vectors[run.first : run.last + 1].astype(np.float64) @ self._query.vector
        near = float(self._scale.of(cosines).max())
        own, around = self._share(run.text), self._share(run.passage)
        if own < _SHARE and not (around >= _SHARE and near >= _NEAR) and near < _VERY_NEAR:
            return 0.0
        return max(near, 0.01) + own + _AROUND * around

    def _share(self, text: str) -> float:
        """The share of the topic that a text has, by inverse document frequency."""
        held = set(map(stem, words(text)))
        weights = self._query.terms.weights
        covered = sum(weight for term, weight in weights.items() if self._forms[term] & held)
        return covered / self._query.terms.total if weights else 0.0
