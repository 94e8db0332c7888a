"""The speakers of a snapshot by their words: name, office and institution (tantivy).

A million passages have as many different speakers, of whom ninety thousand share a word with
“menteri komunikasi”: the best two hundred by BM25 take .3 ms, where SQLite's FTS5, which scores
them all, takes 80.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import tantivy
from tantivy import Document, Occur, Query

from index.store.snapshot.word_index import open_searcher
from index.text.analysis import words

# The folder of the index in that of the snapshot.
FOLDER = "speakers"
# Bytes that are held in memory while writing: a million speakers become one segment.
_HEAP = 128_000_000


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    builder.add_unsigned_field("number", fast=True)
    return builder.build()


_SCHEMA = _schema()


class SpeakerIndex:
    """The speakers of a snapshot by their words; safe to share between threads."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The index in a snapshot's folder; SnapshotUnusable if it is missing or damaged."""
        return cls(open_searcher(folder / FOLDER, "index of speakers"))

    def matching(self, asked: Sequence[str], *, limit: int) -> list[int]:
        """The numbers of at most `limit` speakers with any of these folded words, the best first.

        Those that fit equally well by number.
        """
        found = [
            (Occur.Should, Query.term_query(_SCHEMA, "words", word, "freq"))
            for word in dict.fromkeys(asked)
        ]
        if not found:
            return []
        hits = self._searcher.search(Query.boolean_query(found), limit, count=False).hits
        numbers = self._searcher.fast_field_values("number", [address for _, address in hits])
        ranked = ((-score, int(one or 0)) for (score, _), one in zip(hits, numbers, strict=True))
        return [number for _, number in sorted(ranked)]

    def __len__(self) -> int:
        """How many speakers there are."""
        return self._searcher.num_docs


def write_speaker_index(db: sqlite3.Connection, folder: Path) -> None:
    """Write the index of all speakers of `passages.db` into a snapshot's folder.

    What the folder has already is extended: a speaker keeps the number and what it says.
    """
    (folder / FOLDER).mkdir(exist_ok=True)
    index = tantivy.Index(_SCHEMA, path=str(folder / FOLDER))
    query = "SELECT id, name, role, institution FROM speakers WHERE id >= ? ORDER BY id"
    # One thread keeps the order of the numbers, and segments few.
    writer = index.writer(_HEAP, 1)
    for number, *parts in db.execute(query, [index.searcher().num_docs]):
        document = Document()
        document.add_text("words", " ".join(words(" ".join(parts))))
        document.add_unsigned("number", number)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
