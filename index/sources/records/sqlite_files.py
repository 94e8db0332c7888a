"""SQLite databases: the tables or views whose columns are those of articles, never written to.

A table is one of articles if it has a column for the text (`is_text_name`), and of several such
tables those with a column for the title: comments have none. A view counts where no table does, or
if it is named `articles`; this is how an owner chooses, joins or renames.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from index.errors import InputUnusable
from index.sources.decoding import MAX_BYTES
from index.sources.raw import NamedValues, Notice, Rejection
from index.sources.records.names import NAMES, bare_name, is_text_name

_MAGIC = b"SQLite format 3\0"
# The bytes of the header that say how the file is written, and their value for WAL.
_JOURNAL = slice(18, 20)
_WAL = b"\2\2"
_ADDRESSES = ("url", *NAMES["url"])
# The name that chooses a table or view.
_CHOSEN = ("articles", "artikel")
# What SQLite's search and tree indexes are made of.
_PARTS = (
    r"(?:data|idx|content|docsize|config|segments|segdir|stat|node|parent|rowid|chunks|rowids|info"
    r"|vector_chunks\d+)"
)
_WAIT = 5  # seconds for another program's lock
# Tables that a message lists.
_LISTED = 8


@dataclass(frozen=True, slots=True)
class _Table:
    """A table or view with the names of its columns."""

    name: str
    columns: Sequence[str]
    is_view: bool

    @property
    def is_titled(self) -> bool:
        names = ("title", *NAMES["title"])
        return any(bare_name(column) in names for column in self.columns)

    @property
    def has_text(self) -> bool:
        return any(map(is_text_name, self.columns))

    def __str__(self) -> str:
        return f"{self.name} ({', '.join(self.columns[:_LISTED])})"


def recognise_sqlite(head: bytes) -> bool:
    """Whether the beginning of a file is that of a SQLite database."""
    return head.startswith(_MAGIC)


def read_sqlite(path: Path) -> Iterator[NamedValues | Rejection | Notice]:
    """The rows of the tables of articles, one after the other; which were not read is told.

    Raises InputUnusable if none is one, or the database is damaged, encrypted, locked or packed.
    """
    try:
        with closing(_open(path)) as database:
            tables = _tables(database)
            chosen = _of_articles(tables)
            if not chosen:
                raise InputUnusable(_no_articles(tables))
            for table in chosen:
                yield from _rows(path, database, table)
            if notice := _notice(chosen, tables):
                yield Notice(str(path), None, notice)
    except (sqlite3.Error, UnicodeDecodeError) as error:  # of names and messages in a damaged file
        raise InputUnusable(_explained(error)) from None


def _open(path: Path) -> sqlite3.Connection:
    """A connection that cannot write, nor leaves files beside the database."""
    with path.open("rb") as stream:
        head = stream.read(_JOURNAL.stop)
    if head.startswith(b"\x1f\x8b"):
        raise InputUnusable("a packed database; unpack it first (gunzip)")
    wal = path.with_name(path.name + "-wal")
    settled = head[_JOURNAL] == _WAL and not (wal.exists() and wal.stat().st_size)
    # Without a write-ahead log nothing is written just now, and SQLite would make one to read.
    mode = "immutable=1" if settled else "mode=ro"
    address = f"file:{quote(str(path.absolute()))}?{mode}"
    database = sqlite3.connect(address, uri=True, timeout=_WAIT)
    database.text_factory = bytes
    return database


_BUSY = "another program is writing to it; try again when that has ended"
_UNFINISHED = "a program ended while it wrote; open it once in a folder that can be written to"
_ADVICE = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_NOTADB: "it is damaged or encrypted",
    sqlite3.SQLITE_CORRUPT: "it is damaged; see `sqlite3 FILE .recover`",
    sqlite3.SQLITE_CANTOPEN: _UNFINISHED,
    sqlite3.SQLITE_READONLY: _UNFINISHED,
}


def _explained(error: Exception) -> str:
    advice = _ADVICE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, "")
    return f"the database cannot be read ({error})" + (f": {advice}" if advice else "")


def _tables(database: sqlite3.Connection) -> list[_Table]:
    """All tables and views but SQLite's own, search indexes and what these are made of."""
    master = database.execute("SELECT type, name, sql FROM sqlite_master ORDER BY rowid").fetchall()
    rows = [tuple((value or b"").decode(errors="replace") for value in row) for row in master]
    virtual = [name for _, name, sql in rows if sql.upper().startswith("CREATE VIRTUAL")]
    index = re.compile(f"(?:{'|'.join(map(re.escape, virtual))})(?:_{_PARTS})?")
    return [
        _Table(name, _columns(database, name), kind == "view")
        for kind, name, _ in rows
        if kind in ("table", "view")
        and not name.startswith("sqlite_")
        and not (virtual and index.fullmatch(name))
    ]


