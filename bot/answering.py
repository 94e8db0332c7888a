"""One question in, one Answer out; knows neither Telegram nor the terminal."""

import datetime
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from index.confidence import Calibration, Judgement, Outcome
from index.evaluation import Asked, Predicted
from index.live import LiveIndex, OpenSnapshot
from index.records import Coverage, Hit
from index.searcher import Found, Searcher
from index.understanding import Filter, Understood, understood

# Articles that evaluation wants to see ranked.
PREDICTED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked. `language` ("id" or "en") is the language to speak to the asker in."""

    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a question was understood to ask for besides its words; all of it may be empty.

    `speaker` is whose words, as the question puts it. `first` and `last` are ISO dates of
    publication, `sources` outlets as typed, `latest` the newest first. `dropped` names the filters
    that were given up because only without them anything was found, `corrections` the words that
    were searched as another (as asked, as searched), `problems` the typed operators that made no
    sense.
    """

    speaker: str = ""
    first: str = ""
    last: str = ""
    sources: tuple[str, ...] = ()
    latest: bool = False
    dropped: tuple[str, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the archive has on a question; hits are best first and empty for NOTHING.

    Those of RELATED have neither quote nor speaker: a quotation is an answer, or not shown at all.
    `confidence` is the probability 0–1 that the first hit answers; people are shown words.
    """

    question: Question
    outcome: Outcome
    confidence: float
    hits: tuple[Hit, ...]
    coverage: Coverage
    snapshot: str
    elapsed_ms: float
    reading: Reading = Reading()


class Answers(Protocol):
    """Anything that answers: the pipeline itself, or a stand-in in a test."""

    def answer(self, question: Question, *, limit: int = 10) -> Answer:
        """The archive's answer with at most `limit` hits; raises ArchiveError."""
        ...

    def coverage(self) -> Coverage:
        """What the live snapshot holds."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Considered:
    """One search and what it is worth."""

    asks: Understood
    found: Found
    judgement: Judgement
    dropped: tuple[Filter, ...] = ()


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
    ) -> None:
        self._searcher = searcher
        self._live = live
        self._today = today

    def answer(self, question: Question, *, limit: int = 10) -> Answer:
        """The archive's answer with at most `limit` hits; raises ArchiveError."""
        started = time.perf_counter()
        snapshot = self._live.current()
        result = self._consider(question.text, snapshot, limit)
        return Answer(
            question=question,
            outcome=result.judgement.outcome,
            confidence=result.judgement.confidence,
            hits=_worth_showing(result, snapshot.calibration),
            coverage=snapshot.manifest.coverage,
            snapshot=snapshot.path.name,
            elapsed_ms=(time.perf_counter() - started) * 1000,
            reading=_reading(result),
        )

    def predict(self, asked: Asked) -> Predicted:
        """The same for evaluation: the ranking is kept whatever the outcome."""
        started = time.perf_counter()
        result = self._consider(asked.question, self._live.current(), PREDICTED)
        elapsed = (time.perf_counter() - started) * 1000
        hits = result.found.hits
        articles = [article.id for hit in hits for article in (hit.article, *hit.also)]
        return Predicted(
            id=asked.id,
            outcome=result.judgement.outcome,
            confidence=round(result.judgement.confidence, 6),
            articles=tuple(articles[:PREDICTED]),
            quote=hits[0].quote if hits else "",
            speaker=hits[0].speaker if hits else "",
            elapsed_ms=round(elapsed, 3),
        )

    def _consider(self, text: str, snapshot: OpenSnapshot, limit: int) -> _Considered:
        """The search within what was understood, or beyond it where that has no answer.

        A time in words may be about something else than publication, so without an answer all
        times are searched; typed filters give way only where they leave nothing at all.
        """
        asks = understood(text, today=self._today())
        within = self._search(asks, snapshot, limit)
        if asks.loose and within.judgement.outcome is not Outcome.ANSWER:
            beyond = self._search(asks.without(Filter.PERIOD), snapshot, limit)
            if beyond.judgement.outcome is Outcome.ANSWER or not within.found.hits:
                within = replace(beyond, dropped=(Filter.PERIOD,))
        narrowing = tuple(f for f in within.asks.filters if f is not Filter.LATEST)
        if within.found.hits or not narrowing:
            return within
        beyond = self._search(within.asks.without(*narrowing), snapshot, limit)
        return replace(beyond, dropped=(*within.dropped, *narrowing))

    def _search(self, asks: Understood, snapshot: OpenSnapshot, limit: int) -> _Considered:
        found = self._searcher.search(asks, snapshot, limit=limit)
        judgement = snapshot.calibration.judge(found.evidence)
        judgement = replace(judgement, outcome=_at_most(judgement.outcome, asks, found))
        return _Considered(asks=asks, found=found, judgement=judgement)

    def coverage(self) -> Coverage:
        """What the live snapshot holds."""
        return self._live.current().manifest.coverage

    def refresh(self) -> None:
        """Take the snapshot that was published last; SnapshotUnusable if it cannot be opened."""
        self._live.refresh()


def _at_most(outcome: Outcome, asks: Understood, found: Found) -> Outcome:
    """The outcome, lowered where the question does not allow it, however near the hits are.

    Where somebody's words are asked for, only what is surely theirs is an answer; and nothing is
    where no word tells what is asked about.
    """
    if asks.is_empty:
        return Outcome.NOTHING
    if outcome is Outcome.ANSWER and not (asks.has_subject and found.heard[0]):
        return Outcome.RELATED
    return outcome


def _worth_showing(result: _Considered, calibration: Calibration) -> tuple[Hit, ...]:
    """An answer is not followed by quotes that would not pass on their own.

    Neither by such as are nearer to unrelated than to an answer, nor by anybody else's words where
    somebody's are asked for. What is merely related is not quoted.
    """
    found, outcome = result.found, result.judgement.outcome
    if outcome is Outcome.NOTHING:
        return ()
    if outcome is Outcome.RELATED:
        return tuple(replace(hit, quote="", speaker="") for hit in found.hits)
    enough = (calibration.answer + calibration.related) / 2
    first, *more = zip(found.hits, found.evidence, found.heard, strict=True)
    related = [
        hit for hit, evidence, heard in more if heard and calibration.confidence(evidence) >= enough
    ]
    return (first[0], *related)


def _reading(result: _Considered) -> Reading:
    asks = result.asks
    period = asks.period
    # Beyond them there was nothing either.
    nothing = result.judgement.outcome is Outcome.NOTHING
    return Reading(
        speaker=asks.request.speaker,
        first=period.first.isoformat() if period and period.first else "",
        last=period.last.isoformat() if period and period.last else "",
        sources=asks.sources,
        latest=asks.latest,
        dropped=() if nothing else tuple(name.value for name in result.dropped),
        corrections=result.found.corrections,
        problems=asks.problems,
    )
