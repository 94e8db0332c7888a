"""Watches the sources that are fetched: owners hear when one fails for a day and when it works."""

import asyncio
import datetime
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Sequence

from bot.storage.database import Storage
from bot.storage.source_failures import SourceFailureStore
from index.fetching.state import SourceStatus

log = logging.getLogger(__name__)

FAILING_FOR = datetime.timedelta(days=1)
"""How long a source has to fail until somebody is told."""

Tell = Callable[[Sequence[SourceStatus], Sequence[SourceStatus]], Awaitable[bool]]
"""Tells which sources fail and which work again; False if that has to be tried again."""


class SourceWatch:
    """Compares how the sources do with what the owners were told; whoever fetches them.

    `sources` blocks: it reads fetch.db.
    """

    def __init__(
        self, sources: Callable[[], Sequence[SourceStatus]], storage: Storage, tell: Tell
    ) -> None:
        self._sources = sources
        self._storage = storage
        self._store = storage.make(SourceFailureStore)
        self._tell = tell

    async def keep_running(self, every: float) -> None:
        """Looks every `every` seconds, until cancelled."""
        while True:
            try:
                await self.look(datetime.datetime.now(datetime.UTC))
            except (sqlite3.Error, OSError):
                log.exception("How the sources do cannot be read")
            await asyncio.sleep(every)

    async def look(self, now: datetime.datetime) -> None:
        """Tells what has changed since the owners were told; raises sqlite3.Error."""
        told = await self._storage.run(self._store.told)
        sources = await asyncio.to_thread(self._sources)
        failing = {one.name: one.failing_since for one in sources if one.failing_since}
        down = [
            one
            for one in sources
            if one.failing_since and one.name not in told and now - one.failing_since >= FAILING_FOR
        ]
        up = [one for one in sources if one.name in told and one.name not in failing]
        if (down or up) and not await self._tell(down, up):
            return
        # A source that is named nowhere any more is forgotten without a word.
        kept = told & failing.keys() | {one.name for one in down}
        if kept != told:
            await self._storage.run(self._store.put, kept)
