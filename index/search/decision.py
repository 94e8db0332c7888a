"""What was found → what it is worth, and which of it is shown."""

from collections.abc import Iterable
from dataclasses import replace

from index.confidence import Decision
from index.query.parse import ParsedQuery
from index.records import Hit, Outcome
from index.search.searcher import Found
from index.store.snapshot_reader import OpenSnapshot

# Of the confidence that the first hit of an answer needs, so much is enough for those behind it.
ALSO_QUOTED = 2 / 3


def judged(found: Found, query: ParsedQuery, snapshot: OpenSnapshot) -> Decision:
    """What the first hit is worth, or the best where the newest stands first.

    Where somebody's words are asked for, only what is surely theirs answers; and nothing does where
    no word tells what is asked about, however near it is.
    """
    if query.is_empty:
        return Decision(Outcome.NOTHING, 0.0)
    hits = zip(found.features, found.heard, strict=True)
    each = [_heard(snapshot.calibration.decide(features), heard) for features, heard in hits]
    if query.filters.latest:
        # Stable: of hits that are worth the same the first stays first.
        each.sort(key=lambda one: (one.outcome is not Outcome.ANSWER, -one.confidence))
    best = each[0] if each else Decision(Outcome.NOTHING, 0.0)
    return best if query.has_subject else _at_most_related(best)


def _heard(decision: Decision, heard: bool) -> Decision:
    return decision if heard else _at_most_related(decision)


def _at_most_related(decision: Decision) -> Decision:
    if decision.outcome is not Outcome.ANSWER:
        return decision
    return replace(decision, outcome=Outcome.RELATED)


def worth_showing(
    found: Found, outcome: Outcome, snapshot: OpenSnapshot, *, latest: bool
) -> tuple[Hit, ...]:
    """An answer comes without quotes that would not pass on their own.

    That is, such as are far from answering, and anybody else's words where somebody's are asked
    for. What is only related is in order of time throughout where the `latest` is wanted.
    """
    if outcome is Outcome.NOTHING:
        return ()
    if outcome is Outcome.RELATED:
        # Titles only: what is not quoted cannot be taken for an answer.
        titles = [replace(hit, quote="", speaker="") for hit in found.hits]
        if latest:
            titles.sort(key=lambda hit: hit.article.published, reverse=True)
        return ranked(titles)
    return ranked(passing(found, ALSO_QUOTED * snapshot.calibration.answer, snapshot))


def passing(found: Found, least: float, snapshot: OpenSnapshot) -> list[Hit]:
    """The hits of at least this confidence, by the one whose words are asked for."""
    each = zip(found.hits, found.features, found.heard, strict=True)
    return [
        hit
        for hit, features, heard in each
        if heard and snapshot.calibration.confidence(features) >= least
    ]


def ranked(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """The hits, numbered from 1."""
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(hits, 1))
