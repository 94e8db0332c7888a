"""Optional reranking of the best hits by a cross-encoder: it reads query and passage together."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.models.cache import CachedReranker, load


class Reranker(Protocol):
    """Anything that scores passages for a question."""

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float64]:
        """How well each passage answers (passages,): higher is better, the scale is the model's."""
        ...


class OnnxReranker:
    """An exported model, run on one pair at a time: a score depends on its pair alone.

    Safe to share between threads.
    """

    def __init__(self, model: CachedReranker) -> None:
        """Load the model; ModelUnavailable if its files are damaged."""
        self._session, self._tokenizer = load(model)
        # The passage is cut, never the question.
        self._tokenizer.enable_truncation(model.max_tokens, strategy="only_second")
        self._segments = model.segments

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float64]:
        """How well each passage answers (passages,): the model's logits."""
        return np.array([self._score(question, passage) for passage in passages], dtype=np.float64)

    def _score(self, question: str, passage: str) -> float:
        encoding = self._tokenizer.encode(question, passage)
        given = {"input_ids": np.array([encoding.ids], dtype=np.int64)}
        if self._segments:
            given["token_type_ids"] = np.array([encoding.type_ids], dtype=np.int64)
        (score,) = self._session.run(["score"], given)
        return float(score[0, 0])


def rerank_order(scores: NDArray[np.float64], heard: Sequence[bool]) -> list[int]:
    """The positions of hits by their new scores, best first; ties keep their order.

    `heard` marks hits by the speaker who was asked for: they stay before all others.
    """
    return sorted(range(len(scores)), key=lambda hit: (not heard[hit], -scores[hit]))
