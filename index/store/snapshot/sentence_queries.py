"""SELECTs on the sentences of whole articles, passage by passage."""

import json
import sqlite3
from collections.abc import Collection, Sequence
from typing import NamedTuple

Span = tuple[int, int]


class StoredPassage(NamedTuple):
    """A passage with what its sentences are scored by.

    `sentences` are ranges of `text`, `vectors` as in sentence_vectors.py, `terms` uint32 term
    numbers, `term_counts` uint16 and `kinds` uint8 flags of each sentence; all little-endian.
    """

    text: str
    sentences: list[Span]
    vectors: bytes
    terms: bytes
    term_counts: bytes
    kinds: bytes


class StoredArticle(NamedTuple):
    """What an article is read by beside its passages; `title_terms` as in StoredPassage."""

    title: str
    source: str
    published: str
    text: str
    title_terms: bytes
    language: str


def stored_passages(db: sqlite3.Connection, rows: Sequence[int]) -> list[StoredPassage]:
    """The passages of these rows, in this order."""
    query = (
        "SELECT id, text, sentences, sentence_vectors, terms, term_counts, kinds FROM passages"
        " WHERE id IN (SELECT value FROM json_each(?))"
    )
    found = {
        row: StoredPassage(text, [(start, end) for start, end in json.loads(spans)], *columns)
        for row, text, spans, *columns in db.execute(query, [json.dumps(list(rows))])
    }
    return [found[row] for row in rows]


def passage_texts(db: sqlite3.Connection, rows: Sequence[int]) -> list[str]:
    """The texts of the passages of these rows, in the archive's order."""
    query = "SELECT text FROM passages WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
    return [text for (text,) in db.execute(query, [json.dumps(list(rows))])]


def split_passages(
    db: sqlite3.Connection, rows: Collection[int]
) -> dict[int, tuple[str, list[Span]]]:
    """The text of each of these passages and the ranges of its sentences, by row."""
    query = "SELECT id, text, sentences FROM passages WHERE id IN (SELECT value FROM json_each(?))"
    found = db.execute(query, [json.dumps(list(rows))])
    return {
        row: (text, [(start, end) for start, end in json.loads(spans)])
        for row, text, spans in found
    }


def stored_articles(db: sqlite3.Connection, numbers: Collection[int]) -> dict[int, StoredArticle]:
    """The articles with these numbers, by number."""
    query = (
        "SELECT number, title, source, published, text, title_terms, language FROM articles"
        " WHERE number IN (SELECT value FROM json_each(?))"
    )
    rows = db.execute(query, [json.dumps(list(numbers))])
    return {number: StoredArticle(*columns) for number, *columns in rows}
