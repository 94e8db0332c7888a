"""The sentences of whole articles, as a snapshot keeps them passage by passage."""

import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.search.reading.excerpts import is_dependent
from index.store.snapshot.open_snapshot import OpenSnapshot
from index.store.snapshot.sentence_queries import StoredArticle, StoredPassage
from index.store.snapshot.sentence_vectors import decode_vectors
from index.text.analysis import APOSTROPHES, fold, spaced_words, words
from index.text.sentence_features import AnswerType

Span = tuple[int, int]

# Articles that are kept, some 40 kB each.
KEPT_ARTICLES = 250
# Fewer words than these are a subhead, a byline or what is left of a caption.
LEAST_WORDS = 3
# So many certainly; some others have as many, too. Tells without taking a sentence to pieces.
_LEAST_WORDS = re.compile(rf"(?:\w++[^\w{APOSTROPHES}]++){{{LEAST_WORDS - 1}}}\w")
# A line that only names the photographer or the source of a picture.
_CREDIT = re.compile(
    r"\s*(?:foto|photo|gambar|dok(?:umentasi)?\.?|ilustrasi)\s*[:/]", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class ArticleText:
    """The n sentences of an article, as character ranges of its text, in order.

    `rows` (n,) and `places` (n,) say which passage each is of and its number there; `vectors`
    (n, dimension) are float32 of about unit length, `kinds` (n,) the flags of AnswerType. `terms`
    are the term numbers of all sentences one after the other, `term_counts` (n,) how many each has.
    `passages` are the ranges of the passages, by row.
    """

    number: int
    stored: StoredArticle
    spans: Sequence[Span]
    rows: NDArray[np.int64]
    places: NDArray[np.int64]
    vectors: NDArray[np.float32]
    kinds: NDArray[np.uint8]
    terms: NDArray[np.uint32]
    term_counts: NDArray[np.int64]
    passages: dict[int, Span]

    @property
    def text(self) -> str:
        """The article's text."""
        return self.stored.text

    @property
    def heading(self) -> str:
        """What a reader sees before the sentences: title, outlet and day."""
        stored = self.stored
        return f"{stored.title} ({stored.source}, {stored.published[:10]})" if stored.title else ""

    @cached_property
    def sentences(self) -> list[str]:
        """The sentences themselves."""
        return [self.text[start:end] for start, end in self.spans]

    @cached_property
    def spaced_words(self) -> str:
        """The folded words of the text between single spaces."""
        return spaced_words(self.text)

    @cached_property
    def excluded(self) -> NDArray[np.bool_]:
        """Which sentences (n,) are never shown: the title again, captions, bylines.

        None of them where there is nothing else.
        """
        title = words(self.stored.title)
        longest = max(title, key=len, default="")

        def is_excluded(sentence: str) -> bool:
            if _CREDIT.match(sentence):
                return True
            if _LEAST_WORDS.search(sentence) and (not title or longest not in fold(sentence)):
                return False
            own = words(sentence)
            return len(own) < LEAST_WORDS or own == title

        found = np.array([is_excluded(sentence) for sentence in self.sentences], dtype=np.bool_)
        return found & ~found.all()

    @cached_property
    def goes_on(self) -> NDArray[np.bool_]:
        """Which sentences (n,) have a quotation that runs on into the next."""
        return (self.kinds & int(AnswerType.QUOTE_CONTINUES)) > 0

    @cached_property
    def dependent(self) -> NDArray[np.bool_]:
        """Which sentences (n,) begin with a word that points to one before it."""
        return np.array([*map(is_dependent, self.sentences)], dtype=np.bool_)

    def passage_around(self, start: int, end: int) -> Span:
        """The range of the passages that hold `text[start:end]`."""
        held = [(a, b) for a, b in self.passages.values() if a < end and start < b]
        return min(a for a, _ in held), max(b for _, b in held)


class KeptArticles:
    """Articles loaded lately, with what was found out of them; safe to share between threads.

    Follow-ups and other filters have the same articles again, and so have questions about what is
    in the news: of ten articles that are all kept, a question is answered in 2 ms less.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Path, int], ArticleText] = OrderedDict()
        self._lock = threading.Lock()

    def load(self, snapshot: OpenSnapshot, numbers: Sequence[int]) -> list[ArticleText]:
        """The articles with these numbers, with all their sentences."""
        keys = [(snapshot.path, number) for number in numbers]
        with self._lock:
            found = {key: self._kept[key] for key in keys if key in self._kept}
        missing = [number for key, number in zip(keys, numbers, strict=True) if key not in found]
        if missing:
            loaded = load_articles(snapshot, missing)
            found |= {(snapshot.path, article.number): article for article in loaded}
        with self._lock:
            for key in keys:
                self._kept[key] = found[key]
                self._kept.move_to_end(key)
            while len(self._kept) > KEPT_ARTICLES:
                self._kept.popitem(last=False)
        return [found[key] for key in keys]


def load_articles(snapshot: OpenSnapshot, numbers: Sequence[int]) -> list[ArticleText]:
    """The articles with these numbers, with all their sentences."""
    found = snapshot.tables.passage_rows(numbers)
    rows = [found[number] for number in numbers]
    passages = snapshot.tables.stored_passages([row for each in rows for row in each])
    articles = snapshot.tables.stored_articles(numbers)
    remaining = iter(passages)
    return [
        _article(number, articles[number], each, [next(remaining) for _ in each])
        for number, each in zip(numbers, rows, strict=True)
    ]


def _article(
    number: int, stored: StoredArticle, rows: Sequence[int], passages: Sequence[StoredPassage]
) -> ArticleText:
    spans: list[Span] = []
    ranges: dict[int, Span] = {}
    at = 0
    for row, passage in zip(rows, passages, strict=True):
        at = stored.text.index(passage.text, at)
        ranges[row] = (at, at + len(passage.text))
        spans += [(at + start, at + end) for start, end in passage.sentences]
        at += len(passage.text)
    counts = [len(passage.sentences) for passage in passages]
    return ArticleText(
        number=number,
        stored=stored,
        spans=spans,
        rows=np.repeat(np.array(rows, dtype=np.int64), counts),
        places=np.concatenate([np.arange(count) for count in counts]),
        vectors=decode_vectors([passage.vectors for passage in passages], counts),
        kinds=np.frombuffer(b"".join(passage.kinds for passage in passages), "u1"),
        terms=np.frombuffer(b"".join(passage.terms for passage in passages), "<u4"),
        term_counts=np.frombuffer(
            b"".join(passage.term_counts for passage in passages), "<u2"
        ).astype(np.int64),
        passages=ranges,
    )
