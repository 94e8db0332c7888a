"""Restoring a data folder: unpacked aside, every checksum compared, then moved into place.

Nothing is deleted: what was in the data folder steps aside into a folder of its own.
"""

import hashlib
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from bot.operations.backups.containers import chunks, damage_told, new_file, read
from bot.operations.backups.manifest import (
    MANIFEST,
    BackupManifest,
    BackupUnusable,
    SavedFile,
    belongs,
)
from bot.operations.data_folder import DATABASES, LOCKS, RESTORING, SNAPSHOTS
from index.building.guards import build_lock
from index.errors import naming_full_disk
from index.fetching.fetcher import fetch_lock

BEFORE: Final = ".before-restore-"
"""How the folders with what was there before begin."""
# What may lie in a folder that counts as empty: a new disk has the first.
_NOT_OURS: Final = ("lost+found", RESTORING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was restored; `before` holds what was there before, None if there was nothing."""

    manifest: BackupManifest
    before: Path | None


def verify(source: Path, *, done: Callable[[int], None] = lambda _: None) -> BackupManifest:
    """Reads a backup as a whole and compares every checksum; BackupUnusable says what is wrong."""
    return _read_all(source, None, done)


def restore(
    source: Path, data: Path, *, force: bool = False, done: Callable[[int], None] = lambda _: None
) -> Restored:
    """Puts the backup `source` into the data folder, which has to be empty unless `force`.

    `done` is told every number of bytes that were read. ArchiveError, OSError; then the data folder
    is as it was. If the process is killed, the next restore does everything again.
    """
    there = list(_entries(data))
    if there and not force:
        raise BackupUnusable(
            f"{data} is not empty ({', '.join(sorted(path.name for path in there)[:5])}); with "
            "--force what is there steps aside, or name another folder with --data"
        )
    with build_lock(data), fetch_lock(data), naming_full_disk(data):
        for name in DATABASES:
            _check_unused(data / name)
        with _unpacking(data) as folder:
            manifest = _read_all(source, folder, done)
            before = _step_aside(data)
            # The snapshots last: until then nothing of it is live.
            for path in sorted(folder.iterdir(), key=lambda path: path.name == SNAPSHOTS):
                path.rename(data / path.name)
    return Restored(manifest=manifest, before=before)


def _entries(data: Path) -> Iterator[Path]:
    """What is in a data folder, but for locks, and for what earlier restores have put aside."""
    if data.is_dir():
        for path in data.iterdir():
            if path.name not in {*_NOT_OURS, *LOCKS} and not path.name.startswith(BEFORE):
                yield path


def _check_unused(database: Path) -> None:
    """BackupUnusable if a process has the database open, as a bot that runs has bot.db."""
    if not database.is_file():
        return
    try:
        with closing(sqlite3.connect(database, timeout=0)) as db:
            # Every process that has a database in WAL mode open shares a lock on it.
            db.execute("pragma locking_mode = exclusive")
            db.execute("begin exclusive")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            return
        raise BackupUnusable(
            f"{database} is in use; stop the bot and whatever else uses it, then restore"
        ) from None
    except sqlite3.DatabaseError:
        return  # damaged: one more reason to restore a backup


@contextmanager
def _unpacking(data: Path) -> Iterator[Path]:
    """A new folder inside the data folder, so that moving from it is renaming, also in a volume."""
    folder = data / RESTORING
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _step_aside(data: Path) -> Path | None:
    there = list(_entries(data))
    if not there:
        return None
    before = Path(tempfile.mkdtemp(prefix=f"{BEFORE}{time.strftime('%Y%m%dT%H%M%S')}-", dir=data))
    for path in there:
        path.rename(before / path.name)
    return before


def _read_all(source: Path, folder: Path | None, done: Callable[[int], None]) -> BackupManifest:
    """Reads every file, into `folder` if there is one, and compares all with the manifest."""
    found: dict[str, SavedFile] = {}
    manifest = None
    with damage_told(source):
        for name, file in read(source):
            if not belongs(name):
                raise BackupUnusable(f"{source} is not a backup of this program: it has {name!r}")
            if name == MANIFEST:
                manifest = _manifest(source, file)
            else:
                found[name] = _unpack(file, folder / name if folder else None, done)
    if manifest is None:
        raise BackupUnusable(f"{source} has no {MANIFEST}: it is no backup, or it was cut off")
    wrong = [name for name, saved in manifest.files.items() if found.get(name) != saved]
    wrong += found.keys() - manifest.files.keys()
    if wrong:
        raise BackupUnusable(
            f"{source} is damaged: {', '.join(sorted(wrong)[:5])} differ from what was saved"
        )
    return manifest


def _manifest(source: Path, file: IO[bytes]) -> BackupManifest:
    try:
        return BackupManifest.from_json(file.read())
    except BackupUnusable as error:
        raise BackupUnusable(f"{source} cannot be used: {error}") from error


def _unpack(file: IO[bytes], target: Path | None, done: Callable[[int], None]) -> SavedFile:
    digest, size = hashlib.sha256(), 0
    copy: IO[bytes] | None = None
    if target:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        copy = new_file(target)
    try:
        for chunk in chunks(file):
            digest.update(chunk)
            size += len(chunk)
            done(len(chunk))
            if copy:
                copy.write(chunk)
        if copy:
            copy.flush()
            os.fsync(copy.fileno())
    finally:
        if copy:
            copy.close()
    return SavedFile(size, digest.hexdigest())
