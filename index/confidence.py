"""How likely the first hit answers, from ten features, and which of three outcomes that is.

A logistic regression, fitted by scripts/dev/calibrate.py on the development sets and parts of them,
so that it holds for archives of thirty articles and of thousands: every question once as it is,
once with its answer taken out of the archive, and questions asked of an archive on other subjects.
What it learned is in `data/calibration.json`, with its figures, and goes into each snapshot.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from enum import StrEnum
from importlib import resources
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What speaks for a hit answering the question.

    `similarity` is its scaled cosine to the question, `margin` how far that stands above the mean
    of the ten nearest but the first, `height` above those behind them: a subject that many articles
    are on has little margin and some height. `size` is the decimal logarithm of the number of
    passages: the best of many is near by chance. `foreign` is 1 if question and passage are in two
    languages: then only names, numbers and words with a translation are looked for; `nameless` is 1
    if the question has no names or numbers. Of what is looked for, `covered` is the share 0–1 of
    the information (inverse document frequencies) that title and passage hold, `sentence_covered`
    the most that one sentence holds, `known` the share that the archive has anywhere. `heard` is 1
    if the quote is by the one whose words are asked for, -1 if it is not, 0 if nobody's are.
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


class Outcome(StrEnum):
    """How sure the archive is."""

    ANSWER = "answer"
    RELATED = "related"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Judgement:
    """An outcome and the probability 0–1, that the first hit answers, which it rests on."""

    outcome: Outcome
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Weights in the order of Evidence's fields, and the confidences at which outcomes change.

    From `answer` on, the first hit is shown as an answer; below `related`, nothing is shown.
    `model` is the embedding model whose scores it was fitted on.
    """

    model: str
    weights: tuple[float, ...]
    intercept: float
    answer: float
    related: float

    @classmethod
    def shipped(cls) -> Self:
        """The calibration that comes with this version."""
        text = (
            resources.files("index")
            .joinpath("data", "calibration.json")
            .read_text(encoding="utf-8")
        )
        return cls.from_facts(json.loads(text))

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> Self:
        """From JSON; what is there besides (figures, dates) is for people."""
        return cls(
            model=facts["model"],
            weights=tuple(facts["weights"]),
            intercept=facts["intercept"],
            answer=facts["answer"],
            related=facts["related"],
        )

    def judge(self, evidence: Sequence[Evidence]) -> Judgement:
        """The outcome, from the evidence for each hit, best hit first."""
        if not evidence:
            return Judgement(Outcome.NOTHING, 0.0)
        confidence = self.confidence(evidence[0])
        if confidence >= self.answer:
            return Judgement(Outcome.ANSWER, confidence)
        related = confidence >= self.related
        return Judgement(Outcome.RELATED if related else Outcome.NOTHING, confidence)

    def confidence(self, evidence: Evidence) -> float:
        """The probability 0–1 that the hit answers."""
        pairs = zip(self.weights, astuple(evidence), strict=True)
        logit = self.intercept + sum(w * x for w, x in pairs)
        # The logistic function, written so that no logit is too large for it.
        return (1 + math.tanh(logit / 2)) / 2
