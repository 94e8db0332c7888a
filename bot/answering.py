"""One question in, one Answer out; knows neither Telegram nor the terminal."""

import datetime
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Protocol

from bot.library import ArchiveLibrary, Library
from index.confidence import Outcome
from index.considering import Considered, Considering, Wish
from index.evaluation import Asked, Predicted
from index.follow_ups import Earlier, topic_of
from index.live import LiveIndex, OpenSnapshot
from index.periods import Period
from index.records import Article, Coverage, Hit
from index.searcher import Searcher
from index.shelf import article
from index.subjects import Subject, subjects
from index.topics import Topic, Topics
from index.understanding import Filter

# Articles that evaluation wants to see ranked.
PREDICTED = 20
# What a question that goes on from another is searched with can be taken away like a filter.
CONTEXT = "context"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a question was understood to ask for besides its words; all of it may be empty.

    `topic` is what it was about. `said` tells that somebody's words were wanted, `speaker` whose,
    as the question puts it. `first` and `last` are ISO dates of publication, `sources` outlets as
    typed, `latest` the newest first. `dropped` names the filters that were given up because nothing
    answered within them, `corrections` the words that were searched as another (as asked, as
    searched). `added` are words of the question before that were searched too. `given` is "text" or
    "address" when such was sent instead of a question, "unknown_address" when the archive does not
    have that; `topic` is then what was searched for it. `problems` are typed operators that made no
    sense.
    """

    topic: str = ""
    said: bool = False
    speaker: str = ""
    first: str = ""
    last: str = ""
    sources: tuple[str, ...] = ()
    latest: bool = False
    dropped: tuple[str, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    problems: tuple[str, ...] = ()
    added: str = ""
    given: str = ""

    @property
    def days(self) -> tuple[datetime.date | None, datetime.date | None]:
        """The first and the last day of publication, None where it is open."""
        first, last = (
            datetime.date.fromisoformat(text) if text else None for text in (self.first, self.last)
        )
        return first, last

    @property
    def filters(self) -> tuple[str, ...]:
        """What narrowed the search and can be taken away with `Question.without`."""
        there = {
            CONTEXT: self.added,
            Filter.SPEAKER: self.speaker,
            Filter.PERIOD: self.first or self.last,
            Filter.SOURCES: self.sources,
            Filter.LATEST: self.latest,
        }
        return tuple(str(name) for name, value in there.items() if value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked. `language` ("id" or "en") is the language to speak to the asker in.

    `context` is what the question before was understood as, when this one replies to its answer.
    `without` names filters that are not wanted, as in `Reading.filters`; `newest` asks for the
    newest first. A `text` may also be a pasted text, its lines kept, or an address.
    """

    text: str
    language: str
    context: Reading | None = None
    without: tuple[str, ...] = ()
    newest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the archive has on a question; hits are best first and empty for NOTHING.

    Those of RELATED have neither quote nor speaker: a quotation is an answer, or not shown at all.
    `confidence` is the probability 0–1 that the first hit answers; people are shown words.
    `withdrawn` counts the hits that an answer had and that may not be shown any more.
    """

    question: Question
    outcome: Outcome
    confidence: float
    hits: tuple[Hit, ...]
    coverage: Coverage
    snapshot: str
    elapsed_ms: float
    reading: Reading = Reading()
    withdrawn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """Which articles a snapshot holds, each by its `Citation.reference`."""

    snapshot: str
    references: frozenset[str]


class Answers(Protocol):
    """Anything that answers: the pipeline itself, or a stand-in in a test. Raises ArchiveError."""

    @property
    def library(self) -> Library:
        """The archive as its owner sees it."""
        ...

    def answer(self, question: Question, *, limit: int = 10) -> Answer:
        """The archive's answer with at most `limit` hits."""
        ...

    def answer_among(
        self, question: Question, references: Collection[str], *, limit: int = 10
    ) -> Answer:
        """The same from the articles with these references only, as far as they are there."""
        ...

    def holdings(self) -> Holdings:
        """What can be told apart from what another snapshot holds; the same for one snapshot."""
        ...

    def article(self, reference: str) -> Article | None:
        """The whole article with this `Citation.reference`, None if it is not there (any more)."""
        ...

    def topic(self, text: str) -> Topic:
        """The stories on a topic, the most relevant first."""
        ...

    def subjects(self) -> tuple[Subject, ...]:
        """What can be asked about, the best first; the same as long as the snapshot is."""
        ...

    def coverage(self) -> Coverage:
        """What the live snapshot holds."""
        ...

    def snapshot(self) -> str:
        """The name of the live snapshot."""
        ...


