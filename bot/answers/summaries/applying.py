"""A model's draft brought into an answer: its quotes reordered, its outcome lowered, summed up.

Only what calibration has fitted may be claimed, so a model can take a claim away and never make
one. An answer stays one only while its first quote, to which the probability belongs, is among
those that answer in the model's opinion; otherwise its hits are the closest passages. No hit
is withheld.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.answers.summaries.records import Draft, Summary
from bot.answers.summaries.verifying.evidence import Source
from bot.answers.summaries.verifying.verification import verified
from bot.answers.types import Answer
from index.records import Hit, Outcome


def sources_of(hits: Sequence[Hit]) -> tuple[Source, ...]:
    """The quotes of hits, as a model gets them and as its sentences are verified."""
    return tuple(Source(hit.rank, hit.quote, hit.speaker) for hit in hits if hit.quote)


def with_draft(answer: Answer, draft: Draft, *, shown: int, model: str) -> Answer:
    """The answer as it is shown after the model has seen the first `shown` hits.

    `Answer.summary` is None where no sentence passes verification, or no quote answers.
    """
    seen = answer.hits[:shown]
    known = {source.number for source in sources_of(seen)}
    chosen = None if draft.answering is None else [n for n in draft.answering if n in known]
    made = summed_up(answer, draft, shown=shown, model=model)
    if chosen is None or (draft.answering and not chosen):
        return replace(answer, summary=made)
    outcome = answer.outcome
    if outcome is Outcome.ANSWER and seen[0].rank not in chosen:
        outcome = Outcome.RELATED
    if answer.disagreement:
        # Its hits stand first and in order of time, as the first line says.
        return replace(answer, outcome=outcome, summary=made)
    hits, numbers = _reordered(answer.hits, chosen, stays=outcome is Outcome.ANSWER)
    return replace(answer, hits=hits, outcome=outcome, summary=_renumbered(made, numbers))


def with_summary(answer: Answer, draft: Draft, *, shown: int, model: str) -> Answer:
    """The same, with its quotes and its outcome as they are."""
    return replace(answer, summary=summed_up(answer, draft, shown=shown, model=model))


def summed_up(answer: Answer, draft: Draft, *, shown: int, model: str) -> Summary | None:
    """The sentences of a draft that pass verification; None if there are none."""
    if draft.answering == ():
        return None
    sentences = verified(draft.sentences, sources_of(answer.hits[:shown]), answer.question.language)
    return Summary(sentences, model) if sentences else None


def _reordered(
    hits: tuple[Hit, ...], chosen: Sequence[int], *, stays: bool
) -> tuple[tuple[Hit, ...], dict[int, int]]:
    """The chosen hits first, with new ranks, and which rank each old one has become.

    The first stays where it is if it is what is claimed to answer.
    """
    first = [hits[0].rank] if stays else []
    order = list(dict.fromkeys((*first, *chosen, *(hit.rank for hit in hits))))
    by_rank = {hit.rank: hit for hit in hits}
    ranks = sorted(by_rank)
    numbers = dict(zip(order, ranks, strict=True))
    return tuple(replace(by_rank[old], rank=new) for old, new in numbers.items()), numbers


def _renumbered(summary: Summary | None, numbers: dict[int, int]) -> Summary | None:
    if summary is None:
        return None
    sentences = tuple(
        replace(one, quotes=tuple(sorted(numbers[number] for number in one.quotes)))
        for one in summary.sentences
    )
    return replace(summary, sentences=sentences)
