"""Search a snapshot for the passages that may answer a query, best first.

Two stages: a hundred candidates each by the passages' vectors and by the full-text index, and what
the speaker asked for said; then the best of them are scored again by what their sentences hold.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from index.entities.matcher import EntityIndex
from index.models.embedder import CosineScale, Embedder
from index.models.reader import Reader
from index.query.filters import Filters
from index.query.parse import ParsedQuery
from index.search.preparation.prepared_query import PreparedQuery, prepare_query
from index.search.preparation.side_task import SideTask
from index.search.ranking.candidates import (
    ArticleFilter,
    Candidates,
    Rows,
    filter_articles,
    match_words,
    retrieve,
)
from index.search.ranking.results import RankedHits, SearchTrace, cite, latest_first
from index.search.ranking.scoring import (
    Ranking,
    ScoredPassage,
    SentenceScores,
    StoryRanking,
    best_per_story,
    blend,
    fuse,
    refine,
    score_sentences,
)
from index.search.reading.features import compute_features, is_heard
from index.search.reading.read_articles import ArticleReading, ReadArticle
from index.search.speakers.speaker_scores import SpeakerScores, score_speakers
from index.search.tuning import DEFAULT_TUNING, Tuning
from index.store.snapshot.open_snapshot import OpenSnapshot


class Searcher:
    """Searches whatever snapshot it is given; safe to share between threads.

    `entities` is the table of names; assign another to replace it at run time.
    """

    def __init__(
        self,
        embedder: Embedder,
        entities: EntityIndex | None = None,
        reader: Reader | None = None,
        *,
        tuning: Tuning = DEFAULT_TUNING,
    ) -> None:
        self.entities = entities or EntityIndex.shipped()
        self.tuning = tuning
        self._embedder = embedder
        self._reading = ArticleReading(reader)
        self._side_task = SideTask()

    @property
    def scale(self) -> CosineScale:
        """The scale of the embedding model's cosines."""
        return self._embedder.scale

    def prepare(
        self, query: ParsedQuery, snapshot: OpenSnapshot, *, waiting: int = 0
    ) -> PreparedQuery:
        """Prepare a query, to search this snapshot for it with any filters.

        The more other questions are waiting, the less is read for it.
        """
        return prepare_query(
            query,
            snapshot,
            embedder=self._embedder,
            entities=snapshot.entities(self.entities),
            tuning=self.tuning.hurried(waiting),
            side_task=self._side_task,
        )

    def search(
        self,
        query: PreparedQuery,
        filters: Filters | None = None,
        *,
        limit: int = 10,
        without: Collection[str] = (),
        among: Collection[int] | None = None,
    ) -> RankedHits:
        """At most `limit` hits that pass `filters`, by default those of the query.

        Whose words are wanted is part of the prepared query, whatever `filters` say. Articles with
        ids in `without` are treated as if the archive lacked them. With `among`, hits are from the
        articles with these numbers only.
        """
        filters = query.parsed.filters if filters is None else filters
        within = filter_articles(query.snapshot, filters, without=without, among=among)
        ranking = self._rank(query, within, query.tuning, latest=filters.latest)
        if ranking is None:
            return RankedHits(corrections=query.corrections, trace=SearchTrace(query=query))
        scored, articles = self._read(query, ranking.passages[:limit], latest=filters.latest)
        full_name = query.snapshot.entities(self.entities).in_full
        return RankedHits(
            hits=cite(query, scored, articles, full_name=full_name),
            features=compute_features(query, [each.similarity for each in scored], articles),
            heard=tuple(is_heard(query, article) for article in articles),
            corrections=query.corrections,
            trace=SearchTrace(
                query=query, ranking=ranking, scored=tuple(scored), articles=tuple(articles)
            ),
        )

    def rank_stories(
        self, query: PreparedQuery, within: ArticleFilter, *, passages: int
    ) -> StoryRanking:
        """All stories of the `passages` likeliest passages, near the query or not.

        If somebody's words are asked for, only stories with such words, if there are any.
        """
        tuning = replace(
            query.tuning,
            dense_candidates=passages,
            lexical_candidates=passages,
            scored_candidates=passages,
        )
        ranking = self._rank(query, within, tuning, latest=False)
        if ranking is None:
            return StoryRanking(passages=[], corrections=query.corrections)
        heard = [scored for scored in ranking.passages if is_spoken(query, ranking, scored)]
        return StoryRanking(passages=heard or ranking.passages, corrections=query.corrections)

    def _rank(
        self, query: PreparedQuery, within: ArticleFilter, tuning: Tuning, *, latest: bool
    ) -> Ranking | None:
        """Retrieve and rank passages of the articles that are allowed; None if there are none."""
        matches = match_words(
            query.terms,
            query.expansions,
            query.snapshot,
            within=within,
            limit=tuning.lexical_candidates,
        )
        newest = query.newest(within, tuning) if latest else None
        found = retrieve(
            query.vector,
            matches,
            query.snapshot,
            within=within,
            scale=self._embedder.scale,
            spoken=query.spoken,
            newest=newest,
            limit=tuning.dense_candidates,
        )
        return (
            self._score(query, found, tuning.scored_candidates, newest) if len(found.rows) else None
        )

    def _score(
        self, query: PreparedQuery, found: Candidates, count: int, newest: Rows | None
    ) -> Ranking:
        """Score the sentences of the `count` best candidates, and rank these by all scores.

        With `newest`, of these rows too, and the latest come first.
        """
        order = _order(found, query)
        named = np.isin(found.rows[order], [] if newest is None else newest)
        best = found.take(order[named | (np.arange(len(order)) < count)])
        asked = query.speaker
        speakers = score_speakers(best.rows, query.snapshot, asked) if asked else SpeakerScores()
        sentences = score_sentences(
            best.rows,
            query.vector,
            query.query_terms,
            query.snapshot,
            scale=self._embedder.scale,
            speakers=speakers,
            wants_statement=query.parsed.wants_statement,
            tuning=query.tuning,
        )
        passages = _rank_passages(best, sentences, query)
        if newest is not None:
            passages = latest_first(passages, newest, query.snapshot, query.tuning)
        return Ranking(passages=passages, candidates=best, sentences=sentences)

    def _read(
        self, query: PreparedQuery, passages: Sequence[ScoredPassage], *, latest: bool
    ) -> tuple[list[ScoredPassage], list[ReadArticle]]:
        """Read the articles of these passages: what answers comes first, unless the newest does."""
        tuning = query.tuning
        articles = self._reading.read(query, [scored.row for scored in passages])
        # What was not read is not compared with what was: among unread articles scores stand.
        weight = tuning.reader_weight if any(article.is_read for article in articles) else 0.0
        pairs = [
            (
                replace(each, score=(each.score + weight * article.probability) / (1 + weight)),
                article,
            )
            for each, article in zip(passages, articles, strict=True)
        ]
        if not latest:
            pairs.sort(key=lambda pair: -pair[0].score)
        return [scored for scored, _ in pairs], [article for _, article in pairs]


