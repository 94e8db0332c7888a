"""`.html`, `.htm` (also `.gz`): a saved page of a news site."""

from collections.abc import Iterator
from pathlib import Path

from index.sources.decoding import whole
from index.sources.raw import Record


def read(path: Path) -> Iterator[Record]:
    """The one article of the page; a page that lists articles is Rejected."""
    # Imported here, because trafilatura costs other formats most of a second.
    from index.sources.html_pages import article_fields

    yield Record(fields=article_fields(whole(path)))
