"""CSV: article records under a header line; commas, semicolons, tabs or strokes between columns.

As spreadsheets write it, too: with a byte-order mark, in UTF-16, with `sep=;` above the header and
empty columns at the end.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.errors import InputUnusable
from index.sources.decoding import MAX_BYTES, open_bytes, read_head
from index.sources.raw import NamedValues, Rejection
from index.sources.records.names import FIELDS, NAMES, bare_name, is_text_name

_UNDECODED = re.compile("[\udc80-\udcff]")
_DELIMITERS = ",;\t|"
_SEPARATOR = re.compile(r"\s*\"?sep=(.)\"?\s*", re.IGNORECASE)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_NAME = re.compile(r"[\w .:@/()-]{1,40}")


def recognise_csv(head: bytes) -> bool:
    """Whether the first line is a header: names of columns, one of a text, one of another field."""
    encoding = "utf-16" if head.startswith(_UTF_16) else "utf-8-sig"
    text = head.decode(encoding, errors="replace").lstrip()
    lines = [line for line in text.splitlines()[:2] if not _SEPARATOR.fullmatch(line)]
    line = lines[0] if lines else ""
    columns = next(csv.reader([line], delimiter=_delimiter(line)), [])
    others = {name for field in FIELDS if field != "text" for name in (field, *NAMES[field])}
    return (
        len(columns) > 1
        and all(_NAME.fullmatch(name) for name in columns if name)
        and any(map(is_text_name, columns))
        and not others.isdisjoint(map(bare_name, columns))
    )


def read_csv(path: Path) -> Iterator[NamedValues | Rejection]:
    """The records, read row by row; after a bad row (a Rejection) reading goes on."""
    csv.field_size_limit(MAX_BYTES)
    encoding = "utf-16" if read_head(path).startswith(_UTF_16) else "utf-8-sig"
    # Bytes that are not UTF-8 become surrogates, so that one bad row does not end the file.
    errors = "replace" if encoding == "utf-16" else "surrogateescape"
    with (
        open_bytes(path) as stream,
        io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline="") as text,
    ):
        header, line, delimiter = text.readline(MAX_BYTES), 2, ""
        if stated := _SEPARATOR.fullmatch(header):
            header, line, delimiter = text.readline(MAX_BYTES), 3, stated[1]
        first, delimiter = line, delimiter or _delimiter(header)
        columns = _columns(header, delimiter)
        rows = csv.reader(text, delimiter=delimiter, strict=True)
        empty = True
        while (entry := _entry(path, line, columns, rows)) is not None:
            if isinstance(entry, Rejection) or entry.values:
                empty = False
                yield entry
            line = rows.line_num + first
    if empty:
        raise InputUnusable("a header line and no record")


def _delimiter(header: str) -> str:
    return max(_DELIMITERS, key=header.count)


def _columns(header: str, delimiter: str) -> list[str]:
    if not header.strip():
        raise InputUnusable("the file is empty")
    if "\0" in header:
        raise InputUnusable("binary data or UTF-16, not UTF-8 text")
    try:
        names = next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error as error:
        raise InputUnusable(f"the header line is not CSV ({error})") from None
    return [name.strip() for name in _without_empty_end(names)]


def _entry(
    path: Path, line: int, columns: Sequence[str], rows: Iterator[list[str]]
) -> NamedValues | Rejection | None:
    """The next row: None at the end, one without values for a blank line."""
    try:
        row = next(rows, None)
        if row is None:
            return None
        values = _values(columns, row) if any(row) else {}
        return NamedValues(line=line, values=values, uniform=True)
    except csv.Error as error:
        return Rejection(str(path), line, f"not a CSV row ({error})")
    except InputUnusable as error:
        return Rejection(str(path), line, str(error))


def _values(columns: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    while len(row) > len(columns) and not row[-1]:
        row = row[:-1]
    if len(row) != len(columns):
        raise InputUnusable(f"{len(row)} columns where the header has {len(columns)}")
    if any(map(_UNDECODED.search, row)):
        raise InputUnusable(
            "not UTF-8; convert the file, for example: iconv -f WINDOWS-1252 -t UTF-8"
        )
    values: dict[str, str] = {}
    for name, value in zip(columns, row, strict=True):
        # Of two columns of one name, the first that has something.
        values[name] = values.get(name) or value
    return values


def _without_empty_end(names: Sequence[str]) -> Sequence[str]:
    while names and not names[-1].strip():
        names = names[:-1]
    return names
