"""The answer pipeline: a question in, an Answer out, from the live snapshot."""

import datetime
import time
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import replace

from bot.answers.evaluation import PredictedHit, Prediction
from bot.answers.labelled_questions import LabelledQuestion
from bot.answers.types import (
    CONTEXT,
    Answer,
    ExplainedAnswer,
    Interpretation,
    Question,
    SnapshotArticles,
)
from index.confidence import Calibration
from index.query.filters import Filter
from index.quotes.checking.check import QuoteChecker
from index.quotes.checking.claims import Claim
from index.quotes.checking.outcomes import QuoteCheck
from index.quotes.listing.statements import StatementList, StatementRequest, StatementSearch
from index.records import Article, Coverage, Hit, Outcome
from index.search.explaining.explain import explain
from index.search.pipeline import SearchPipeline, SearchResult
from index.search.quantities.disagreement import Disagreement, find_disagreement, in_order
from index.search.routing import InputKind, SearchRequest
from index.search.searcher import Searcher
from index.search.stories.suggestions import Suggestion, suggest
from index.search.stories.topics import Topic, TopicSearch
from index.store.snapshot.live import LiveIndex
from index.store.snapshot.open_snapshot import OpenSnapshot

# Articles in the ranking of a prediction.
PREDICTED = 20
# Hits that a prediction shows.
PREDICTED_HITS = 3


