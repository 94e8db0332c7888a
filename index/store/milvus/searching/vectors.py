"""The vectors of a snapshot in Milvus."""

from collections.abc import Callable

import numpy as np

from index.store.milvus.schema import Collections
from index.store.milvus.searching.expressions import restricted
from index.store.milvus.server import MilvusServer
from index.store.snapshot.engines.selection import EVERYTHING, Selection
from index.store.vectors.base import Neighbours, Rows, Vector, sort_neighbours

# The server gives any of several equal scores: so many more are asked for, to keep the lowest rows.
_SPARE = 16


class MilvusVectors:
    """`contents.PassageVectors`: filters are applied by the server."""

    def __init__(self, server: MilvusServer, names: Collections, passages: int) -> None:
        self._server = server
        self._names = names
        self._passages = passages

    def search(
        self,
        query: Vector,
        limit: int,
        *,
        within: Selection = EVERYTHING,
        rows: Callable[[], Rows | None] = lambda: None,
    ) -> Neighbours:
        """The `limit` passages of highest cosine to `query` (dimension,), of those `within`."""
        del rows
        found = self._server.nearest(
            self._names.passages,
            query.tolist(),
            over="vector",
            limit=limit + _SPARE,
            where=restricted("", within),
            give=["row"],
        )
        numbers = np.array([row["row"] for _, row in found], dtype=np.int64)
        scores = np.array([score for score, _ in found], dtype=np.float32)
        # What is beyond the last row is of a later state of the collection.
        own = numbers < self._passages
        ordered = sort_neighbours(numbers[own], scores[own])
        return Neighbours(ordered.rows[:limit], ordered.scores[:limit])

    def cosines(self, query: Vector, rows: Rows) -> Vector:
        """The cosine of `query` to each of `rows`."""
        give = ["row", "vector"]
        found = {
            row["row"]: np.array(row["vector"], dtype=np.float32)
            for row in self._server.rows_with(self._names.passages, "row", rows.tolist(), give)
        }
        if not found:
            return np.zeros(len(rows), np.float32)
        # What has just been taken out of the collection is near to nothing.
        gone = np.zeros_like(query)
        vectors: Vector = np.vstack([found.get(row, gone) for row in rows.tolist()])
        return vectors @ query
