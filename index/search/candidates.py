"""Retrieval of candidates: passages near in meaning, sharing words, or by the speaker asked for."""

import contextlib
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.models.embedder import CosineScale, Vector
from index.query.filters import Filters
from index.search.term_weights import TermWeights
from index.search.tuning import Tuning
from index.store import snapshot_queries as queries
from index.store.snapshot_reader import OpenSnapshot
from index.text.analysis import fts_query, words
from index.text.stopwords import REQUEST_WORDS

Rows = NDArray[np.int64]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Passages by row (n,), with their articles, scaled cosines and BM25 scores."""

    rows: Rows
    articles: Rows
    similarities: NDArray[np.float64]
    bm25: NDArray[np.float64]

    def take(self, places: Rows) -> "Candidates":
        """The candidates at `places`, in that order."""
        return Candidates(
            rows=self.rows[places],
            articles=self.articles[places],
            similarities=self.similarities[places],
            bm25=self.bm25[places],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFilter:
    """Which articles may answer: (articles,) by number, None for all.

    `narrowed`: a filter is set, so many candidates may be dropped. `few`: only an explicit set of
    articles is allowed.
    """

    articles: NDArray[np.bool_] | None
    narrowed: bool = False
    few: bool = False

    def passages(self, snapshot: OpenSnapshot) -> NDArray[np.bool_] | None:
        """Whether each passage may answer (passages,), None for all."""
        return None if self.articles is None else self.articles[snapshot.articles]


def filter_articles(
    snapshot: OpenSnapshot,
    filters: Filters,
    *,
    without: Collection[str] = (),
    among: Collection[int] | None = None,
) -> ArticleFilter:
    """The articles that pass the filters, without hidden ones and those with ids in `without`.

    With `among`, only articles with these numbers. An outlet is named by any words of its name:
    “viva”, “cnn indonesia”. An article without a date is in no period.
    """
    few = among is not None
    narrowed = few or bool(filters.narrowing or without)
    if not (narrowed or snapshot.hidden):
        return ArticleFilter(articles=None)
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
        mask &= _from_outlets(snapshot, filters.outlets)
    mask[[*snapshot.hidden, *queries.article_numbers(snapshot.db, without)]] = False
    return ArticleFilter(articles=mask, narrowed=narrowed, few=few)


def _from_outlets(snapshot: OpenSnapshot, outlets: Collection[str]) -> NDArray[np.bool_]:
    wanted = [set(words(outlet)) for outlet in outlets]
    fits = {
        outlet: any(want <= set(words(outlet)) for want in wanted)
        for outlet in set(snapshot.sources)
    }
    return np.array([fits[outlet] for outlet in snapshot.sources], dtype=np.bool_)


@dataclass(frozen=True, slots=True, kw_only=True)
class LexicalMatches:
    """BM25 scores by row, of the words of a query and of other names for what it asks for."""

    words: Mapping[int, float]
    names: Mapping[int, float]


def match_words(
    terms: TermWeights,
    names: Iterable[str],
    snapshot: OpenSnapshot,
    *,
    within: ArticleFilter,
    limit: int,
    tuning: Tuning,
) -> LexicalMatches:
    """At most `limit` passages each by the terms and by other names; more with filters."""
    limit = max(limit, tuning.filtered_candidates) if within.narrowed else limit
    passages = within.passages(snapshot) if within.few else None
    only = None if passages is None else np.flatnonzero(passages)
    expression = fts_query(terms.forms(budget=tuning.lexical_budget))
    return LexicalMatches(
        words=_bm25_scores(expression, limit, snapshot, only),
        names=_bm25_scores(fts_query(names), limit, snapshot, only),
    )


def newest_titled(
    terms: TermWeights, snapshot: OpenSnapshot, *, within: ArticleFilter, limit: int
) -> Rows:
    """At most `limit` passages of the newest articles that are titled by a topic of these terms.

    The title holds one of the terms or more, and the passage the others. By this a topic of few
    words (“Papua”) is told from articles that only mention it: the newest on it need not be among
    the best hundred passages by meaning and words. Words that ask for news, and terms that the
    archive lacks, are not looked for.
    """
    wanted = [word for word in terms.weights if word not in REQUEST_WORDS | {*terms.unknown}]
    forms = [fts_query(terms.only([word]).all_forms) for word in wanted]
    if not forms:
        return np.empty(0, np.int64)
    rows = queries.rows_by_date(snapshot.db, titled=" OR ".join(forms), holding=forms)
    found = np.array(rows, dtype=np.int64)
    passages = within.passages(snapshot)
    return (found if passages is None else found[passages[found]])[:limit]


def retrieve(
    vector: Vector,
    matches: Callable[[], LexicalMatches],
    snapshot: OpenSnapshot,
    *,
    within: ArticleFilter,
    scale: CosineScale,
    spoken: Rows | None,
    limit: int,
    newest: Rows | None = None,
) -> Candidates:
    """The candidates of the vector (at most `limit`), the full-text index and the speaker.

    `matches` is called last, so that its work may be done meanwhile. `spoken` are rows of passages
    by the speaker asked for, `newest` those of the newest articles on the topic. Passages that hold
    only other names of what is asked for become candidates too, but their BM25 is that of the
    query's own words: another name never pushes out an exact match.
    """
    passages = within.passages(snapshot)
    allowed = None if passages is None else np.flatnonzero(passages)
    near = snapshot.vectors.search(vector, limit, within=allowed)
    found = matches()
    bm25 = found.words
    besides = [rows.tolist() for rows in (spoken, newest) if rows is not None]
    lexical = {*bm25, *found.names}.union(*besides)
    others = np.array(sorted(lexical - set(near.rows.tolist())), dtype=np.int64)
    if passages is not None:
        others = others[passages[others]]
    cosines = np.concatenate([near.scores, snapshot.vectors.cosines(vector, others)])
    rows = np.concatenate([near.rows, others])
    return Candidates(
        rows=rows,
        articles=snapshot.articles[rows],
        similarities=scale.of(cosines.astype(np.float64)),
        bm25=np.array([bm25.get(row, 0.0) for row in rows.tolist()]),
    )


def _bm25_scores(
    expression: str, limit: int, snapshot: OpenSnapshot, only: Rows | None
) -> dict[int, float]:
    """BM25 by row; rows of hidden articles, or rows outside `only`, do not use up the limit."""
    if not expression:
        return {}
    return queries.bm25_scores(
        snapshot.db,
        expression,
        limit=limit,
        within=None if only is None else only.tolist(),
        without=snapshot.hidden_rows.tolist(),
    )


class SideTask:
    """One thread for work beside other work; safe to share between threads.

    It does one task at a time. A caller who comes while it is busy does all the work in turn: then
    the cores have enough to do, and more threads would only get into each other's way. On two cores
    with 45 questions a second, p95 was 0.5 to 2.3 s with a thread for each, 0.3 to 0.8 s with one.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="side-task")
        self._busy = threading.Lock()

    @contextlib.contextmanager
    def start(self, work: Callable[[], T]) -> Iterator[Callable[[], T]]:
        """Begin `work` in the thread; if that is busy, `work` is done when its result is asked for.

        Yields a function that returns the result, and raises what `work` raised.
        """
        if not self._busy.acquire(blocking=False):
            yield work
            return
        try:
            yield self._thread.submit(work).result
        finally:
            self._busy.release()
