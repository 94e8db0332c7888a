"""Measures of the answers to labelled questions: retrieval, quotation and refusal (pure).

Recall@k and MRR of articles, as in TREC-style evaluations; the ranking is stable, so there are no
ties to break. AUROC by the Mann–Whitney statistic.
"""

import gzip
import json
import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import ArchiveError
from index.records import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledQuestion:
    """A question with what is known about its answer. `relevant` are article ids.

    `answers` are texts of which a right quote has one. `said`: it asks for somebody's words, those
    of `speaker` (full name). `quote` are the sentences of the article `quote_article` that answer
    best; `after` is the question that this one follows up.
    """

    id: str
    question: str
    lang: str = ""
    answerable: bool = True
    relevant: frozenset[str] = frozenset()
    answers: tuple[str, ...] = ()
    said: bool = False
    speaker: str = ""
    quote: str = ""
    quote_article: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What the system answered to a question; `articles` are ids, best first."""

    id: str
    outcome: Outcome
    confidence: float
    articles: tuple[str, ...]
    quote: str
    speaker: str
    elapsed_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationMetrics:
    """Shares 0–1 and milliseconds; None where no question has the labels for it.

    `quote_has_answer`: of questions with a right first article, how many quotes contain one of the
    answers. `quote_overlaps`: of questions whose first article is that of the gold quote, how many
    quotes have a token F1 of at least .5 with it. `said_right`: of questions for somebody's words,
    how many have a relevant first hit whose speaker shares a name with the gold speaker. `answered`
    and `false_answers`: how many answerable and unanswerable questions have the outcome ANSWER.
    `false_at_95`: how many unanswerable ones pass the confidence threshold that 95 % of the
    answerable ones pass.
    """

    questions: int
    mrr_at_10: float | None
    recall_at_1: float | None
    recall_at_3: float | None
    recall_at_5: float | None
    recall_at_10: float | None
    quote_has_answer: float | None
    quote_overlaps: float | None
    said_right: float | None
    answered: float | None
    false_answers: float | None
    auroc: float | None
    false_at_95: float | None
    p50_ms: float
    p95_ms: float


def read_questions(path: Path) -> Iterator[LabelledQuestion]:
    """The questions of a .jsonl or .jsonl.gz file; an ArchiveError names the wrong line."""
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _question(line, f"{path}:{number}")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ArchiveError(f"{path} cannot be read: {reason}") from error


def _question(line: str, place: str) -> LabelledQuestion:
    try:
        record: dict[str, Any] = json.loads(line)
        return LabelledQuestion(
            id=str(record["id"]),
            question=str(record["question"]),
            lang=str(record.get("lang", "")),
            answerable=bool(record.get("answerable", True)),
            relevant=frozenset(record.get("relevant", ())),
            answers=tuple(record.get("answers", ())),
            said=record.get("kind") == "said",
            speaker=str(record.get("speaker") or ""),
            quote=str(record.get("quote") or ""),
            quote_article=str(record.get("quote_article") or ""),
            after=str(record.get("after") or ""),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveError(f"{place}: not a question with id and question ({error})") from error


def measure(
    asked: Sequence[LabelledQuestion], predicted: Sequence[Prediction]
) -> EvaluationMetrics:
    """The measures of predictions, which are in the order of the questions."""
    pairs = list(zip(asked, predicted, strict=True))
    answerable = [pair for pair in pairs if pair[0].answerable]
    kept = [found.confidence for _, found in answerable]
    refused = [found.confidence for question, found in pairs if not question.answerable]
    ranks = [_rank(*pair) for pair in answerable if pair[0].relevant]
    times = sorted(found.elapsed_ms for found in predicted)
    return EvaluationMetrics(
        questions=len(pairs),
        mrr_at_10=_mean([1 / rank if 0 < rank <= 10 else 0 for rank in ranks]),
        recall_at_1=_recall(ranks, 1),
        recall_at_3=_recall(ranks, 3),
        recall_at_5=_recall(ranks, 5),
        recall_at_10=_recall(ranks, 10),
        quote_has_answer=_mean([_has_answer(*p) for p in answerable if _quotable(*p)]),
        quote_overlaps=_mean(
            [f1(q.quote, found.quote) >= 0.5 for q, found in answerable if _is_gold(q, found)]
        ),
        said_right=_mean([_said_right(*pair) for pair in answerable if pair[0].said]),
        answered=_mean([found.outcome is Outcome.ANSWER for _, found in answerable]),
        false_answers=_mean(
            [found.outcome is Outcome.ANSWER for q, found in pairs if not q.answerable]
        ),
        auroc=auroc(kept, refused),
        false_at_95=false_at(kept, refused, 0.95),
        p50_ms=round(_quantile(times, 0.50), 2),
        p95_ms=round(_quantile(times, 0.95), 2),
    )


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


def f1(one: str, other: str) -> float:
    """Token F1 of two texts, ignoring case and order: SQuAD's measure."""
    a, b = (Counter(re.findall(r"\w+", text.lower())) for text in (one, other))
    common = (a & b).total()
    return 2 * common / (a.total() + b.total()) if common else 0.0


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
