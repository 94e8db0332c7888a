"""The bot's own database, `bot.db`: one connection, in one thread of its own."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ParamSpec, TypeVar

from sqlite_utils import Database

P = ParamSpec("P")
T = TypeVar("T")


class Storage:
    """Everything the bot remembers. Raises OSError or sqlite3.Error when it cannot be opened.

    A room that keeps something has a class that takes the Database, makes its own tables and is
    used in this thread only:

        users = storage.make(Users)
        language = await storage.run(users.language, chat_id)
    """

    def __init__(self, path: Path) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="bot.db")
        try:
            self._db = self._thread.submit(_open, path).result()
        except BaseException:
            self._thread.shutdown()
            raise

    def make(self, kind: Callable[[Database], T]) -> T:
        """`kind(db)`, made in the database's thread; waits for it."""
        return self._thread.submit(kind, self._db).result()

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of `call` in the database's thread; raises what it raises."""
        return await asyncio.wrap_future(self._thread.submit(call, *args, **kwargs))

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
    return db
