"""Any cross-encoder as a reader: heading and sentence are read together with the question."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from index.models.cache import CachedCrossEncoder, load
from index.models.reader import ReaderWindow
from index.models.unigram import library_tokenizer

# A sentence is one pair, so that with `Tuning.read_windows` some 24 pairs are read a question.
WINDOW_SENTENCES = 4
# What a question and its answer, and what unrelated texts get on the scale of all readers: the
# means that the packaged reader gives to the check pairs of the export.
MATCHED_LOGIT, UNRELATED_LOGIT = 1.3, -3.8
# A model that tells them less apart than this would turn noise into certainty.
LEAST_SPREAD = 0.1


class CrossEncoderReader:
    """An exported model, run on one pair at a time: a score depends on its pair alone.

    Safe to share between threads.
    """

    def __init__(self, model: CachedCrossEncoder) -> None:
        """Load the model; ModelUnavailable if its files are damaged."""
        self._session, self._tokenizer = load(model, library_tokenizer)
        # The text is cut, never the question.
        self._tokenizer.enable_truncation(model.max_tokens, strategy="only_second")
        self._model = model

    def windows(self, heading: str, sentences: Sequence[str]) -> list[ReaderWindow]:
        """The sentences, a few a window, each to be read after the heading."""
        texts = [f"{heading}. {sentence}" if heading else sentence for sentence in sentences]
        every = range(len(texts))
        return [
            ReaderWindow(numbers=numbers, scores=partial(self._scores, [texts[n] for n in numbers]))
            for numbers in (every[at : at + WINDOW_SENTENCES] for at in every[::WINDOW_SENTENCES])
        ]

    def raw_scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float64]:
        """The model's own logits (texts,): higher is better, the scale is the model's."""
        return np.array([self._score(question, text) for text in texts], dtype=np.float64)

    def _scores(self, texts: Sequence[str], question: str) -> NDArray[np.float64]:
        """How well each text answers (texts,), on the scale of all readers.

        A straight line through the means that were measured at the export.
        """
        unrelated = self._model.unrelated
        spread = max(self._model.matched - unrelated, LEAST_SPREAD)
        share = (self.raw_scores(question, texts) - unrelated) / spread
        return UNRELATED_LOGIT + (MATCHED_LOGIT - UNRELATED_LOGIT) * share

    def _score(self, question: str, text: str) -> float:
        encoding = self._tokenizer.encode(question, text)
        given = {"input_ids": np.array([encoding.ids], dtype=np.int64)}
        if self._model.segments:
            given["token_type_ids"] = np.array([encoding.type_ids], dtype=np.int64)
        (score,) = self._session.run(["score"], given)
        return float(score[0, 0])
