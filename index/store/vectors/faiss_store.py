"""FAISS over unit vectors, where inner product is cosine."""

from pathlib import Path
from typing import Self

import faiss
import numpy as np

from index.errors import SnapshotUnusable
from index.store.vectors.base import Neighbours, Rows, Vector, sort_neighbours

FILE = "vectors.faiss"


class FaissStore:
    """The index of one file, which is mapped into memory: only what a search touches is read."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The store saved in `folder`; SnapshotUnusable if it is missing or damaged."""
        return cls(read_index(folder, faiss.IO_FLAG_MMAP_IFC))

    def search(self, query: Vector, limit: int, *, within: Rows | None = None) -> Neighbours:
        """The `limit` vectors of highest cosine to `query`, of those `within`."""
        # Each question runs on a thread of its own: more threads of FAISS would make others wait.
        faiss.omp_set_num_threads(1)
        most = len(self) if within is None else len(within)
        count = limit + 1
        found = self._nearest(query, min(count, most), within)
        while limit < len(found.rows) < most and found.scores[-1] == found.scores[limit - 1]:
            # FAISS keeps any of several equal scores: search further, to keep the lowest rows.
            count *= 2
            found = self._nearest(query, min(count, most), within)
        return Neighbours(found.rows[:limit], found.scores[:limit])

    def _nearest(self, query: Vector, count: int, within: Rows | None) -> Neighbours:
        if not count:
            return Neighbours(np.empty(0, np.int64), np.empty(0, np.float32))
        if within is None:
            scores, rows = self._index.search(query[None, :], count)
            return sort_neighbours(rows[0], scores[0])
        # One bit for each vector: with nearly all of 15,000 chosen 1.2 ms, a list of rows 2.2 ms.
        among = np.zeros(len(self), np.bool_)
        among[within] = True
        bits = np.packbits(among, bitorder="little")
        chosen = faiss.SearchParameters()
        # The stubs describe the C++ signature; in Python the array alone is passed.
        chosen.sel = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]
        scores, rows = self._index.search(query[None, :], count, params=chosen)
        return sort_neighbours(rows[0], scores[0])

    def cosines(self, query: Vector, rows: Rows) -> Vector:
        """The cosine of `query` to each of `rows`."""
        if not len(rows):
            return np.empty(0, np.float32)
        vectors: Vector = self._index.reconstruct_batch(rows)
        return vectors @ query

    def __len__(self) -> int:
        return int(self._index.ntotal)


def read_index(folder: Path, flags: int = 0) -> faiss.Index:
    """The index saved in `folder`; SnapshotUnusable if the file is missing or damaged.

    Without flags it is read into memory, and can be added to.
    """
    path = folder / FILE
    try:
        return faiss.read_index(str(path), flags)
    except RuntimeError as error:
        reason = str(error).strip().splitlines()[-1]
        raise SnapshotUnusable(f"{path} is not a readable FAISS index: {reason}") from error
