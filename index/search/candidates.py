"""The passages worth looking into: near in meaning, sharing words, or spoken by the one asked."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.models.embedder import CosineScale, Vector
from index.query.filters import Filters
from index.search.term_weights import Information
from index.store import snapshot_queries as queries
from index.store.snapshot_reader import OpenSnapshot
from index.text.analysis import fts_query, words

# Candidates from each side; beyond the first hundred neither adds an answer (FacQA, IDK-MRC).
CANDIDATES = 100
# Of the lexical side when filters may take most of them away.
FILTERED_CANDIDATES = 2_000
# Passages that the terms of a lexical search may stand in altogether: 5 ms of FTS5.
LEXICAL_BUDGET = 8_000

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Passages by row (n,), with their articles, scaled cosines and BM25 scores."""

    rows: Rows
    articles: Rows
    similarities: NDArray[np.float64]
    bm25: NDArray[np.float64]

    def take(self, places: Rows) -> "Candidates":
        """Those at `places`, in that order."""
        return Candidates(
            rows=self.rows[places],
            articles=self.articles[places],
            similarities=self.similarities[places],
            bm25=self.bm25[places],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """Which articles may answer: (articles,) by number, None for all.

    `narrowed` tells that filters were set, which may take most of them away; `few`, that it is only
    some that were named.
    """

    articles: NDArray[np.bool_] | None
    narrowed: bool = False
    few: bool = False

    def permitted(self, snapshot: OpenSnapshot) -> NDArray[np.bool_] | None:
        """Whether each passage is of one of them (passages,), None for all."""
        return None if self.articles is None else self.articles[snapshot.articles]


def allowed(
    snapshot: OpenSnapshot,
    filters: Filters,
    *,
    without: Collection[str] = (),
    among: Collection[int] | None = None,
) -> Allowed:
    """Articles of a period and of outlets, but not hidden ones and those with ids in `without`.

    With `among` only articles with these numbers.

    An outlet is meant by any words of its name: “viva”, “cnn indonesia”. Articles without a date
    are of no period.
    """
    few = among is not None
    narrowed = few or bool(filters.narrowing or without)
    if not (narrowed or snapshot.hidden):
        return Allowed(articles=None)
    mask = np.full(len(snapshot.days), not few, dtype=np.bool_)
    if among is not None:
        mask[list(among)] = True
    if period := filters.period:
        mask &= snapshot.days > 0
        if period.first:
            mask &= snapshot.days >= period.first.toordinal()
        if period.last:
            mask &= snapshot.days <= period.last.toordinal()
    if filters.outlets:
        mask &= _of_outlets(snapshot, filters.outlets)
    mask[[*snapshot.hidden, *queries.article_numbers(snapshot.db, without)]] = False
    return Allowed(articles=mask, narrowed=narrowed, few=few)


def _of_outlets(snapshot: OpenSnapshot, outlets: Collection[str]) -> NDArray[np.bool_]:
    wanted = [set(words(outlet)) for outlet in outlets]
    fits = {
        outlet: any(want <= set(words(outlet)) for want in wanted)
        for outlet in set(snapshot.sources)
    }
    return np.array([fits[outlet] for outlet in snapshot.sources], dtype=np.bool_)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexical:
    """What the full-text index finds: BM25 by row, of the words asked and of other names."""

    words: Mapping[int, float]
    names: Mapping[int, float]


def lexical(
    asked: Information,
    snapshot: OpenSnapshot,
    *,
    allowed: Allowed,
    aliases: Iterable[str] = (),
    count: int = CANDIDATES,
) -> Lexical:
    """At most `count` passages each by the words of a question and by other names (`aliases`)."""
    limit = max(count, FILTERED_CANDIDATES) if allowed.narrowed else count
    permitted = allowed.permitted(snapshot) if allowed.few else None
    only = None if permitted is None else np.flatnonzero(permitted)
    expression = fts_query(asked.forms(budget=LEXICAL_BUDGET))
    return Lexical(
        words=_lexical(expression, limit, snapshot, only),
        names=_lexical(fts_query(aliases), limit, snapshot, only),
    )


def gather(
    vector: Vector,
    worded: Callable[[], Lexical],
    snapshot: OpenSnapshot,
    *,
    allowed: Allowed,
    scale: CosineScale,
    spoken: Rows | None = None,
    count: int = CANDIDATES,
) -> Candidates:
    """What every side finds, at most `count` by the vector, with the scores of all.

    What `worded` gives is asked for last, so that it may be at work meanwhile.
    Passages that hold only other names of what is asked for become candidates too, but their BM25
    is of the question's own words: another name never pushes out an exact match.
    """
    permitted = allowed.permitted(snapshot)
    within = None if permitted is None else np.flatnonzero(permitted)
    near = snapshot.vectors.search(vector, count, within=within)
    found = worded()
    bm25 = found.words
    also = {*bm25, *found.names, *([] if spoken is None else spoken.tolist())}
    others = np.array(sorted(also - set(near.rows.tolist())), dtype=np.int64)
    if permitted is not None:
        others = others[permitted[others]]
    cosines = np.concatenate([near.scores, snapshot.vectors.cosines(vector, others)])
    rows = np.concatenate([near.rows, others])
    return Candidates(
        rows=rows,
        articles=snapshot.articles[rows],
        similarities=scale.of(cosines.astype(np.float64)),
        bm25=np.array([bm25.get(row, 0.0) for row in rows.tolist()]),
    )


def _lexical(
    expression: str, limit: int, snapshot: OpenSnapshot, only: Rows | None
) -> dict[int, float]:
    """BM25 by row of passages that are not hidden; of those in `only` alone, if that is given."""
    if not expression:
        return {}
    return queries.bm25_scores(
        snapshot.db,
        expression,
        limit=limit,
        within=None if only is None else only.tolist(),
        without=snapshot.hidden_rows.tolist(),
    )
