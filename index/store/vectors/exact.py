"""Exact search in numpy, every vector compared: the reference that tests hold other stores to."""

from pathlib import Path
from typing import ClassVar, Self

import numpy as np

from index.errors import SnapshotUnusable
from index.store.vectors.base import Neighbours, Rows, Vector, sort_neighbours

_FILE = "vectors.npy"


class ExactStore:
    """All vectors in one array (n, dimension)."""

    files: ClassVar[tuple[str, ...]] = (_FILE,)

    def __init__(self, dimension: int) -> None:
        self._vectors: Vector = np.empty((0, dimension), np.float32)

    @classmethod
    def sized(cls, dimension: int, expected: int) -> Self:
        """An empty store; how many vectors are expected makes no difference."""
        del expected
        return cls(dimension)

    def add(self, vectors: Vector) -> None:
        """Append (n, dimension) vectors."""
        self._vectors = np.vstack([self._vectors, vectors])

    def search(self, query: Vector, limit: int, *, within: Rows | None = None) -> Neighbours:
        """The `limit` vectors of highest cosine to `query`, of those `within`."""
        rows = np.arange(len(self)) if within is None else within
        found = sort_neighbours(rows, self._vectors[rows] @ query)
        return Neighbours(found.rows[:limit], found.scores[:limit])

    def cosines(self, query: Vector, rows: Rows) -> Vector:
        """The cosine of `query` to each of `rows`."""
        return self._vectors[rows] @ query

    def __len__(self) -> int:
        return len(self._vectors)

    def save(self, folder: Path) -> None:
        """Write the array in numpy's own format."""
        with (folder / _FILE).open("wb") as file:
            np.save(file, self._vectors)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Read the store saved in `folder`; SnapshotUnusable if it is missing or damaged."""
        path = folder / _FILE
        try:
            with path.open("rb") as file:
                vectors = np.lib.format.read_array(file, allow_pickle=False)
            _rows, dimension = vectors.shape
        except (OSError, EOFError, ValueError) as error:
            raise SnapshotUnusable(f"{path} cannot be read: {error}") from error
        store = cls(dimension)
        store.add(vectors)
        return store
