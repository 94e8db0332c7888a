"""Article files in, cleaned articles out: one reader a format."""

from index.reading.entries import Flaw, Rejection
from index.reading.files import find, read
from index.reading.identity import article_id, canonical_url

__all__ = ["Flaw", "Rejection", "article_id", "canonical_url", "find", "read"]
