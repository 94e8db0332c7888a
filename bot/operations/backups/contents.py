"""The files of a data folder as a backup takes them, each as it was at one moment.

Their order matters where files know of one another and the second may have more than the first: a
page that is in `fetched/` and not yet in `fetch.db` is entered there by the next fetch, and an
article that is in `archive.db` and in no snapshot gets into the next one.
"""

import io
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from bot.operations.backups.manifest import BackupUnusable
from bot.operations.data_folder import DATABASES, FETCHED, SMALL_FILES, SNAPSHOTS, read_only
from index.errors import is_disk_full
from index.store.snapshot.snapshots import CURRENT, Snapshots

_PAGES_A_STEP = 1024


@dataclass(frozen=True, slots=True)
class Content:
    """A file to be saved: the next `size` bytes of `file`."""

    name: str
    file: IO[bytes]
    size: int


def contents(data: Path, scratch: Path, done: Callable[[int], None]) -> Iterator[Content]:
    """Everything that is to be saved; each file is to be read before the next.

    Databases are copied into the folder `scratch` first; `done` is told the bytes of that.
    BackupUnusable if a database is damaged.
    """
    yield from _plain(data, [data / name for name in SMALL_FILES])
    yield from _database(data, "fetch.db", scratch, done)
    yield from _plain(data, sorted((data / FETCHED).glob("*")))
    yield from _snapshot(data)
    for name in DATABASES:
        if name != "fetch.db":
            yield from _database(data, name, scratch, done)


def expected_size(data: Path) -> int:
    """About how many bytes are read for a backup: databases count twice."""
    files = [data / name for name in SMALL_FILES]
    files += 2 * [data / name for name in DATABASES]
    files += (data / FETCHED).glob("*")
    live = Snapshots(data / SNAPSHOTS).current()
    files += live.rglob("*") if live else []
    return sum(path.stat().st_size for path in files if path.is_file())


def _plain(data: Path, paths: list[Path]) -> Iterator[Content]:
    for path in paths:
        if path.is_file():
            with path.open("rb") as file:
                yield Content(path.relative_to(data).as_posix(), file, _size(file))


def _snapshot(data: Path) -> Iterator[Content]:
    """The live snapshot: opened as a whole, so that builds that end meanwhile take nothing away."""
    live = Snapshots(data / SNAPSHOTS).current()
    if live is None:
        return
    with ExitStack() as stack:
        paths = sorted(path for path in live.rglob("*") if path.is_file())
        for path, file in [(path, stack.enter_context(path.open("rb"))) for path in paths]:
            yield Content(path.relative_to(data).as_posix(), file, _size(file))
    name = f"{live.name}\n".encode()
    yield Content(f"{SNAPSHOTS}/{CURRENT}", io.BytesIO(name), len(name))


def _database(
    data: Path, name: str, scratch: Path, done: Callable[[int], None]
) -> Iterator[Content]:
    if not (data / name).is_file():
        return
    copy = scratch / name
    try:
        copy_database(data / name, copy, done)
    except sqlite3.DatabaseError as error:
        if is_disk_full(error):
            raise
        raise BackupUnusable(
            f"{data / name}: {error}; if it is damaged, an earlier backup may have it sound"
        ) from error
    with copy.open("rb") as file:
        yield Content(name, file, _size(file))
    copy.unlink()


def copy_database(source: Path, target: Path, done: Callable[[int], None]) -> None:
    """Copies a SQLite database as it is at one moment, while others write to it; sqlite3.Error.

    The moment is held by a transaction. Without one SQLite starts anew after each write of another
    process: beside one that wrote a thousand times a second, a copy of 90 MB never ended.
    """
    with read_only(source) as db, closing(sqlite3.connect(target)) as copy:
        db.execute("begin")
        (pages,) = db.execute("pragma page_count").fetchone()
        (page_size,) = db.execute("pragma page_size").fetchone()
        left = pages

        def step(_status: int, remaining: int, _total: int) -> None:
            nonlocal left
            done((left - remaining) * page_size)
            left = remaining

        db.backup(copy, pages=_PAGES_A_STEP, progress=step)
        (found,) = copy.execute("pragma quick_check(1)").fetchone()
        if found != "ok":
            raise sqlite3.DatabaseError(found)


def _size(file: IO[bytes]) -> int:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    return size
