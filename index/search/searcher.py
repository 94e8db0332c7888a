"""A question → the passages of the archive that may answer it, best first.

Two stages: a hundred candidates each by the passages' vectors and by the full-text index, and what
those said whose words are asked for; the best of them scored again with what their sentences hold.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from index.confidence import Features
from index.entities.matcher import EntityIndex
from index.models.embedder import Embedder
from index.models.reranker import RERANKED_HITS, Reranker, rerank_order
from index.query.filters import NO_FILTERS, Filter
from index.query.parse import ParsedQuery
from index.records import Hit
from index.search.candidates import (
    CANDIDATES,
    Allowed,
    Candidates,
    Lexical,
    allowed,
    gather,
    lexical,
)
from index.search.features import Seen, features_of, is_heard
from index.search.fusion import Scored, best_per_story, blend, fuse, refine
from index.search.prepared_query import Query, query_of, worded
from index.search.results import cited
from index.search.scoring import Looked, look_into
from index.search.side_task import Aside
from index.search.speaker_scores import voices_in
from index.store.snapshot_queries import passage_texts
from index.store.snapshot_reader import OpenSnapshot
from index.text.sentence_features import QueryTerms

# Candidates whose sentences are looked at.
LOOKED_INTO = 50
# “The latest” is looked for among hits whose score is at least this share of the best.
LATEST_AMONG = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Hits, best first, one a story, and the features for each.

    `corrections` are words that were searched as another (as asked, as searched). `heard` tells for
    each hit that its quote is by who is asked for; where nobody in particular is, all are.
    """

    hits: tuple[Hit, ...]
    features: tuple[Features, ...]
    corrections: tuple[tuple[str, str], ...] = ()
    heard: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Surveyed:
    """The best passage of each story near a subject, best story first; corrections as in Found."""

    ranked: list[Scored]
    corrections: tuple[tuple[str, str], ...] = ()


