"""`.jsonl`: an article record a line; `.json`: one, a list, or a list within an object."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from index.errors import InputUnusable
from index.sources.decoding import MAX_BYTES, decode, open_bytes, read_whole
from index.sources.raw import NamedValues, Rejection
from index.sources.records.envelopes import records_in

_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*[\"}]")
_LIST = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*\{\s*[\"}]")
# A whole object in the first line and something below it, or a second object there.
_LINES = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*\{(?:\}|[ \t]*\"[^\n]*)"
    rb"(?:(?<=\})[ \t]*\r?\n\s*\S|\r?\n\s*\{[ \t]*\")"
)
_ONE_LINE = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{[ \t]*\"[^\n]*\s*\Z")


def recognise_jsonl(head: bytes) -> bool:
    """Whether a file begins with lines that are objects, or with one that may be the only one."""
    return bool(_LINES.match(head) or _ONE_LINE.match(head))


def recognise_json(head: bytes) -> bool:
    """Whether a file begins like one object or a list of objects."""
    return not _LINES.match(head) and bool(_OBJECT.match(head) or _LIST.match(head))


def read_jsonl(path: Path) -> Iterator[NamedValues | Rejection]:
    """The records, read line by line; after a bad line (a Rejection) reading goes on."""
    with open_bytes(path) as stream:
        number, empty = 0, True
        while line := stream.readline(MAX_BYTES):
            number += 1
            if number == 1:
                _check(line)
            if line.strip():
                empty = False
                yield _entry(path, number, line)
    if empty:
        raise InputUnusable("the file is empty")


def _check(first: bytes) -> None:
    """Raise InputUnusable if no line can be right, instead of rejecting each of them."""
    if b"\0" in first or first.startswith((b"\xff\xfe", b"\xfe\xff")) or len(first) >= MAX_BYTES:
        decode(first)
        raise InputUnusable("its first line is too long for an article; not .jsonl")


def _entry(path: Path, number: int, line: bytes) -> NamedValues | Rejection:
    try:
        return NamedValues(line=number, values=parse_json(decode(line)))
    except InputUnusable as error:
        return Rejection(str(path), number, str(error))


def read_json(path: Path) -> Iterator[NamedValues]:
    """The records of a `.json` file: one, a list, or a list within an object."""
    for place, value in records_in(parse_json(decode(read_whole(path)))):
        yield NamedValues(place=place, values=value)


def parse_json(text: str) -> object:
    """The value of a JSON text; raises InputUnusable with the position of the error."""
    try:
        value: object = json.loads(text)
    except json.JSONDecodeError as error:
        at_end = error.pos >= len(text.rstrip()) or "Unterminated" in error.msg
        cut = "; it seems to be cut off" if at_end else ""
        raise InputUnusable(f"not JSON ({error.msg} at character {error.pos + 1}){cut}") from None
    except (ValueError, RecursionError):
        raise InputUnusable("not JSON that can be read (numbers or nesting too large)") from None
    return value
