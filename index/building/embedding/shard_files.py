"""Files of vectors: what a shard has embedded, on its way to the archive that takes it in.

A file is a SQLite database with the rows that archive.db has for vectors, each with a digest, and
with facts on how they were made. What a run has stored stays if it is killed.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path
from typing import Final, Self

from index.errors import ArchiveError, is_disk_full
from index.store.archive.passage_vectors import PassageVectors

# "tvec": tells these files from other databases.
_APPLICATION: Final = 0x74766563
_SCHEMA = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE vectors (
    embedded_hash TEXT PRIMARY KEY, vector BLOB NOT NULL, sentences TEXT NOT NULL,
    sentence_vectors BLOB NOT NULL, digest BLOB NOT NULL);
"""
_NAMES = [field.name for field in fields(PassageVectors)]
_COLUMNS = ", ".join(_NAMES)
_WORDS = {
    "model": "the embedding model",
    "fingerprint": "the model with the fingerprint",
    "dimension": "the dimension",
    "rule": "the rule of passages",
}
# Rows that are read at a time.
BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorRecipe:
    """What vectors were made with; only those of one recipe go into one archive.

    `rule` is that of sentences and passages (SPLIT_RULE).
    """

    model: str
    fingerprint: str
    dimension: int
    rule: int


class ShardFile:
    """A file of vectors, open."""

    def __init__(self, path: Path, db: sqlite3.Connection) -> None:
        self.path = path
        self._db = db

    @classmethod
    @contextmanager
    def write(cls, path: Path, recipe: VectorRecipe, shard: str) -> Iterator[Self]:
        """Open to be written; a file of the same shard is gone on with. ArchiveError otherwise."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with _errors(path), closing(sqlite3.connect(path)) as db:
            file = cls(path, db)
            if db.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
                file._create(recipe, shard)
            file.check(recipe)
            if (other := file._facts()["shard"]) != shard:
                raise ArchiveError(
                    f"{path} has the vectors of shard {other}, not of {shard}: give this shard a "
                    "file of its own"
                )
            yield file

    @classmethod
    @contextmanager
    def read(cls, path: Path) -> Iterator[Self]:
        """Open to be taken in; ArchiveError if it is not there."""
        if not path.is_file():
            raise ArchiveError(
                f"{path} is {'a folder' if path.is_dir() else 'not there'}: name the files that "
                "shards have written, and folders of articles before them"
            )
        # For writing, as SQLite first takes back what a run that was killed had half written.
        uri = f"{path.absolute().as_uri()}?mode=rw"
        with _errors(path), closing(sqlite3.connect(uri, uri=True)) as db:
            yield cls(path, db)

    def _create(self, recipe: VectorRecipe, shard: str) -> None:
        facts = {**asdict(recipe), "shard": shard}
        self._db.executescript(f"PRAGMA application_id = {_APPLICATION};{_SCHEMA}")
        self._db.executemany("INSERT INTO facts VALUES (?, ?)", facts.items())
        self._db.commit()

    def _facts(self) -> dict[str, str]:
        return dict(self._db.execute("SELECT name, value FROM facts"))

    def check(self, recipe: VectorRecipe) -> None:
        """ArchiveError unless the file is one of vectors and they are of this recipe."""
        if self._db.execute("PRAGMA application_id").fetchone() != (_APPLICATION,):
            raise ArchiveError(f"{self.path} is no file of vectors; name those that shards wrote")
        facts = self._facts()
        for name, here in asdict(recipe).items():
            if facts.get(name) != str(here):
                raise ArchiveError(
                    f"the vectors in {self.path} are of {_WORDS[name]} {facts.get(name)}, those of "
                    f"this archive of {here}: use one version of the program and one embedding "
                    "model on all machines, and write the file again"
                )

    def put(self, found: Iterable[PassageVectors]) -> None:
        """Store vectors in one transaction."""
        with self._db:
            self._db.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?, ?)",
                ((*astuple(one), _digest(one)) for one in found),
            )

    def expect(self, count: int | None) -> None:
        """Say how many vectors the file is to have once it is whole; None before it is."""
        with self._db:
            self._db.execute("INSERT OR REPLACE INTO facts VALUES ('whole', ?)", [str(count or "")])

    def is_whole(self) -> bool:
        """Whether the run that wrote the file came to its end."""
        return self._facts().get("whole") == str(len(self))

    def __len__(self) -> int:
        (count,) = self._db.execute("SELECT count(*) FROM vectors").fetchone()
        return int(count)

    def hashes(self) -> set[str]:
        """The passages that it has vectors of."""
        return {name for (name,) in self._db.execute("SELECT embedded_hash FROM vectors")}

    def vectors(self, recipe: VectorRecipe) -> Iterator[list[PassageVectors]]:
        """All vectors, some at a time; ArchiveError at the first that is damaged."""
        rows = self._db.execute(f"SELECT {_COLUMNS}, digest FROM vectors ORDER BY rowid")  # noqa: S608
        while batch := rows.fetchmany(BATCH):
            found = [PassageVectors(**dict(zip(_NAMES, row, strict=False))) for row in batch]
            for one, row in zip(found, batch, strict=True):
                if row[-1] != _digest(one) or not _fits(one, recipe.dimension):
                    raise _damaged(self.path)
            yield found


def _digest(vectors: PassageVectors) -> bytes:
    """128 bits of SHA-256 over the parts and their lengths."""
    digest = hashlib.sha256()
    for part in astuple(vectors):
        encoded = part.encode() if isinstance(part, str) else part
        digest.update(f"{len(encoded)}:".encode() + encoded)
    return digest.digest()[:16]


def _fits(vectors: PassageVectors, dimension: int) -> bool:
    """Whether there are as many numbers as there are to be: float32, and float16 a sentence."""
    sentences = len(json.loads(vectors.sentences))
    return (len(vectors.vector), len(vectors.sentence_vectors)) == (
        4 * dimension,
        2 * dimension * sentences,
    )


def _damaged(path: Path) -> ArchiveError:
    return ArchiveError(
        f"{path} is damaged or no file of vectors: copy it again from where it was written, or "
        "delete it and write it again"
    )


@contextmanager
def _errors(path: Path) -> Iterator[None]:
    """Turn errors of SQLite into ArchiveError."""
    try:
        yield
    except sqlite3.Error as error:
        if is_disk_full(error):
            raise
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise ArchiveError(f"{path} is being written by another process; wait for it") from None
        raise _damaged(path) from error