def _order(candidates: Candidates, query: PreparedQuery) -> Rows:
    """Places of the candidates, the most promising first; equal ones by row."""
    total = query.terms.total
    scores = fuse(candidates.similarities, candidates.bm25, total_weight=total, tuning=query.tuning)
    return np.lexsort((candidates.rows, -scores))


def _rank_passages(
    best: Candidates, sentences: SentenceScores, query: PreparedQuery
) -> list[ScoredPassage]:
    """Each story's best passage, best first."""
    tuning = query.tuning
    similarities = blend(best.similarities, sentences.nearest, tuning)
    scores = refine(
        fuse(similarities, best.bm25, total_weight=query.terms.total, tuning=tuning),
        covered=sentences.covered,
        sentence_covered=sentences.sentence_covered,
        answer_type=sentences.answer_type,
        agreement=sentences.agreement if query.speaker else None,
        tuning=tuning,
    )
    stories = query.snapshot.stories[best.articles]
    columns = (np.arange(len(scores)), best.rows, stories, scores, similarities)
    return best_per_story(map(ScoredPassage, *(column.tolist() for column in columns)))


def is_spoken(query: PreparedQuery, ranking: Ranking, scored: ScoredPassage) -> bool:
    """Whether a passage has words by the speaker asked for, if one is."""
    agreement = ranking.sentences.agreement[scored.place]
    return query.speaker is None or bool(agreement >= query.least_agreement)
