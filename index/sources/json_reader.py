"""`.json`: one article record, or a list of them."""

from collections.abc import Iterator
from pathlib import Path

from index.errors import Rejected
from index.sources.decoding import decoded, whole
from index.sources.json_records import parsed
from index.sources.raw import Record, Rejection, record_fields


def read(path: Path) -> Iterator[Record | Rejection]:
    """The records of the file; a bad item of a list is a Rejection that gives its number."""
    value = parsed(decoded(whole(path)))
    if not isinstance(value, list):
        yield Record(fields=record_fields(value))
        return
    if not value:
        raise Rejected("an empty list")
    for number, item in enumerate(value, 1):
        try:
            yield Record(fields=record_fields(item))
        except Rejected as error:
            yield Rejection(str(path), None, f"item {number}: {error}")
