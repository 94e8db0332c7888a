"""Dense and lexical evidence → one score (pure).

A convex combination, as in Bruch, Gai, Ingber, “An Analysis of Fusion Functions for Hybrid
Retrieval” (TOIS 2023): the cosine, scaled by what the model gives to unrelated texts, BM25 as a
share of the most that the question could reach, and of the best candidates what their sentences
cover. All are absolute, so that scores of different questions compare; and a question in another
language than the archive is ranked by meaning where its words cannot be translated.

Measured on the development sets (MRR@10 FacQA, R@1 NTREX, R@1 SQuAD-en; 800, 800, 341 questions)
before English words were translated, which lifted NTREX to .911 and SQuAD to .760:

    passage's cosine and BM25                        .832  .733  .690
    half of the cosine its best sentence's           .834  .775  .710
    seven tenths of it its best sentence's           .834  .785  .718
    and what title and passage cover, a sentence     .840  .800  .716
    and whether the quote holds the kind wanted      .842  .804  .713

More for the sentence helps NTREX, whose passages are sentences, and costs the others. A pairwise
regression on the same features came to .839, .816 and .674: it trades one set for another.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# The weight of meaning against BM25. More favours IDK-MRC, less FacQA; .65 to .7 is best for both.
DENSE_WEIGHT = 0.7
# How much of the meaning is the best sentence's.
SENTENCE_SHARE = 0.7
# Weights of what is looked into, beside the 1 that meaning and BM25 have together. With translated
# words, .1 instead of .05 for what is covered: NTREX .911 → .915, SQuAD .760 → .765, FacQA +.001.
COVERED_WEIGHT, SENTENCE_COVERED_WEIGHT, KIND_WEIGHT = 0.1, 0.1, 0.015
# And of being the words of who is asked for. More would let anything they said pass for an answer.
SPEAKER_WEIGHT = 0.1
# The range of scaled cosines that counts: all of it, from well under the mean of unrelated texts.
FLOOR, CEILING = -0.5, 1.65
# The most BM25 that a term adds per idf: k1 + 1 = 2.2 with FTS5's fixed k1 = 1.2, and half as much
# again because a term's word and its stem are both in the index. 2.2 and 4.4 measured lower.
TERM_MOST = 3.3


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate: its place among the candidates, row, story, fused score, scaled cosine."""

    place: int
    row: int
    story: int
    score: float
    similarity: float


def fuse(similarities: Floats, bm25: Floats, *, information: float) -> Floats:
    """Scores 0–1 of candidates (n,), from scaled cosines and non-negative BM25 scores.

    `information` is the sum of the question's inverse document frequencies; 0 if it has no terms.
    """
    dense = np.clip((similarities - FLOOR) / (CEILING - FLOOR), 0, 1)
    most = TERM_MOST * information
    lexical = np.minimum(bm25 / most, 1) if most else np.zeros(len(bm25))
    scores: Floats = DENSE_WEIGHT * dense + (1 - DENSE_WEIGHT) * lexical
    return scores


def refine(
    scores: Floats,
    *,
    covered: Floats,
    sentence_covered: Floats,
    kind: Floats,
    agreement: Floats | None = None,
) -> Floats:
    """Fused scores 0–1 (n,) with what was found looking into the candidates, all shares 0–1.

    `agreement`, how surely the quotes are by who is asked for, is given when somebody is.
    """
    whole = 1 + COVERED_WEIGHT + SENTENCE_COVERED_WEIGHT + KIND_WEIGHT
    found = COVERED_WEIGHT * covered + SENTENCE_COVERED_WEIGHT * sentence_covered
    refined: Floats = (scores + found + KIND_WEIGHT * kind) / whole
    if agreement is None:
        return refined
    return (refined + SPEAKER_WEIGHT * agreement) / (1 + SPEAKER_WEIGHT)


def blend(similarities: Floats, nearest: Floats) -> Floats:
    """Scaled cosines of passages and of their nearest sentences, as one."""
    blended: Floats = (1 - SENTENCE_SHARE) * similarities + SENTENCE_SHARE * nearest
    return blended


def best_per_story(candidates: Iterable[Scored]) -> list[Scored]:
    """Each story's best passage, best story first; equal scores by lower row."""
    ranked = sorted(candidates, key=lambda scored: (-scored.score, scored.row))
    best: dict[int, Scored] = {}
    for scored in ranked:
        best.setdefault(scored.story, scored)
    return list(best.values())
