"""A snapshot on this machine, read as the rows of collections."""

import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from index.store.milvus.parts import byte_parts, fitting, record_parts, text_parts, whole_text
from index.store.milvus.schema import APART, spaced
from index.store.milvus.server import Row
from index.store.snapshot.engines.selection import moment
from index.store.vectors.base import VectorStore
from index.text.analysis import words

_NOTHING = [0.0, 0.0]
_PLACE = ("number", "story", "reference", "url_key")
_FACTS = (
    "id", "url", "title", "source", "published", "author", "lang", "section", "language",
    "title_terms",
)  # fmt: skip
_PASSAGE = (
    "id", "position", "text", "sentences", "sentence_vectors", "terms", "term_counts", "kinds",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRows:
    """The row of an article and those of its passages, as far as `passages.db` has them.

    `digest` differs if anything of them does. `SnapshotRows.complete` adds the rest.
    """

    id: str
    number: int
    title: str
    digest: bytes
    article: Row
    passages: list[Row]


class CompleteRows(NamedTuple):
    """Rows ready to be written; `words` is how many words the passages have."""

    article: Row
    passages: list[Row]
    words: int


class SnapshotRows:
    """Reads `passages.db` of a snapshot, and its vectors."""

    def __init__(self, db: sqlite3.Connection, store: VectorStore) -> None:
        self._db = db
        self._store = store
        self._names: dict[str, list[str]] = {}
        for reference, alias in db.execute("SELECT reference, alias_reference FROM aliases"):
            self._names.setdefault(reference, []).append(alias)

    def articles(self, ids: Collection[str] | None = None) -> Iterator[ArticleRows]:
        """All articles ordered by id, or those with some ids."""
        columns = ", ".join((*_PLACE, "text", *_FACTS))
        for number, story, reference, key, text, *facts in self._db.execute(
            f"SELECT {columns} FROM articles ORDER BY id"  # noqa: S608
        ):
            record = dict(zip(_FACTS, facts, strict=True))
            if ids is None or record["id"] in ids:
                row: Row = {
                    "number": number,
                    "story": story,
                    "id": record["id"],
                    "url_key": fitting(key),
                    "reference": reference,
                    "names": [reference, *self._names.get(reference, ())],
                    "text": text_parts(text),
                    "record": record_parts(record),
                    "nothing": _NOTHING,
                }
                yield self._article(number, row, record)

    def _article(self, number: int, row: Row, record: dict[str, Any]) -> ArticleRows:
        passages = list(self._passages(number, record))
        written = json.dumps([row, passages], ensure_ascii=False).encode()
        digest = hashlib.blake2b(written, digest_size=16).digest()
        return ArticleRows(
            id=record["id"],
            number=number,
            title=record["title"],
            digest=digest,
            article=row | {"digest": digest.hex()},
            passages=passages,
        )

    def _passages(self, number: int, article: dict[str, Any]) -> Iterator[Row]:
        query = f"SELECT {', '.join(_PASSAGE)} FROM passages WHERE article = ? ORDER BY position"  # noqa: S608
        for row, position, text, spans, near, *features in self._db.execute(query, [number]):
            said = self._pairs("statements", "speaker", row)
            meant = self._pairs("meant", "holder", row)
            terms, counts, kinds = features
            record = {
                "sentences": json.loads(spans),
                "terms": terms,
                "term_counts": counts,
                "kinds": kinds,
                "said": said,
                "meant": meant,
            }
            yield {
                "row": row,
                "article": number,
                "position": position,
                "published": moment(article["published"]),
                "outlet": fitting(article["source"]),
                "author": fitting(article["author"]),
                "section": fitting(article["section"]),
                "speakers": sorted({who for _, who in (*said, *meant)}),
                "text": text_parts(text),
                "record": record_parts(record),
                "sentence_vectors": byte_parts(near),
            }

    def _pairs(self, table: str, speaker: str, row: int) -> list[tuple[int, int]]:
        query = f"SELECT sentence, {speaker} FROM {table} WHERE passage = ?"  # noqa: S608
        return sorted(self._db.execute(query, [row]))

    def complete(self, one: ArticleRows) -> CompleteRows:
        """The rows with vectors and analysed words, which take longer than all the rest."""
        numbers = np.array([row["row"] for row in one.passages], dtype=np.int64)
        title = fitting(spaced(one.title))
        passages = [
            row
            | {
                "vector": vector.tolist(),
                "title": title,
                "words": fitting(spaced(one.title, whole_text(row["text"]))),
            }
            for row, vector in zip(one.passages, self._store.vectors(numbers), strict=True)
        ]
        held = [row["words"].split() for row in passages]
        words = sum(len(each) - (APART in each) for each in held)
        return CompleteRows(one.article | {"words": words}, passages, words)

    def speakers(self) -> Iterator[Row]:
        """The rows of all speakers, by number."""
        query = "SELECT id, name, role, institution FROM speakers ORDER BY id"
        for number, name, role, institution in self._db.execute(query):
            yield {
                "number": number,
                "name": fitting(name),
                "role": fitting(role),
                "institution": fitting(institution),
                "words": fitting(" ".join(words(f"{name} {role} {institution}"))),
                "nothing": _NOTHING,
            }


def vocabulary_row(word: str, passages: int) -> Row:
    """The row of a word that stands in so many passages."""
    return {"word": fitting(word), "passages": passages, "nothing": _NOTHING}
