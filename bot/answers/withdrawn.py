"""Kept answers without what has been hidden since (pure)."""

from collections.abc import Callable
from dataclasses import replace

from bot.answers.types import Answer
from index.confidence import Outcome
from index.records import Citation


def without_hidden(answer: Answer, hides: Callable[[Citation], bool]) -> Answer:
    """The answer as it may be shown by now: `hides` tells of each article whether it is hidden.

    The hits that stay keep their numbers, and `withdrawn` counts those that went. Where none stays
    there is nothing to show.
    """
    hits = tuple(
        replace(hit, also=tuple(other for other in hit.also if not hides(other)))
        for hit in answer.hits
        if not hides(hit.article)
    )
    gone = len(answer.hits) - len(hits)
    first_gone = bool(answer.hits) and hides(answer.hits[0].article)
    reading = replace(answer.reading, given="") if first_gone else answer.reading
    outcome = answer.outcome if hits or not gone else Outcome.NOTHING
    return replace(answer, hits=hits, outcome=outcome, reading=reading, withdrawn=gone)
