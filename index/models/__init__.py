"""Models: found or prepared once, then folders that need neither torch nor a hub."""

from index.models.prepared import DEFAULT_MODEL, PreparedModel, prepared_model
from index.models.rerankers import PreparedReranker, prepared_reranker

__all__ = [
    "DEFAULT_MODEL",
    "PreparedModel",
    "PreparedReranker",
    "prepared_model",
    "prepared_reranker",
]
