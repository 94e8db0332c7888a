"""Inverted lists of 8-bit codes: an index of many vectors, checked while it is built.

The vectors are divided among centroids (k-means), and a search looks into the lists of the nearest
ones. How many of them is found out for each archive: as few as find what comparing all would.
"""

import math
from collections.abc import Callable, Iterator

import faiss
import numpy as np

from index.store.vectors.base import Vector

# How much of the nearest vectors an index must find, and how many these are.
LEAST_RECALL = 0.99
NEAREST = 100
# Eight bits a number tell cosines apart to about this: their error is .0003 (rms), .0015 at most.
RESOLUTION = 0.001
# A search looks into so many sixteenths of the lists: more than half take as long as all.
_SIXTEENTHS = range(1, 9)

_VECTORS_A_CENTROID = 50
_ITERATIONS = 10
_QUERIES = 200
# Vectors whose sum is a query of the check. Questions lie between passages, farther from each than
# passages from one another. Of 300,000, a tenth of the lists finds .99 of what is nearest to
# passages, but .91 of what is nearest to questions; and .92 to sums of three passages.
_SUMMANDS = 3

Batches = Callable[[], Iterator[Vector]]


def build_lists(batches: Batches, count: int, dimension: int) -> tuple[faiss.IndexIVF, float]:
    """An index of the `count` unit vectors that `batches` gives, each time anew, and its recall.

    Recall is the share of the NEAREST by exact cosine that it finds; any whose cosine is less than
    RESOLUTION under the last one's are as good. Where it is under LEAST_RECALL, not even half of
    the lists have enough.
    """
    chance = np.random.default_rng(0)
    share = _VECTORS_A_CENTROID * lists_for(count) / count
    sample = np.vstack([batch[chance.random(len(batch)) < share] for batch in batches()])
    index = _trained(sample, lists_for(count), dimension)
    queries = sample[chance.integers(len(sample), size=(_QUERIES, _SUMMANDS))].sum(axis=1)
    queries /= np.linalg.norm(queries, axis=1, keepdims=True)
    del sample
    nearest = np.full((_QUERIES, NEAREST), -np.inf, np.float32)
    for batch in batches():
        index.add(batch)
        cosines = np.hstack([nearest, queries @ batch.T])
        nearest = np.partition(cosines, -NEAREST, axis=1)[:, -NEAREST:]
    # By it a vector is found again by its row.
    index.make_direct_map()
    return index, _choose_probes(index, queries, nearest.min(axis=1, keepdims=True) - RESOLUTION)


def lists_for(count: int) -> int:
    """How many lists `count` vectors are divided among."""
    return math.isqrt(count)


def _trained(sample: Vector, lists: int, dimension: int) -> faiss.IndexIVF:
    by_residual = False
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        lists,
        faiss.ScalarQuantizer.QT_8bit,
        faiss.METRIC_INNER_PRODUCT,
        by_residual,
    )
    index.cp.niter = _ITERATIONS
    index.cp.spherical = True
    index.cp.min_points_per_centroid = 1
    index.train(sample)
    return index


def _choose_probes(index: faiss.IndexIVF, queries: Vector, least: Vector) -> float:
    """Let searches look into as few lists as have enough, or into half of them; gives the recall.

    `least` (queries, 1) is the cosine that what is found must have.
    """
    recall = 0.0
    for sixteenths in _SIXTEENTHS:
        index.nprobe = max(1, index.nlist * sixteenths // 16)
        scores, _rows = index.search(queries, NEAREST)
        recall = float((scores >= least).mean())
        if recall >= LEAST_RECALL:
            break
    return recall
