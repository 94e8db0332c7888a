"""What a build is guarded by: its lock, clear errors of SQLite, no half of a snapshot."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from index.errors import ArchiveError, is_disk_full
from index.locks import BUILD_LOCK, process_lock
from index.store.snapshot.snapshots import Snapshots


@contextmanager
def sqlite_errors(path: Path) -> Iterator[None]:
    """Turn errors of SQLite into ArchiveError."""
    try:
        yield
    except sqlite3.Error as error:
        if is_disk_full(error):
            raise
        raise ArchiveError(
            f"{path}: {error}; if no other process uses the file, it is damaged or not an "
            "archive: move it away and rebuild with all your articles"
        ) from error


@contextmanager
def nothing_unfinished(snapshots: Snapshots) -> Iterator[None]:
    """Leave nothing unpublished behind, and remove what runs that were killed have left."""
    snapshots.remove_unfinished()
    try:
        yield
    finally:
        snapshots.remove_unfinished()


def build_lock(data: Path) -> AbstractContextManager[None]:
    """The build lock of a data folder, to be held; ArchiveError if another build holds it."""
    return process_lock(data / BUILD_LOCK, "rebuilt")
