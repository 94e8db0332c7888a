"""Exact search in numpy, every vector compared: the reference that tests hold other stores to."""

from pathlib import Path
from typing import Self

import numpy as np

from index.errors import SnapshotUnusable
from index.store.vectors.base import Neighbours, Rows, Vector, sort_neighbours

_FILE = "vectors.npy"


class ExactStore:
    """All vectors in one array (n, dimension)."""

    def __init__(self, vectors: Vector) -> None:
        self._vectors = vectors

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The store saved in `folder`; SnapshotUnusable if it is missing or damaged."""
        return cls(_read(folder))

    def search(self, query: Vector, limit: int, *, within: Rows | None = None) -> Neighbours:
        """The `limit` vectors of highest cosine to `query`, of those `within`."""
        rows = np.arange(len(self)) if within is None else within
        found = sort_neighbours(rows, self._vectors[rows] @ query)
        return Neighbours(found.rows[:limit], found.scores[:limit])

    def cosines(self, query: Vector, rows: Rows) -> Vector:
        """The cosine of `query` to each of `rows`."""
        return self.vectors(rows) @ query

    def vectors(self, rows: Rows) -> Vector:
        """The vectors (n, dimension) of `rows`."""
        return self._vectors[rows]

    def __len__(self) -> int:
        return len(self._vectors)


class ExactWriter:
    """Keeps all vectors in memory, and writes the array in numpy's own format."""

    def __init__(self, folder: Path, vectors: Vector) -> None:
        self._folder = folder
        self._vectors = vectors

    @classmethod
    def new(cls, folder: Path, dimension: int) -> Self:
        """Begin an empty store of vectors of `dimension` numbers, to be saved in `folder`."""
        return cls(folder, np.empty((0, dimension), np.float32))

    @classmethod
    def extending(cls, folder: Path, earlier: Path) -> Self:
        """Begin with all vectors of the store in `earlier`; SnapshotUnusable if it is damaged."""
        return cls(folder, _read(earlier))

    def replace(self, rows: Rows, vectors: Vector) -> None:
        """Put (n, dimension) vectors in the place of those at these rows."""
        self._vectors[rows] = vectors

    def shorten(self, count: int) -> None:
        """Drop all vectors but the first `count`."""
        self._vectors = self._vectors[:count]

    def add(self, vectors: Vector) -> None:
        """Append (n, dimension) vectors."""
        self._vectors = np.vstack([self._vectors, vectors])

    def __len__(self) -> int:
        return len(self._vectors)

    def save(self) -> None:
        """Write the file of the store."""
        with (self._folder / _FILE).open("wb") as file:
            np.save(file, self._vectors)


def _read(folder: Path) -> Vector:
    path = folder / _FILE
    try:
        with path.open("rb") as file:
            vectors: Vector = np.lib.format.read_array(file, allow_pickle=False)
        _rows, _dimension = vectors.shape
    except (OSError, EOFError, ValueError) as error:
        raise SnapshotUnusable(f"{path} cannot be read: {error}") from error
    return vectors
