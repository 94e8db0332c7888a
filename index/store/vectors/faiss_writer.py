"""Writes the vectors of a snapshot as one FAISS index."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import faiss
import numpy as np

from index.store.vectors.base import Rows, Vector
from index.store.vectors.faiss_store import FILE, read_index
from index.store.vectors.inverted_lists import LEAST_RECALL, NEAREST, build_lists, lists_for
from index.store.vectors.spool import BATCH, Spool

log = logging.getLogger(__name__)

# One thread compares 100,000 vectors of 384 dimensions in 12 ms.
EXACT_LIMIT = 100_000
# How much a store may grow on the lists that it has. As many lists as the root of the number of
# vectors: it has grown by half when there should be 1.22 times as many.
_MOST_LISTS = 1.5**0.5


class FaissWriter:
    """Exact up to EXACT_LIMIT vectors, inverted lists of 8-bit codes above.

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
        if isinstance(index, faiss.IndexIVF):
            # The stubs describe the C++ signature.
            index.update_vectors(rows, vectors)  # type: ignore[call-arg]
        elif isinstance(index, faiss.IndexFlatCodes):
            stored = faiss.rev_swig_ptr(index.codes.data(), index.codes.size())
            stored.reshape(-1, index.code_size)[rows] = index.sa_encode(vectors)

    def shorten(self, count: int) -> None:
        """Drop all vectors of the earlier store but the first `count`; before any are added."""
        index = self._earlier
        if isinstance(index, faiss.IndexIVF):
            # Nothing is removed while rows are mapped to their places in the lists.
            index.set_direct_map_type(faiss.DirectMap.NoMap)  # type: ignore[attr-defined]
            index.remove_ids(faiss.IDSelectorRange(count, index.ntotal))
            index.make_direct_map()
        elif isinstance(index, faiss.IndexFlatCodes):
            index.codes.resize(count * index.code_size)
            index.ntotal = count

    def add(self, vectors: Vector) -> None:
        """Append (n, dimension) vectors."""
        self._added.add(vectors)

    def __len__(self) -> int:
        return len(self._added) + (self._earlier.ntotal if self._earlier else 0)

    def save(self) -> None:
        """Write the FAISS index file; OSError if there is no room, which FAISS would not tell.

        Where lists would miss too many of the nearest, all vectors are compared, and a warning
        tells so.
        """
        index = self._extended() or self._new_index()
        with (self._folder / FILE).open("wb") as file:
            # The stubs of FAISS lack it.
            writer = faiss.PyCallbackIOWriter(file.write)  # type: ignore[attr-defined]
            faiss.write_index(index, writer)
        self._added.remove()

    def _extended(self) -> faiss.Index | None:
        """The earlier index with what was added, None if it is not fit for so many."""
        index = self._earlier
        if index is None:
            return None
        if isinstance(index, faiss.IndexIVF):
            fit = lists_for(len(self)) <= _MOST_LISTS * index.nlist
        else:
            fit = len(self) <= EXACT_LIMIT
        return _filled(index, self._added.batches()) if fit else None

    def _new_index(self) -> faiss.Index:
        count = len(self)
        if count > EXACT_LIMIT:
            index, recall = build_lists(self._batches, count, self._dimension)
            if recall >= LEAST_RECALL:
                return index
            log.warning(
                "each search compares all %d vectors: inverted lists would find only %.3f of the"
                " %d nearest",
                *(count, recall, NEAREST),
            )
        return _filled(faiss.IndexFlatIP(self._dimension), self._batches())

    def _batches(self) -> Iterator[Vector]:
        """All vectors in order, those of the earlier store as it has them."""
        if self._earlier is not None:
            rows = np.arange(self._earlier.ntotal)
            for first in range(0, len(rows), BATCH):
                yield self._earlier.reconstruct_batch(rows[first : first + BATCH])
        yield from self._added.batches()


def _filled(index: faiss.Index, batches: Iterator[Vector]) -> faiss.Index:
    for batch in batches:
        index.add(batch)
    return index
