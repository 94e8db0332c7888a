"""The probability that a hit answers, from ten features, and the outcome that it makes.

A logistic regression, fitted by scripts/dev/calibrate.py on the development sets and on parts of
them, so that it holds for archives of thirty articles and of thousands: every question as it is,
again with its answer taken out of the archive, and questions asked of an archive on other subjects.
Weights, thresholds and the figures of the fit are in `data/calibration.json`; each snapshot gets a
copy.
"""

import json
import math
from dataclasses import astuple, dataclass
from importlib import resources
from typing import Any, Self

from index.records import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What the confidence in one hit is computed from.

    `similarity` is the hit's scaled cosine to the question, `margin` how far that lies above the
    mean of the nearest ten without the first, `height` how far above the mean of those behind them:
    a subject that many articles are on has little margin and some height. `size` is the decimal
    logarithm of the number of passages: the best of many is near by chance. `foreign` is 1 if
    question and passage are in two languages: then only names, numbers and words with a translation
    are looked for. `nameless` is 1 if such a question has no names or numbers. Of the terms that
    are looked for, weighted by inverse document frequency, `covered` is the share 0–1 that title
    and passage hold, `sentence_covered` the most that one sentence holds, and `known` the share
    that the archive has anywhere. `heard` is 1 if the quote is by the speaker who is asked for, -1
    if it is not, 0 if nobody's words are asked for.
    """

    similarity: float
    margin: float
    height: float
    size: float
    foreign: float
    nameless: float
    covered: float
    known: float
    sentence_covered: float
    heard: float


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome, and the probability 0–1 that the deciding hit answers."""

    outcome: Outcome
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Weights in the order of the fields of `Features`, and the thresholds between outcomes.

    From the confidence `answer` on, the first hit is shown as an answer; below `related`, nothing
    is shown. `model` is the embedding model that it was fitted for.
    """

    model: str
    weights: tuple[float, ...]
    intercept: float
    answer: float
    related: float

    @classmethod
    def shipped(cls) -> Self:
        """The calibration that comes with this version."""
        file = resources.files("index").joinpath("data", "calibration.json")
        return cls.from_json(json.loads(file.read_text(encoding="utf-8")))

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Self:
        """The calibration in a JSON object; other fields (figures, dates) are for people."""
        return cls(
            model=record["model"],
            weights=tuple(record["weights"]),
            intercept=record["intercept"],
            answer=record["answer"],
            related=record["related"],
        )

    def decide(self, features: Features) -> Decision:
        """The outcome that a hit with these features makes."""
        confidence = self.confidence(features)
        if confidence >= self.answer:
            return Decision(Outcome.ANSWER, confidence)
        related = confidence >= self.related
        return Decision(Outcome.RELATED if related else Outcome.NOTHING, confidence)

    def confidence(self, features: Features) -> float:
        """The probability 0–1 that a hit with these features answers."""
        pairs = zip(self.weights, astuple(features), strict=True)
        logit = self.intercept + sum(weight * value for weight, value in pairs)
        # The logistic function, written so that it does not overflow for any logit.
        return (1 + math.tanh(logit / 2)) / 2
