"""Nearest vectors: `VectorStore` says what a store does, `open_store` which one is used."""

from index.vectors.base import Neighbours, VectorStore
from index.vectors.exact_store import ExactStore
from index.vectors.faiss_store import FaissStore

__all__ = ["ExactStore", "FaissStore", "Neighbours", "VectorStore"]
