"""Checks of the machine: the data folder, its disk, who holds its locks, what waits in it."""

import datetime
import fcntl
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database

from bot.configuration.settings import Settings
from bot.operations.checks.check import Check, fail, ok, warn
from bot.operations.data_folder import (
    LOCKS,
    RESTORING,
    existing_parent,
    folder_size,
    known_files,
    read_only,
)
from bot.storage.update_log import read_backlog
from index.store.snapshot.snapshots import Snapshots

# Bytes, at least: room for the databases' logs and temporary files.
_ALWAYS_NEEDED = 200_000_000
# As long as the bot waits before a question counts as late.
_STALE_AFTER = datetime.timedelta(minutes=10)


def check_machine(settings: Settings) -> Iterator[Check]:
    """Data folder, disk, locks and the queue of updates."""
    data = settings.data_dir
    yield _writable(data)
    yield _disk(data)
    yield from _locks(data)
    yield from _queue(data / "bot.db")


def _writable(data: Path) -> Check:
    place = existing_parent(data)
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        return fail(
            "data folder",
            f"{place.absolute()} cannot be written to ({error.strerror})",
            "give it to the user who runs the bot, or set DATA_DIR",
        )
    foreign = [path.name for path in known_files(data) if not os.access(path, os.R_OK | os.W_OK)]
    if foreign:
        return fail(
            "data folder",
            f"{data.absolute()}: {', '.join(foreign)} cannot be written to",
            "give these files to the user who runs the bot (chown)",
        )
    if (data / RESTORING).exists():
        return warn(
            "data folder",
            f"{data.absolute()}: a restore is under way, or was interrupted",
            "if it was interrupted, run `tanya-arsip restore` again, with --force",
        )
    if place != data:
        return ok("data folder", f"{data.absolute()} is not there yet; the first use makes it")
    return ok("data folder", f"{data.absolute()} can be written to")


def _disk(data: Path) -> Check:
    """Room for a rebuild: a second archive.db at most as its log, and a further snapshot."""
    archive = data / "archive.db"
    live = Snapshots(data / "snapshots")
    sizes = [folder_size(path) for path in live.all()]
    needed = _ALWAYS_NEEDED + max(sizes, default=0)
    needed += archive.stat().st_size if archive.is_file() else 0
    free = shutil.disk_usage(existing_parent(data)).free
    found = f"{_megabytes(free)} free, a rebuild needs up to {_megabytes(needed)}"
    if free >= needed:
        return ok("disk", found)
    return warn("disk", found, f"make room on the disk that holds {data.absolute()}")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"


def _locks(data: Path) -> Iterator[Check]:
    """Who works on the data folder right now."""
    held = [(path, what) for name, what in LOCKS.items() if (path := data / name).is_file()]
    at_work = [f"{what} (process {_holder(path)})" for path, what in held if _is_held(path)]
    if at_work:
        yield ok("at work", f"{' and '.join(at_work)} is under way")
    else:
        yield ok("at work", "no rebuild and no fetch is under way")


def _is_held(path: Path) -> bool:
    try:
        with path.open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    return False


def _holder(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace").strip()[:20] or "?"


def _queue(path: Path) -> Iterator[Check]:
    """What the bot has taken from Telegram and not yet answered."""
    try:
        with read_only(path) as connection:
            waiting = read_backlog(Database(connection))
    except sqlite3.Error:
        # There is no such file, or it is damaged, which the check of databases tells.
        return
    found = f"{waiting.entries:,} waiting to be answered"
    if waiting.age > _STALE_AFTER:
        minutes = waiting.age.total_seconds() / 60
        yield warn(
            "queue",
            f"{found}, the oldest for {minutes:,.0f} min",
            "start the bot; if it runs, look at its log and at /healthz",
        )
    else:
        yield ok("queue", found)
