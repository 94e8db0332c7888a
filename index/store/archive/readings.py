"""What was made of the entries of article files, kept in archive.db by a digest of the entry.

A rebuild reads every file, but what a file holds it need not clean again, or find in a web page
again: that is nine tenths of the work. A digest stands for an entry with all that decides what is
made of it, so that nothing else, such as a time of change, has to be trusted.
"""

import datetime
import zlib

from sqlite_utils import Database

# Days after which what was not read again is forgotten.
KEPT_DAYS = 30
BATCH = 500


class Readings:
    """The table `readings`; `flush` after the last one."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._today = datetime.datetime.now(datetime.UTC).date().toordinal()
        self._new: list[tuple[bytes, int, bytes]] = []
        self._used: list[tuple[int, bytes]] = []

    def find(self, digest: bytes) -> bytes | None:
        """What was kept under a digest, None if nothing."""
        query = "SELECT made, used FROM readings WHERE digest = ?"
        row = self._db.execute(query, [digest]).fetchone()
        if row is None:
            return None
        made, used = row
        if used != self._today:
            self._used.append((self._today, digest))
        return zlib.decompress(made)

    def keep(self, digest: bytes, made: bytes) -> None:
        """Keep something under a digest."""
        self._new.append((digest, self._today, zlib.compress(made, 1)))
        if len(self._new) >= BATCH:
            self._write()

    def flush(self) -> None:
        """Write what is not written yet, and forget what has not been used for long."""
        self._write()
        with self._db.atomic():
            self._db.execute("DELETE FROM readings WHERE used < ?", [self._today - KEPT_DAYS])

    def _write(self) -> None:
        with self._db.atomic():
            self._db.conn.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", self._new)
            self._db.conn.executemany("UPDATE readings SET used = ? WHERE digest = ?", self._used)
        self._new.clear()
        self._used.clear()
