"""Articles written into the three parts of a snapshot: its tables, its words, its vectors."""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import attrgetter
from typing import Protocol

import numpy as np

from index.building.publishing.analysis import AnalysedArticle, SourceArticle, analyse_articles
from index.building.publishing.tables import TableWriter
from index.errors import Hint, SnapshotUnusable
from index.models.embedder import Vector
from index.records import Article
from index.store.archive.embedded_passages import EmbeddedPassage
from index.store.changes import TakenArticle
from index.store.snapshot.word_index import IndexedArticle, WordIndexWriter
from index.store.vectors.base import VectorWriter

# Vectors that are held in memory at a time.
BATCH = 1000


class SnapshotSource(Protocol):
    """What a snapshot is made of: an Archive, or a part of one."""

    def articles(self) -> Iterator[Article]:
        """All articles that have a passage, ordered by id."""
        ...

    def digests(self) -> Iterator[TakenArticle]:
        """Each of them with the digest of all that is taken of it, in the same order."""
        ...

    def embedded(self, model: str) -> Iterator[EmbeddedPassage]:
        """All passages with their vectors of one model, ordered by article and position."""
        ...

    def sketches(self) -> Iterator[bytes]:
        """The sketch of each article's words, in the order of `articles`."""
        ...

    def counts(self) -> tuple[int, int]:
        """How many articles with passages, and how many passages."""
        ...

    def part(self, ids: Collection[str], /) -> "SnapshotSource":
        """Only the articles with these ids."""
        ...


class ArticleWriter:
    """Writes articles under numbers, and their passages under rows, that are given to it."""

    def __init__(
        self, db: sqlite3.Connection, words: WordIndexWriter, vectors: VectorWriter, dimension: int
    ) -> None:
        self._tables = TableWriter(db)
        self._words = words
        self._vectors = vectors
        self._dimension = dimension
        self._waiting: list[tuple[int, Vector]] = []

    def write(
        self,
        sources: Iterable[SourceArticle],
        numbers: Iterator[int],
        rows: Iterator[int],
        advance: Callable[[int], None],
    ) -> None:
        """Write all of these; `numbers` and `rows` give the next ones, each in rising order.

        `advance` is told how many passages have been written. SnapshotUnusable if a vector has not
        as many numbers as the model gives, or is not of unit length.
        """
        for source, analysed in analyse_articles(sources):
            number, own = next(numbers), list(islice(rows, len(source.passages)))
            self._check_lengths(source)
            self._tables.add(number, own, source, analysed)
            self._add_words(number, own, source, analysed)
            vectors = (passage.vector for passage in source.passages)
            self._waiting.extend(zip(own, vectors, strict=True))
            advance(len(own))
            if len(self._waiting) >= BATCH:
                self._put_vectors()
        self._tables.flush()
        self._put_vectors()

    def _add_words(
        self, number: int, rows: Sequence[int], source: SourceArticle, analysed: AnalysedArticle
    ) -> None:
        article = source.article
        indexed = IndexedArticle(
            number=number,
            title=analysed.title,
            outlet=article.source,
            published=article.published,
            author=article.author,
            section=article.section,
        )
        for row, passage, words in zip(rows, source.passages, analysed.passages, strict=True):
            self._words.add(row, passage.position, words, indexed)

    def _check_lengths(self, source: SourceArticle) -> None:
        if any(len(passage.vector) != self._dimension for passage in source.passages):
            raise self._unfit()

    def _unfit(self) -> SnapshotUnusable:
        return SnapshotUnusable(
            f"a stored vector does not have {self._dimension} numbers and length 1; nothing was "
            "published",
            hint=Hint.REBUILD_FULLY,
        )

    def _put_vectors(self) -> None:
        """Write the vectors that are in memory, over those that their rows may have had."""
        if not self._waiting:
            return
        rows = np.array([row for row, _ in self._waiting])
        vectors = np.vstack([vector for _, vector in self._waiting])
        self._waiting.clear()
        if not np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3):
            raise self._unfit()
        old = rows < len(self._vectors)
        if old.any():
            self._vectors.replace(rows[old], vectors[old])
        self._vectors.add(vectors[~old])


def source_articles(archive: SnapshotSource, model: str) -> Iterator[SourceArticle]:
    """The articles of an archive with their passages, ordered by id."""
    passages = groupby(archive.embedded(model), key=attrgetter("article_id"))
    following = next(passages, None)
    for article, taken in zip(archive.articles(), archive.digests(), strict=True):
        own: list[EmbeddedPassage] = []
        if following and following[0] == article.id:
            own = list(following[1])
            following = next(passages, None)
        yield SourceArticle(article=article, digest=taken.digest, passages=own)
