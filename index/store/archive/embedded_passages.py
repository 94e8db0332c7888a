"""Passages in archive.db with their vectors and with what their sentences are scored by."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from sqlite_utils import Database

from index.models.embedder import Vector
from index.text.sentence_features import SentenceFeatures, sentence_features

# Passages whose features are stored in one transaction.
BATCH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageToEmbed:
    """A passage that is to be embedded: the model reads `heading` + `text`."""

    hash: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedPassage:
    """A passage with everything that a snapshot stores of it.

    `vector` is (dimension,) float32 of unit length. `sentences` is JSON: character ranges
    [start, end] of `text`. `sentence_vectors` are their vectors, (sentences, dimension) float16 as
    bytes, `features` what they are scored by besides. `statements` is JSON, too: [start, end,
    speaker, role, institution], again with ranges of `text`.
    """

    article_id: str
    position: int
    text: str
    vector: Vector
    sentences: str
    sentence_vectors: bytes
    features: SentenceFeatures
    statements: str


def compute_features(db: Database, model: str, rule: str) -> None:
    """Store the features of all passages with a vector of this model that have none by this rule.

    They take a third of the time that a snapshot takes to write.
    """
    missing = db.execute(
        "SELECT DISTINCT p.embedded_hash, text, sentences FROM passages p"
        " JOIN vectors v ON v.embedded_hash = p.embedded_hash AND v.model = ?"
        " LEFT JOIN features f ON f.embedded_hash = p.embedded_hash"
        " WHERE f.rule IS NOT ?",
        [model, rule],
    ).fetchall()
    rows = iter(missing)
    while batch := list(islice(rows, BATCH)):
        with db.atomic():
            db.conn.executemany(
                "INSERT OR REPLACE INTO features VALUES (?, ?, ?, ?, ?)",
                [_feature_row(name, text, spans, rule) for name, text, spans in batch],
            )


def _feature_row(name: str, text: str, spans: str, rule: str) -> Sequence[object]:
    found = sentence_features(text, json.loads(spans))
    return (
        name,
        rule,
        found.terms.tobytes(),
        found.lengths.tobytes(),
        found.kinds.tobytes(),
    )


def read_embedded(db: Database, model: str) -> Iterator[EmbeddedPassage]:
    """All passages with their vectors of one model, ordered by article and position."""
    query = (
        "SELECT article_id, position, text, vector, sentences, sentence_vectors,"
        " terms, term_counts, kinds,"
        " (SELECT json_group_array(json_array(s.start - p.start, s.end - p.start, s.speaker,"
        " s.role, s.institution)) FROM statements s WHERE s.passage_id = p.id) AS statements"
        " FROM passages p JOIN vectors v USING (embedded_hash)"
        " LEFT JOIN features USING (embedded_hash) WHERE model = ?"
        " ORDER BY article_id, position"
    )
    for row in db.query(query, [model]):
        vector = np.frombuffer(row.pop("vector"), "<f4")
        yield EmbeddedPassage(vector=vector, features=_features(row), **row)


def _features(row: dict[str, Any]) -> SentenceFeatures:
    """The features of a row, taken out of it; computed where an older version stored none."""
    terms, lengths, kinds = (row.pop(name) for name in ("terms", "term_counts", "kinds"))
    if terms is None:
        return sentence_features(row["text"], json.loads(row["sentences"]))
    return SentenceFeatures(
        terms=np.frombuffer(terms, "<u4"),
        lengths=np.frombuffer(lengths, "<u2"),
        kinds=np.frombuffer(kinds, "u1"),
    )
