"""The score of a passage: meaning, words and what its sentences hold → one number.

A convex combination, as in Bruch, Gai, Ingber, “An Analysis of Fusion Functions for Hybrid
Retrieval” (TOIS 2023): the cosine, scaled by what the model gives to unrelated texts, and BM25 as a
share of the most that the query could reach; for the best candidates also what their sentences
cover. All are absolute, so that scores of different questions compare; and a question in another
language than the archive is ranked by meaning where its words cannot be translated.

Measured on the development sets (MRR@10 FacQA, R@1 NTREX, R@1 SQuAD-en; 800, 800, 341 questions)
before English words were translated, which lifted NTREX to .911 and SQuAD to .760:

    passage's cosine and BM25                        .832  .733  .690
    half of the cosine its best sentence's           .834  .775  .710
    seven tenths of it its best sentence's           .834  .785  .718
    and what title and passage cover, a sentence     .840  .800  .716
    and whether the quote holds the answer's type    .842  .804  .713

More for the sentence helps NTREX, whose passages are sentences, and costs the others. A pairwise
regression on the same features came to .839, .816 and .674: it trades one set for another.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.models.embedder import CosineScale, Vector
from index.search.ranking.candidates import Candidates
from index.search.speakers.speaker_scores import SpeakerScores
from index.search.tuning import Tuning
from index.store.snapshot.open_snapshot import OpenSnapshot
from index.store.snapshot.sentence_vectors import sentence_cosines
from index.text.sentence_features import AnswerType, QueryTerms

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceScores:
    """What the best sentences of passages hold (n,), as shares 0–1 unless it says otherwise.

    `nearest` is the scaled cosine of the sentence nearest to the query. `covered` is the share of
    the query's term weights that title and passage hold, `sentence_covered` the most that one
    sentence holds. `answer_type`: whether the quote holds the type of answer asked for, one half
    where any would do. `quote` is the number of the sentence that
    answers best, `agreement` how surely that is by the speaker asked for. Where that speaker has
    sentences, all but `covered` are of these alone.
    """

    nearest: Floats
    covered: Floats
    sentence_covered: Floats
    answer_type: Floats
    quote: NDArray[np.int64]
    agreement: Floats


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A candidate: its place among the candidates, row, story, fused score, scaled cosine."""

    place: int
    row: int
    story: int
    score: float
    similarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The best passage of each story, best first, and the scores of all candidates' sentences."""

    passages: list[ScoredPassage]
    candidates: Candidates
    sentences: SentenceScores


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRanking:
    """The best passage of each story on a topic, best story first; corrections as in RankedHits."""

    passages: list[ScoredPassage]
    corrections: tuple[tuple[str, str], ...]


def fuse(similarities: Floats, bm25: Floats, *, total_weight: float, tuning: Tuning) -> Floats:
    """Scores 0–1 of candidates (n,), from scaled cosines and non-negative BM25 scores.

    `total_weight` is the sum of the query's inverse document frequencies; 0 if it has no terms.
    """
    lowest, highest = tuning.lowest_similarity, tuning.highest_similarity
    dense = np.clip((similarities - lowest) / (highest - lowest), 0, 1)
    most = tuning.bm25_per_idf * total_weight
    lexical = np.minimum(bm25 / most, 1) if most else np.zeros(len(bm25))
    scores: Floats = tuning.dense_weight * dense + (1 - tuning.dense_weight) * lexical
    return scores


def refine(
    scores: Floats,
    *,
    covered: Floats,
    sentence_covered: Floats,
    answer_type: Floats,
    agreement: Floats | None,
    tuning: Tuning,
) -> Floats:
    """Fused scores 0–1 (n,) refined by the scores of the candidates' sentences, all shares 0–1.

    `agreement` is given if a speaker is asked for.
    """
    weights = tuning.covered_weight, tuning.sentence_covered_weight, tuning.answer_type_weight
    whole = 1 + weights[0] + weights[1] + weights[2]
    held = weights[0] * covered + weights[1] * sentence_covered
    refined: Floats = (scores + held + weights[2] * answer_type) / whole
    if agreement is None:
        return refined
    return (refined + tuning.speaker_weight * agreement) / (1 + tuning.speaker_weight)


def blend(similarities: Floats, nearest: Floats, tuning: Tuning) -> Floats:
    """Scaled cosines of passages and of their nearest sentences, as one."""
    share = tuning.sentence_share
    blended: Floats = (1 - share) * similarities + share * nearest
    return blended


