"""The contents of a snapshot whose files are on this machine: FAISS, and SQLite by its queries."""

import sqlite3
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from index.attribution.mentions import Speaker
from index.records import Article, Citation
from index.store.snapshot import article_queries, sentence_queries
from index.store.snapshot.article_arrays import NameKind
from index.store.snapshot.article_lookup import ArticleLookup
from index.store.snapshot.article_queries import (
    CitedPassage,
    SentenceData,
    Span,
    Spellings,
    StoryArticle,
)
from index.store.snapshot.engines.selection import EVERYTHING, Selection
from index.store.snapshot.sentence_queries import StoredArticle, StoredPassage
from index.store.snapshot.snapshots import PASSAGES
from index.store.snapshot.speakers import speaker_queries
from index.store.snapshot.speakers.speaker_index import SpeakerIndex
from index.store.snapshot.speakers.speaker_queries import NumberedSpeaker, SpokenSentence, Subject
from index.store.snapshot.speakers.spoken_rows import SpokenRows, SpokenSentences
from index.store.vectors.base import Neighbours, Rows, Vector, VectorStore


def connect(folder: Path) -> sqlite3.Connection:
    """A read-only connection to `passages.db` of a snapshot's folder."""
    address = f"{(folder / PASSAGES).absolute().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)


class EmbeddedVectors:
    """`contents.PassageVectors` over a vector store, which selects by row."""

    def __init__(self, store: VectorStore) -> None:
        self._store = store

    def search(
        self,
        query: Vector,
        limit: int,
        *,
        within: Selection = EVERYTHING,
        rows: Callable[[], Rows | None] = lambda: None,
    ) -> Neighbours:
        """The `limit` passages of highest cosine to `query`, of those that `rows` gives."""
        del within
        return self._store.search(query, limit, within=rows())

    def cosines(self, query: Vector, rows: Rows) -> Vector:
        """The cosine of `query` to each of `rows`."""
        return self._store.cosines(query, rows)


class EmbeddedTables:
    """`contents.SnapshotTables` over `passages.db`; safe to share between threads."""

    def __init__(
        self, folder: Path, first: sqlite3.Connection, index: SpeakerIndex, spoken: SpokenRows
    ) -> None:
        self._folder = folder
        self._first = first
        self._index = index
        self._spoken = spoken
        self._local = threading.local()

    @property
    def db(self) -> sqlite3.Connection:
        """This thread's own read-only connection to `passages.db`.

        Once the folder has been pruned, new threads share the connection it was opened with.
        """
        if not hasattr(self._local, "db"):
            try:
                self._local.db = connect(self._folder)
            except sqlite3.OperationalError:
                self._local.db = self._first
        connection: sqlite3.Connection = self._local.db
        return connection

    def lookup(self) -> ArticleLookup:
        """All articles by reference, alias and URL."""
        return ArticleLookup(self.db)

    def spellings(self, shortest: int, longest: int) -> Iterator[Spellings]:
        """The words that a misspelt one may stand for, by length."""
        return article_queries.spellings(self.db, shortest, longest)

    # -- articles -------------------------------------------------------------------------

    def article(self, number: int) -> Article:
        """The whole article with this number."""
        return article_queries.article(self.db, number)

    def names_with(self, kind: NameKind, words: Collection[str]) -> frozenset[str]:
        """The outlets, authors or sections that have all of these folded words, one or more."""
        return article_queries.names_with(self.db, kind, words)

    def name_numbers(self, kind: NameKind, names: Collection[str]) -> list[int]:
        """The numbers of these outlets, authors or sections in `ArticleArrays`."""
        return article_queries.name_numbers(self.db, kind, names)

    def citations(self, numbers: Collection[int]) -> dict[int, Citation]:
        """What is needed to find each of these articles again, by number."""
        return article_queries.citations(self.db, numbers)

    def article_numbers(self, ids: Collection[str]) -> list[int]:
        """The numbers of the articles with these ids; unknown ids are passed over."""
        return article_queries.article_numbers(self.db, ids)

    def same_story(
        self, story: int, *, besides: str, hidden: Sequence[int]
    ) -> tuple[Citation, ...]:
        """The articles of a story but for the one with the id `besides`, in order of time."""
        return article_queries.same_story(self.db, story, besides=besides, hidden=hidden)

    def story_articles(self, stories: Collection[int]) -> Iterator[StoryArticle]:
        """All articles of these stories in order of time, those without a date last."""
        return article_queries.story_articles(self.db, stories)

    def stored_articles(self, numbers: Collection[int]) -> dict[int, StoredArticle]:
        """What these articles are read by, by number."""
        return sentence_queries.stored_articles(self.db, numbers)

    def passage_rows(self, numbers: Collection[int]) -> dict[int, list[int]]:
        """The rows of the passages of these articles, in the order of the text, by number."""
        return article_queries.passage_rows(self.db, numbers)

    # -- passages -------------------------------------------------------------------------

    def sentence_data(self, rows: Sequence[int]) -> list[SentenceData]:
        """What each of these passages is scored by."""
        return article_queries.sentence_data(self.db, rows)

    def cited_passages(self, rows: Sequence[int]) -> list[CitedPassage]:
        """What is shown of each of these passages."""
        return article_queries.cited_passages(self.db, rows)

    def first_passage(self, number: int) -> CitedPassage:
        """The passage that the article with this number begins with."""
        return article_queries.first_passage(self.db, number)

    def stored_passages(self, rows: Sequence[int]) -> list[StoredPassage]:
        """These passages with what their sentences are scored by, in this order."""
        return sentence_queries.stored_passages(self.db, rows)

    def passage_texts(self, rows: Sequence[int]) -> list[str]:
        """The texts of these passages, in the archive's order."""
        return sentence_queries.passage_texts(self.db, rows)

    def split_passages(self, rows: Collection[int]) -> dict[int, tuple[str, list[Span]]]:
        """The text of each of these passages and the ranges of its sentences, by row."""
        return sentence_queries.split_passages(self.db, rows)

    # -- speakers -------------------------------------------------------------------------

    def statements_in(self, rows: Collection[int]) -> Iterator[SpokenSentence]:
        """All statements in these passages."""
        return speaker_queries.statements_in(self.db, rows)

    def officeholders_meant_in(self, rows: Collection[int]) -> Iterator[SpokenSentence]:
        """The statements in them that mean an officeholder, with that person as the speaker."""
        return speaker_queries.officeholders_meant_in(self.db, rows)

    def speakers_matching(self, words: Sequence[str], *, limit: int) -> Iterator[NumberedSpeaker]:
        """At most `limit` speakers with any of these folded words, the best first."""
        numbers = self._index.matching(words, limit=limit)
        known = speaker_queries.speakers_numbered(self.db, numbers)
        return (NumberedSpeaker(number, known[number]) for number in numbers)

    def passages_spoken_by(self, speakers: Collection[int]) -> Rows:
        """The rows (n,), in order, of passages with words by these speakers, or meaning them."""
        return self._spoken.passages(speakers, speaker_queries.meanings_of(self.db, speakers))

    def sentences_spoken_by(self, speakers: Collection[int]) -> SpokenSentences:
        """Every statement by these speakers, or meaning them."""
        return self._spoken.statements(speakers, speaker_queries.meanings_of(self.db, speakers))

    def speakers_numbered(self, numbers: Collection[int]) -> dict[int, Speaker]:
        """The speakers with these numbers."""
        return speaker_queries.speakers_numbered(self.db, numbers)

    def subjects(self) -> list[Subject]:
        """What can be asked: people who speak in most articles first, then the newest articles."""
        return speaker_queries.stored_subjects(self.db)
