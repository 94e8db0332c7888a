"""The sentence of a passage that answers, and how much of a question a text covers."""

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from index.embedding import Vector
from index.keywords import stem, words
from index.live import OpenSnapshot

# How much the share of the question's information found in a sentence counts beside its cosine;
# chosen on FacQA (quote holds the answer) and on hand-picked quotes together.
COVERED_WEIGHT = 0.1


def information(asked: Iterable[str], snapshot: OpenSnapshot) -> dict[str, float]:
    """Each term's inverse document frequency in this archive, by the formula BM25 uses.

    A term counts as often as its more frequent form, word or stem; one that the archive does
    not have at all counts as the rarest.
    """
    return {term: _idf(_frequency(term, snapshot), snapshot) for term in asked}


def known(asked: Mapping[str, float], snapshot: OpenSnapshot) -> float:
    """The share 0–1 of the asked information whose terms the archive has at all."""
    everything = sum(asked.values())
    rarest = _idf(0, snapshot)
    return sum(w for w in asked.values() if w < rarest) / everything if everything else 0.0


def _frequency(term: str, snapshot: OpenSnapshot) -> int:
    query = "SELECT coalesce(max(passages), 0) FROM vocabulary WHERE word IN (?, ?)"
    (frequency,) = snapshot.db.execute(query, [term, stem(term)]).fetchone()
    return int(frequency)


def _idf(frequency: int, snapshot: OpenSnapshot) -> float:
    total = snapshot.manifest.passages
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))


def covered(text: str, asked: Mapping[str, float]) -> float:
    """The share 0–1 of the asked information that stands in the text; 0 if nothing is asked."""
    everything = sum(asked.values())
    if not everything:
        return 0.0
    present = set(words(text))
    present.update(map(stem, tuple(present)))
    found = (w for term, w in asked.items() if term in present or stem(term) in present)
    return sum(found) / everything


def best_sentence(
    passage: str,
    spans: Sequence[tuple[int, int]],
    vectors: bytes,
    question: Vector,
    asked: Mapping[str, float],
) -> str:
    """The sentence nearest to the question in meaning and in words; verbatim.

    `vectors` are the sentences' float16 vectors (sentences, dimension), row by row.
    """
    matrix = np.frombuffer(vectors, "<f2").reshape(len(spans), -1).astype(np.float32)
    cosines = matrix @ question
    texts = [passage[start:end] for start, end in spans]
    # The words of a sentence are looked at only where they could still make it the first.
    possible = cosines >= cosines.max() - COVERED_WEIGHT
    shares = [
        covered(text, asked) if can else 0.0 for text, can in zip(texts, possible, strict=True)
    ]
    return texts[int(np.argmax(cosines + COVERED_WEIGHT * np.array(shares)))]
