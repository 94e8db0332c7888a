"""FAISS over unit vectors, where inner product is cosine."""

from pathlib import Path
from typing import Self

import faiss
import numpy as np

from index.errors import SnapshotUnusable
from index.store.vectors.base import Neighbours, Rows, Vector, sort_neighbours

FILE = "vectors.faiss"

# Of 1,000,000 vectors in lists, on one of two busy cores: 1,000 rows alone take 1.1 ms one by one
# and 10 by going through all lists; 5,000 take 19 and 17.
_ONE_BY_ONE = 1 / 250
# All lists find .983 and more of the hundred nearest of a tenth of the rows, as many as eight bits
# can tell from the next; 68 ms. Of a half of the rows, twice the lists of a search without a filter
# find .979 of .985, in 77 ms instead of 150.
_ALL_LISTS = 1 / 10
_MORE_LISTS = 2


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
        if within is not None and len(within) <= len(self) * _ONE_BY_ONE:
            found = sort_neighbours(within, self.cosines(query, within))
            return Neighbours(found.rows[:limit], found.scores[:limit])
        most = len(self) if within is None else len(within)
        parameters = self._parameters(within)
        count = limit + 1
        found = self._nearest(query, min(count, most), parameters)
        # FAISS keeps any of several equal scores: search further, to keep the lowest rows.
        while len(found.rows) == count and found.scores[-1] == found.scores[limit - 1]:
            count *= 2
            found = self._nearest(query, min(count, most), parameters)
        return Neighbours(found.rows[:limit], found.scores[:limit])

    def _nearest(
        self, query: Vector, count: int, parameters: faiss.SearchParameters | None
    ) -> Neighbours:
        scores, rows = self._index.search(query[None, :], count, params=parameters)
        # Lists may hold fewer than are wanted.
        found = rows[0] >= 0
        return sort_neighbours(rows[0][found], scores[0][found])

    def _parameters(self, within: Rows | None) -> faiss.SearchParameters | None:
        if within is None:
            return None
        # One bit for each vector: with nearly all of 15,000 chosen 1.2 ms, a list of rows 2.2 ms.
        among = np.zeros(len(self), np.bool_)
        among[within] = True
        bits = np.packbits(among, bitorder="little")
        parameters = faiss.SearchParameters()
        if isinstance(self._index, faiss.IndexIVF):
            parameters = faiss.SearchParametersIVF()
            few = len(within) <= len(self) * _ALL_LISTS
            lists = self._index.nlist
            parameters.nprobe = lists if few else min(lists, _MORE_LISTS * self._index.nprobe)
        # The stubs describe the C++ signature; in Python the array alone is passed.
        parameters.sel = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]
        return parameters

    def cosines(self, query: Vector, rows: Rows) -> Vector:
        """The cosine of `query` to each of `rows`."""
        if not len(rows):
            return np.empty(0, np.float32)
        return self.vectors(rows) @ query

    def vectors(self, rows: Rows) -> Vector:
        """The vectors (n, dimension) of `rows`, as they are compared."""
        vectors: Vector = self._index.reconstruct_batch(rows)
        return vectors

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