class Answerer:
    """The answer pipeline over the live snapshot; safe to share between threads.

    `today` gives the day that “yesterday” counts from.
    """

    def __init__(
        self,
        searcher: Searcher,
        live: LiveIndex,
        *,
        today: Callable[[], datetime.date] = datetime.date.today,
        library: Library | None = None,
    ) -> None:
        self._considering = Considering(searcher, today=today)
        self._topics = Topics(searcher, today=today)
        self._live = live
        self.library: Library = library or ArchiveLibrary(live)

    def answer(self, question: Question, *, limit: int = 10) -> Answer:
        """The archive's answer with at most `limit` hits; raises ArchiveError."""
        return self._answer(question, self._live.current(), limit=limit)

    def answer_among(
        self, question: Question, references: Collection[str], *, limit: int = 10
    ) -> Answer:
        """The same from the articles with these references only, as far as they are there."""
        snapshot = self._live.current()
        numbers = map(snapshot.referred, references)
        among = frozenset(number for number in numbers if number is not None)
        return self._answer(question, snapshot, limit=limit, among=among)

    def holdings(self) -> Holdings:
        """What can be told apart from what another snapshot holds; the same for one snapshot."""
        snapshot = self._live.current()
        return Holdings(snapshot=snapshot.path.name, references=snapshot.shelf.references())

    def predict(self, asked: Asked) -> Predicted:
        """The same for evaluation: the ranking is kept whatever the outcome."""
        before = Question(text=asked.after, language="id")
        earlier = _earlier(self.answer(before).reading) if asked.after else None
        return self._predicted(asked.id, Wish(text=asked.question, earlier=earlier))

    def predict_again(self, name: str, question: Question) -> Predicted:
        """The same for a question that was asked in a chat, with all that it was asked with."""
        return self._predicted(name, _wish(question))

    def article(self, reference: str) -> Article | None:
        """The whole article with this `Citation.reference`, None if it is not there (any more)."""
        snapshot = self._live.current()
        number = snapshot.referred(reference)
        return None if number is None else article(number, snapshot.db)

    def topic(self, text: str) -> Topic:
        """The stories on a topic, the most relevant first; raises ArchiveError."""
        return self._topics.on(text, self._live.current())

    def subjects(self) -> tuple[Subject, ...]:
        """What can be asked about, the best first; the same as long as the snapshot is."""
        return subjects(self._live.current())

    def coverage(self) -> Coverage:
        """What the live snapshot holds."""
        return self._live.current().manifest.coverage

    def snapshot(self) -> str:
        """The name of the live snapshot."""
        return self._live.current().path.name

    def refresh(self) -> None:
        """Take the snapshot that was published last; SnapshotUnusable if it cannot be opened."""
        self._live.refresh()

    def _answer(
        self,
        question: Question,
        snapshot: OpenSnapshot,
        *,
        limit: int,
        among: frozenset[int] | None = None,
    ) -> Answer:
        started = time.perf_counter()
        wish = replace(_wish(question), among=among)
        result = self._considering.consider(wish, snapshot, limit)
        return Answer(
            question=question,
            outcome=result.judgement.outcome,
            confidence=result.judgement.confidence,
            hits=result.hits,
            coverage=snapshot.manifest.coverage,
            snapshot=snapshot.path.name,
            elapsed_ms=(time.perf_counter() - started) * 1000,
            reading=_reading(result),
        )

    def _predicted(self, name: str, wish: Wish) -> Predicted:
        started = time.perf_counter()
        result = self._considering.consider(wish, self._live.current(), PREDICTED)
        elapsed = (time.perf_counter() - started) * 1000
        hits = result.found.hits
        articles = [article.id for hit in hits for article in (hit.article, *hit.also)]
        return Predicted(
            id=name,
            outcome=result.judgement.outcome,
            confidence=round(result.judgement.confidence, 6),
            articles=tuple(articles[:PREDICTED]),
            quote=hits[0].quote if hits else "",
            speaker=hits[0].speaker if hits else "",
            elapsed_ms=round(elapsed, 3),
        )


def _wish(question: Question) -> Wish:
    context = None if CONTEXT in question.without else question.context
    return Wish(
        text=question.text,
        earlier=_earlier(context) if context else None,
        without=tuple(one for one in Filter if one in question.without),
        newest=question.newest,
    )


def _earlier(reading: Reading) -> Earlier:
    first, last = reading.days
    return Earlier(
        topic=reading.topic,
        said=reading.said,
        speaker=reading.speaker,
        period=Period(first=first, last=last) if first or last else None,
        sources=reading.sources,
        latest=reading.latest,
    )


def _reading(result: Considered) -> Reading:
    asks = result.asks
    period = asks.period
    # Beyond them there was nothing either.
    nothing = result.judgement.outcome is Outcome.NOTHING
    return Reading(
        topic=topic_of(asks),
        said=asks.request.said,
        speaker=asks.request.speaker,
        first=period.first.isoformat() if period and period.first else "",
        last=period.last.isoformat() if period and period.last else "",
        sources=asks.sources,
        latest=asks.latest,
        dropped=() if nothing else tuple(name.value for name in result.dropped),
        corrections=result.found.corrections,
        added=result.added,
        given=result.given.value,
        problems=asks.problems,
    )
