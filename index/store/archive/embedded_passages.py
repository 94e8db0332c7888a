"""Passages in archive.db with their vectors and with what their sentences are scored by."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

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


class SplitPassage(NamedTuple):
    """A passage by its hash, with the ranges of its sentences."""

    hash: str
    text: str
    sentences: Sequence[Sequence[int]]


# Gives passages with what their sentences are scored by, in order.
Describe = Callable[[Iterable[SplitPassage]], Iterator[tuple[SplitPassage, SentenceFeatures]]]


def compute_features(db: Database, model: str, rule: str, describe: Describe) -> None:
    """Store the features of all passages with a vector of this model that have none by this rule.

    They take a third of the time that a snapshot takes to write. Which lack them is found in
    indexes; no more than a batch of them is in memory.
    """
    db.execute("CREATE TEMP TABLE IF NOT EXISTS undescribed (hash TEXT PRIMARY KEY)")
    db.execute("DELETE FROM undescribed")
    db.execute(
        "INSERT INTO undescribed SELECT DISTINCT embedded_hash FROM passages p WHERE EXISTS"
        " (SELECT 1 FROM vectors v WHERE v.embedded_hash = p.embedded_hash AND v.model = ?)"
        " AND NOT EXISTS"
        " (SELECT 1 FROM features f WHERE f.embedded_hash = p.embedded_hash AND f.rule = ?)",
        [model, rule],
    )
    found = db.execute(
        "SELECT hash, (SELECT text FROM passages p WHERE p.embedded_hash = hash LIMIT 1),"
        " v.sentences FROM undescribed JOIN vectors v ON v.embedded_hash = hash AND v.model = ?",
        [model],
    )
    described = describe(SplitPassage(name, text, json.loads(spans)) for name, text, spans in found)
    while batch := list(islice(described, BATCH)):
        with db.atomic():
            db.conn.executemany(
                "INSERT OR REPLACE INTO features VALUES (?, ?, ?, ?, ?)",
                [_feature_row(passage.hash, rule, features) for passage, features in batch],
            )


def _feature_row(name: str, rule: str, features: SentenceFeatures) -> Sequence[object]:
    arrays = features.terms, features.lengths, features.kinds
    return (name, rule, *(array.tobytes() for array in arrays))


def read_embedded(db: Database, model: str, *, among: str = "") -> Iterator[EmbeddedPassage]:
    """All passages with their vectors of one model, ordered by article and position.

    With `among`, SQL that selects ids, of these articles only.
    """
    query = (
        "SELECT article_id, position, text, vector, sentences, sentence_vectors,"
        " (SELECT json_group_array(json_array(s.start - p.start, s.end - p.start, s.speaker,"
        " s.role, s.institution)) FROM statements s WHERE s.passage_id = p.id),"
        " terms, term_counts, kinds"
        " FROM passages p JOIN vectors v USING (embedded_hash)"
        " LEFT JOIN features USING (embedded_hash) WHERE model = ?"
    )
    query += f" AND article_id IN ({among})" if among else ""
    rows = db.execute(f"{query} ORDER BY article_id, position", [model])
    for article, position, text, vector, spans, near, statements, *found in rows:
        yield EmbeddedPassage(
            article_id=article,
            position=position,
            text=text,
            vector=np.frombuffer(vector, "<f4"),
            sentences=spans,
            sentence_vectors=near,
            features=_features(text, spans, found),
            statements=statements,
        )


def _features(text: str, spans: str, found: Sequence[bytes | None]) -> SentenceFeatures:
    """The features as they are stored; computed where an older version stored none."""
    terms, lengths, kinds = found
    if terms is None or lengths is None or kinds is None:
        return sentence_features(text, json.loads(spans))
    return SentenceFeatures(
        terms=np.frombuffer(terms, "<u4"),
        lengths=np.frombuffer(lengths, "<u2"),
        kinds=np.frombuffer(kinds, "u1"),
    )
