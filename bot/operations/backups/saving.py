"""Saving a data folder: written aside under a temporary name, then given its own by one rename."""

import hashlib
import io
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.operations.backups.containers import Readable, Writer, writer
from bot.operations.backups.contents import Content, contents
from bot.operations.backups.manifest import MANIFEST, BackupManifest, BackupUnusable, SavedFile
from bot.operations.data_folder import DATABASES, FETCHED, SMALL_FILES, SNAPSHOTS
from index.errors import naming_full_disk

_MARK: Final = ".writing-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A backup that was made: its files and bytes, and what of the data folder is not in it."""

    path: Path
    files: int
    size: int
    left_out: tuple[str, ...]


def save(
    data: Path, to: Path, *, replace: bool = False, done: Callable[[int], None] = lambda _: None
) -> Saved:
    """Saves the data folder at `to`: in a .tar.gz or .zip if it is named so, else in a folder.

    `done` is told every number of bytes that were worked through. With `replace` an earlier backup
    of this name is replaced. ArchiveError, OSError; then nothing is at `to` that was not before.
    """
    if not data.is_dir() or not any(data.iterdir()):
        raise BackupUnusable(f"{data} is no data folder, or it is empty: there is nothing to save")
    to = to.absolute()
    _check_free(to, replace=replace)
    with naming_full_disk(to.parent), _aside(to) as aside:
        made = writer(aside / to.name, like=to)
        files: dict[str, SavedFile] = {}
        try:
            for content in contents(data, aside, done):
                files[content.name] = _add(made, content, done)
            text = BackupManifest.of(files).to_json()
            _add(made, Content(MANIFEST, io.BytesIO(text), len(text)), done)
            made.close()
        except BaseException:
            made.abandon()
            raise
        _put_in_place(aside / to.name, to)
    size = sum(one.size for one in files.values())
    return Saved(path=to, files=len(files), size=size, left_out=tuple(_left_out(data)))


def _check_free(to: Path, *, replace: bool) -> None:
    """Nothing is overwritten but an empty folder or, with `replace`, an earlier backup."""
    if not to.exists() or (to.is_dir() and not any(to.iterdir())):
        return
    if to.is_dir() and not (to / MANIFEST).is_file():
        example = to / "tanya-arsip.tar.gz"
        raise BackupUnusable(f"{to} is a folder with other files; name one in it, as {example}")
    if not replace:
        raise BackupUnusable(f"{to} is there already; name another, or replace it with --force")


@contextmanager
def _aside(to: Path) -> Iterator[Path]:
    """A new folder beside `to`, removed in the end; those of processes that were killed go, too."""
    to.parent.mkdir(parents=True, exist_ok=True)
    for left in to.parent.glob(f".{to.name}{_MARK}*"):
        if not _is_running(left.name.rpartition("-")[2]):
            shutil.rmtree(left, ignore_errors=True)
    folder = to.parent / f".{to.name}{_MARK}{os.getpid()}"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_running(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return int(process) != os.getpid()


class _Counted:
    """Reads on from a file, and takes the checksum of what was read."""

    def __init__(self, file: Readable, done: Callable[[int], None]) -> None:
        self._file, self._done = file, done
        self.digest = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        chunk = self._file.read(size)
        self.digest.update(chunk)
        self._done(len(chunk))
        return chunk


def _add(made: Writer, content: Content, done: Callable[[int], None]) -> SavedFile:
    counted = _Counted(content.file, done)
    made.add(content.name, counted, content.size)
    return SavedFile(content.size, counted.digest.hexdigest())


def _put_in_place(finished: Path, to: Path) -> None:
    """One rename; an earlier backup in a folder steps aside first, as folders replace none."""
    if to.is_dir() and any(to.iterdir()):
        to.rename(finished.with_name("earlier"))
    finished.replace(to)
    folder = os.open(to.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _left_out(data: Path) -> Iterator[str]:
    """What the program does not know; hidden files are its own locks, or not meant for it."""
    known = {*DATABASES, *SMALL_FILES, FETCHED, SNAPSHOTS}
    known |= {f"{name}{more}" for name in DATABASES for more in ("-wal", "-shm")}
    for path in sorted(data.iterdir()):
        if path.name not in known and not path.name.startswith("."):
            yield path.name
