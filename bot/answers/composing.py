"""What was searched for a message becomes an answer: to one question, or to the two in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from bot.answers.types import AnswerPart, Interpretation, Question
from index.query.filters import Filter
from index.records import OMISSION, Hit, Outcome
from index.search.pipeline import SearchedPart, SearchResult
from index.search.quantities.disagreement import Disagreement, find_disagreement, in_order
from index.search.routing import InputKind

# Characters of two quotes of one article that are shown as one.
_MOST_JOINED = 350


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """The fields of an answer that come from what was searched."""

    outcome: Outcome
    confidence: float
    hits: tuple[Hit, ...]
    interpretation: Interpretation
    parts: tuple[AnswerPart, ...] = ()
    disagreement: Disagreement | None = None


def compose(question: Question, searched: Sequence[SearchedPart], *, limit: int) -> Composed:
    """One answer with at most `limit` hits, but with one for each question that has any."""
    composed = [_single(part, question.text, len(searched)) for part in searched]
    return composed[0] if len(composed) == 1 else _double(searched, composed, limit)


def _single(part: SearchedPart, whole: str, count: int) -> Composed:
    result, decision = part.result, part.result.decision
    text = whole if count == 1 else part.question
    disagreement = _disagreement(text, result)
    return Composed(
        outcome=decision.outcome,
        confidence=decision.confidence,
        hits=in_order(result.hits, disagreement) if disagreement else result.hits,
        interpretation=_interpretation(result),
        disagreement=disagreement,
    )


def _double(searched: Sequence[SearchedPart], composed: Sequence[Composed], limit: int) -> Composed:
    """Two answers as one: the first hit of each, what answers first, then the others in turn."""
    order = sorted(range(2), key=lambda at: composed[at].outcome is not Outcome.ANSWER)
    leads = composed[order[0]]
    # Beside an answer, what is only near gets one quote.
    answers = [composed[at].outcome is leads.outcome for at in order]
    shown = [
        composed[at].hits if alike else composed[at].hits[:1]
        for at, alike in zip(order, answers, strict=True)
    ]
    placed = list(_in_turn(shown))[: max(limit, 2)]
    hits = tuple(replace(hit, rank=rank) for rank, (hit, _) in enumerate(placed, 1))
    ranks = [
        tuple(rank for rank, (_, of) in enumerate(placed, 1) if place in of) for place in range(2)
    ]
    parts = [
        AnswerPart(
            question=searched[at].question,
            outcome=composed[at].outcome,
            ranks=ranks[order.index(at)],
        )
        for at in range(2)
    ]
    differing = [one.disagreement for one in composed if one.disagreement]
    return Composed(
        outcome=leads.outcome,
        confidence=leads.confidence,
        hits=hits,
        interpretation=_both(composed, completed=[part.completed for part in searched]),
        parts=tuple(parts),
        disagreement=differing[0] if differing else None,
    )


def _in_turn(shown: Sequence[tuple[Hit, ...]]) -> Iterator[tuple[Hit, frozenset[int]]]:
    """The hits of two lists in turn, each with the lists that it is of; none twice."""
    seen: set[tuple[str, str]] = set()
    for pair in zip_longest(*shown):
        joined = _joined(*pair) if all(pair) else None
        if joined:
            seen.update((hit.article.id, hit.quote) for hit in pair if hit)
            yield joined, frozenset((0, 1))
            continue
        for place, hit in enumerate(pair):
            if hit and (hit.article.id, hit.quote) not in seen:
                seen.add((hit.article.id, hit.quote))
                yield hit, frozenset((place,))


def _joined(one: Hit, other: Hit) -> Hit | None:
    """Two hits from one passage as one with both quotes, None if they are too far apart."""
    if one.article.id != other.article.id or not (one.quote and other.quote):
        return None
    passages = (one.passage, other.passage)
    passage = next((text for text in passages if one.quote in text and other.quote in text), "")
    quote = _both_quotes(passage, one.quote, other.quote)
    if not passage or len(quote) > _MOST_JOINED:
        return None
    return replace(
        one,
        passage=passage,
        quote=quote,
        speaker=one.speaker if one.speaker == other.speaker else "",
        missing=tuple(name for name in one.missing if name in other.missing),
        elsewhere=tuple(name for name in one.elsewhere if name in other.elsewhere),
    )


def _both_quotes(passage: str, one: str, other: str) -> str:
    """Two parts of a passage in its order, with “…” between them unless they touch."""
    (start, middle), (begin, end) = sorted(
        (passage.find(quote), passage.find(quote) + len(quote)) for quote in (one, other)
    )
    if begin <= middle + 1:
        return passage[start : max(middle, end)]
    return OMISSION.join((passage[start:middle], passage[begin:end]))


def _disagreement(text: str, result: SearchResult) -> Disagreement | None:
    """How the hits of an answer disagree; of a question only, not of a text or URL."""
    answered = result.decision.outcome is Outcome.ANSWER
    if not answered or result.input_kind is not InputKind.QUESTION:
        return None
    return find_disagreement(f"{text} {result.added}", result.hits)


def _interpretation(result: SearchResult) -> Interpretation:
    # Without the filters there was nothing either.
    nothing = result.decision.outcome is Outcome.NOTHING
    return Interpretation(
        query=result.query,
        dropped=() if nothing else result.dropped,
        corrections=result.found.corrections,
        added=result.added,
        input_kind=result.input_kind,
    )


def _both(composed: Sequence[Composed], *, completed: Sequence[bool]) -> Interpretation:
    """How both questions were understood; what comes next goes on from the second."""
    first, second = (one.interpretation for one in composed)
    # What one adds from the other is in the message itself.
    added = first.added if completed[1] else second.added
    return replace(
        second,
        query=replace(
            second.query,
            filters=second.query.filters.filled_from(first.query.filters, *Filter),
        ),
        dropped=tuple(dict.fromkeys((*first.dropped, *second.dropped))),
        corrections=tuple(dict.fromkeys((*first.corrections, *second.corrections))),
        added=added,
    )
