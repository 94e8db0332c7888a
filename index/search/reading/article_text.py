"""The sentences of whole articles, as a snapshot keeps them passage by passage."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.store.snapshot.open_snapshot import OpenSnapshot
from index.store.snapshot.sentence_queries import StoredArticle, StoredPassage
from index.store.snapshot.sentence_vectors import decode_vectors
from index.text.analysis import APOSTROPHES, words
from index.text.sentence_features import AnswerType

Span = tuple[int, int]

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
    def words(self) -> list[str]:
        """The words of the text in order, folded."""
        return words(self.text)

    @cached_property
    def excluded(self) -> NDArray[np.bool_]:
        """Which sentences (n,) are never shown: the title again, captions, bylines.

        None of them where there is nothing else.
        """
        title = words(self.stored.title)

        def is_excluded(sentence: str) -> bool:
            if _CREDIT.match(sentence):
                return True
            if len(sentence) > 2 * len(self.stored.title) and _LEAST_WORDS.search(sentence):
                return False
            own = words(sentence)
            return len(own) < LEAST_WORDS or own == title

        found = np.array([is_excluded(sentence) for sentence in self.sentences], dtype=np.bool_)
        return found & ~found.all()

    @cached_property
    def goes_on(self) -> NDArray[np.bool_]:
        """Which sentences (n,) have a quotation that runs on into the next."""
        return (self.kinds & int(AnswerType.QUOTE_CONTINUES)) > 0

    def passage_around(self, start: int, end: int) -> Span:
        """The range of the passages that hold `text[start:end]`."""
        held = [(a, b) for a, b in self.passages.values() if a < end and start < b]
        return min(a for a, _ in held), max(b for _, b in held)


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
