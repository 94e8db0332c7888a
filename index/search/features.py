"""What speaks for each hit that a search found answering the question."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from index.confidence import Features
from index.search.fusion import Scored
from index.search.prepared_query import Query
from index.search.scoring import HEARD, Looked
from index.search.speaker_scores import SAME, Voices
from index.store.snapshot_reader import OpenSnapshot

# Stories that may all be on the subject of a question; how near others come by chance is told by
# those behind them.
NEAREST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was found and looked into, stories ranked."""

    looked: Looked
    voices: Voices
    ranked: list[Scored]


def _around(similarities: Sequence[float]) -> tuple[float, float]:
    """The mean similarity of the ten nearest but the first, and of those behind them.

    Of few the first stands for itself, and the farther half for those behind.
    """
    ordered = sorted(similarities, reverse=True)
    near = ordered[1:NEAREST] or ordered
    far = ordered[min(NEAREST, len(ordered) // 2) :]
    return sum(near) / len(near), sum(far) / len(far)


def _agreement(query: Query, seen: Seen, scored: Scored) -> float:
    """1 if the one asked for says the quote, -1 if not, 0 if nobody in particular is asked for."""
    if query.speaker is None:
        return 0.0
    return 1.0 if seen.looked.agreement[scored.place] >= SAME else -1.0


def is_heard(query: Query, seen: Seen, scored: Scored) -> bool:
    """Whether a passage's quote is by who is asked for; a mere description need only fit."""
    if query.speaker is None:
        return True
    enough = SAME if query.speaker.definite else HEARD
    return bool(seen.looked.agreement[scored.place] >= enough)


def features_of(
    query: Query,
    seen: Seen,
    around: Seen,
    languages: Sequence[str],
    snapshot: OpenSnapshot,
) -> tuple[Features, ...]:
    """For each hit, whose article is in the language at its place in `languages`.

    `around` is what was found without filters.
    """
    near, far = _around([scored.similarity for scored in around.ranked])

    def of(scored: Scored, language: str) -> Features:
        foreign = len({query.language, language} - {""}) > 1
        nameless = foreign and not query.named.weights
        looked, place = seen.looked, scored.place
        covered, in_sentence = looked.covered[place], looked.sentence_covered[place]
        if foreign:
            covered = looked.proper_covered[place]
            in_sentence = looked.sentence_proper_covered[place]
        return Features(
            similarity=scored.similarity,
            margin=scored.similarity - near,
            height=scored.similarity - far,
            size=math.log10(snapshot.manifest.passages),
            foreign=float(foreign),
            nameless=float(nameless),
            covered=float(covered),
            known=(query.reached if foreign else query.about).known,
            sentence_covered=float(in_sentence),
            heard=_agreement(query, seen, scored),
        )

    return tuple(map(of, seen.ranked, languages))
