"""What a search needs of a snapshot, wherever its articles are kept.

Three protocols: the vectors of passages, their words, and what is stored of articles, passages and
speakers. `embedded` has them over the files of a snapshot on this machine.

Passages are known by their row, articles and speakers by their number, sentences by their place in
the passage. Hidden articles are not told apart unless a method takes them.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Protocol

from index.attribution.mentions import Speaker
from index.records import Article, Citation
from index.store.snapshot.article_arrays import NameKind
from index.store.snapshot.article_queries import (
    CitedPassage,
    SentenceData,
    Span,
    Spellings,
    StoryArticle,
)
from index.store.snapshot.engines.selection import EVERYTHING, Selection
from index.store.snapshot.sentence_queries import StoredArticle, StoredPassage
from index.store.snapshot.speakers.speaker_queries import NumberedSpeaker, SpokenSentence, Subject
from index.store.snapshot.speakers.spoken_rows import SpokenSentences
from index.store.vectors.base import Neighbours, Rows, Vector


class PassageVectors(Protocol):
    """The vectors of a snapshot's passages."""

    def search(
        self,
        query: Vector,
        limit: int,
        *,
        within: Selection = EVERYTHING,
        rows: Callable[[], Rows | None] = lambda: None,
    ) -> Neighbours:
        """The `limit` passages of highest cosine to `query` (dimension,), of those `within`.

        `rows` gives the same passages by row, None for all, to an engine that wants them so.
        """
        ...

    def cosines(self, query: Vector, rows: Rows) -> Vector:
        """The cosine of `query` to each of `rows`."""
        ...


class PassageWords(Protocol):
    """The words of a snapshot's passages, as index/text/analysis makes them."""

    def bm25_scores(
        self, phrases: Iterable[str], *, limit: int, within: Selection = EVERYTHING
    ) -> dict[int, float]:
        """BM25 by row of the `limit` best passages with any of these words or phrases."""
        ...

    def newest(
        self, groups: Sequence[Sequence[str]], *, limit: int, within: Selection = EVERYTHING
    ) -> Rows:
        """The passages (n,) with a word of every group, and one in the title, newest first.

        At most `limit`; those of one moment by row.
        """
        ...

    def first_with(self, word: str, *, limit: int) -> list[int]:
        """The first rows, at most `limit`, whose passage or title has a folded word."""
        ...

    def count_passages(self, words: Iterable[str]) -> dict[str, int]:
        """In how many passages each of these folded words stands; those in none are left out."""
        ...

    def count_phrases(self, phrases: Iterable[str]) -> list[int]:
        """In how many passages each of these phrases stands."""
        ...

    def count_titles(self, phrase: str) -> int:
        """How many articles have a title with this phrase."""
        ...


class Lookup(Protocol):
    """All articles of a snapshot by reference, alias and URL."""

    def with_reference(self, reference: str) -> int | None:
        """The number of the article with this `Citation.reference`, its own or an alias's."""
        ...

    def all_with_reference(self, reference: str) -> list[int]:
        """The numbers of all articles that had this `Citation.reference` at any time."""
        ...

    def references(self) -> frozenset[str]:
        """The `Citation.reference` of every article."""
        ...

    def with_url(self, url: str) -> int | None:
        """The number of the article at this URL, in whichever form it was passed on."""
        ...

    def all_with_url(self, url: str) -> list[int]:
        """The numbers of all articles at this URL."""
        ...


class SpellingTable(Protocol):
    """The words that a misspelt one may stand for."""

    def spellings(self, shortest: int, longest: int) -> Iterator[Spellings]:
        """Those of `shortest` to `longest` letters, by length."""
        ...


class SnapshotTables(SpellingTable, Protocol):
    """What a snapshot stores of articles, passages and speakers."""

    def lookup(self) -> Lookup:
        """All articles by reference, alias and URL."""
        ...

    def article(self, number: int) -> Article:
        """The whole article with this number."""
        ...

    def names_with(self, kind: NameKind, words: Collection[str]) -> frozenset[str]:
        """The outlets, authors or sections that have all of these folded words, one or more."""
        ...

    def name_numbers(self, kind: NameKind, names: Collection[str]) -> list[int]:
        """The numbers of these outlets, authors or sections in `ArticleArrays`."""
        ...

    def citations(self, numbers: Collection[int]) -> dict[int, Citation]:
        """What is needed to find each of these articles again, by number."""
        ...

    def article_numbers(self, ids: Collection[str]) -> list[int]:
        """The numbers of the articles with these ids; unknown ids are passed over."""
        ...

    def same_story(
        self, story: int, *, besides: str, hidden: Sequence[int]
    ) -> tuple[Citation, ...]:
        """The articles of a story but for the one with the id `besides`, in order of time."""
        ...

    def story_articles(self, stories: Collection[int]) -> Iterator[StoryArticle]:
        """All articles of these stories in order of time, those without a date last."""
        ...

    def stored_articles(self, numbers: Collection[int]) -> dict[int, StoredArticle]:
        """What these articles are read by, by number."""
        ...

    def passage_rows(self, numbers: Collection[int]) -> dict[int, list[int]]:
        """The rows of the passages of these articles, in the order of the text, by number."""
        ...

    def sentence_data(self, rows: Sequence[int]) -> list[SentenceData]:
        """What each of these passages is scored by."""
        ...

    def cited_passages(self, rows: Sequence[int]) -> list[CitedPassage]:
        """What is shown of each of these passages."""
        ...

    def first_passage(self, number: int) -> CitedPassage:
        """The passage that the article with this number begins with."""
        ...

    def stored_passages(self, rows: Sequence[int]) -> list[StoredPassage]:
        """These passages with what their sentences are scored by, in this order."""
        ...

    def passage_texts(self, rows: Sequence[int]) -> list[str]:
        """The texts of these passages, in the archive's order."""
        ...

    def split_passages(self, rows: Collection[int]) -> dict[int, tuple[str, list[Span]]]:
        """The text of each of these passages and the ranges of its sentences, by row."""
        ...

    def statements_in(self, rows: Collection[int]) -> Iterator[SpokenSentence]:
        """All statements in these passages."""
        ...

    def officeholders_meant_in(self, rows: Collection[int]) -> Iterator[SpokenSentence]:
        """The statements in them that mean an officeholder, with that person as the speaker."""
        ...

    def speakers_matching(self, words: Sequence[str], *, limit: int) -> Iterator[NumberedSpeaker]:
        """At most `limit` speakers with any of these folded words, the best first."""
        ...

    def passages_spoken_by(self, speakers: Collection[int]) -> Rows:
        """The rows (n,), in order, of passages with words by these speakers, or meaning them."""
        ...

    def sentences_spoken_by(self, speakers: Collection[int]) -> SpokenSentences:
        """Every statement by these speakers, or meaning them."""
        ...

    def speakers_numbered(self, numbers: Collection[int]) -> dict[int, Speaker]:
        """The speakers with these numbers."""
        ...

    def subjects(self) -> list[Subject]:
        """What can be asked: people who speak in most articles first, then the newest articles."""
        ...
