"""Groups near-identical articles (agency copy in several outlets, re-posts) by word shingles.

An article's sketch is a MinHash of its set of four-word runs (Broder, “On the resemblance and
containment of documents”, 1997) that keeps 16 bits of each minimum (Li, König, “b-Bit Minwise
Hashing”, 2010). The share of equal numbers in two sketches estimates the Jaccard similarity of the
sets. Banding (Leskovec, Rajaraman, Ullman, “Mining of Massive Datasets”, 3.4) finds the few
sketches that are worth comparing.
"""

import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.text.analysis import words

Numbers = NDArray[np.uint64]
Minima = NDArray[np.uint16]
Id = TypeVar("Id", int, str)

SHINGLE = 4
# 128 numbers estimate a similarity of .8 within .035 (one standard deviation).
HASHES = 128
# Four 16-bit numbers of a sketch are one 64-bit key. At .8 two sketches share one of the 32 keys
# with probability 1 - 5e-8, at .3 with .23.
KEYS = HASHES // 4
# Measured on 17,891 Indonesian articles; of each pair, title and beginning were read. From .84 on,
# 56 of 57 pairs were one text, lightly edited. From .76 to .84, 5 of 34 were not: half-time and
# final scores, two statements on one occasion, a reply and what it replies to. At .5, half of the
# pairs were successive reports.
SAME_STORY = 0.84


def _mixed(numbers: Numbers) -> Numbers:
    """The finaliser of splitmix64: every bit of the result depends on every bit given."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


# The first numbers of splitmix64: one for each place in a shingle, then one for each hash function.
_SEQUENCE = _mixed(
    np.arange(1, SHINGLE + HASHES + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
)
_PLACES, _SEEDS = _SEQUENCE[:SHINGLE], _SEQUENCE[SHINGLE:]


def sketch_text(text: str) -> bytes:
    """The MinHash of a text: `HASHES` little-endian 16-bit numbers; b"" for a text without words.

    The same words give the same 256 bytes on every machine. Fewer than four words make one shingle.
    """
    found = [zlib.crc32(word.encode("utf-8", "replace")) for word in words(text)]
    if not found:
        return b""
    found += [0] * (SHINGLE - len(found))
    runs = np.lib.stride_tricks.sliding_window_view(np.array(found, np.uint64), SHINGLE)
    shingles = np.unique((runs * _PLACES).sum(axis=1, dtype=np.uint64))
    # In parts, so that a text of a million words needs no gigabytes.
    parts = (shingles[at : at + 4096, None] for at in range(0, len(shingles), 4096))
    minima = np.min([_mixed(part ^ _SEEDS).min(axis=0) for part in parts], axis=0)
    return bytes(minima.astype("<u2").tobytes())


def sketch_keys(sketch: bytes) -> list[int]:
    """The keys of which similar sketches share one; none for a text without words."""
    keys: list[int] = np.frombuffer(sketch, "<u8").tolist()
    return keys


def sketch_similarity(one: bytes, other: bytes) -> float:
    """The estimated Jaccard similarity of two texts, 0 to 1, by their sketches."""
    if not (one and other):
        return 0.0
    return float((np.frombuffer(one, "<u2") == np.frombuffer(other, "<u2")).mean())


def group_stories(sketches: Mapping[Id, bytes]) -> dict[Id, Id]:
    """For each article the smallest id among the articles that tell the same story.

    Every member of a story is similar to that smallest one itself, so that no chain of small
    changes joins dissimilar articles. The order of the mapping makes no difference.
    """
    ids = sorted(article for article, found in sketches.items() if found)
    joined = b"".join(sketches[article] for article in ids)
    minima = np.frombuffer(joined, "<u2").reshape(len(ids), HASHES)
    keys = np.frombuffer(joined, "<u8").reshape(len(ids), KEYS)
    repeated = _repeated(keys)
    leaders: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    found = {article: article for article in sketches}
    for row, article in enumerate(ids):
        columns = np.flatnonzero(repeated[row])
        places = list(zip(columns.tolist(), keys[row, columns].tolist(), strict=True))
        near = sorted({leader for place in places for leader in leaders.get(place, ())})
        leader = _most_similar(minima, row, near)
        found[article] = ids[leader]
        if leader == row:
            for place in places:
                leaders[place].append(row)
    return found


def _repeated(keys: Numbers) -> NDArray[np.bool_]:
    """Which keys (articles, KEYS) occur again in their column; the others match no article."""
    result = np.zeros(keys.shape, np.bool_)
    for column in range(keys.shape[1]):
        _, where, counts = np.unique(keys[:, column], return_inverse=True, return_counts=True)
        result[:, column] = counts[where] > 1
    return result


def _most_similar(minima: Minima, row: int, near: Sequence[int]) -> int:
    """The row of `near` most similar to `row`, the first of equals; `row` itself if none is."""
    if not near:
        return row
    similarities = (minima[near] == minima[row]).mean(axis=1)
    best = int(similarities.argmax())
    return near[best] if similarities[best] >= SAME_STORY else row