class Answerer:
    """The answer pipeline over the live snapshot; safe to share between threads.

    `today` gives the day that “yesterday” is relative to.
    """

    def __init__(
        self,
        searcher: Searcher,
        live: LiveIndex,
        *,
        today: Callable[[], datetime.date] = datetime.date.today,
    ) -> None:
        self._pipeline = SearchPipeline(searcher, today=today)
        self._topics = TopicSearch(searcher, today=today)
        self._checker = QuoteChecker(searcher)
        self._statements = StatementSearch(searcher)
        self._live = live

    def answer(self, question: Question, *, limit: int = 10, waiting: int = 0) -> Answer:
        """The archive's answer with at most `limit` hits; raises ArchiveError.

        The more other questions are `waiting`, the less is read for it.
        """
        return self._searched(question, self._live.current(), limit=limit, waiting=waiting)[0]

    def explained(self, question: Question, *, limit: int = 10) -> ExplainedAnswer:
        """The archive's answer and why, for the archive's owner; raises ArchiveError."""
        snapshot = self._live.current()
        answer, result = self._searched(question, snapshot, limit=limit)
        return ExplainedAnswer(answer=answer, explanation=explain(result, snapshot.calibration))

    def answer_among(
        self, question: Question, references: Collection[str], *, limit: int = 10
    ) -> Answer:
        """The answer from only the articles with these references; those not there are ignored."""
        snapshot = self._live.current()
        numbers = map(snapshot.with_reference, references)
        among = frozenset(number for number in numbers if number is not None)
        return self._searched(question, snapshot, limit=limit, among=among)[0]

    def snapshot_articles(self) -> SnapshotArticles:
        """References of all articles in the live snapshot, to compare with another snapshot's."""
        snapshot = self._live.current()
        references = snapshot.lookup.references()
        return SnapshotArticles(snapshot=snapshot.path.name, references=references)

    def predict(self, asked: LabelledQuestion) -> Prediction:
        """The answer for evaluation: with its ranking, whatever the outcome."""
        before = Question(text=asked.after, language="id")
        earlier = self.answer(before).interpretation.query if asked.after else None
        return self._predicted(asked.id, SearchRequest(text=asked.question, earlier=earlier))

    def predict_again(self, name: str, question: Question) -> Prediction:
        """The same for a question from a chat, with its context and filters."""
        return self._predicted(name, _request(question))

    def article(self, reference: str) -> Article | None:
        """The whole article with this `Citation.reference`, None if it is not in the archive."""
        snapshot = self._live.current()
        number = snapshot.with_reference(reference)
        return None if number is None else snapshot.tables.article(number)

    def topic(self, text: str) -> Topic:
        """The stories on a topic, the most relevant first; raises ArchiveError."""
        return self._topics.search(text, self._live.current())

    def check(self, claims: Sequence[Claim]) -> tuple[QuoteCheck, ...]:
        """What the archive holds of each claim that somebody said something; ArchiveError."""
        snapshot = self._live.current()
        return tuple(self._checker.check(claim, snapshot) for claim in claims)

    def statements(self, request: StatementRequest) -> StatementList:
        """All that somebody said in the archive, on a topic if one is given; ArchiveError."""
        return self._statements.search(request, self._live.current())

    def suggestions(self) -> tuple[Suggestion, ...]:
        """Suggestions of what to ask about, the best first; the same for one snapshot."""
        return suggest(self._live.current())

    def coverage(self) -> Coverage:
        """How much the live snapshot holds."""
        return self._live.current().manifest.coverage

    def snapshot(self) -> str:
        """The name of the live snapshot."""
        return self._live.current().path.name

    def state(self) -> Hashable:
        """Equal as long as the same question gets the same answer: snapshot and hidden articles."""
        return self.snapshot(), self._live.hidden.entries()

    def calibration(self) -> Calibration:
        """The calibration of the live snapshot."""
        return self._live.current().calibration

    def refresh(self) -> None:
        """Opens the snapshot that was published last; raises SnapshotUnusable if that fails."""
        self._live.refresh()

    def _searched(
        self,
        question: Question,
        snapshot: OpenSnapshot,
        *,
        limit: int,
        among: frozenset[int] | None = None,
        waiting: int = 0,
    ) -> tuple[Answer, SearchResult]:
        """The answer, and the search that it was made from."""
        started = time.perf_counter()
        request = replace(_request(question), among=among, limit=limit, waiting=waiting)
        result = self._pipeline.run(request, snapshot)
        disagreement = _disagreement(question, result)
        hits = in_order(result.hits, disagreement) if disagreement else result.hits
        answer = Answer(
            question=question,
            outcome=result.decision.outcome,
            confidence=result.decision.confidence,
            hits=hits,
            coverage=snapshot.manifest.coverage,
            snapshot=snapshot.path.name,
            elapsed_ms=(time.perf_counter() - started) * 1000,
            interpretation=_interpretation(result),
            disagreement=disagreement,
        )
        return answer, result

    def _predicted(self, name: str, request: SearchRequest) -> Prediction:
        started = time.perf_counter()
        request = replace(request, limit=PREDICTED)
        result = self._pipeline.run(request, self._live.current())
        elapsed = (time.perf_counter() - started) * 1000
        hits = result.found.hits
        articles = [article.id for hit in hits for article in (hit.article, *hit.also)]
        return Prediction(
            id=name,
            outcome=result.decision.outcome,
            confidence=round(result.decision.confidence, 6),
            articles=tuple(articles[:PREDICTED]),
            quote=hits[0].quote if hits else "",
            speaker=hits[0].speaker if hits else "",
            elapsed_ms=round(elapsed, 3),
            hits=tuple(map(_predicted_hit, hits[:PREDICTED_HITS])),
        )


def _disagreement(question: Question, result: SearchResult) -> Disagreement | None:
    """How the hits of an answer disagree; of a question only, not of a text or URL."""
    answered = result.decision.outcome is Outcome.ANSWER
    if not answered or result.input_kind is not InputKind.QUESTION:
        return None
    return find_disagreement(f"{question.text} {result.added}", result.hits)


def _predicted_hit(hit: Hit) -> PredictedHit:
    return PredictedHit(
        article=hit.article.id,
        quote=hit.quote,
        speaker=hit.speaker,
        also=tuple(article.id for article in hit.also),
    )


def _request(question: Question) -> SearchRequest:
    context = None if CONTEXT in question.without else question.context
    return SearchRequest(
        text=question.text,
        earlier=context.query if context else None,
        without=tuple(one for one in Filter if one in question.without),
        newest=question.newest,
    )


def _interpretation(result: SearchResult) -> Interpretation:
    # Without the filters there was nothing either.
    nothing = result.decision.outcome is Outcome.NOTHING
    return Interpretation(
        query=result.query,
        dropped=() if nothing else result.dropped,
        corrections=result.found.corrections,
        added=result.added,
        input_kind=result.input_kind,
    )
