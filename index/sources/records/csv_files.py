"""`.csv`: article records under a header line; commas, semicolons or tabs between columns."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.errors import InputUnusable
from index.sources.decoding import MAX_BYTES, open_bytes
from index.sources.raw import NamedValues, Rejection

_UNDECODED = re.compile("[\udc80-\udcff]")


def read_csv(path: Path) -> Iterator[NamedValues | Rejection]:
    """The records, read row by row; after a bad row (a Rejection) reading goes on."""
    csv.field_size_limit(MAX_BYTES)
    with open_bytes(path) as stream:
        # Bytes that are not UTF-8 become surrogates, so that one bad row does not end the file.
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
        header = text.readline(MAX_BYTES)
        columns, delimiter = _columns(header)
        rows = csv.reader(text, delimiter=delimiter, strict=True)
        line = 2
        while True:
            entry = _entry(path, line, columns, rows)
            if entry is None:
                return
            if isinstance(entry, Rejection) or entry.values:
                yield entry
            line = rows.line_num + 2


def _columns(header: str) -> tuple[list[str], str]:
    if not header.strip():
        raise InputUnusable("the file is empty")
    if "\0" in header:
        raise InputUnusable("binary data or UTF-16, not UTF-8 text")
    delimiter = max(",;\t", key=header.count)
    try:
        names = next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error as error:
        raise InputUnusable(f"the header line is not CSV ({error})") from None
    columns = [name.strip().lower() for name in names]
    if "text" not in columns:
        raise InputUnusable(f"no column `text` in its header ({', '.join(columns)[:200]})")
    return columns, delimiter


def _entry(
    path: Path, line: int, columns: Sequence[str], rows: Iterator[list[str]]
) -> NamedValues | Rejection | None:
    """The next row: None at the end, one without values for a blank line."""
    try:
        row = next(rows, None)
        if row is None:
            return None
        return NamedValues(line=line, values=_values(columns, row) if any(row) else {})
    except csv.Error as error:
        return Rejection(str(path), line, f"not a CSV row ({error})")
    except InputUnusable as error:
        return Rejection(str(path), line, str(error))


def _values(columns: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    if len(row) != len(columns):
        raise InputUnusable(f"{len(row)} columns where the header has {len(columns)}")
    if any(map(_UNDECODED.search, row)):
        raise InputUnusable(
            "not UTF-8; convert the file, for example: iconv -f WINDOWS-1252 -t UTF-8"
        )
    return dict(zip(columns, row, strict=True))