def best_per_story(candidates: Iterable[ScoredPassage]) -> list[ScoredPassage]:
    """Each story's best passage, best story first; equal scores by lower row."""
    ranked = sorted(candidates, key=lambda scored: (-scored.score, scored.row))
    best: dict[int, ScoredPassage] = {}
    for scored in ranked:
        best.setdefault(scored.story, scored)
    return list(best.values())


def score_sentences(
    rows: NDArray[np.int64],
    vector: Vector,
    terms: QueryTerms,
    snapshot: OpenSnapshot,
    *,
    scale: CosineScale,
    speakers: SpeakerScores,
    wants_statement: bool,
    tuning: Tuning,
) -> SentenceScores:
    """Score the sentences of passages (n,), n > 0, for a query of this vector and these terms.

    `speakers` scores the statements of these rows. `wants_statement`: somebody's words are wanted.
    """
    found = _Sentences.read(rows, vector, terms, snapshot)
    agreement = speakers.agreements(rows, found.counts)
    asked = np.where(agreement >= tuning.similar_speaker, agreement, 0.0)
    # Where the speaker asked for has no sentence, every sentence is as good as another.
    heard = np.repeat(found.most(asked), found.counts)
    silent = np.where(asked < np.minimum(heard, tuning.same_speaker), -np.inf, 0.0)
    shares = found.held @ terms.shares
    holds_answer = (found.kinds & int(terms.kind) > 0).astype(np.float64)
    quoted = (found.kinds & int(AnswerType.QUOTED) > 0) if wants_statement else 0.0
    worth = (
        found.cosines
        + tuning.quote_covered_weight * shares
        + tuning.quote_answer_type_weight * holds_answer
        + tuning.quotation_weight * quoted
        + silent
    )
    best = found.best(worth)
    any_answer = terms.kind == AnswerType.NONE
    return SentenceScores(
        nearest=scale.of(found.most(found.cosines + silent).astype(np.float64)),
        covered=found.in_passage @ terms.shares,
        sentence_covered=found.most(shares + silent),
        answer_type=np.full(len(rows), 0.5) if any_answer else holds_answer[best],
        quote=best - found.starts,
        agreement=asked[best],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentences:
    """All sentences of some passages, one passage after the other.

    `counts` and `starts` (passages,) say where they are; `cosines` and `kinds` are (sentences,),
    `held` (sentences, terms) which of the query's terms each holds, `in_passage` (passages, terms)
    those that title and passage hold.
    """

    counts: NDArray[np.int64]
    starts: NDArray[np.int64]
    cosines: NDArray[np.float32]
    kinds: NDArray[np.uint8]
    held: NDArray[np.bool_]
    in_passage: NDArray[np.bool_]

    @classmethod
    def read(
        cls, rows: NDArray[np.int64], vector: Vector, terms: QueryTerms, snapshot: OpenSnapshot
    ) -> "_Sentences":
        passages = snapshot.tables.sentence_data(rows.tolist())
        lengths = [np.frombuffer(one.term_counts, "<u2") for one in passages]
        counts = np.array([len(each) for each in lengths])
        starts = np.cumsum([0, *counts])[:-1]
        numbers = _joined((one.terms for one in passages), "<u4")
        held = terms.found_in(numbers, np.concatenate(lengths))
        title_numbers = _joined((one.title_terms for one in passages), "<u4")
        in_title = terms.found_in(title_numbers, [len(one.title_terms) // 4 for one in passages])
        return cls(
            counts=counts,
            starts=starts,
            cosines=sentence_cosines([one.vectors for one in passages], counts.tolist(), vector),
            kinds=_joined((one.kinds for one in passages), "u1"),
            held=held,
            in_passage=np.logical_or.reduceat(held, starts, axis=0) | in_title,
        )

    def most(self, values: NDArray[np.floating[Any]]) -> Floats:
        """The highest value of each passage's sentences (passages,)."""
        highest: Floats = np.maximum.reduceat(values, self.starts)
        return highest

    def best(self, values: NDArray[np.floating[Any]]) -> NDArray[np.int64]:
        """The place, among all sentences, of each passage's first highest value (passages,)."""
        ranges = zip(self.starts, self.starts + self.counts, strict=True)
        return np.array([start + int(np.argmax(values[start:end])) for start, end in ranges])


def _joined(blobs: Iterable[bytes], dtype: str) -> NDArray[Any]:
    return np.frombuffer(b"".join(blobs), dtype)
