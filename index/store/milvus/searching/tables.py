"""What a snapshot in Milvus stores of articles and passages; speakers.py has the speakers."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields
from functools import cached_property

from index.errors import EngineUnavailable, Hint
from index.records import Article, Citation
from index.store.milvus.memory import Memory
from index.store.milvus.parts import unpacked, whole_bytes, whole_record, whole_text
from index.store.milvus.schema import Collections
from index.store.milvus.searching.lookup import MilvusLookup
from index.store.milvus.searching.speakers import MilvusSpeakers
from index.store.milvus.server import MilvusServer, Row, among
from index.store.snapshot.article_arrays import NameKind
from index.store.snapshot.article_queries import (
    CitedPassage,
    SentenceData,
    Span,
    Spellings,
    StoryArticle,
)
from index.store.snapshot.sentence_queries import StoredArticle, StoredPassage
from index.text.analysis import words

_ARTICLE = [field.name for field in fields(Article)]
_CITED = ("id", "url", "title", "source", "published", "author")


class MilvusTables(MilvusSpeakers):
    """`contents.SnapshotTables` over the collections of a snapshot."""

    def __init__(self, server: MilvusServer, names: Collections, memory: Memory) -> None:
        super().__init__(server, names, memory)
        self._memory = memory
        self._lookup = MilvusLookup(server, names, len(memory.arrays.days))

    def lookup(self) -> MilvusLookup:
        """All articles by reference, alias and URL."""
        return self._lookup

    def spellings(self, shortest: int, longest: int) -> Iterator[Spellings]:
        """The words that a misspelt one may stand for, by length."""
        return (one for one in self._memory.spellings if shortest <= one.length <= longest)

    # -- articles -------------------------------------------------------------------------

    def article(self, number: int) -> Article:
        """The whole article with this number."""
        found = self._articles([number], "record", "text")[number]
        record = whole_record(found["record"])
        facts = {name: record[name] for name in _ARTICLE if name != "text"}
        return Article(**facts, text=whole_text(found["text"]))

    def names_with(self, kind: NameKind, words: Collection[str]) -> frozenset[str]:
        """The outlets, authors or sections that have all of these folded words, one or more."""
        found = [self._with_word.get((kind, word), set()) for word in words]
        return frozenset(set.intersection(*found)) if found else frozenset()

    @cached_property
    def _with_word(self) -> dict[tuple[str, str], set[str]]:
        """The names with each word, by kind and word; made when first asked for."""
        found: dict[tuple[str, str], set[str]] = {}
        for kind, names in self._memory.names.items():
            for name in names:
                for word in words(name):
                    found.setdefault((kind, word), set()).add(name)
        return found

    def name_numbers(self, kind: NameKind, names: Collection[str]) -> list[int]:
        """The numbers of these outlets, authors or sections in `ArticleArrays`."""
        return [self._numbers[kind, name] for name in names if (kind, name) in self._numbers]

    @cached_property
    def _numbers(self) -> dict[tuple[str, str], int]:
        return {
            (kind, name): number
            for kind, names in self._memory.names.items()
            for number, name in enumerate(names)
        }

    def citations(self, numbers: Collection[int]) -> dict[int, Citation]:
        """What is needed to find each of these articles again, by number."""
        found = self._articles(numbers, "record")
        return {number: _citation(whole_record(row["record"])) for number, row in found.items()}

    def article_numbers(self, ids: Collection[str]) -> list[int]:
        """The numbers of the articles with these ids; unknown ids are passed over."""
        found = self._server.rows_with(self._names.articles, "id", ids, ["number"])
        return self._lookup.own(found)

    def same_story(
        self, story: int, *, besides: str, hidden: Sequence[int]
    ) -> tuple[Citation, ...]:
        """The articles of a story but for the one with the id `besides`, in order of time."""
        found = [one for one in self._of_stories([story]) if one.number not in hidden]
        ordered = sorted(found, key=lambda one: (one.article.published, one.article.id))
        return tuple(one.article for one in ordered if one.article.id != besides)

    def story_articles(self, stories: Collection[int]) -> Iterator[StoryArticle]:
        """All articles of these stories in order of time, those without a date last."""

        def order(one: StoryArticle) -> tuple[bool, str, str]:
            return not one.article.published, one.article.published, one.article.id

        return iter(sorted(self._of_stories(stories), key=order))

    def _of_stories(self, stories: Collection[int]) -> Iterator[StoryArticle]:
        if not stories:
            return
        where, give = among("story", sorted(set(stories))), ["story", "record"]
        found = self._server.all_rows(self._names.articles, "number", where, give)
        for row in filter(self._lookup.is_own, found):
            yield StoryArticle(row["number"], row["story"], _citation(whole_record(row["record"])))

    def stored_articles(self, numbers: Collection[int]) -> dict[int, StoredArticle]:
        """What these articles are read by, by number."""
        found = self._articles(numbers, "record", "text")
        return {number: _stored_article(row) for number, row in found.items()}

    def passage_rows(self, numbers: Collection[int]) -> dict[int, list[int]]:
        """The rows of the passages of these articles, in the order of the text, by number."""
        where, give = among("article", numbers), ["row", "article", "position"]
        found = self._server.rows(self._names.passages, where, give) if numbers else []
        rows: dict[int, list[int]] = {number: [] for number in numbers}
        for row in sorted(found, key=lambda row: row["position"]):
            rows[row["article"]].append(row["row"])
        return rows

    # -- passages -------------------------------------------------------------------------

    def sentence_data(self, rows: Sequence[int]) -> list[SentenceData]:
        """What each of these passages is scored by."""
        found = self._passages(rows, "record", "sentence_vectors")
        articles = self._articles({row["article"] for row in found}, "record")
        titles = {number: whole_record(one["record"]) for number, one in articles.items()}
        return [
            SentenceData(*_features(row), unpacked(titles[row["article"]]["title_terms"]))
            for row in found
        ]

    def cited_passages(self, rows: Sequence[int]) -> list[CitedPassage]:
        """What is shown of each of these passages."""
        found = self._passages(rows, "text", "record")
        articles = self._articles({row["article"] for row in found}, "story", "record")
        return [_cited(row, articles[row["article"]]) for row in found]

    def first_passage(self, number: int) -> CitedPassage:
        """The passage that the article with this number begins with."""
        where, give = f"article == {number} and position == 0", ["text", "record"]
        found = self._server.rows(self._names.passages, where, give, limit=1)
        return _cited(found[0], self._articles([number], "story", "record")[number])

    def stored_passages(self, rows: Sequence[int]) -> list[StoredPassage]:
        """These passages with what their sentences are scored by, in this order."""
        found = self._passages(rows, "text", "record", "sentence_vectors")
        return [StoredPassage(*_split(row), *_features(row)) for row in found]

    def passage_texts(self, rows: Sequence[int]) -> list[str]:
        """The texts of these passages, in the archive's order."""
        return [whole_text(row["text"]) for row in self._passages(sorted(rows), "text")]

    def split_passages(self, rows: Collection[int]) -> dict[int, tuple[str, list[Span]]]:
        """The text of each of these passages and the ranges of its sentences, by row."""
        return {row["row"]: _split(row) for row in self._passages(list(rows), "text", "record")}

    def _passages(self, rows: Sequence[int], *give: str) -> list[Row]:
        wanted = ["row", "article", *give]
        found = self._server.rows_with(self._names.passages, "row", rows, wanted)
        # A row that has become another article's is of a later state of the collection.
        owner = self._memory.arrays.articles
        by_row = {row["row"]: row for row in found if owner[row["row"]] == row["article"]}
        return [by_row[row] for row in self._all_found(rows, by_row)]

    def _articles(self, numbers: Collection[int], *give: str) -> dict[int, Row]:
        wanted = ["number", *give]
        found = self._server.rows_with(self._names.articles, "number", numbers, wanted)
        by_number = {row["number"]: row for row in found}
        return {number: by_number[number] for number in self._all_found(numbers, by_number)}

    def _all_found(self, wanted: Collection[int], found: Collection[int]) -> Collection[int]:
        """`wanted`; EngineUnavailable if an update has just taken one of them away."""
        if any(one not in found for one in wanted):
            raise EngineUnavailable(
                f"the collection {self._names.passages} is being brought up to date; "
                "ask again in a minute",
                hint=Hint.PUBLISH,
            )
        return wanted


