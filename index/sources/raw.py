"""What a format's reader hands over: records as found, and what it could not read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from index.errors import Rejected


@dataclass(frozen=True, slots=True)
class Rejection:
    """One input that gives no article: which file, which line (None: all of it), and why."""

    file: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        return _told(self.file, self.line, self.reason)


@dataclass(frozen=True, slots=True)
class Notice:
    """One article that is used, but not as it was given: which file, which line, and what of it."""

    file: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        return _told(self.file, self.line, self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRecord:
    """An article's fields as a file gives them, before cleaning; `text` is never blank.

    `line` is where the record begins in its file, None when the file is the record.
    """

    line: int | None = None
    fields: Mapping[str, str]


class Reader(Protocol):
    """Reads one format.

    Streams the records of a file, in its order; a part that cannot be used comes as a
    Rejection. Raises Rejected when the file as a whole (or its rest) cannot be used; OSError,
    EOFError and zlib.error may pass through.
    """

    def __call__(self, path: Path, /) -> Iterator[RawRecord | Rejection]:
        """The records of the file at `path`."""
        ...


FIELDS = ("id", "url", "title", "published", "source", "author", "lang", "text")


def known_fields(values: Mapping[str, object]) -> dict[str, str]:
    """The contract's fields of a loosely typed mapping as strings, blank ones left out.

    Numbers are written out (an id, a Unix time), lists of strings joined (authors); anything
    else and every unknown key is ignored.
    """
    found = {name: _string(values.get(name)) for name in FIELDS}
    return {name: value for name, value in found.items() if value.strip()}


def record_fields(values: object) -> dict[str, str]:
    """The fields of one article record; raises Rejected when it is none.

    Blank lines of its text go: in a record they are no layout that cleaning could rely on.
    """
    if not isinstance(values, dict):
        raise Rejected(f"{_kind(values)} where an article record (an object) is expected")
    text = values.get("text")
    if text is not None and not isinstance(text, str):
        raise Rejected(f"`text` is {_kind(text)}; it must be a string")
    if not text or not text.strip():
        raise Rejected("no `text`; it is the one field an article record must have")
    paragraphs = (line for line in text.splitlines() if line.strip())
    return {**known_fields(values), "text": "\n".join(paragraphs)}


def _told(file: str, line: int | None, reason: str) -> str:
    return f"{file}: {reason}" if line is None else f"{file}:{line}: {reason}"


def _string(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list):
        return ", ".join(item for item in value if isinstance(item, str))
    return ""


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "a boolean"}
    return "null" if value is None else names.get(type(value), "a number")
