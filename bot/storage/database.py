"""The bot's own database, `bot.db`: one connection, in one thread of its own."""

import asyncio
import datetime
import logging
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar, runtime_checkable

from sqlite_utils import Database

log = logging.getLogger(__name__)

RETENTION_CHECK_EVERY = datetime.timedelta(hours=6)

P = ParamSpec("P")
T = TypeVar("T")


@runtime_checkable
class PersonalDataStore(Protocol):
    """A room that keeps something of people."""

    def forget_person(self, person: str) -> None:
        """Everything of this person goes; `person` is a hash, and that of their private chat."""
        ...


@runtime_checkable
class ExpiringDataStore(Protocol):
    """A room that keeps something for a while."""

    def forget_before(self, moment: datetime.datetime) -> None:
        """What people said before `moment` goes."""
        ...


class Storage:
    """Everything the bot remembers. Raises OSError or sqlite3.Error when it cannot be opened.

    A room that keeps something has a class that takes the Database, makes its own tables and is
    used in this thread only:

        sent = storage.make(SentAnswers)
        answer = await storage.run(sent.find, answer_id)

    Reports that look through much use `read`, which keeps nobody waiting.

    Rooms that keep something of people have `forget_person`, `forget_before` or both; the storage
    remembers which, and asks them all.
    """

    def __init__(self, path: Path) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="bot.db")
        self._rooms: list[object] = []
        self._path = path
        try:
            self._db = self._thread.submit(_open, path).result()
        except BaseException:
            self._thread.shutdown()
            raise

    def make(self, kind: Callable[[Database], T]) -> T:
        """`kind(db)`, made in the database's thread; waits for it."""
        room = self._thread.submit(kind, self._db).result()
        self._rooms.append(room)
        return room

    def forget_person(self, person: str) -> None:
        """All rooms forget this person, or none does. To be `run`."""
        with self._db.atomic():
            for room in self._rooms:
                if isinstance(room, PersonalDataStore):
                    room.forget_person(person)
        self._wipe()

    def forget_before(self, moment: datetime.datetime) -> None:
        """All rooms forget what is older than `moment`. To be `run`."""
        with self._db.atomic():
            for room in self._rooms:
                if isinstance(room, ExpiringDataStore):
                    room.forget_before(moment)
        self._wipe()

    def _wipe(self) -> None:
        # What was deleted still stands in the write-ahead log until that is begun anew.
        self._db.execute("pragma wal_checkpoint(truncate)").fetchall()

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of `call` in the database's thread; raises what it raises."""
        return await asyncio.wrap_future(self._thread.submit(call, *args, **kwargs))

    async def read(self, look: Callable[[Database], T]) -> T:
        """`look(db)` in a thread and with a connection of its own, which can only read."""

        def looked() -> T:
            address = f"{self._path.absolute().as_uri()}?mode=ro"
            with closing(sqlite3.connect(address, uri=True)) as connection:
                return look(Database(connection))

        return await asyncio.to_thread(looked)

    def close(self) -> None:
        """Finishes what was begun and closes the connection."""
        self._thread.submit(self._db.close).result()
        self._thread.shutdown()


def _open(path: Path) -> Database:
    path.parent.mkdir(parents=True, exist_ok=True)
    db = Database(path)
    db.enable_wal()
    # What was committed survives a crash of the process, which is all a chat needs.
    db.execute("pragma synchronous = normal")
    # What people want deleted is to be gone from the file, too.
    db.execute("pragma secure_delete = on").fetchall()
    return db


async def enforce_retention(
    storage: Storage, *, keep_days: int, every: datetime.timedelta = RETENTION_CHECK_EVERY
) -> None:
    """Deletes data older than `keep_days` from every store every six hours, until cancelled."""
    while True:
        moment = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=keep_days)
        try:
            await storage.run(storage.forget_before, moment)
        except sqlite3.Error:
            log.exception("Data older than %d days could not be deleted", keep_days)
        await asyncio.sleep(every.total_seconds())
