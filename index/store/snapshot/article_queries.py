"""Every SELECT on a snapshot's articles and passages; speaker_queries has those on speakers.

All of them read `passages.db`, whose schema stands in building/publishing. Articles are known by
their `number`, passages by their `row`, which is also that of their vector. Articles that are
hidden are not told apart here unless a function takes them as an argument.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields
from typing import Any, Literal, NamedTuple

from index.records import Article, Citation

Span = tuple[int, int]
NameColumn = Literal["author", "section"]

_ARTICLE = [field.name for field in fields(Article)]
_CITATION = [field.name for field in fields(Citation)]


class ArticleFacts(NamedTuple):
    """What is held in memory of every article; `story` is the number of the story's first one."""

    published: str
    story: int
    source: str


class ArticleKeys(NamedTuple):
    """What an article can be looked up by."""

    number: int
    id: str
    url: str


class SentenceData(NamedTuple):
    """What a passage's sentences are scored by, as it is stored, and the terms of the title.

    `vectors` are float16 (sentences, dimension), `terms` and `title_terms` uint32 term numbers,
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


def article_facts(db: sqlite3.Connection) -> Iterator[ArticleFacts]:
    """The facts of every article, by number."""
    query = "SELECT published, story, source FROM articles ORDER BY number"
    return map(ArticleFacts._make, db.execute(query))


def article_keys(db: sqlite3.Connection) -> Iterator[ArticleKeys]:
    """The keys of every article, by number."""
    query = "SELECT number, id, url FROM articles ORDER BY number"
    return map(ArticleKeys._make, db.execute(query))


def articles_of_passages(db: sqlite3.Connection) -> list[int]:
    """The number of each passage's article, by row."""
    return [number for (number,) in db.execute("SELECT article FROM passages ORDER BY id")]


def acronyms(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """The long forms and acronyms that the articles themselves explain."""
    return db.execute("SELECT long, short FROM explained").fetchall()


# -- articles -------------------------------------------------------------------------------


def article(db: sqlite3.Connection, number: int) -> Article:
    """The whole article with this number."""
    query = f"SELECT {', '.join(_ARTICLE)} FROM articles WHERE number = ?"  # noqa: S608
    return Article(**dict(zip(_ARTICLE, db.execute(query, [number]).fetchone(), strict=True)))


def names_in(db: sqlite3.Connection, column: NameColumn) -> list[str]:
    """The different authors or sections of the articles, in order."""
    query = f"SELECT DISTINCT {column} FROM articles WHERE {column} <> '' ORDER BY {column}"  # noqa: S608
    return [name for (name,) in db.execute(query)]


def numbers_named(db: sqlite3.Connection, column: NameColumn, names: Collection[str]) -> list[int]:
    """The numbers of the articles with one of these authors or sections, as they are written."""
    query = f"SELECT number FROM articles WHERE {column} IN (SELECT value FROM json_each(?))"  # noqa: S608
    return [number for (number,) in db.execute(query, [_list(names)])]


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
    return Citation(**dict(zip(_CITATION, columns, strict=True)))


def _list(values: Collection[object]) -> str:
    return json.dumps(list(values))
