"""What a vector store does. Vectors are float32 and unit length; scores are cosines."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol, Self

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
    """Vectors numbered 0, 1, 2 … in the order they were added; never changed once saved.

    `files` are the names of the files that a saved store consists of, always the same ones.
    """

    files: ClassVar[tuple[str, ...]]

    @classmethod
    def sized(cls, dimension: int, expected: int) -> Self:
        """An empty store for about `expected` vectors of `dimension` numbers."""
        ...

    def add(self, vectors: Vector) -> None:
        """Append (n, dimension) vectors."""
        ...

    def search(self, query: Vector, limit: int, *, within: Rows | None = None) -> Neighbours:
        """The `limit` vectors of highest cosine to `query` (dimension,), of those `within`."""
        ...

    def cosines(self, query: Vector, rows: Rows) -> Vector:
        """The cosine of `query` to each of `rows`."""
        ...

    def __len__(self) -> int:
        """How many vectors there are."""
        ...

    def save(self, folder: Path) -> None:
        """Write the store's `files` into `folder`."""
        ...

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Read the store saved in `folder`; SnapshotUnusable if a file is missing or damaged."""
        ...


def sort_neighbours(rows: Rows, scores: Vector) -> Neighbours:
    """The highest score first, equal ones by row, so that equal archives answer equally."""
    order = np.lexsort((rows, -scores))
    return Neighbours(rows[order], scores[order])
