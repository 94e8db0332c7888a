"""What is in the data folder: the files that cannot be made again, and what they are."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Final

from index.locks import BUILD_LOCK, FETCH_LOCK

DATABASES: Final = ("archive.db", "bot.db", "fetch.db")
"""SQLite databases, written to at any moment."""
SMALL_FILES: Final = (
    "salt",
    "aliases.toml",
    "hidden.jsonl",
    "calibration.json",
    "sources.toml",
)
"""Files that are written whole, or a line at a time."""
FETCHED: Final = "fetched"
"""The folder of web pages as they came; its files only grow."""
SNAPSHOTS: Final = "snapshots"
"""The folder of snapshots, none of which ever changes."""
RESTORING: Final = ".restoring"
"""The folder that holds what is being restored."""
LOCKS: Final[Mapping[str, str]] = {
    BUILD_LOCK: "a rebuild",
    FETCH_LOCK: "a fetch",
}
"""Lock files: who holds one writes its process id into it."""


def known_files(data: Path) -> Iterator[Path]:
    """The databases and small files that are there."""
    return (path for name in (*DATABASES, *SMALL_FILES) if (path := data / name).is_file())


def existing_parent(folder: Path) -> Path:
    """The folder itself, else the nearest one above it that is there."""
    here = folder.absolute()
    return folder if folder.is_dir() else next(one for one in here.parents if one.is_dir())


def folder_size(folder: Path) -> int:
    """The bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def read_only(path: Path) -> AbstractContextManager[sqlite3.Connection]:
    """A connection to a database that changes nothing in it; sqlite3.Error."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    return closing(sqlite3.connect(uri, uri=True, timeout=5))
