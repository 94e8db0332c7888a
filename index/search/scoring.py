"""The best candidates looked into: how near their sentences come to a question."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.models.embedder import CosineScale, Vector
from index.search.speaker_scores import SAME, Voices
from index.store.snapshot_queries import sentence_data
from index.store.snapshot_reader import OpenSnapshot
from index.text.sentence_features import AnswerType, QueryTerms

Floats = NDArray[np.float64]

# How much of a question a sentence covers counts beside its cosine when the quote is chosen, and
# that it holds the kind of answer asked for. Chosen by the share of questions whose best sentence
# of the whole article holds the gold answer, FacQA, IDK-MRC and SQuAD-en (1,156, 2,323, 327): .885,
# .694 and .676; with .05 and .04 .882, .695 and .664, with .1 and .06 .882, .682 and .685.
COVERED_WEIGHT = 0.075
KIND_WEIGHT = 0.06
# What somebody said is best shown in the very words that were quoted. Of 24 questions for
# somebody's words the gold sentence was chosen in 7 without this, in 16 with it.
QUOTED_WEIGHT = 0.1
# A quotation is shown whole up to this many sentences and characters.
MOST_SENTENCES, MOST_CHARACTERS = 3, 450
# Below this agreement a sentence is not by who is asked for.
HEARD = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Passages looked into (n,), and what is best in each, shares 0–1 unless it says otherwise.

    `nearest` is the scaled cosine of the sentence nearest to the question, `covered` the share of
    the question's information that title and passage hold, `sentence_covered` the most that one
    sentence holds, `proper_covered` and `sentence_proper_covered` the same of its proper terms;
    `kind` whether the quote holds the kind of answer wanted (a half where any would do), `quote`
    the number of the sentence that answers best, `agreement` how surely it is by who is asked for.
    Where the one asked for speaks, all but `covered` are of their sentences alone.
    """

    nearest: Floats
    covered: Floats
    sentence_covered: Floats
    proper_covered: Floats
    sentence_proper_covered: Floats
    kind: Floats
    quote: NDArray[np.int64]
    agreement: Floats


def look_into(
    rows: NDArray[np.int64],
    vector: Vector,
    wanted: QueryTerms,
    snapshot: OpenSnapshot,
    *,
    scale: CosineScale,
    voices: Voices | None = None,
    said: bool = False,
) -> Looked:
    """Look into the passages of these rows (n,), n > 0, for a question of this vector.

    With `said` somebody's words are asked for.
    """
    stored = sentence_data(snapshot.db, rows.tolist())
    lengths = [np.frombuffer(one.term_counts, "<u2") for one in stored]
    counts = np.array([len(each) for each in lengths])
    starts = np.cumsum([0, *counts])[:-1]
    vectors = _joined((one.vectors for one in stored), "<f2").reshape(-1, len(vector))
    cosines = vectors.astype(np.float32) @ vector
    terms = _joined((one.terms for one in stored), "<u4")
    held = wanted.found_in(terms, np.concatenate(lengths))
    shares = held @ wanted.shares
    title_terms = _joined((one.title_terms for one in stored), "<u4")
    in_title = wanted.found_in(title_terms, [len(one.title_terms) // 4 for one in stored])
    in_passage = np.logical_or.reduceat(held, starts, axis=0) | in_title
    flags = _joined((one.kinds for one in stored), "u1")
    kinds = (flags & int(wanted.kind) > 0).astype(np.float64)
    quoted = QUOTED_WEIGHT * (flags & int(AnswerType.QUOTED) > 0) if said else 0.0
    agreement = (voices or Voices()).agreements(rows, counts)
    asked = np.where(agreement >= HEARD, agreement, 0.0)
    # Where nobody asked for speaks, every sentence is as good as another.
    heard = np.repeat(np.maximum.reduceat(asked, starts), counts)
    silent = np.where(asked < np.minimum(heard, SAME), -np.inf, 0.0)
    worth = cosines + COVERED_WEIGHT * shares + KIND_WEIGHT * kinds + quoted + silent
    ends = starts + counts
    best = np.array([a + int(np.argmax(worth[a:b])) for a, b in zip(starts, ends, strict=True)])
    return Looked(
        nearest=scale.of(np.maximum.reduceat(cosines + silent, starts).astype(np.float64)),
        covered=in_passage @ wanted.shares,
        sentence_covered=np.maximum.reduceat(shares + silent, starts),
        proper_covered=in_passage @ wanted.proper_shares,
        sentence_proper_covered=np.maximum.reduceat(held @ wanted.proper_shares + silent, starts),
        kind=kinds[best] if wanted.kind != AnswerType.NONE else np.full(len(rows), 0.5),
        quote=best - starts,
        agreement=asked[best],
    )


def whole_quotation(kinds: bytes, spans: Sequence[tuple[int, int]], number: int) -> tuple[int, int]:
    """The range of a sentence, with its neighbours where a quotation runs over them.

    `kinds` and `spans` are the passage's. A quotation that is too long to be shown whole is shown
    from its beginning, or if the sentence stands too far behind that, by the sentence alone.
    """
    first = last = number
    while first and kinds[first - 1] & AnswerType.QUOTE_CONTINUES:
        first -= 1
    while last + 1 < len(spans) and kinds[last] & AnswerType.QUOTE_CONTINUES:
        last += 1
    while last > number and not _fits(spans, first, last):
        last -= 1
    if not _fits(spans, first, last):
        first = number
    return spans[first][0], spans[last][1]


def _fits(spans: Sequence[tuple[int, int]], first: int, last: int) -> bool:
    return last - first < MOST_SENTENCES and spans[last][1] - spans[first][0] <= MOST_CHARACTERS


def _joined(stored: Iterable[bytes], kind: str) -> NDArray[Any]:
    return np.frombuffer(b"".join(stored), kind)
