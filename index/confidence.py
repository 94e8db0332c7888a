"""The probability that a hit answers, from eleven features, and the outcome that it makes.

A logistic regression, fitted by scripts/dev/calibrate.py on the development sets and on parts of
them, so that it holds for archives of thirty articles and of thousands: every question as it is,
again with its answer taken out of the archive, and questions asked of an archive on other subjects.
Weights, thresholds and the figures of the fit are in `data/calibration.json`; each snapshot gets a
copy.
"""

import json
import math
from dataclasses import astuple, dataclass, replace
from importlib import resources
from typing import Any, Self

from index.records import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What the confidence in one hit is computed from; nothing depends on the archive's size.

    `read` says whether a reader has read the excerpt; the other fields have weights of their own
    for either case. `answer` is the logit of the excerpt's best sentence, `rival` that of the best
    other hit. `similarity` is the hit's scaled cosine to the question. `foreign` is 1 if question
    and article are in two languages: then only names, numbers and words with a translation are
    looked for. Of the terms that are looked for, weighted by inverse document frequency, `covered`
    is the share 0–1 that the article holds, `excerpt_covered` the share that title, excerpt and the
    sentences beside it hold. Of the question's names and numbers alone, `names_absent` is the share
    that the article lacks, `names_apart` the share that it has elsewhere only; `nameless` is 1 if
    there are none. `answer_type` is 1 if the excerpt holds the type of answer asked for, -1 if it
    lacks it, 0 if any would do. `heard` is 1 if the excerpt is by the speaker who is asked for, -1
    if it is not, 0 if nobody's words are asked for.
    """

    read: bool
    answer: float
    rival: float
    similarity: float
    foreign: float
    nameless: float
    covered: float
    excerpt_covered: float
    names_absent: float
    names_apart: float
    answer_type: float
    heard: float

    @property
    def values(self) -> tuple[float, ...]:
        """The features that have weights, in order."""
        return astuple(self)[1:]


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome, and the probability 0–1 that the deciding hit answers."""

    outcome: Outcome
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LogisticModel:
    """Weights in the order of `Features.values`, and the intercept."""

    weights: tuple[float, ...]
    intercept: float

    def probability(self, features: Features) -> float:
        """The probability 0–1 that a hit with these features answers."""
        pairs = zip(self.weights, features.values, strict=True)
        logit = self.intercept + sum(weight * value for weight, value in pairs)
        # The logistic function, written so that it does not overflow for any logit.
        return (1 + math.tanh(logit / 2)) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Two models, for excerpts that a reader has read and for others, and the thresholds.

    From the confidence `answer` on, the first hit is shown as an answer; below `related`, nothing
    is shown. `model` is the embedding model that it was fitted for.
    """

    model: str
    read: LogisticModel
    unread: LogisticModel
    answer: float
    related: float

    @classmethod
    def shipped(cls) -> Self:
        """The calibration that comes with this version."""
        file = resources.files("index").joinpath("data", "calibration.json")
        return cls.from_json(json.loads(file.read_text(encoding="utf-8")))

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Self:
        """The calibration in a JSON object; other fields (figures, dates) are for people.

        One of an earlier version, with other features, gives way to the shipped one.
        """
        if "weights" in record:
            return cls.shipped()
        return cls(
            model=record["model"],
            read=_model(record["read"]),
            unread=_model(record["unread"]),
            answer=record["answer"],
            related=record["related"],
        )

    def shifted(self, shift: float) -> Self:
        """The same calibration with all logits shifted."""
        read = replace(self.read, intercept=self.read.intercept + shift)
        unread = replace(self.unread, intercept=self.unread.intercept + shift)
        return replace(self, read=read, unread=unread)

    def decide(self, features: Features) -> Decision:
        """The outcome that a hit with these features makes."""
        confidence = self.confidence(features)
        if confidence >= self.answer:
            return Decision(Outcome.ANSWER, confidence)
        related = confidence >= self.related
        return Decision(Outcome.RELATED if related else Outcome.NOTHING, confidence)

    def confidence(self, features: Features) -> float:
        """The probability 0–1 that a hit with these features answers."""
        return (self.read if features.read else self.unread).probability(features)


def _model(record: dict[str, Any]) -> LogisticModel:
    return LogisticModel(weights=tuple(record["weights"]), intercept=record["intercept"])
