"""Retrieval of candidates: passages near in meaning, sharing words, or by the speaker asked for."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.models.embedder import CosineScale, Vector
from index.query.filters import Filters
from index.search.preparation.term_weights import TermWeights
from index.store.snapshot.article_arrays import NameKind
from index.store.snapshot.engines.selection import EVERYTHING, Selection
from index.store.snapshot.open_snapshot import OpenSnapshot
from index.text.analysis import words
from index.text.stopwords import REQUEST_WORDS

Rows = NDArray[np.int64]


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

    `selection` says the same to the word index.
    """

    articles: NDArray[np.bool_] | None
    selection: Selection = EVERYTHING

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

    With `among`, only articles with these numbers. Outlets, authors and sections are named by any
    words of their names: “viva”, “cnn indonesia”. An article without a date is in no period.
    """
    if not (filters.narrowing or without or snapshot.hidden or among is not None):
        return ArticleFilter(articles=None)
    period = filters.period
    selection = Selection(
        first=period.first if period else None,
        last=period.last if period else None,
        dated=period is not None,
        outlets=_named(snapshot, "source", filters.outlets),
        authors=_named(snapshot, "author", filters.authors),
        sections=_named(snapshot, "section", filters.sections),
        articles=None if among is None else tuple(among),
        without=(*snapshot.hidden, *snapshot.tables.article_numbers(without)),
    )
    return ArticleFilter(articles=_mask(selection, snapshot), selection=selection)


def _named(snapshot: OpenSnapshot, kind: NameKind, names: Collection[str]) -> frozenset[str] | None:
    """The snapshot's outlets, say, that have all words of one of these names; None without any."""
    if not names:
        return None
    found = (snapshot.tables.names_with(kind, words(name)) for name in names)
    return frozenset().union(*found)


def _mask(selection: Selection, snapshot: OpenSnapshot) -> NDArray[np.bool_]:
    """Whether each article is selected (articles,)."""
    mask = np.full(len(snapshot.days), selection.articles is None, dtype=np.bool_)
    if selection.articles is not None:
        mask[list(selection.articles)] = True
    if selection.dated:
        mask &= snapshot.days > 0
    if selection.first:
        mask &= snapshot.days >= selection.first.toordinal()
    if selection.last:
        mask &= snapshot.days <= selection.last.toordinal()
    named: Sequence[tuple[NameKind, frozenset[str] | None]] = (
        ("source", selection.outlets),
        ("author", selection.authors),
        ("section", selection.sections),
    )
    for kind, names in named:
        if names is not None:
            wanted = snapshot.tables.name_numbers(kind, names)
            mask &= np.isin(snapshot.arrays.named(kind), wanted)
    mask[list(selection.without)] = False
    return mask


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
) -> LexicalMatches:
    """At most `limit` passages each by all forms of the terms and by other names."""
    index, selection = snapshot.words, within.selection
    return LexicalMatches(
        words=index.bm25_scores(terms.all_forms, limit=limit, within=selection),
        names=index.bm25_scores(names, limit=limit, within=selection),
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
    forms = [terms.only([word]).all_forms for word in wanted]
    return snapshot.words.newest(forms, limit=limit, within=within.selection)


def retrieve(
    vector: Vector,
    matches: LexicalMatches,
    snapshot: OpenSnapshot,
    *,
    within: ArticleFilter,
    scale: CosineScale,
    spoken: Rows | None,
    limit: int,
    newest: Rows | None = None,
) -> Candidates:
    """The candidates of the vector (at most `limit`), the full-text index and the speaker.

    `spoken` are rows of passages by the speaker asked for, `newest` those of the newest articles on
    the topic. Passages that hold only other names of what is asked for become candidates too, but
    their BM25 is that of the query's own words: another name never pushes out an exact match.
    """
    passages = within.passages(snapshot)

    def allowed() -> Rows | None:
        return None if passages is None else np.flatnonzero(passages)

    near = snapshot.vectors.search(vector, limit, within=within.selection, rows=allowed)
    bm25 = matches.words
    besides = [rows.tolist() for rows in (spoken, newest) if rows is not None]
    lexical = {*bm25, *matches.names}.union(*besides)
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
