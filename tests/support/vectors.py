"""A checksum of all vectors of an archive, to compare how they were made."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path


def vectors_digest(data: Path) -> str:
    """Of every row of vectors in archive.db, ordered by the hash of its passage."""
    digest = hashlib.sha256()
    query = "SELECT embedded_hash, vector, sentences, sentence_vectors FROM vectors"
    with closing(sqlite3.connect(data / "archive.db")) as db:
        for name, vector, sentences, sentence_vectors in db.execute(f"{query} ORDER BY 1"):
            digest.update(b"\0".join((name.encode(), vector, sentences.encode(), sentence_vectors)))
    return digest.hexdigest()
