"""The full-text index of a snapshot: words and phrases → passages, by BM25 (tantivy).

The texts are analysed by index/text/analysis before they come here; the index splits them at
spaces only. A document is a passage: its words are those of the article's title and its own, words
first, then stems where they differ. tantivy's block-max BM25 looks only at passages that can still
be among the best, so all terms of a question are searched in an archive of any size: the 60 gold
questions in a million passages take 4.3 ms (median), where SQLite's FTS5 takes 463.

Passages are known by their row, articles by their number.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import Document, FieldType, Occur, Query

from index.errors import Hint, SnapshotUnusable
from index.store.snapshot.engines.selection import EVERYTHING, Selection, day_moments, moment
from index.text.analysis import words

Rows = NDArray[np.int64]

# The folder of the index in that of the snapshot.
FOLDER = "words"
# What tantivy puts beside its files to lock them, also when it only reads.
LOCKS = (".tantivy-meta.lock", ".tantivy-writer.lock")
# Bytes that are held in memory while writing: 100,000 passages become two segments.
_HEAP = 128_000_000


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", tokenizer_name="whitespace")
    builder.add_text_field("title", tokenizer_name="whitespace")
    builder.add_text_field("outlet", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("row", fast=True)
    builder.add_unsigned_field("article", indexed=True)
    builder.add_unsigned_field("position", indexed=True)
    builder.add_unsigned_field("published", fast=True)
    builder.add_text_field("author", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("section", tokenizer_name="raw", index_option="basic")
    return builder.build()


_SCHEMA = _schema()


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedArticle:
    """What passages are found by of their article.

    `title` is its `index_text`, `published` ISO 8601 or "".
    """

    number: int
    title: str
    outlet: str
    published: str
    author: str = ""
    section: str = ""


class WordIndexWriter:
    """Writes the index of a new snapshot into its folder; passages are added by row."""

    def __init__(self, folder: Path) -> None:
        """A new index, or what is in the folder already, to be extended."""
        self._folder = folder / FOLDER
        self._folder.mkdir(exist_ok=True)
        # One thread keeps the order of the rows, and segments few.
        self._writer = tantivy.Index(_SCHEMA, path=str(self._folder)).writer(_HEAP, 1)

    def remove(self, articles: Iterable[int]) -> None:
        """Take out the passages of articles with these numbers, as far as they are there now.

        Their words count in the frequencies of BM25 until the files that have them are merged.
        """
        query = Query.term_set_query(_SCHEMA, "article", list(articles))
        self._writer.delete_documents_by_query(query)

    def add(self, row: int, position: int, words: str, article: IndexedArticle) -> None:
        """Add a passage by its `index_text`; it is number `position` of its article."""
        document = Document()
        # Values of one field lie apart: no phrase begins in the title and ends in the text.
        document.add_text("words", article.title)
        document.add_text("words", words)
        document.add_text("title", article.title)
        document.add_text("outlet", article.outlet)
        document.add_text("author", article.author)
        document.add_text("section", article.section)
        document.add_unsigned("row", row)
        document.add_unsigned("article", article.number)
        document.add_unsigned("position", position)
        document.add_unsigned("published", moment(article.published))
        self._writer.add_document(document)

    def finish(self) -> "WordIndex":
        """Write what was added, and open it."""
        self._writer.commit()
        self._writer.wait_merging_threads()
        return WordIndex.open(self._folder.parent)


def open_searcher(path: Path, kind: str) -> tantivy.Searcher:
    """The published index in a folder; SnapshotUnusable, which says what `kind` of index it is."""
    try:
        index = tantivy.Index.open(str(path))
        # A published index never changes: nothing is watched.
        index.config_reader("manual")
        return index.searcher()
    except (ValueError, OSError) as error:
        raise SnapshotUnusable(
            f"{path} is not a readable {kind}: {error}", hint=Hint.REBUILD
        ) from error


class WordIndex:
    """The words of a snapshot; safe to share between threads."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The index in a snapshot's folder; SnapshotUnusable if it is missing or damaged."""
        return cls(open_searcher(folder / FOLDER, "word index"))

    def bm25_scores(
        self, phrases: Iterable[str], *, limit: int, within: Selection = EVERYTHING
    ) -> dict[int, float]:
        """BM25 by row of the `limit` best passages with any of these words or phrases."""
        found = _any_of("words", phrases)
        if found is None or limit < 1:
            return {}
        hits = self._searcher.search(_restricted(found, within), limit, count=False).hits
        rows = self._rows([address for _, address in hits])
        return dict(zip(rows, [score for score, _ in hits], strict=True))

    def newest(
        self, groups: Sequence[Sequence[str]], *, limit: int, within: Selection = EVERYTHING
    ) -> Rows:
        """The passages (n,) with a word of every group, and one in the title, newest first.

        At most `limit`; those of one moment by row.
        """
        held = [query for group in groups if (query := _any_of("words", group)) is not None]
        titled = _any_of("title", [word for group in groups for word in group])
        if titled is None:
            return np.empty(0, np.int64)
        query = _restricted(_all_of([titled, *held]), within)
        found = self._searcher.search(query, limit, count=False, order_by_field="published").hits
        rows = self._rows([address for _, address in found])
        order = np.lexsort((rows, [-moment for moment, _ in found]))
        return np.array(rows, dtype=np.int64)[order]

    def first_with(self, word: str, *, limit: int) -> list[int]:
        """The first rows, at most `limit`, whose passage or title has a folded word."""
        query = Query.const_score_query(_term("words", word), 1.0)
        hits = self._searcher.search(query, limit, count=False).hits
        return sorted(self._rows([address for _, address in hits]))

    def count_passages(self, words: Iterable[str]) -> dict[str, int]:
        """In how many passages each of these folded words stands; those in none are left out."""
        counts = ((word, self._searcher.doc_freq("words", word)) for word in dict.fromkeys(words))
        return {word: count for word, count in counts if count}

    def count_phrases(self, phrases: Iterable[str]) -> list[int]:
        """In how many passages each of these phrases stands."""
        return [self._count(_phrase("words", phrase)) for phrase in phrases]

    def count_titles(self, phrase: str) -> int:
        """How many articles have a title with this phrase."""
        titled = _phrase("title", phrase)
        return 0 if titled is None else self._count(_all_of([titled, _term("position", 0)]))

    def vocabulary(self) -> Iterator[tuple[str, int]]:
        """Every word and stem, with the number of passages that it stands in."""
        yield from self._searcher.terms_with_prefix("words", "")

    def __len__(self) -> int:
        """How many passages there are."""
        return self._searcher.num_docs

    def _count(self, query: Query | None) -> int:
        # The stubs of tantivy lack the count.
        return 0 if query is None else int(self._searcher.search(query, 1).count)  # type: ignore[attr-defined]

    def _rows(self, addresses: list[tantivy.DocAddress]) -> list[int]:
        return [int(row or 0) for row in self._searcher.fast_field_values("row", addresses)]


