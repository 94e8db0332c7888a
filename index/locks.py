"""Locks of a data folder: one process at a time, also after one that was killed."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from index.errors import ArchiveError

BUILD_LOCK: Final = ".building"
FETCH_LOCK: Final = ".fetching"
"""Files in the data folder: who holds one has written the id of the process into it."""


@contextmanager
def process_lock(path: Path, doing: str) -> Iterator[None]:
    """Hold the lock at `path`; ArchiveError, which says what another process is `doing`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise ArchiveError(
                f"{path.parent} is being {doing} by process {lock.read().strip() or '?'}; "
                "wait for it, then run this again"
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
