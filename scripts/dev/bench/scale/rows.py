"""Synthetic articles in archive.db, with everything that the builder would compute of them."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict

from sqlite_utils import Database

from index.building.publishing.near_duplicates import sketch_text
from index.building.reading.entries import program_digest
from index.store.archive.article_rows import put_digest
from index.text.urls import article_key
from scripts.dev.bench.scale.synthetic import SyntheticArticle, SyntheticPassage

# A file that is never read: articles from elsewhere stay when others are added.
_ORIGIN = "/synthetic/articles.jsonl"


class ArticleRows:
    """Writes the rows of articles with vectors of one model; the caller commits."""

    def __init__(self, db: Database, model: str) -> None:
        self._db = db
        self._model = model
        self._rule = program_digest()
        (self._passages,) = db.execute("SELECT coalesce(max(id), 0) FROM passages").fetchone()

    def add(self, one: SyntheticArticle) -> None:
        """Add an article and its parts."""
        article = one.article
        times = dict.fromkeys(("added_at", "changed_at", "last_seen"), article.published)
        row = {
            "url_key": article_key(article.url),
            "content_hash": _digest(article.id),
            "origin": _ORIGIN,
            "sketch": sketch_text(article.text),
        }
        self._insert("articles", asdict(article) | row | times)
        for position, passage in enumerate(one.passages):
            self._add_passage(one, position, passage)
        put_digest(self._db, article.id)

    def _add_passage(self, one: SyntheticArticle, position: int, passage: SyntheticPassage) -> None:
        self._passages += 1
        name = _digest(f"{one.article.id} {position}")
        row = {
            "id": self._passages,
            "article_id": one.article.id,
            "position": position,
            "start": passage.start,
            "end": passage.start + len(passage.text),
            "text": passage.text,
            "heading": one.heading,
            "embedded_hash": name,
        }
        self._insert("passages", row)
        vectors = {
            "embedded_hash": name,
            "model": self._model,
            "vector": passage.vector.astype("<f4").tobytes(),
            "sentences": passage.sentences,
            "sentence_vectors": passage.sentence_vectors,
        }
        self._insert("vectors", vectors)
        features = {
            "embedded_hash": name,
            "rule": self._rule,
            "terms": passage.features.terms.tobytes(),
            "term_counts": passage.features.lengths.tobytes(),
            "kinds": passage.features.kinds.tobytes(),
        }
        self._insert("features", features)
        self._add_statements(one.article.id, passage)

    def _add_statements(self, article: str, passage: SyntheticPassage) -> None:
        for start, end, speaker, role, institution in passage.statements:
            row = {
                "article_id": article,
                "passage_id": self._passages,
                "start": passage.start + start,
                "end": passage.start + end,
                "statement": passage.text[start:end],
                "speaker": speaker,
                "role": role,
                "institution": institution,
                "direct": 1,
            }
            self._insert("statements", row)

    def _insert(self, table: str, row: Mapping[str, object]) -> None:
        columns, values = ", ".join(f'"{name}"' for name in row), ", ".join(f":{n}" for n in row)
        self._db.execute(f"INSERT INTO {table} ({columns}) VALUES ({values})", dict(row))  # noqa: S608


def _digest(text: str) -> str:
    """128 bits in hexadecimal, as the archive's own digests are."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
