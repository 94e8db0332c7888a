"""The answer pipeline: a question in, an Answer out, from the live snapshot."""

import datetime
import time
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import replace

from bot.answers.composing import compose
from bot.answers.evaluation import PredictedHit, Prediction
from bot.answers.labelled_questions import LabelledQuestion
from bot.answers.types import (
    CONTEXT,
    Answer,
    ExplainedAnswer,
    Question,
    SnapshotArticles,
)
from index.confidence import Calibration
from index.query.filters import Filter
from index.quotes.checking.check import QuoteChecker
from index.quotes.checking.claims import Claim
from index.quotes.checking.outcomes import QuoteCheck
from index.quotes.listing.statements import StatementList, StatementRequest, StatementSearch
from index.records import Article, Coverage, Hit
from index.search.explaining.explain import explain
from index.search.pipeline import SearchedPart, SearchPipeline
from index.search.routing import SearchRequest
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
        answer, searched = self._searched(question, snapshot, limit=limit)
        reasons = [explain(part.result, snapshot.calibration) for part in searched]
        second = reasons[1] if len(reasons) > 1 else None
        return ExplainedAnswer(answer=answer, explanation=reasons[0], second=second)

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
    ) -> tuple[Answer, tuple[SearchedPart, ...]]:
        """The answer, and the searches that it was made from."""
        started = time.perf_counter()
        request = replace(_request(question), among=among, limit=limit, waiting=waiting)
        searched = self._pipeline.run_parts(request, snapshot)
        made = compose(question, searched, limit=limit)
        answer = Answer(
            question=question,
            outcome=made.outcome,
            confidence=made.confidence,
            hits=made.hits,
            coverage=snapshot.manifest.coverage,
            snapshot=snapshot.path.name,
            elapsed_ms=(time.perf_counter() - started) * 1000,
            interpretation=made.interpretation,
            disagreement=made.disagreement,
            parts=made.parts,
        )
        return answer, searched

    def _predicted(self, name: str, request: SearchRequest) -> Prediction:
        started = time.perf_counter()
        request = replace(request, limit=PREDICTED)
        searched = self._pipeline.run_parts(request, self._live.current())
        elapsed = (time.perf_counter() - started) * 1000
        made = compose(Question(text=request.text, language="id"), searched, limit=PREDICTED)
        hits = made.hits if made.parts else searched[0].result.found.hits
        articles = [article.id for hit in hits for article in (hit.article, *hit.also)]
        return Prediction(
            id=name,
            outcome=made.outcome,
            confidence=round(made.confidence, 6),
            articles=tuple(articles[:PREDICTED]),
            quote=hits[0].quote if hits else "",
            speaker=hits[0].speaker if hits else "",
            elapsed_ms=round(elapsed, 3),
            hits=tuple(map(_predicted_hit, hits[:PREDICTED_HITS])),
        )


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
