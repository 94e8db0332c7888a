"""Writes the vectors of a snapshot as one FAISS index."""

from pathlib import Path
from typing import Self

import faiss

from index.store.vectors.base import Rows, Vector
from index.store.vectors.faiss_store import FILE, read_index
from index.store.vectors.spool import Spool

# One thread scans 100,000 vectors of 384 dimensions in 12 ms. Above that number, 8-bit codes take
# half the time and a quarter of the memory, and find .99 of the true ten nearest (measured on e5).
EXACT_LIMIT = 100_000


class FaissWriter:
    """Exact up to EXACT_LIMIT vectors, 8-bit codes above.

    What kind of index is right is known at the end, when the vectors are: until then they wait in
    a file, and none are in memory.
    """

    def __init__(self, folder: Path, dimension: int, earlier: faiss.Index | None = None) -> None:
        self._folder = folder
        self._dimension = dimension
        self._earlier = earlier
        self._added = Spool(folder, dimension)

    @classmethod
    def new(cls, folder: Path, dimension: int) -> Self:
        """Begin an empty store of vectors of `dimension` numbers, to be saved in `folder`."""
        return cls(folder, dimension)

    @classmethod
    def extending(cls, folder: Path, earlier: Path) -> Self:
        """Begin with all vectors of the store in `earlier`; SnapshotUnusable if it is damaged."""
        index = read_index(earlier)
        return cls(folder, index.d, index)

    def replace(self, rows: Rows, vectors: Vector) -> None:
        """Put (n, dimension) vectors in the place of those of the earlier store at these rows."""
        index = self._earlier
        if isinstance(index, faiss.IndexFlatCodes):
            stored = faiss.rev_swig_ptr(index.codes.data(), index.codes.size())
            stored.reshape(-1, index.code_size)[rows] = index.sa_encode(vectors)

    def shorten(self, count: int) -> None:
        """Drop all vectors of the earlier store but the first `count`; before any are added."""
        index = self._earlier
        if isinstance(index, faiss.IndexFlatCodes):
            index.codes.resize(count * index.code_size)
            index.ntotal = count

    def add(self, vectors: Vector) -> None:
        """Append (n, dimension) vectors."""
        self._added.add(vectors)

    def __len__(self) -> int:
        return len(self._added) + (self._earlier.ntotal if self._earlier else 0)

    def save(self) -> None:
        """Write the FAISS index file; OSError if there is no room, which FAISS would not tell."""
        index = self._earlier or self._new_index()
        for batch in self._added.batches():
            if not index.is_trained:
                index.train(batch)
            index.add(batch)
        with (self._folder / FILE).open("wb") as file:
            # The stubs of FAISS lack it.
            writer = faiss.PyCallbackIOWriter(file.write)  # type: ignore[attr-defined]
            faiss.write_index(index, writer)
        self._added.remove()

    def _new_index(self) -> faiss.Index:
        if len(self) <= EXACT_LIMIT:
            return faiss.IndexFlatIP(self._dimension)
        kind = faiss.ScalarQuantizer.QT_8bit
        return faiss.IndexScalarQuantizer(self._dimension, kind, faiss.METRIC_INNER_PRODUCT)
