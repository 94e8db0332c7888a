"""The kind of vector store that snapshots use: to use another, change this module only."""

from pathlib import Path

from index.store.vectors.base import VectorStore, VectorWriter
from index.store.vectors.faiss_store import FILE, FaissStore
from index.store.vectors.faiss_writer import FaissWriter

# The names of the files that a saved store consists of.
STORE_FILES = (FILE,)


def new_store(folder: Path, dimension: int) -> VectorWriter:
    """Begin an empty store of vectors of `dimension` numbers, to be saved in `folder`."""
    return FaissWriter.new(folder, dimension)


def extend_store(folder: Path, earlier: Path) -> VectorWriter:
    """Begin a store in `folder` with all vectors of the one saved in the folder `earlier`.

    SnapshotUnusable if a file of that is missing or damaged.
    """
    return FaissWriter.extending(folder, earlier)


def open_store(folder: Path) -> VectorStore:
    """The store that was saved in `folder`; SnapshotUnusable if a file is missing or damaged."""
    return FaissStore.open(folder)
