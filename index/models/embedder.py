"""Text → unit vectors, on onnxruntime and tokenizers alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index.models.cache import CachedEmbedder, load
from index.models.unigram import TextTokenizer, read_tokenizer

if TYPE_CHECKING:
    from tokenizers import Encoding

Vector = NDArray[np.float32]
# A model that cannot tell matched from unrelated texts has equal means.
MIN_SPREAD = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """The vectors of a passage.

    `vector` is (dimension,), unit length; `sentences` is (sentences, dimension), unit length:
    for each sentence the mean of its token vectors, read in the context of the whole passage.
    """

    vector: Vector
    sentences: Vector


@dataclass(frozen=True, slots=True, kw_only=True)
class CosineScale:
    """The mean cosines that one model gives to unrelated and to matched pairs of texts.

    e5 gives unrelated texts about .75, other models .1: only scaled values can be compared.
    """

    unrelated: float
    matched: float

    def of(self, cosines: NDArray[np.float64]) -> NDArray[np.float64]:
        """Cosines scaled so that 0 is unrelated and 1 as close as a question and its answer."""
        spread = max(self.matched - self.unrelated, MIN_SPREAD)
        scaled: NDArray[np.float64] = (cosines - self.unrelated) / spread
        return scaled


class Embedder(Protocol):
    """What the archive needs of an embedding model."""

    @property
    def fingerprint(self) -> str:
        """Identifies the exact vectors this embedder gives: other vectors, another fingerprint."""
        ...

    @property
    def name(self) -> str:
        """The model's name, for people."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def scale(self) -> CosineScale:
        """The scale of this model's cosines."""
        ...

    @property
    def max_tokens(self) -> int:
        """The longest passage that is not cut, special tokens and prompt not counted."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens not counted."""
        ...

    def embed_query(self, text: str) -> Vector:
        """One question: (dimension,) float32, unit length."""
        ...

    def embed_passage(self, text: str, sentences: Sequence[tuple[int, int]] = ()) -> Embedded:
        """One passage, and its sentences given as character ranges of `text`."""
        ...


class OnnxEmbedder:
    """An exported model, run on one text at a time: a vector depends on its text alone.

    Threads share the single-threaded session: measured on two cores, two threads with one text
    each embed more than twice as much as one padded batch on two threads.
    """

    def __init__(self, model: CachedEmbedder) -> None:
        """Load the model; ModelUnavailable if its files are damaged."""
        self._session, self._tokenizer = load(model, read_tokenizer)
        self._model = model

    def __reduce__(self) -> tuple[object, ...]:
        """Sent to other processes as the model's folder; each loads it once."""
        return _loaded_once, (self._model,)

    @property
    def tokenizer(self) -> TextTokenizer:
        """The model's tokenizer, which neither pads nor cuts."""
        return self._tokenizer

    @property
    def fingerprint(self) -> str:
        """Identifies the exact vectors this embedder gives: other vectors, another fingerprint."""
        return self._model.fingerprint

    @property
    def name(self) -> str:
        """The model's name, for people."""
        return self._model.name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._model.dimension

    @property
    def scale(self) -> CosineScale:
        """The scale of this model's cosines."""
        return CosineScale(unrelated=self._model.unrelated, matched=self._model.matched)

    @property
    def max_tokens(self) -> int:
        """The longest passage that is not cut, special tokens and prompt not counted."""
        return self._model.max_tokens - self._overhead

    @cached_property
    def _overhead(self) -> int:
        return len(self._tokenizer.encode(self._model.passage_prompt).ids)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens not counted."""
        return [len(self._tokenizer.encode(text, add_special_tokens=False)) for text in texts]

    def embed_query(self, text: str) -> Vector:
        """One question: (dimension,) float32, unit length."""
        ids = self._cut(self._tokenizer.encode(self._model.query_prompt + text))
        (vector,) = self._session.run(["sentence_embedding"], {"input_ids": ids})
        return _unit(vector[0])

    def embed_passage(self, text: str, sentences: Sequence[tuple[int, int]] = ()) -> Embedded:
        """One passage, and its sentences given as character ranges of `text`.

        A text over the model's limit is cut at the limit by tokens; a sentence wholly beyond it
        gets the passage's own vector.
        """
        prompt = self._model.passage_prompt
        encoding = self._tokenizer.encode(prompt + text)
        ids = self._cut(encoding)
        outputs = ["sentence_embedding", "token_embeddings"] if sentences else None
        found = self._session.run(outputs or ["sentence_embedding"], {"input_ids": ids})
        vector = _unit(found[0][0])
        if not sentences:
            return Embedded(vector=vector, sentences=np.empty((0, self.dimension), np.float32))
        ends = np.array([end for _, end in encoding.offsets[: ids.shape[1]]]) - len(prompt)
        pooled = _pool(found[1][0], ends, sentences, default=vector)
        return Embedded(vector=vector, sentences=pooled)

    def _cut(self, encoding: "Encoding") -> NDArray[np.int64]:
        """Token ids (1, tokens), cut at the model's limit with the final special token kept."""
        ids, limit = encoding.ids, self._model.max_tokens
        if len(ids) > limit:
            closing = ids[-1:] if encoding.special_tokens_mask[-1] else []
            ids = ids[: limit - len(closing)] + closing
        return np.array([ids], dtype=np.int64)


@cache
def _loaded_once(model: CachedEmbedder) -> OnnxEmbedder:
    return OnnxEmbedder(model)


def _pool(
    tokens: Vector, ends: NDArray[np.int64], sentences: Sequence[tuple[int, int]], default: Vector
) -> Vector:
    """Mean token vector of each sentence, unit length; `ends` are the tokens' end offsets.

    A word's first token begins with the space before it, so its end decides the sentence.
    Special tokens have the offset (0, 0) and so are never inside.
    """
    pooled = np.tile(default, (len(sentences), 1))
    for row, (first, last) in enumerate(sentences):
        inside = (ends > first) & (ends <= last)
        if inside.any():
            pooled[row] = _unit(tokens[inside].mean(axis=0))
    return pooled


def _unit(vector: Vector) -> Vector:
    length = np.linalg.norm(vector)
    return (vector / length if length else vector).astype(np.float32)
