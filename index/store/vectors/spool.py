"""Vectors that wait in a file until all of them are known."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from index.store.vectors.base import Vector

# Vectors that are in memory at a time: 25 MB of 384 dimensions.
BATCH = 16_384


class Spool:
    """Vectors in a file in `folder`, in the order they came."""

    def __init__(self, folder: Path, dimension: int) -> None:
        self._path = folder / "vectors.spool"
        self._path.touch()
        self._dimension = dimension
        self._count = 0

    def add(self, vectors: Vector) -> None:
        """Append (n, dimension) vectors; OSError if there is no room."""
        with self._path.open("ab") as file:
            file.write(np.ascontiguousarray(vectors, np.float32).tobytes())
        self._count += len(vectors)

    def __len__(self) -> int:
        return self._count

    def batches(self) -> Iterator[Vector]:
        """All vectors in the order they were added, some thousands at a time."""
        with self._path.open("rb") as file:
            while read := file.read(4 * self._dimension * BATCH):
                yield np.frombuffer(read, np.float32).reshape(-1, self._dimension)

    def remove(self) -> None:
        """Delete the file."""
        self._path.unlink()
