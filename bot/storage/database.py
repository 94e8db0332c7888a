"""bot.db: one connection in a thread of its own; deleting what is too old or a person's."""

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
    """A store with data of people."""

    def forget_person(self, person: str) -> None:
        """Deletes all data of a person; `person` is their pseudonym and their private chat's."""
        ...


@runtime_checkable
class ExpiringDataStore(Protocol):
    """A store whose data expire."""

    def forget_before(self, moment: datetime.datetime) -> None:
        """Deletes what people said before `moment`."""
        ...


class Storage:
    """The database and its stores. Raises OSError or sqlite3.Error if it cannot be opened.

    A store is a class that takes the Database, makes its own tables and is used only in this
    thread:

        store = storage.make(AnswerStore)
        answer = await storage.run(store.find, answer_id)

    Reports that read many rows use `read`, which keeps nobody waiting.

    Stores with data of people have `forget_person`, `forget_before` or both, which are called for
    all stores together.
    """

    def __init__(self, path: Path) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="bot.db")
        self._stores: list[object] = []
        self._path = path
        try:
            self._db = self._thread.submit(_open, path).result()
        except BaseException:
            self._thread.shutdown()
            raise

    def make(self, kind: Callable[[Database], T]) -> T:
        """Makes a store in the database's thread, and waits for it."""
        store = self._thread.submit(kind, self._db).result()
        self._stores.append(store)
        return store

    def forget_person(self, person: str) -> None:
        """Deletes all data of a person from every store, or from none. To be `run`."""
        with self._db.atomic():
            for store in self._stores:
                if isinstance(store, PersonalDataStore):
                    store.forget_person(person)
        self._wipe()

    def forget_before(self, moment: datetime.datetime) -> None:
        """Deletes what is older than `moment` from every store, or from none. To be `run`."""
        with self._db.atomic():
            for store in self._stores:
                if isinstance(store, ExpiringDataStore):
                    store.forget_before(moment)
        self._wipe()

    def _wipe(self) -> None:
        # Deleted data stay in the write-ahead log until it is truncated.
        self._db.execute("pragma wal_checkpoint(truncate)").fetchall()

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of `call` in the database's thread; raises what it raises."""
        return await asyncio.wrap_future(self._thread.submit(call, *args, **kwargs))

    async def read(self, look: Callable[[Database], T]) -> T:
        """The result of `look(db)`, in another thread with a read-only connection of its own."""

        def looked() -> T:
            address = f"{self._path.absolute().as_uri()}?mode=ro"
            with closing(sqlite3.connect(address, uri=True)) as connection:
                return look(Database(connection))

        return await asyncio.to_thread(looked)

    def close(self) -> None:
        """Finishes the calls under way and closes the connection."""
        self._thread.submit(self._db.close).result()
        self._thread.shutdown()


def _open(path: Path) -> Database:
    path.parent.mkdir(parents=True, exist_ok=True)
    db = Database(path)
    db.enable_wal()
    # Commits survive a crash of the process, though not of the machine: enough for a chat.
    db.execute("pragma synchronous = normal")
    # What people delete has to be gone from the file, too.
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
