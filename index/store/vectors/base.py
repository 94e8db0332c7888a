"""What a vector store does. Vectors are float32 and unit length; scores are cosines."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """`rows` (n,) and their cosines (n,), highest first, equal cosines by lower row."""

    rows: Rows
    scores: Vector


class VectorStore(Protocol):
    """Vectors numbered 0, 1, 2 … in the order they were written; they never change."""

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The store saved in `folder`; SnapshotUnusable if a file is missing or damaged."""
        ...

    def search(self, query: Vector, limit: int, *, within: Rows | None = None) -> Neighbours:
        """The `limit` vectors of highest cosine to `query` (dimension,), of those `within`."""
        ...

    def cosines(self, query: Vector, rows: Rows) -> Vector:
        """The cosine of `query` to each of `rows`."""
        ...

    def vectors(self, rows: Rows) -> Vector:
        """The vectors (n, dimension) of `rows`, as they are compared."""
        ...

    def __len__(self) -> int:
        """How many vectors there are."""
        ...


class VectorWriter(Protocol):
    """Writes the files of a store into a folder of its own."""

    @classmethod
    def new(cls, folder: Path, dimension: int) -> Self:
        """Begin an empty store of vectors of `dimension` numbers, to be saved in `folder`."""
        ...

    @classmethod
    def extending(cls, folder: Path, earlier: Path) -> Self:
        """Begin with all vectors of the store saved in the folder `earlier`, which stays as it is.

        SnapshotUnusable if a file of it is missing or damaged.
        """
        ...

    def replace(self, rows: Rows, vectors: Vector) -> None:
        """Put (n, dimension) vectors in the place of those of the earlier store at these rows."""
        ...

    def shorten(self, count: int) -> None:
        """Drop all vectors of the earlier store but the first `count`; before any are added."""
        ...

    def add(self, vectors: Vector) -> None:
        """Append (n, dimension) vectors."""
        ...

    def __len__(self) -> int:
        """How many vectors there are so far."""
        ...

    def save(self) -> None:
        """Write the store's files; OSError if there is no room."""
        ...


def sort_neighbours(rows: Rows, scores: Vector) -> Neighbours:
    """The highest score first, equal ones by row, so that equal archives answer equally."""
    order = np.lexsort((rows, -scores))
    return Neighbours(rows[order], scores[order])
