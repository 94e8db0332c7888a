"""The other way updates come: Telegram brings them to a webhook."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import httpx

from tests.support.bot_api.server import FakeBotAPI

_AGAIN_AFTER = 0.02


@contextlib.asynccontextmanager
async def delivering(tg: FakeBotAPI) -> AsyncIterator[list[int]]:
    """Brings what is in `tg.world.updates` to the webhook inside; yields the statuses it answers.

    One after the other, and again until it is taken, as Telegram does for one chat.
    """
    statuses: list[int] = []
    task = asyncio.create_task(_deliver(tg, statuses))
    try:
        yield statuses
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _deliver(tg: FakeBotAPI, statuses: list[int]) -> None:
    async with httpx.AsyncClient() as client:
        while True:
            updates = tg.world.updates
            brought = updates and tg.world.webhook and await _bring(client, tg, updates[0])
            if brought:
                statuses.append(brought)
            if brought == httpx.codes.OK:
                updates.popleft()
                tg.world.changed.set()
            else:
                await asyncio.sleep(_AGAIN_AFTER)


async def _bring(client: httpx.AsyncClient, tg: FakeBotAPI, update: Any) -> int:
    """The status of the answer, 0 if there is none."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": tg.world.webhook_secret}
    try:
        answer = await client.post(tg.world.webhook, json=update, headers=headers)
    except httpx.HTTPError:
        return 0
    return answer.status_code
