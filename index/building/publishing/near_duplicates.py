"""Groups near-identical articles (agency copy in several outlets, re-posts) by word shingles.

An article's sketch is a MinHash of its set of four-word runs (Broder, “On the resemblance and
containment of documents”, 1997) that keeps 16 bits of each minimum (Li, König, “b-Bit Minwise
Hashing”, 2010). The share of equal numbers in two sketches estimates the Jaccard similarity of the
sets. Banding (Leskovec, Rajaraman, Ullman, “Mining of Massive Datasets”, 3.4) finds the few
sketches that are worth comparing.
"""

import sqlite3
import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.text.analysis import words

Numbers = NDArray[np.uint64]
Minima = NDArray[np.uint16]
Places = NDArray[np.int64]

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


def write_stories(db: sqlite3.Connection, sketches: Iterable[bytes]) -> None:
    """Write into a snapshot's `articles` which story each article tells, where that has changed.

    `sketches` are those of its articles, ordered by id.
    """
    numbers = np.array(db.execute("SELECT number FROM articles ORDER BY id").fetchall()).ravel()
    stories = np.empty(len(numbers), np.int64)
    stories[numbers] = numbers[group_stories(sketches)]
    # From an index that holds both, so that no text is read.
    known = db.execute("SELECT story, number FROM articles ORDER BY story").fetchall()
    changed = [
        (stories[number].item(), number) for story, number in known if story != stories[number]
    ]
    db.executemany("UPDATE articles SET story = ? WHERE number = ?", changed)


def group_stories(sketches: Iterable[bytes]) -> Places:
    """For each article (articles,) the place of the first article that tells the same story.

    Every member of a story is similar to that first one itself, so that no chain of small changes
    joins dissimilar articles. `sketches` are those of all articles in order of their ids, so that
    a story is known by the smallest id of its articles. 500,000 articles take 280 MB.
    """
    joined, count = bytearray(), 0
    places = array("q")
    for count, sketch in enumerate(sketches, 1):
        if sketch:
            places.append(count - 1)
            joined += sketch
    found, sketched = np.arange(count), np.array(places)
    found[sketched] = sketched[_leaders(joined)]
    return found


def _leaders(joined: bytearray) -> Places:
    """The row of the first article of the same story, for each of these sketches."""
    minima = np.frombuffer(joined, "<u2").reshape(-1, HASHES)
    shared = _shared_keys(np.frombuffer(joined, "<u8").reshape(-1, KEYS))
    by_key: defaultdict[int, list[int]] = defaultdict(list)
    result = np.arange(len(minima))
    for row in np.flatnonzero((shared >= 0).any(axis=1)).tolist():
        keys = shared[row][shared[row] >= 0].tolist()
        near = sorted({leader for key in keys for leader in by_key.get(key, ())})
        result[row] = _most_similar(minima, row, near)
        if result[row] == row:
            for key in keys:
                by_key[key].append(row)
    return result


def _shared_keys(keys: Numbers) -> NDArray[np.int32]:
    """A number for each key (articles, KEYS) that occurs again in its column, -1 for the others.

    The others match no article. Equal keys of one column have one number.
    """
    result = np.full(keys.shape, -1, np.int32)
    first = 0
    for column in range(keys.shape[1]):
        order = np.argsort(keys[:, column], kind="stable")
        ordered = keys[order, column]
        is_new = np.r_[True, ordered[1:] != ordered[:-1]][: len(ordered)]
        numbers = np.cumsum(is_new) - 1
        again = np.bincount(numbers)[numbers] > 1 if len(numbers) else is_new
        result[order[again], column] = first + numbers[again]
        first += len(numbers)
    return result


def _most_similar(minima: Minima, row: int, near: Sequence[int]) -> int:
    """The row of `near` most similar to `row`, the first of equals; `row` itself if none is."""
    if not near:
        return row
    similarities = (minima[near] == minima[row]).mean(axis=1)
    best = int(similarities.argmax())
    return near[best] if similarities[best] >= SAME_STORY else row