def _columns(database: sqlite3.Connection, table: str) -> list[str]:
    try:
        cursor = database.execute(f"SELECT * FROM {_quoted(table)} LIMIT 0")  # noqa: S608
    except sqlite3.OperationalError:  # a view on what is not there any more
        return []
    return [str(column[0]) for column in cursor.description]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _of_articles(tables: Sequence[_Table]) -> list[_Table]:
    """The tables to read: the one named so, else those with texts, else the only one there is."""
    found = [table for table in tables if table.has_text]
    named = [table for table in found if table.name.lower() in _CHOSEN]
    if named:
        return named[:1]
    for views in (False, True):
        kind = [table for table in found if table.is_view is views]
        if kind:
            return [table for table in kind if table.is_titled] or kind
    only = [table for table in tables if not table.is_view]
    # What its columns are may be said by the owner (`--map`).
    return only if len(only) == 1 and len(only[0].columns) > 1 else []


def _notice(chosen: Sequence[_Table], tables: Sequence[_Table]) -> str:
    """Which tables were read and which with texts were not, "" if there was no choice."""
    left = [table.name for table in tables if table.has_text and table not in chosen]
    if not left and len(chosen) == 1:
        return ""
    read = f"read {', '.join(table.name for table in chosen)}"
    passed = f"; passed over: {', '.join(left)}" if left else ""
    return f"{read}{passed}; a view named `articles` chooses otherwise"


def _no_articles(tables: Sequence[_Table]) -> str:
    if not tables:
        return "a database without tables"
    listed = "; ".join(map(str, tables[:_LISTED])) + (" …" if len(tables) > _LISTED else "")
    return f"no table has a text; make a view `articles` with title and text of its {listed}"


def _rows(
    path: Path, database: sqlite3.Connection, table: _Table
) -> Iterator[NamedValues | Rejection]:
    cursor = database.execute(f"SELECT * FROM {_quoted(table.name)}")  # noqa: S608
    for number, row in enumerate(cursor, 1):
        place = f"{table.name}, row {number}"
        try:
            values = _values(table.columns, row)
            yield NamedValues(place=place, values=_identified(values, f"{path.stem}-{table.name}"))
        except InputUnusable as error:
            yield Rejection(str(path), None, str(error), place)


def _values(columns: Sequence[str], row: Sequence[object]) -> Mapping[str, object]:
    """The row's values by name; texts decoded, what is no text (pictures, vectors) left out."""
    found: dict[str, object] = {}
    for column, value in zip(columns, row, strict=True):
        if not isinstance(value, bytes):
            found[column] = value
        elif len(value) > MAX_BYTES:
            raise InputUnusable(f"`{column}` is larger than {MAX_BYTES // 1_000_000} MB")
        elif b"\0" not in value:
            found[column] = _decoded(column, value)
    return found


def _identified(values: Mapping[str, object], table: str) -> dict[str, object]:
    """The values without a number as their id where there is an address, else with the table's.

    Every table counts from 1; articles of two would be taken for one.
    """
    found = dict(values)
    addressed = any(value for name, value in values.items() if bare_name(name) in _ADDRESSES)
    for name, value in values.items():
        if bare_name(name) == "id" and isinstance(value, int):
            found[name] = None if addressed else f"{table}-{value}"
    return found


def _decoded(column: str, value: bytes) -> object:
    try:
        return value.decode()
    except UnicodeDecodeError:
        if bare_name(column) not in ("title", *NAMES["title"]) and not is_text_name(column):
            return None
        raise InputUnusable(f"`{column}` is not UTF-8") from None
