"""What a build is guarded by: its lock, clear errors of SQLite, no half of a snapshot."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import ArchiveError, is_disk_full
from index.store.snapshots import Snapshots

BUILD_LOCK = ".building"
"""The file in the data folder that a build has locked; it holds the id of its process."""


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


@contextmanager
def build_lock(data: Path) -> Iterator[None]:
    """Hold the build lock of a data folder; ArchiveError if another build holds it."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / BUILD_LOCK).open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise ArchiveError(
                f"{data} is being rebuilt by process {lock.read().strip() or '?'}; "
                "wait for it, then run this again"
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
