"""One question in, one Answer out; knows neither Telegram nor the terminal."""

import time
from dataclasses import dataclass
from typing import Protocol

from index.confidence import Calibration, Judgement, Outcome
from index.evaluation import Asked, Predicted
from index.live import LiveIndex, OpenSnapshot
from index.records import Coverage, Hit
from index.searcher import Found, Searcher

# Articles that evaluation wants to see ranked.
PREDICTED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked. `language` ("id" or "en") is the language to speak to the asker in."""

    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the archive has on a question; hits are best first and empty for NOTHING.

    `confidence` is the probability 0–1 that the first hit answers; people are shown words.
    """

    question: Question
    outcome: Outcome
    confidence: float
    hits: tuple[Hit, ...]
    coverage: Coverage
    snapshot: str
    elapsed_ms: float


class Answers(Protocol):
    """Anything that answers: the pipeline itself, or a stand-in in a test."""

    def answer(self, question: Question, *, limit: int = 10) -> Answer:
        """The archive's answer with at most `limit` hits; raises ArchiveError."""
        ...

    def coverage(self) -> Coverage:
        """What the live snapshot holds."""
        ...


class Answerer:
    """The answer pipeline over the live snapshot; safe to share between threads."""

    def __init__(self, searcher: Searcher, live: LiveIndex) -> None:
        self._searcher = searcher
        self._live = live

    def answer(self, question: Question, *, limit: int = 10) -> Answer:
        """The archive's answer with at most `limit` hits; raises ArchiveError."""
        started = time.perf_counter()
        snapshot = self._live.current()
        found, judgement = self._consider(question.text, snapshot, limit)
        return Answer(
            question=question,
            outcome=judgement.outcome,
            confidence=judgement.confidence,
            hits=_worth_showing(found, judgement.outcome, snapshot.calibration),
            coverage=snapshot.manifest.coverage,
            snapshot=snapshot.path.name,
            elapsed_ms=(time.perf_counter() - started) * 1000,
        )

    def predict(self, asked: Asked) -> Predicted:
        """The same for evaluation: the ranking is kept whatever the outcome."""
        started = time.perf_counter()
        found, judgement = self._consider(asked.question, self._live.current(), PREDICTED)
        elapsed = (time.perf_counter() - started) * 1000
        return Predicted(
            id=asked.id,
            outcome=judgement.outcome,
            confidence=round(judgement.confidence, 6),
            articles=tuple(hit.article.id for hit in found.hits),
            quote=found.hits[0].quote if found.hits else "",
            speaker=found.hits[0].speaker if found.hits else "",
            elapsed_ms=round(elapsed, 3),
        )

    def _consider(self, text: str, snapshot: OpenSnapshot, limit: int) -> tuple[Found, Judgement]:
        found = self._searcher.search(text, snapshot, limit=limit)
        return found, snapshot.calibration.judge(found.evidence)

    def coverage(self) -> Coverage:
        """What the live snapshot holds."""
        return self._live.current().manifest.coverage

    def refresh(self) -> None:
        """Take the snapshot that was published last; SnapshotUnusable if it cannot be opened."""
        self._live.refresh()


def _worth_showing(found: Found, outcome: Outcome, calibration: Calibration) -> tuple[Hit, ...]:
    """An answer is not followed by quotes that would not pass as related on their own."""
    if outcome is Outcome.NOTHING:
        return ()
    if outcome is Outcome.RELATED:
        return found.hits
    first, *more = zip(found.hits, found.evidence, strict=True)
    related = [hit for hit, e in more if calibration.confidence(e) >= calibration.related]
    return (first[0], *related)
