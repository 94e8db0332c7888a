"""A model that can be worked out by hand: a text is the known words that it holds."""

import zlib
from collections import Counter
from collections.abc import Sequence

import numpy as np

from index.models.embedder import CosineScale, Embedded, Vector
from index.text.analysis import words

AXES = ("banjir", "gempa", "internet", "sekolah", "harga", "beras", "hutan", "kereta")


class WordEmbedder:
    """One axis a known word, the first for texts without any; cosines are then easy numbers.

    “banjir banjir gempa” is (0, 2, 1, 0 …) / √5. A token is a word between spaces. `passages` are
    the texts that were embedded as passages, in no certain order: threads do it.
    """

    def __init__(
        self,
        *axes: str,
        name: str = "words",
        max_tokens: int = 512,
        scale: CosineScale | None = None,
    ) -> None:
        self._axes = axes or AXES
        self.name = name
        self.max_tokens = max_tokens
        self.dimension = 1 + len(self._axes)
        self.scale = scale or CosineScale(unrelated=0.0, matched=1.0)
        self.fingerprint = f"{zlib.crc32(' '.join((name, *self._axes)).encode()):08x}"
        self.passages: list[str] = []

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def embed_query(self, text: str) -> Vector:
        counts = Counter(words(text))
        vector = np.array([0, *(counts[axis] for axis in self._axes)], dtype=np.float32)
        vector[0] = not vector.any()
        return vector / np.linalg.norm(vector)

    def embed_passage(self, text: str, sentences: Sequence[tuple[int, int]] = ()) -> Embedded:
        self.passages.append(text)
        found = [self.embed_query(text[start:end]) for start, end in sentences]
        matrix = np.array(found, dtype=np.float32).reshape(len(found), self.dimension)
        return Embedded(vector=self.embed_query(text), sentences=matrix)