def _citation(record: Row) -> Citation:
    return Citation(**{name: record[name] for name in _CITED})


def _stored_article(row: Row) -> StoredArticle:
    record = whole_record(row["record"])
    return StoredArticle(
        title=record["title"],
        source=record["source"],
        published=record["published"],
        text=whole_text(row["text"]),
        title_terms=unpacked(record["title_terms"]),
        language=record["language"],
    )


def _split(row: Row) -> tuple[str, list[Span]]:
    """A passage's text and the ranges of its sentences."""
    spans = whole_record(row["record"])["sentences"]
    return whole_text(row["text"]), [(start, end) for start, end in spans]


def _features(row: Row) -> tuple[bytes, bytes, bytes, bytes]:
    """Vectors, terms, counts of terms and kinds of a passage's sentences."""
    record = whole_record(row["record"])
    terms, counts, kinds = (unpacked(record[name]) for name in ("terms", "term_counts", "kinds"))
    return whole_bytes(row["sentence_vectors"]), terms, counts, kinds


def _cited(row: Row, article: Row) -> CitedPassage:
    record = whole_record(article["record"])
    return CitedPassage(
        *_split(row),
        unpacked(whole_record(row["record"])["kinds"]),
        record["language"],
        article["story"],
        _citation(record),
    )
