"""The kind of vector store that snapshots use: to use another, change this module only."""

from pathlib import Path

from index.store.vectors.base import VectorStore
from index.store.vectors.faiss_flat import FaissStore

_STORE: type[VectorStore] = FaissStore


def new_store(dimension: int, *, expected: int) -> VectorStore:
    """An empty store for about `expected` vectors of `dimension` numbers."""
    return _STORE.sized(dimension, expected)


def open_store(folder: Path) -> VectorStore:
    """The store that was saved in `folder`; SnapshotUnusable if a file is missing or damaged."""
    return _STORE.open(folder)


def store_files() -> tuple[str, ...]:
    """The names of the files that a saved store consists of."""
    return _STORE.files
