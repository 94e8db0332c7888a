"""Measures of the answers to labelled questions: retrieval, excerpts and claims (pure).

Recall@k and MRR of articles, as in TREC-style evaluations; the ranking is stable, so there are no
ties to break. AUROC by the Mann–Whitney statistic.
"""

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers.labelled_questions import FAR, NEAR, LabelledQuestion
from bot.answers.overlap import f1, holds
from index.records import Outcome

# People see no more characters of an excerpt.
MOST_CHARACTERS = 350
# What questions can be grouped by.
GROUPS = ("kind", "lang", "style", "half")


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictedHit:
    """A hit as it is shown; `also` are ids of articles that tell the same story as `article`."""

    article: str
    quote: str
    speaker: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What the system answered to a question; `articles` are ids, best first.

    `hits` are the first three, whatever the outcome.
    """

    id: str
    outcome: Outcome
    confidence: float
    articles: tuple[str, ...]
    quote: str
    speaker: str
    elapsed_ms: float
    hits: tuple[PredictedHit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationMetrics:
    """Shares 0–1 and milliseconds; None where no question has the labels for it.

    `right_first`, `right_in_3`: of answerable questions, how many have a hit of a relevant story
    first, or among the first three; the recalls count articles instead. `seen_first`, `seen_in_3`:
    how many have an excerpt there that holds an accepted sentence. `answered`, `called_near`,
    `called_far` and `false_answers`: how many answerable questions, near misses, far ones and
    unanswerable ones of any kind have the outcome ANSWER. `fully_right`: of the answerable ones
    called an answer, how many have both a relevant story and an accepted sentence first;
    `claims_right`: the same of all that is called an answer. `quote_has_answer`: of questions with
    a right first article, how many quotes contain one of the answers. `quote_overlaps`: of
    questions whose first article is that of the gold quote, how many quotes have a token F1 of at
    least .5 with it. `said_right`: of questions for somebody's words, how many have a relevant
    first hit whose speaker shares a name with the gold speaker. `auroc`, `auroc_near`: of the
    confidence, for answerable against unanswerable questions and against near misses.
    `false_at_95`: how many unanswerable ones pass the confidence threshold that 95 % of the
    answerable ones pass.
    """

    questions: int
    mrr_at_10: float | None
    recall_at_1: float | None
    recall_at_3: float | None
    recall_at_5: float | None
    recall_at_10: float | None
    right_first: float | None
    right_in_3: float | None
    seen_first: float | None
    seen_in_3: float | None
    quote_has_answer: float | None
    quote_overlaps: float | None
    said_right: float | None
    answered: float | None
    called_near: float | None
    called_far: float | None
    false_answers: float | None
    fully_right: float | None
    claims_right: float | None
    auroc: float | None
    auroc_near: float | None
    false_at_95: float | None
    p50_ms: float
    p95_ms: float


def measure(
    asked: Sequence[LabelledQuestion], predicted: Sequence[Prediction]
) -> EvaluationMetrics:
    """The measures of predictions, which are in the order of the questions."""
    pairs = list(zip(asked, predicted, strict=True))
    answerable = [pair for pair in pairs if pair[0].answerable]
    labelled = [pair for pair in answerable if pair[0].relevant]
    quoted = [pair for pair in answerable if pair[0].quotes]
    refused = [found for question, found in pairs if not question.answerable]
    near, far = ([found for q, found in pairs if q.miss == miss] for miss in (NEAR, FAR))
    ranks = [_rank(*pair) for pair in labelled]
    kept, refusals = _confidences([found for _, found in answerable]), _confidences(refused)
    times = sorted(found.elapsed_ms for found in predicted)
    return EvaluationMetrics(
        questions=len(pairs),
        mrr_at_10=_mean([1 / rank if 0 < rank <= 10 else 0 for rank in ranks]),
        recall_at_1=_recall(ranks, 1),
        recall_at_3=_recall(ranks, 3),
        recall_at_5=_recall(ranks, 5),
        recall_at_10=_recall(ranks, 10),
        right_first=_mean([_is_right(q, found.hits[:1]) for q, found in labelled]),
        right_in_3=_mean([_is_right(q, found.hits[:3]) for q, found in labelled]),
        seen_first=_mean([_is_seen(q, found.hits[:1]) for q, found in quoted]),
        seen_in_3=_mean([_is_seen(q, found.hits[:3]) for q, found in quoted]),
        quote_has_answer=_mean([_has_answer(*p) for p in answerable if _quotable(*p)]),
        quote_overlaps=_mean(
            [f1(q.quote, found.quote) >= 0.5 for q, found in answerable if _is_gold(q, found)]
        ),
        said_right=_mean([_said_right(*pair) for pair in answerable if _has_speaker(pair[0])]),
        answered=_claimed([found for _, found in answerable]),
        called_near=_claimed(near),
        called_far=_claimed(far),
        false_answers=_claimed(refused),
        fully_right=_fully_right(quoted),
        claims_right=_fully_right(
            [pair for pair in pairs if pair[0].quotes or not pair[0].answerable]
        )
        if quoted
        else None,
        auroc=auroc(kept, refusals),
        auroc_near=auroc(kept, _confidences(near)),
        false_at_95=false_at(kept, refusals, 0.95),
        p50_ms=round(_quantile(times, 0.50), 2),
        p95_ms=round(_quantile(times, 0.95), 2),
    )


def measure_all_groups(
    asked: Sequence[LabelledQuestion], predicted: Sequence[Prediction]
) -> dict[str, EvaluationMetrics]:
    """The measures of every group that questions can be put into, such as “kind: said”."""
    return {
        f"{by}: {value}": metrics
        for by in GROUPS
        for value, metrics in measure_groups(asked, predicted, by).items()
    }


def measure_groups(
    asked: Sequence[LabelledQuestion], predicted: Sequence[Prediction], by: str
) -> dict[str, EvaluationMetrics]:
    """The measures of the questions with each value of a label, one of GROUPS; "" is no group."""
    pairs = list(zip(asked, predicted, strict=True))
    found: dict[str, EvaluationMetrics] = {}
    for value in sorted({getattr(question, by) for question in asked} - {""}):
        own = [pair for pair in pairs if getattr(pair[0], by) == value]
        found[value] = measure([question for question, _ in own], [one for _, one in own])
    return found


def _is_right(question: LabelledQuestion, hits: Sequence[PredictedHit]) -> bool:
    """Whether one of the hits is of a relevant story."""
    return any(not question.relevant.isdisjoint((hit.article, *hit.also)) for hit in hits)


def _is_seen(question: LabelledQuestion, hits: Sequence[PredictedHit]) -> bool:
    """Whether one of the hits shows an accepted sentence."""
    return any(holds(hit.quote[:MOST_CHARACTERS], question.quotes) for hit in hits)


def _claimed(predicted: Sequence[Prediction]) -> float | None:
    return _mean([found.outcome is Outcome.ANSWER for found in predicted])


def _fully_right(pairs: Sequence[tuple[LabelledQuestion, Prediction]]) -> float | None:
    claimed = [(q, found.hits[:1]) for q, found in pairs if found.outcome is Outcome.ANSWER]
    return _mean([_is_right(q, first) and _is_seen(q, first) for q, first in claimed])


def _confidences(predicted: Sequence[Prediction]) -> list[float]:
    return [found.confidence for found in predicted]


def _rank(question: LabelledQuestion, found: Prediction) -> int:
    """The rank, from 1, of the first relevant article; 0 if there is none."""
    places = enumerate(found.articles, 1)
    return next((place for place, article in places if article in question.relevant), 0)


def _quotable(question: LabelledQuestion, found: Prediction) -> bool:
    return bool(question.answers) and _rank(question, found) == 1


def _has_answer(question: LabelledQuestion, found: Prediction) -> bool:
    return any(answer.lower() in found.quote.lower() for answer in question.answers)


def _is_gold(question: LabelledQuestion, found: Prediction) -> bool:
    return bool(question.quote) and found.articles[:1] == (question.quote_article,)


def _has_speaker(question: LabelledQuestion) -> bool:
    return question.kind == "said" and bool(question.speaker)


def _said_right(question: LabelledQuestion, found: Prediction) -> bool:
    names = re.findall(r"\b[A-Z][\w-]{2,}", question.speaker)
    spoken = set(re.findall(r"[\w-]+", found.speaker))
    return _rank(question, found) == 1 and not spoken.isdisjoint(names)


def _recall(ranks: Sequence[int], k: int) -> float | None:
    return _mean([0 < rank <= k for rank in ranks])


def _mean(values: Sequence[float]) -> float | None:
    return round(statistics.fmean(values), 4) if values else None


def _quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """The probability that a positive scores above a negative; a tie counts half."""
    if not positive or not negative:
        return None
    below = [0.5 * (p == n) + (p > n) for p in positive for n in negative]
    return round(statistics.fmean(below), 4)


def false_at(positive: Sequence[float], negative: Sequence[float], kept: float) -> float | None:
    """The share of negatives at or above the threshold that keeps `kept` of the positives."""
    if not positive or not negative:
        return None
    threshold = sorted(positive)[int((1 - kept) * len(positive))]
    return _mean([score >= threshold for score in negative])
