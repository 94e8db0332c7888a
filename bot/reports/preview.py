"""What a rebuild would read: every record and file with what becomes of it, as a table or JSON.

It only reads files: no data folder, no model, no lock. Pages that a build would join, and records
that repeat an article, are shown one by one.
"""

import datetime
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from index.records import Article
from index.sources.files import FileCounts, survey
from index.sources.raw import Notice, Rejection
from index.sources.records.names import FieldMap
from index.sources.registry import format_name, read_articles

# Characters of the beginning of a text.
_START = 120
# Columns where the output is no terminal.
_WIDTH = 160
# Rows drawn at a time: the first appear at once, however many there are.
_ROWS = 20
_STYLES = {"read": "green", "rejected": "red", "passed over": "yellow"}

Status = Literal["read", "rejected", "passed over"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewRow:
    """One record, or a file without any; `reason` has also what was noticed of a record read.

    `place` is where in its file the record is, `characters` is the length of its cleaned text,
    `start` how that begins.
    """

    file: str
    status: Status
    reason: str = ""
    title: str = ""
    published: str = ""
    source: str = ""
    url: str = ""
    characters: int = 0
    start: str = ""
    place: str = ""


class Preview:
    """The rows of a rebuild that is not made, and afterwards their counts.

    Raises ArchiveError for a path that does not exist.
    """

    def __init__(
        self, paths: Sequence[str | Path], *, zone: datetime.tzinfo, names: FieldMap
    ) -> None:
        self._found = survey(paths)
        self._read_file = partial(read_articles, zone=zone, names=names)
        self._with_articles: set[Path] = set()
        self.read = 0
        self.rejected = 0

    def rows(self) -> Iterator[PreviewRow]:
        """Every record of every file in order, then what is passed over."""
        for file in self._found.files:
            yield from self._of_file(file)
        for passed in self._found.passed_over:
            yield PreviewRow(file=passed.file, status="passed over", reason=passed.reason)

    def files(self) -> FileCounts:
        """What became of all files, once all rows were taken."""
        return FileCounts(
            read=Counter(map(format_name, self._with_articles)),
            rejected=len(self._found.files) - len(self._with_articles),
            passed_over=self._found.passed_over,
        )

    def _of_file(self, file: Path) -> Iterator[PreviewRow]:
        noticed: list[str] = []
        last: PreviewRow | None = None
        for found in self._read_file(file):
            if isinstance(found, Notice):
                noticed.append(found.reason)
                continue
            if last:
                yield last
            last = self._row(found, file, "; ".join(noticed))
            noticed = []
        # What is said of a file as a whole comes at its end.
        last = last or PreviewRow(file=str(file), status="rejected", reason="no record in it")
        yield replace(last, reason="; ".join(filter(None, (last.reason, *noticed))))

    def _row(self, found: Article | Rejection, file: Path, noticed: str) -> PreviewRow:
        if isinstance(found, Rejection):
            self.rejected += 1
            place = found.place if found.line is None else f"line {found.line}"
            return PreviewRow(file=found.file, status="rejected", reason=found.reason, place=place)
        self.read += 1
        self._with_articles.add(file)
        return PreviewRow(
            file=str(file),
            status="read",
            reason=noticed,
            title=found.title,
            published=found.published,
            source=found.source,
            url=found.url,
            characters=len(found.text),
            start=found.text[:_START].replace("\n", " "),
        )


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the caller; rich's own ends the process with status 1."""
        raise


def print_preview(preview: Preview, *, as_json: bool) -> bool:
    """Print all rows and the summary; says whether anything would be read.

    A reader that goes away (`| head`) ends it quietly.
    """
    try:
        if as_json:
            _print_json(preview)
        else:
            _print_table(preview)
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still to be flushed when the process ends has nowhere to go either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return True
    return preview.read > 0


def file_counts(files: FileCounts) -> dict[str, object]:
    """The counts of files as JSON has them."""
    return {
        "read": dict(files.read),
        "rejected": files.rejected,
        "passed_over": files.passed_over_by_kind(),
    }


def file_summary(files: FileCounts) -> str:
    """The counts of files as one line."""
    read = ", ".join(f"{count:,} {name}" for name, count in sorted(files.read.items()))
    passed = files.passed_over_by_kind()
    why = ", ".join(f"{count:,} {kind}" for kind, count in passed.items())
    return (
        f"files: {sum(files.read.values()):,} read{f' ({read})' if read else ''}, "
        f"{files.rejected:,} without an article, "
        f"{sum(passed.values()):,} passed over{f' ({why})' if why else ''}"
    )


def _shown(path: str) -> str:
    r"""A path that can be printed: bytes of its name that are not UTF-8 stand as \xff."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _print_json(preview: Preview) -> None:
    for row in preview.rows():
        sys.stdout.write(json.dumps(asdict(row) | {"file": _shown(row.file)}, ensure_ascii=False))
        sys.stdout.write("\n")
    summary = {
        "articles": {"read": preview.read, "rejected": preview.rejected},
        "files": file_counts(preview.files()),
    }
    sys.stdout.write(json.dumps(summary, ensure_ascii=False) + "\n")


def _print_table(preview: Preview) -> None:
    console = _Console(width=None if sys.stdout.isatty() else _WIDTH)
    rows = preview.rows()
    first = True
    while batch := list(islice(rows, _ROWS)):
        console.print(_table(batch, with_header=first))
        first = False
    console.print(
        f"{preview.read:,} would be read, {preview.rejected:,} rejected; nothing was changed",
        highlight=False,
    )
    console.print(file_summary(preview.files()), highlight=False, soft_wrap=True)


def _table(rows: Sequence[PreviewRow], *, with_header: bool) -> Table:
    # Fixed shares of the width, so that the columns of all batches are below one another.
    table = Table(box=None, expand=True, show_header=with_header, padding=(0, 1))
    table.add_column("", width=len("passed over"), no_wrap=True)
    table.add_column("date", width=len("2019-09-28"), no_wrap=True)
    for name, share in (("outlet", 2), ("title", 5), ("first words, or why not", 6), ("file", 4)):
        table.add_column(name, ratio=share, overflow="fold")
    for row in rows:
        place = f" ({row.place})" if row.place else ""
        table.add_row(
            Text(row.status, style=_STYLES[row.status]),
            *map(_one_line, (row.published[:10], row.source, row.title)),
            _one_line(row.start) if row.status == "read" else Text(row.reason),
            _one_line(_shown(f"{Path(row.file).name}{place}")),
        )
    return table


def _one_line(text: str) -> Text:
    return Text(text, no_wrap=True, overflow="ellipsis")
