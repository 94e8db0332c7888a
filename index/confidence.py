"""The probability that a hit answers, from its features, and the outcome that it makes.

A logistic regression, fitted by scripts/dev/calibrate.py on the development sets and on parts of
them, so that it holds for archives of thirty articles and of thousands: every question as it is,
again with its answer taken out of the archive, and questions asked of an archive on other subjects.
Weights, thresholds and the figures of the fit are in `data/calibration.json`; each snapshot gets a
copy.
"""

import json
import math
from dataclasses import asdict, dataclass, fields, replace
from importlib import resources
from operator import attrgetter
from typing import Any, Self

from index.records import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What the confidence in one hit is computed from; nothing depends on the archive's size.

    `read` says whether a reader has read the excerpt; the other fields have weights of their own
    for either case. `answer` is the logit of the excerpt's best sentence, `above_even` how far it
    is above 0 (0 below): there a logit more tells less. `mass` is the share 0–1 of the article's
    evidence that the excerpt holds. `breadth` is 1 / the number of the question's terms.
    `similarity` is the hit's scaled cosine to the question. `foreign` is 1 if question and article
    are in two languages: then only names, numbers and words with a translation are looked for.
    `excerpt_covered` is the share of the terms that are looked for, weighted by inverse document
    frequency, that title, excerpt and the sentences beside it hold. Of the question's names and
    numbers, weighted likewise, `names_absent` and `numbers_absent` are the shares that the article
    lacks, `names_apart` and `numbers_apart` those that it has elsewhere only; an excerpt on the
    second revision lacks the first. `answer_type` is 1 if the excerpt holds the type of answer
    asked for, -1 if it lacks it, 0 if any would do. `heard` is 1 if the excerpt is by the speaker
    who is asked for, -1 if it is not, 0 if nobody's words are asked for.
    """

    read: bool
    answer: float
    above_even: float
    mass: float
    breadth: float
    similarity: float
    foreign: float
    excerpt_covered: float
    names_absent: float
    names_apart: float
    numbers_absent: float
    numbers_apart: float
    answer_type: float
    heard: float

    @property
    def is_complete(self) -> bool:
        """Whether the article has every name of the question, and the excerpt every number."""
        return self.names_absent == self.numbers_absent == self.numbers_apart == 0

    @property
    def values(self) -> tuple[float, ...]:
        """The features that have weights, in order."""
        found: tuple[float, ...] = _VALUES(self)
        return found


FEATURE_NAMES = tuple(field.name for field in fields(Features) if field.name != "read")
"""The features that have weights, in order."""
_VALUES = attrgetter(*FEATURE_NAMES)


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome, and the probability 0–1 that the deciding hit answers."""

    outcome: Outcome
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LogisticModel:
    """Weights in the order of `Features.values`, and the intercept.

    From the probability `threshold` on, the model says yes.
    """

    weights: tuple[float, ...]
    intercept: float
    threshold: float

    def probability(self, features: Features) -> float:
        """The probability 0–1 for a hit with these features."""
        # The logistic function, written so that it does not overflow for any logit.
        return (1 + math.tanh(self.logit(features) / 2)) / 2

    def logit(self, features: Features) -> float:
        """The logit of that probability: the intercept and each feature times its weight."""
        pairs = zip(self.weights, features.values, strict=True)
        return self.intercept + sum(weight * value for weight, value in pairs)

    def accepts(self, features: Features, *, share: float = 1.0) -> bool:
        """Whether the probability reaches this share of the threshold."""
        return self.probability(features) >= share * self.threshold


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Whether a hit answers, by one model for excerpts that a reader has read and one for others.

    `near` tells whether a hit is on the subject at all; otherwise it is not shown. `model` is the
    embedding model that they were fitted for.
    """

    model: str
    read: LogisticModel
    unread: LogisticModel
    near: LogisticModel

    @classmethod
    def shipped(cls) -> Self:
        """The calibration that comes with this version."""
        file = resources.files("index").joinpath("data", "calibration.json")
        return cls._read(json.loads(file.read_text(encoding="utf-8")))

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Self:
        """The calibration in a JSON object; other fields (figures, dates) are for people.

        One of another version, with other features, gives way to the shipped one.
        """
        known = record.get("features") == list(FEATURE_NAMES)
        return cls._read(record) if known else cls.shipped()

    @classmethod
    def _read(cls, record: dict[str, Any]) -> Self:
        return cls(
            model=record["model"],
            read=_model(record["read"]),
            unread=_model(record["unread"]),
            near=_model(record["near"]),
        )

    def to_json(self) -> dict[str, Any]:
        """The JSON object that `from_json` reads."""
        return {"features": list(FEATURE_NAMES), **asdict(self)}

    def shifted(self, shift: float) -> Self:
        """The same calibration with all logits shifted."""
        read = replace(self.read, intercept=self.read.intercept + shift)
        unread = replace(self.unread, intercept=self.unread.intercept + shift)
        return replace(self, read=read, unread=unread)

    def decide(self, features: Features) -> Decision:
        """The outcome that a hit with these features makes; an answer lacks no name or number."""
        confidence = self.confidence(features)
        if features.is_complete and self.is_confident(features):
            return Decision(Outcome.ANSWER, confidence)
        return Decision(Outcome.RELATED if self.is_near(features) else Outcome.NOTHING, confidence)

    def confidence(self, features: Features) -> float:
        """The probability 0–1 that a hit with these features answers."""
        return self.model_of(features).probability(features)

    def is_confident(self, features: Features, *, share: float = 1.0) -> bool:
        """Whether a hit has this share of the confidence that an answer takes."""
        return self.model_of(features).accepts(features, share=share)

    def is_near(self, features: Features) -> bool:
        """Whether a hit is on the subject, or answers."""
        return self.near.accepts(features) or self.is_confident(features)

    def model_of(self, features: Features) -> LogisticModel:
        """The model that judges a hit with these features."""
        return self.read if features.read else self.unread


def _model(record: dict[str, Any]) -> LogisticModel:
    return LogisticModel(
        weights=tuple(record["weights"]),
        intercept=record["intercept"],
        threshold=record["threshold"],
    )
