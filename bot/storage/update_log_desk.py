"""The journal as seen from the event loop; a database that fails costs safety, not answers."""

import logging
import sqlite3
from collections.abc import Callable, Sequence
from typing import ParamSpec, TypeVar

from bot.storage.database import Storage
from bot.storage.update_log import Backlog, Entry, Journal, Numbered

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")


class JournalDesk:
    """What can be asked of a Journal; each call gives None when the database fails."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._journal = storage.make(Journal)

    async def write(self, entries: Sequence[Entry]) -> list[Numbered] | None:
        """Those of a batch that had never come before."""
        return await self._run(self._journal.write, entries) if entries else []

    async def waiting(self, *, after: int, limit: int) -> list[Numbered] | None:
        """The oldest entries that wait, of those with a number above `after`."""
        return await self._run(self._journal.waiting, after=after, limit=limit)

    async def leave_unknown(self) -> int | None:
        """Strikes out what was being sent when the process ended; how many these were."""
        return await self._run(self._journal.leave_unknown)

    async def sending(self, update_id: int) -> None:
        """Something is about to be sent that must not be sent again."""
        await self._run(self._journal.sending, update_id)

    async def not_sent(self, update_id: int) -> None:
        """Telegram refused it."""
        await self._run(self._journal.not_sent, update_id)

    async def strike(self, update_ids: Sequence[int]) -> None:
        """These are done with."""
        await self._run(self._journal.strike, update_ids)

    async def backlog(self) -> Backlog:
        """What is not answered yet; raises sqlite3.Error."""
        return await self._storage.run(self._journal.backlog)

    async def _run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        try:
            return await self._storage.run(call, *args, **kwargs)
        except sqlite3.Error:
            log.exception("The journal cannot be used")
            return None
