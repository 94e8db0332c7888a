"""A question → the passages of the archive that may answer it, best first.

Two stages: a hundred candidates each by the passages' vectors and by the full-text index; the best
of them scored again with the sentence that comes nearest to the question.
"""

import json
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.cleaning import fold
from index.confidence import Evidence
from index.embedding import Embedder, Vector
from index.fusion import Scored, best_per_article, fuse
from index.keywords import match_expression, terms
from index.languages import language_of
from index.live import OpenSnapshot
from index.quotes import best_sentence, covered, information, known
from index.records import Citation, Hit

# Candidates from each side; beyond the first hundred neither adds an answer (FacQA, IDK-MRC).
CANDIDATES = 100
# Candidates whose sentences are looked at.
LOOKED_INTO = 50

Asked = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Hits, best first, one an article, and the evidence for each."""

    hits: tuple[Hit, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Passages by row (n,), with their articles, scaled cosines and BM25 scores."""

    rows: NDArray[np.int64]
    articles: NDArray[np.int64]
    similarities: NDArray[np.float64]
    bm25: NDArray[np.float64]

    def take(self, places: NDArray[np.int64]) -> "Candidates":
        """Those at `places`, in that order."""
        return Candidates(
            rows=self.rows[places],
            articles=self.articles[places],
            similarities=self.similarities[places],
            bm25=self.bm25[places],
        )


class Searcher:
    """Searches whatever snapshot it is given; safe to share between threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def search(
        self,
        question: str,
        snapshot: OpenSnapshot,
        *,
        limit: int = 10,
        without: Collection[str] = (),
    ) -> Found:
        """At most `limit` hits; articles whose id is in `without` are treated as not there."""
        question = fold(question)
        vector = self._embedder.embed_query(question)
        asked = information(terms(question), snapshot)
        candidates = self._candidates(vector, asked, snapshot, without)
        if not len(candidates.rows):
            return Found(hits=(), evidence=())
        ranked = self._rank(candidates, vector, asked, snapshot)
        hits = _hits(ranked[:limit], vector, asked, snapshot)
        return Found(hits=hits, evidence=_evidence(question, ranked, asked, hits, snapshot))

    def _candidates(
        self, vector: Vector, asked: Asked, snapshot: OpenSnapshot, without: Collection[str]
    ) -> Candidates:
        """What either side finds, with the scores of both."""
        near = snapshot.vectors.search(vector, CANDIDATES)
        bm25 = _lexical(asked, snapshot)
        lexical_only = np.array(sorted(bm25.keys() - set(near.rows.tolist())), dtype=np.int64)
        rows = np.concatenate([near.rows, lexical_only])
        cosines = np.concatenate([near.scores, snapshot.vectors.cosines(vector, lexical_only)])
        articles = snapshot.articles[rows]
        everything = Candidates(
            rows=rows,
            articles=articles,
            similarities=self._embedder.scale.of(cosines.astype(np.float64)),
            bm25=np.array([bm25.get(row, 0.0) for row in rows.tolist()]),
        )
        return everything.take(np.flatnonzero(~np.isin(articles, _numbers(without, snapshot))))

    def _rank(
        self, candidates: Candidates, vector: Vector, asked: Asked, snapshot: OpenSnapshot
    ) -> list[Scored]:
        """Each article's best passage, best first, the sentences of the best looked into."""
        total = sum(asked.values())
        first = fuse(candidates.similarities, candidates.bm25, information=total)
        best = candidates.take(np.lexsort((candidates.rows, -first))[:LOOKED_INTO])
        nearest = self._embedder.scale.of(_nearest_sentences(best.rows, vector, snapshot))
        similarities = (best.similarities + nearest) / 2
        scores = fuse(similarities, best.bm25, information=total)
        columns = (best.rows, best.articles, scores, similarities)
        return best_per_article(map(Scored, *(column.tolist() for column in columns)))


def _lexical(asked: Iterable[str], snapshot: OpenSnapshot) -> dict[int, float]:
    """BM25 by row, higher is better: FTS5 gives it negated."""
    expression = match_expression(asked)
    if not expression:
        return {}
    query = "SELECT rowid, -rank FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?"
    return dict(snapshot.db.execute(query, [expression, CANDIDATES]).fetchall())


def _numbers(ids: Collection[str], snapshot: OpenSnapshot) -> list[int]:
    """The numbers, in the snapshot, of the articles with these ids."""
    query = "SELECT number FROM articles WHERE id IN (SELECT value FROM json_each(?))"
    return [number for (number,) in snapshot.db.execute(query, [json.dumps(list(ids))])]


def _nearest_sentences(
    rows: NDArray[np.int64], vector: Vector, snapshot: OpenSnapshot
) -> NDArray[np.float64]:
    """For each row the cosine of its sentence nearest to the question."""
    query = "SELECT id, sentence_vectors FROM passages WHERE id IN (SELECT value FROM json_each(?))"
    stored = dict(snapshot.db.execute(query, [json.dumps(rows.tolist())]))
    matrices = [np.frombuffer(stored[row], "<f2") for row in rows.tolist()]
    cosines = np.concatenate(matrices).reshape(-1, len(vector)).astype(np.float32) @ vector
    starts = np.cumsum([0, *(len(matrix) // len(vector) for matrix in matrices)])[:-1]
    nearest: NDArray[np.float64] = np.maximum.reduceat(cosines, starts).astype(np.float64)
    return nearest


def _hits(
    ranked: Sequence[Scored], vector: Vector, asked: Asked, snapshot: OpenSnapshot
) -> tuple[Hit, ...]:
    """The ranked passages with their articles and the sentence of each that answers best."""
    query = (
        "SELECT p.id, p.text, p.sentences, p.sentence_vectors, a.id, a.url, a.title, a.source,"
        " a.published, a.author FROM passages p JOIN articles a ON a.number = p.article"
        " WHERE p.id IN (SELECT value FROM json_each(?))"
    )
    rows = json.dumps([scored.row for scored in ranked])
    found = {row[0]: row[1:] for row in snapshot.db.execute(query, [rows])}
    hits = []
    for rank, scored in enumerate(ranked, 1):
        text, spans, vectors, *citation = found[scored.row]
        quote = best_sentence(text, json.loads(spans), vectors, vector, asked)
        article = Citation(**dict(zip(Citation.__slots__, citation, strict=True)))
        hits.append(Hit(rank=rank, score=scored.score, article=article, passage=text, quote=quote))
    return tuple(hits)


def _evidence(
    question: str,
    ranked: Sequence[Scored],
    asked: Asked,
    hits: Sequence[Hit],
    snapshot: OpenSnapshot,
) -> tuple[Evidence, ...]:
    similarities = sorted((scored.similarity for scored in ranked), reverse=True)
    others = similarities[1:10] or similarities
    typical = sum(others) / len(others)
    everywhere = known(asked, snapshot)
    language = language_of(question)

    def of(scored: Scored, hit: Hit) -> Evidence:
        foreign = len({language, language_of(hit.passage)} - {""}) > 1
        return Evidence(
            similarity=scored.similarity,
            margin=scored.similarity - typical,
            size=math.log10(snapshot.manifest.passages),
            foreign=float(foreign),
            covered=0 if foreign else covered(f"{hit.article.title} {hit.passage}", asked),
            known=0 if foreign else everywhere,
        )

    return tuple(map(of, ranked, hits))