def _term(field: str, value: str | int) -> Query:
    return Query.term_query(_SCHEMA, field, value)


def _phrase(field: str, phrase: str) -> Query | None:
    """Its words one after another; None if there are none."""
    found = words(phrase)
    if len(found) < 2:
        return _term(field, found[0]) if found else None
    return Query.phrase_query(_SCHEMA, field, list(found))


def _any_of(field: str, phrases: Iterable[str]) -> Query | None:
    wanted = (_phrase(field, phrase) for phrase in dict.fromkeys(phrases))
    found = [(Occur.Should, query) for query in wanted if query is not None]
    return Query.boolean_query(found) if found else None


def _all_of(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def _restricted(query: Query, within: Selection) -> Query:
    """The query in the selected passages only, the scores as they were."""
    clauses = [(Occur.Must, Query.boost_query(one, 0.0)) for one in _conditions(within)]
    if within.without:
        clauses.append((Occur.MustNot, _among("article", within.without)))
    return Query.boolean_query([(Occur.Must, query), *clauses]) if clauses else query


def _conditions(within: Selection) -> Iterator[Query]:
    if within.first or within.last or within.dated:
        first, last = day_moments(within.first, within.last)
        yield Query.range_query(_SCHEMA, "published", FieldType.Unsigned, first, last)
    named = {"outlet": within.outlets, "author": within.authors, "section": within.sections}
    for field, values in (*named.items(), ("article", within.articles)):
        if values is not None:
            yield _among(field, values)


def _among(field: str, values: Iterable[str | int]) -> Query:
    return Query.term_set_query(_SCHEMA, field, list(values))
