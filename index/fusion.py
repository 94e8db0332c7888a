"""Dense and lexical evidence → one score (pure).

A convex combination, as in Bruch, Gai, Ingber, “An Analysis of Fusion Functions for Hybrid
Retrieval” (TOIS 2023): the cosine, scaled by what the model gives to unrelated texts, and BM25 as a
share of the most that the question could reach. Both are absolute, so that scores of different
questions compare; and a question in another language than the archive, whose few common words
reach only a small share, is ranked by meaning.

Measured on the development sets (MRR@10 FacQA, MRR@10 IDK-MRC, R@1 NTREX, R@1 SQuAD-en):

    dense alone                                  .788  .855  .707  .683
    BM25 / (BM25 + 8), weight .7                 .823  .861  .733  .628
    BM25 as a share of the most, weight .7       .824  .865  .735  .690
    the same with the best sentence's cosine     .825  .866  .778  .698
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# The weight of meaning. More favours IDK-MRC, less FacQA; .65 to .7 is best for both.
DENSE_WEIGHT = 0.7
# The range of scaled cosines that counts: all of it, from well under the mean of unrelated texts.
FLOOR, CEILING = -0.5, 1.65
# The most BM25 that a term adds per idf: k1 + 1 = 2.2 with FTS5's fixed k1 = 1.2, and half as much
# again because a term's word and its stem are both in the index. 2.2 and 4.4 measured lower.
TERM_MOST = 3.3


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate: row of its passage, number of its article, fused score, scaled cosine."""

    row: int
    article: int
    score: float
    similarity: float


def fuse(similarities: Floats, bm25: Floats, *, information: float) -> Floats:
    """Fused scores 0–1 of candidates (n,), from scaled cosines and non-negative BM25 scores.

    `information` is the sum of the question's inverse document frequencies; 0 if it has no terms.
    """
    dense = np.clip((similarities - FLOOR) / (CEILING - FLOOR), 0, 1)
    most = TERM_MOST * information
    lexical = np.minimum(bm25 / most, 1) if most else np.zeros(len(bm25))
    scores: Floats = DENSE_WEIGHT * dense + (1 - DENSE_WEIGHT) * lexical
    return scores


def best_per_article(candidates: Iterable[Scored]) -> list[Scored]:
    """Each article's best passage, best article first; equal scores by lower row."""
    ranked = sorted(candidates, key=lambda scored: (-scored.score, scored.row))
    best: dict[int, Scored] = {}
    for scored in ranked:
        best.setdefault(scored.article, scored)
    return list(best.values())
