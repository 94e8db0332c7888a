"""What is older than the bot may keep is forgotten, at the start and then several times a day."""

import asyncio
import datetime
import logging
import sqlite3

from bot.storage.database import Storage

log = logging.getLogger(__name__)

EVERY = datetime.timedelta(hours=6)


async def keep_forgetting(
    storage: Storage, *, keep_days: int, every: datetime.timedelta = EVERY
) -> None:
    """Makes every room forget what is older than `keep_days`, for ever; cancel it to end."""
    while True:
        moment = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=keep_days)
        try:
            await storage.run(storage.forget_before, moment)
        except sqlite3.Error:
            log.exception("What is older than %d days could not be forgotten", keep_days)
        await asyncio.sleep(every.total_seconds())