class Searcher:
    """Searches whatever snapshot it is given; safe to share between threads.

    `table` is the table of names it goes by; another one may be put there.
    """

    def __init__(
        self,
        embedder: Embedder,
        aliases: EntityIndex | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        self._embedder = embedder
        self._reranker = reranker
        self.table = aliases or EntityIndex.shipped()
        self._aside = Aside()

    def search(
        self,
        question: ParsedQuery,
        snapshot: OpenSnapshot,
        *,
        limit: int = 10,
        without: Collection[str] = (),
        among: Collection[int] | None = None,
    ) -> Found:
        """At most `limit` hits; articles whose id is in `without` are treated as not there.

        With `among`, hits are of articles with these numbers only; what they are worth is told by
        all there are.
        """
        within = allowed(
            snapshot,
            question.filters,
            without=without,
            among=among,
        )
        query, seen = self._first_look(question, snapshot, within)
        if seen is None:
            return Found(hits=(), features=(), corrections=query.corrections)
        seen = self._reread(query, seen, snapshot)
        ranked = seen.ranked[:limit]
        in_full = snapshot.entities(self.table).in_full
        hits = cited(ranked, seen.looked, seen.voices, snapshot, in_full=in_full)
        around = seen
        if among is not None or question.filters.narrowing:
            # How far a hit stands above others is told by all there are.
            beyond = allowed(snapshot, NO_FILTERS, without=without)
            words = partial(
                lexical, query.asked, snapshot, allowed=beyond, aliases=query.expansions
            )
            around = self._look(query, snapshot, beyond, words) or seen
        languages = [language for _, language in hits]
        return Found(
            hits=tuple(hit for hit, _ in hits),
            features=features_of(query, seen, around, languages, snapshot),
            corrections=query.corrections,
            heard=tuple(is_heard(query, seen, scored) for scored in seen.ranked[:limit]),
        )

    def survey(
        self, question: ParsedQuery, snapshot: OpenSnapshot, *, within: Allowed, most: int
    ) -> Surveyed:
        """Every story among the `most` passages that are likeliest on a question, near or far.

        Where somebody's words are asked for, only those with such words, if there are any.
        """
        question = question.without(Filter.LATEST)
        query, seen = self._first_look(question, snapshot, within, candidates=most, into=most)
        if seen is None:
            return Surveyed(ranked=[], corrections=query.corrections)
        heard = [one for one in seen.ranked if is_heard(query, seen, one)]
        return Surveyed(ranked=heard or seen.ranked, corrections=query.corrections)

    def _first_look(
        self,
        question: ParsedQuery,
        snapshot: OpenSnapshot,
        within: Allowed,
        *,
        candidates: int = CANDIDATES,
        into: int = LOOKED_INTO,
    ) -> tuple[Query, Seen | None]:
        """Read the question and look.

        Its words are looked up while it is embedded, if no other question is at work: in 17,891
        articles either takes about 7 ms, nearly all of it outside of Python.
        """
        aliases = snapshot.entities(self.table)
        found = worded(question, snapshot, aliases)
        finding = partial(
            lexical,
            found.asked,
            snapshot,
            allowed=within,
            aliases=found.expansions,
            count=candidates,
        )
        with self._aside.begun(finding) as words:
            query = query_of(question, found, snapshot, embedder=self._embedder, aliases=aliases)
            return query, self._look(query, snapshot, within, words, candidates, into)

    def _look(
        self,
        query: Query,
        snapshot: OpenSnapshot,
        within: Allowed,
        words: Callable[[], Lexical],
        candidates: int = CANDIDATES,
        into: int = LOOKED_INTO,
    ) -> Seen | None:
        """Find and rank what is allowed; None if that is nothing."""
        found = gather(
            query.vector,
            words,
            snapshot,
            allowed=within,
            scale=self._embedder.scale,
            spoken=query.spoken,
            count=candidates,
        )
        if not len(found.rows):
            return None
        best = found.take(_order(found, query.asked.total)[:into])
        voices = voices_in(best.rows, snapshot, query.speaker)

        about, proper = query.about.weights, query.reached.weights
        looked = look_into(
            best.rows,
            query.vector,
            QueryTerms.of(about, query.kind, names=query.names, proper=proper),
            snapshot,
            scale=self._embedder.scale,
            voices=voices,
            said=query.parsed.wants_statement,
        )
        ranked = _rank(best, looked, query, snapshot)
        return Seen(looked=looked, voices=voices, ranked=ranked)

    def _reread(self, query: Query, seen: Seen, snapshot: OpenSnapshot) -> Seen:
        """The best reranked, if there is a reranker and the newest is not asked for.

        Each hit keeps its features: the confidence is fitted on that, whatever the order.
        """
        if self._reranker is None or query.parsed.filters.latest:
            return seen
        best, others = seen.ranked[:RERANKED_HITS], seen.ranked[RERANKED_HITS:]
        passages = passage_texts(snapshot.db, [scored.row for scored in best])
        scores = self._reranker.scores(query.parsed.search_text, passages)
        heard = [is_heard(query, seen, scored) for scored in best]
        return replace(seen, ranked=[best[at] for at in rerank_order(scores, heard)] + others)


def _order(candidates: Candidates, information: float) -> "np.typing.NDArray[np.int64]":
    """Places of the candidates, the most promising first; equal ones by row."""
    scores = fuse(candidates.similarities, candidates.bm25, information=information)
    return np.lexsort((candidates.rows, -scores))


def _rank(best: Candidates, looked: Looked, query: Query, snapshot: OpenSnapshot) -> list[Scored]:
    """Each story's best passage, best first, or among the best the latest first."""
    similarities = blend(best.similarities, looked.nearest)
    scores = refine(
        fuse(similarities, best.bm25, information=query.asked.total),
        covered=looked.covered,
        sentence_covered=looked.sentence_covered,
        kind=looked.kind,
        agreement=looked.agreement if query.speaker else None,
    )
    columns = (
        np.arange(len(scores)),
        best.rows,
        snapshot.stories[best.articles],
        scores,
        similarities,
    )
    ranked = best_per_story(map(Scored, *(column.tolist() for column in columns)))
    if not query.parsed.filters.latest:
        return ranked
    enough = [one for one in ranked if one.score >= LATEST_AMONG * ranked[0].score]
    days = snapshot.days[snapshot.articles[[one.row for one in enough]]].tolist()
    newest = sorted(zip(enough, days, strict=True), key=lambda pair: -pair[1])
    return [one for one, _ in newest] + ranked[len(enough) :]
