"""BM25 as tantivy computes it, over a handful of passages that are at hand.

Milvus ranks by BM25, too, but by exact lengths, and knows no phrases. What it ranks first is scored
again here, so that a passage has the same score with both engines, and the calibration holds.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Phrase = tuple[str, ...]

_K1, _B = 1.2, 0.75
# Lengths are kept in a byte: up to 39 as they are, above with four significant bits (tantivy's
# and Lucene's norms).
_EXACT, _OFFSET, _BITS = 40, 24, 4


@dataclass(frozen=True, slots=True)
class Statistics:
    """How many passages there are, and how many words they have together."""

    passages: int
    words: int


def stored_length(words: int) -> int:
    """The length of a passage as an index keeps it."""
    if words < _EXACT:
        return words
    shift = (words - _OFFSET).bit_length() - _BITS
    return ((words - _OFFSET) >> shift << shift) + _OFFSET


def bm25(
    words: Sequence[str],
    length: int,
    phrases: Sequence[Phrase],
    frequencies: Mapping[str, int],
    statistics: Statistics,
) -> float:
    """The score of a passage: the sum over words and phrases; 0 if it has none of them.

    `words` are its words in order, `length` how many count; `frequencies` says in how many passages
    each word stands.
    """
    average = statistics.words / max(1, statistics.passages)
    norm = _K1 * (1 - _B + _B * stored_length(length) / average)
    score = 0.0
    for phrase in phrases:
        if times := _times(words, phrase):
            weight = sum(_idf(frequencies.get(word, 0), statistics.passages) for word in phrase)
            score += weight * (_K1 + 1) * times / (times + norm)
    return score


def _times(words: Sequence[str], phrase: Phrase) -> int:
    if len(phrase) == 1:
        return words.count(phrase[0])
    places = (at for at, word in enumerate(words) if word == phrase[0])
    return sum(tuple(words[at : at + len(phrase)]) == phrase for at in places)


def _idf(frequency: int, passages: int) -> float:
    return math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))
