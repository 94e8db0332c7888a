"""What can go wrong with an archive. Every message says what was found and what to do."""

import errno
import math
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path

# A full disk, or a quota that is used up.
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
# SQLite and FAISS write pages and blocks: what is left of a full disk may be some kilobytes.
_NEARLY_FULL = 10_000_000


class Hint(Enum):
    """What a person can do about an error, where that takes a command or a setting.

    `index` knows neither; a front-end words the hint for its own (`bot.answers.hints`).
    """

    BUILD = auto()
    """There is no index yet: build one from articles."""
    REBUILD = auto()
    """Build the index again; what is stored already is used again."""
    REBUILD_FULLY = auto()
    """Build the index again from nothing but the article files."""
    REBUILD_OR_ROLL_BACK = auto()
    """Build the index again, or go back to the snapshot before."""
    RECALIBRATE = auto()
    """Recalibrate again, or delete the file that the error names."""
    RESTORE_EMBEDDER = auto()
    """Configure the embedding model that the error names again, or build with the new one."""
    CHANGE_EMBEDDER = auto()
    """Correct the name of the embedding model, or choose another model."""
    CHANGE_READER = auto()
    """Correct the name of the reader, choose another, or do without one."""
    CHECK_ENGINE = auto()
    """See whether the search engine runs, and whether the settings that lead to it are right."""
    ROLL_BACK_AT_BUILDER = auto()
    """Go back to the snapshot before on the machine that publishes to the search engine."""
    PUBLISH = auto()
    """Publish to the search engine again, where the archive is built."""


class ArchiveError(Exception):
    """Base of every error that `index` raises on purpose; its text is fit for a person to read.

    The text says what was found and what to do. Where that takes a command or a setting, `hint`
    stands for the advice.
    """

    def __init__(self, message: str, *, hint: Hint | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class InputUnusable(ArchiveError):
    """An input (a file, or one record of it) contains no usable article; the text says why."""


class ModelUnavailable(ArchiveError):
    """A model (embedder or reader) could not be found, exported, or trusted."""


class SnapshotUnusable(ArchiveError):
    """A snapshot is missing or damaged, or was built with another embedding model."""


class EngineUnavailable(ArchiveError):
    """The search engine that keeps the snapshots cannot be reached, or refuses what it is asked."""


class DiskFull(ArchiveError):
    """There was no room to write; nothing is damaged, and the same command goes on from there."""

    @classmethod
    def at(cls, folder: Path) -> "DiskFull":
        """The error of writing into `folder`; it names the disk that is full."""
        return cls(_full_disk_message(folder))


@contextmanager
def naming_full_disk(folder: Path) -> Iterator[None]:
    """Turn the errors of a full disk (of the system, SQLite, FAISS, tantivy) into DiskFull.

    `folder` is where the block writes; the message names the disk that is full.
    """
    try:
        yield
    except (OSError, sqlite3.Error, RuntimeError, ValueError) as error:
        if not is_disk_full(error):
            raise
        raise DiskFull.at(folder) from error


def is_disk_full(error: BaseException | None) -> bool:
    """Whether an error, or the one while handling which it was raised, is that of a full disk."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            return True
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
        if code & 0xFF == sqlite3.SQLITE_FULL or code == sqlite3.SQLITE_IOERR_SHMSIZE:
            return True
        # FAISS and tantivy have only the system's text.
        if isinstance(error, RuntimeError | ValueError) and os.strerror(errno.ENOSPC) in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _full_disk_message(folder: Path) -> str:
    """SQLite sorts in the folder for temporary files, which may be on another disk."""
    places = [folder, Path(tempfile.gettempdir())]
    free = {place: _free_bytes(place) for place in places}
    fullest = min(places, key=free.__getitem__)
    where = fullest if free[fullest] < _NEARLY_FULL else folder
    return (
        f"the disk that holds {where} is full ({free[where] / 1e6:,.1f} MB free); make room and "
        "run the same command again: nothing is damaged, and what is done is kept"
    )


def _free_bytes(place: Path) -> float:
    """The free bytes of the disk with a folder, infinite if that cannot be told."""
    existing = next(one for one in (place.absolute(), *place.absolute().parents) if one.exists())
    try:
        return float(shutil.disk_usage(existing).free)
    except OSError:
        return math.inf
