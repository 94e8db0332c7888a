"""The embedding model: found or prepared once, then a folder that needs neither torch nor a hub."""

from index.models.prepared import DEFAULT_MODEL, PreparedModel, prepared_model

__all__ = ["DEFAULT_MODEL", "PreparedModel", "prepared_model"]
