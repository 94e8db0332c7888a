"""Every SELECT on a snapshot's articles and passages; speaker_queries has those on speakers.

All of them read `passages.db`, whose schema stands in building/publishing. Articles are known by
their `number`, passages by their `row`, which is also that of their vector. Articles that are
hidden are not told apart here unless a function takes them as an argument.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields
from typing import Any, NamedTuple

from index.records import Article, Citation
from index.store.snapshot.article_arrays import NameKind

Span = tuple[int, int]

_ARTICLE = [field.name for field in fields(Article)]
_ARTICLE_QUERY = f"SELECT {', '.join(_ARTICLE)} FROM articles WHERE number = ?"  # noqa: S608


class SentenceData(NamedTuple):
    """What a passage's sentences are scored by, as it is stored, and the terms of the title.

    `vectors` are as in sentence_vectors.py, `terms` and `title_terms` uint32 term numbers,
    `term_counts` (sentences,) uint16 how many terms are each sentence's, `kinds` (sentences,) uint8
    flags of the answers it may hold. All are little-endian.
    """

    vectors: bytes
    terms: bytes
    term_counts: bytes
    kinds: bytes
    title_terms: bytes


class CitedPassage(NamedTuple):
    """A passage with what is shown of its article; `sentences` are ranges of `text`."""

    text: str
    sentences: list[Span]
    kinds: bytes
    language: str
    story: int
    article: Citation


class StoryArticle(NamedTuple):
    """An article of a story."""

    number: int
    story: int
    article: Citation


class Spellings(NamedTuple):
    """All words of one length, one after another; store/spelling/slips says how they are stored."""

    length: int
    words: bytes
    letters: bytes
    passages: bytes


# -- the whole snapshot ---------------------------------------------------------------------


def acronyms(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """The long forms and acronyms that the articles themselves explain."""
    return db.execute("SELECT long, short FROM explained").fetchall()


# -- articles -------------------------------------------------------------------------------


def article(db: sqlite3.Connection, number: int) -> Article:
    """The whole article with this number."""
    columns = db.execute(_ARTICLE_QUERY, [number]).fetchone()
    return Article(**dict(zip(_ARTICLE, columns, strict=True)))


def names_with(db: sqlite3.Connection, kind: NameKind, words: Collection[str]) -> frozenset[str]:
    """The outlets, authors or sections that have all of these folded words, one or more."""
    query = (
        "SELECT name FROM name_words WHERE kind = ? AND word IN (SELECT value FROM json_each(?))"
        " GROUP BY name HAVING count(*) = ?"
    )
    wanted = set(words)
    return frozenset(name for (name,) in db.execute(query, [kind, _list(wanted), len(wanted)]))


def name_numbers(db: sqlite3.Connection, kind: NameKind, names: Collection[str]) -> list[int]:
    """The numbers of these outlets, authors or sections in `ArticleArrays`."""
    query = "SELECT number FROM names WHERE kind = ? AND name IN (SELECT value FROM json_each(?))"
    return [number for (number,) in db.execute(query, [kind, _list(names)])]


def all_names(db: sqlite3.Connection, kind: NameKind) -> list[str]:
    """All outlets, authors or sections, by number."""
    query = "SELECT name FROM names WHERE kind = ? ORDER BY number"
    return [name for (name,) in db.execute(query, [kind])]


def citations(db: sqlite3.Connection, numbers: Collection[int]) -> dict[int, Citation]:
    """What is needed to find each of these articles again, by number."""
    query = (
        "SELECT number, id, url, title, source, published, author FROM articles"
        " WHERE number IN (SELECT value FROM json_each(?))"
    )
    return {number: _citation(columns) for number, *columns in db.execute(query, [_list(numbers)])}


def article_numbers(db: sqlite3.Connection, ids: Collection[str]) -> list[int]:
    """The numbers of the articles with these ids; ids that the snapshot lacks are passed over."""
    query = "SELECT number FROM articles WHERE id IN (SELECT value FROM json_each(?))"
    return [number for (number,) in db.execute(query, [_list(ids)])]


def same_story(
    db: sqlite3.Connection, story: int, *, besides: str, hidden: Sequence[int]
) -> tuple[Citation, ...]:
    """The articles of a story but for the one with the id `besides`, in order of time."""
    query = (
        "SELECT id, url, title, source, published, author FROM articles"
        " WHERE story = ? AND id <> ? AND number NOT IN (SELECT value FROM json_each(?))"
        " ORDER BY published, id"
    )
    return tuple(map(_citation, db.execute(query, [story, besides, _list(hidden)])))


def story_articles(db: sqlite3.Connection, stories: Collection[int]) -> Iterator[StoryArticle]:
    """All articles of these stories in order of time, those without a date last."""
    query = (
        "SELECT number, story, id, url, title, source, published, author FROM articles"
        " WHERE story IN (SELECT value FROM json_each(?)) ORDER BY published = '', published, id"
    )
    for number, story, *columns in db.execute(query, [_list(stories)]):
        yield StoryArticle(number, story, _citation(columns))


# -- passages -------------------------------------------------------------------------------


def sentence_data(db: sqlite3.Connection, rows: Sequence[int]) -> list[SentenceData]:
    """What each of these rows is scored by."""
    query = (
        "SELECT p.id, sentence_vectors, terms, term_counts, kinds, title_terms FROM passages p"
        " JOIN articles a ON a.number = p.article WHERE p.id IN (SELECT value FROM json_each(?))"
    )
    found = {row: SentenceData(*columns) for row, *columns in db.execute(query, [_list(rows)])}
    return [found[row] for row in rows]


def cited_passages(db: sqlite3.Connection, rows: Sequence[int]) -> list[CitedPassage]:
    """What is shown of each of these rows."""
    query = (
        "SELECT p.id, p.text, p.sentences, p.kinds, a.language, a.story, a.id, a.url, a.title,"
        " a.source, a.published, a.author FROM passages p JOIN articles a ON a.number = p.article"
        " WHERE p.id IN (SELECT value FROM json_each(?))"
    )
    found = {row: _cited(columns) for row, *columns in db.execute(query, [_list(rows)])}
    return [found[row] for row in rows]


def first_passage(db: sqlite3.Connection, number: int) -> CitedPassage:
    """The passage that the article with this number begins with."""
    query = (
        "SELECT p.text, p.sentences, p.kinds, a.language, a.story, a.id, a.url, a.title,"
        " a.source, a.published, a.author FROM articles a JOIN passages p ON p.article = a.number"
        " WHERE a.number = ? ORDER BY p.position LIMIT 1"
    )
    return _cited(db.execute(query, [number]).fetchone())


def passage_rows(db: sqlite3.Connection, numbers: Collection[int]) -> dict[int, list[int]]:
    """The rows of the passages of these articles, in the order of the text, by number."""
    query = (
        "SELECT article, id FROM passages WHERE article IN (SELECT value FROM json_each(?))"
        " ORDER BY article, position"
    )
    rows: dict[int, list[int]] = {}
    for number, row in db.execute(query, [_list(numbers)]):
        rows.setdefault(number, []).append(row)
    return rows


# -- words ----------------------------------------------------------------------------------


def spellings(db: sqlite3.Connection, shortest: int, longest: int) -> Iterator[Spellings]:
    """The words that a misspelt one may stand for, by length."""
    query = "SELECT length, words, letters, passages FROM spellings WHERE length BETWEEN ? AND ?"
    return map(Spellings._make, db.execute(query, [shortest, longest]))


def _cited(columns: Sequence[Any]) -> CitedPassage:
    text, sentences, kinds, language, story, *citation = columns
    spans = [(start, end) for start, end in json.loads(sentences)]
    return CitedPassage(text, spans, kinds, language, story, _citation(citation))


def _citation(columns: Sequence[str]) -> Citation:
    article_id, url, title, source, published, author = columns
    return Citation(
        id=article_id, url=url, title=title, source=source, published=published, author=author
    )


def _list(values: Collection[object]) -> str:
    return json.dumps(list(values))
