"""What is stored of an embedded passage: the same bytes wherever it was embedded."""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from sqlite_utils import Database

from index.models.embedder import Embedded
from index.store.archive.embedded_passages import PassageToEmbed

# Passages whose texts are in memory at a time, and hashes that are looked up at a time.
BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageVectors:
    """The vectors of a passage as bytes.

    `embedded_hash` stands for the text that the model read, `vector` is little-endian float32,
    `sentences` JSON: character ranges [start, end] of the passage, `sentence_vectors` little-endian
    float16, a row a sentence.
    """

    embedded_hash: str
    vector: bytes
    sentences: str
    sentence_vectors: bytes

    @classmethod
    def of(cls, embedded_hash: str, spans: Sequence[tuple[int, int]], embedded: Embedded) -> Self:
        """The bytes of vectors; `spans` are the sentences' ranges in the passage's text."""
        return cls(
            embedded_hash=embedded_hash,
            vector=embedded.vector.astype("<f4").tobytes(),
            sentences=json.dumps(spans),
            sentence_vectors=embedded.sentences.astype("<f2").tobytes(),
        )


class PassagesToEmbed:
    """Passages without a vector, as many as `len` says; their texts are read when it is their turn.

    `chosen` tells by its hash whether a passage is among them, all are by default. With `anew`,
    those with a vector of this model are, too.
    """

    def __init__(
        self,
        db: Database,
        model: str,
        *,
        anew: bool = False,
        chosen: Callable[[str], bool] = bool,
    ) -> None:
        self._db = db
        rows = db.execute(
            "SELECT DISTINCT embedded_hash FROM passages p"
            " WHERE article_id NOT IN (SELECT id FROM marked) AND (? OR NOT EXISTS"
            " (SELECT 1 FROM vectors v WHERE v.embedded_hash = p.embedded_hash AND v.model = ?))",
            [anew, model],
        )
        self._hashes = [name for (name,) in rows if chosen(name)]

    def __len__(self) -> int:
        return len(self._hashes)

    def __iter__(self) -> Iterator[PassageToEmbed]:
        for first in range(0, len(self._hashes), BATCH):
            yield from self._passages(self._hashes[first : first + BATCH])

    def _passages(self, hashes: Sequence[str]) -> Iterator[PassageToEmbed]:
        query = (
            "SELECT DISTINCT embedded_hash AS hash, heading, text FROM passages"  # noqa: S608
            f" WHERE embedded_hash IN ({_marks(hashes)})"
        )
        found = {row["hash"]: PassageToEmbed(**row) for row in self._db.query(query, hashes)}
        return (found[name] for name in hashes)


def known_passages(db: Database, model: str, hashes: Collection[str]) -> dict[str, bool]:
    """Which of these hashes are of passages, and whether those have vectors of this model."""
    query = (
        "SELECT p.embedded_hash, max(v.model IS NOT NULL) FROM passages p"  # noqa: S608
        " LEFT JOIN vectors v ON v.embedded_hash = p.embedded_hash AND v.model = ?"
        f" WHERE p.embedded_hash IN ({_marks(hashes)}) GROUP BY p.embedded_hash"
    )
    return {name: bool(has) for name, has in db.execute(query, [model, *hashes])}


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" for _ in values)
