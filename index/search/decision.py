"""Decide the outcome of a search and which of its hits are shown."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from index.confidence import Calibration, Decision, Features
from index.query.parse import ParsedQuery
from index.records import Hit, Outcome
from index.search.ranking.results import RankedHits
from index.search.tuning import Tuning

NOTHING = Decision(Outcome.NOTHING, 0.0)


def decide(found: RankedHits, query: ParsedQuery, calibration: Calibration) -> Decision:
    """The decision on the first hit, or on the best one where the newest comes first.

    Where a speaker is asked for, only their words are an answer; and nothing is where no word names
    a subject, however near it is.
    """
    place = deciding_place(found, query, calibration)
    if place is None:
        return NOTHING
    best = _decisions(found, calibration)[place]
    return best if query.has_subject else _at_most_related(best)


def deciding_place(found: RankedHits, query: ParsedQuery, calibration: Calibration) -> int | None:
    """The place of the hit that decides, from 0; None if there is nothing to decide."""
    if query.is_empty or not found.features:
        return None
    if not query.filters.latest:
        return 0
    decisions = _decisions(found, calibration)
    # Of equally confident hits the first.
    return min(
        range(len(decisions)),
        key=lambda n: (decisions[n].outcome is not Outcome.ANSWER, -decisions[n].confidence),
    )


def _decisions(found: RankedHits, calibration: Calibration) -> list[Decision]:
    hits = zip(found.features, found.heard, strict=True)
    return [_if_heard(calibration.decide(features), heard) for features, heard in hits]


def _if_heard(decision: Decision, heard: bool) -> Decision:
    return decision if heard else _at_most_related(decision)


def _at_most_related(decision: Decision) -> Decision:
    if decision.outcome is not Outcome.ANSWER:
        return decision
    return replace(decision, outcome=Outcome.RELATED)


def select_hits(
    found: RankedHits, outcome: Outcome, calibration: Calibration, *, latest: bool, tuning: Tuning
) -> tuple[Hit, ...]:
    """The hits that are shown, numbered anew; every one with its excerpt.

    An ANSWER drops hits by another speaker than the one asked for, and hits below two thirds of the
    answer threshold; not if `latest`, for what is new need not answer anything. RELATED claims
    nothing and keeps all; an excerpt by somebody else than the speaker asked for keeps its own
    speaker's name.
    """
    if outcome is Outcome.NOTHING:
        return ()
    if outcome is Outcome.RELATED:
        return numbered(found.hits)
    share = 0.0 if latest else tuning.other_hits_share
    return numbered(
        heard_hits(found, lambda features: calibration.is_confident(features, share=share))
    )


def heard_hits(found: RankedHits, suffices: Callable[[Features], bool]) -> list[Hit]:
    """The hits whose features suffice, by the speaker asked for."""
    hits = zip(found.hits, found.features, found.heard, strict=True)
    return [hit for hit, features, heard in hits if heard and suffices(features)]


def numbered(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """The hits with ranks from 1."""
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(hits, 1))
