"""An optional last look at the best hits: question and passage read together by a cross-encoder."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.models.rerankers import PreparedReranker
from index.models.sessions import loaded

# Hits that are read again. Reading one takes as long as embedding a passage.
RERANKED = 20


class Reranker(Protocol):
    """Anything that scores passages for a question."""

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float64]:
        """How well each passage answers (passages,), higher is better, on no certain scale."""
        ...


class OnnxReranker:
    """One pair a run, so that a score depends on its pair alone. Safe to share between threads."""

    def __init__(self, model: PreparedReranker) -> None:
        """Load the model; ModelUnavailable if its files are damaged."""
        self._session, self._tokenizer = loaded(model)
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


def reranked(scores: NDArray[np.float64], heard: Sequence[bool]) -> list[int]:
    """The places of hits by their new scores, best first, equal ones as they were.

    Hits by the one whose words are asked for stay before all others, whatever these score.
    """
    return sorted(range(len(scores)), key=lambda place: (not heard[place], -scores[place]))
