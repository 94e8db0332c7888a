"""What is done around every call to Telegram: written down before, so that none is made twice."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextvars import ContextVar
from typing import Any, TypeAlias
from weakref import WeakValueDictionary

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import BaseRateLimiter

from bot.services.metrics import Metrics
from bot.services.rate_limits import Quota, RateLimit

Result: TypeAlias = bool | dict[str, Any] | list[dict[str, Any]]

# Telegram says no: nothing was sent.
_REFUSALS = (BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter)


class DeliveryGuard:
    """An update at work, as far as what is sent for it goes."""

    def __init__(
        self,
        update_id: int,
        *,
        sending: Callable[[int], Awaitable[None]],
        not_sent: Callable[[int], Awaitable[None]],
        answered: Callable[[], None],
    ) -> None:
        self._update_id = update_id
        self._sending = sending
        self._not_sent = not_sent
        self._answered = answered
        self._marked = False
        self._done = False
        self.undelivered = False
        """Whether Telegram could not be reached, so that nobody has seen anything."""

    def answered(self) -> None:
        """Somebody has seen an answer; the first time counts."""
        if not self._done:
            self._answered()
        self._done = True

    async def send(self, call: Callable[[], Awaitable[Result]]) -> Result:
        """Makes a call that must not be made again after a crash."""
        if self._marked:
            return await call()
        await self._sending(self._update_id)
        try:
            result = await call()
        except _REFUSALS:
            await self._not_sent(self._update_id)
            raise
        except TimedOut:
            # Nobody knows, so that counts as sent; see `journal`.
            raise
        except NetworkError:
            self.undelivered = True
            await self._not_sent(self._update_id)
            raise
        self._marked, self.undelivered = True, False
        return result


current_guard: ContextVar[DeliveryGuard | None] = ContextVar("errand", default=None)
"""What the running task works on."""


class PacedRateLimiter(BaseRateLimiter[None]):
    """Stands between the bot and Telegram; python-telegram-bot calls it for every request.

    A group gets at most `group_minute` messages and edits within a minute; what would be more
    waits, because Telegram would refuse it and whatever else the bot sends there.
    """

    def __init__(
        self,
        *,
        group_minute: int,
        metrics: Metrics,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._now = now
        self._metrics = metrics
        self._groups = Quota(RateLimit(most=group_minute, seconds=60))
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def delay(self, chat_id: int) -> float:
        """Seconds until the next message may be sent to a chat."""
        return self._groups.wait(str(chat_id), self._now()) if chat_id < 0 else 0.0

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,  # noqa: ANN401
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,  # noqa: ARG002
    ) -> Result:
        """Makes the request that `callback` stands for."""
        if endpoint.startswith("edit") or _seen_by_people(endpoint):
            await self._turn(data.get("chat_id"))
        under_way = current_guard.get()
        try:
            if under_way and _seen_by_people(endpoint):
                result = await under_way.send(lambda: callback(*args, **kwargs))
            else:
                result = await callback(*args, **kwargs)
        except TelegramError as error:
            self._metrics.failed(type(error).__name__)
            raise
        if under_way and endpoint.startswith(("send", "edit", "answer")):
            under_way.answered()
        return result

    async def _turn(self, chat_id: object) -> None:
        """Returns when a message may be sent to the chat."""
        if not isinstance(chat_id, int) or chat_id >= 0:
            return
        lock = self._locks.setdefault(chat_id, asyncio.Lock())
        async with lock:
            await asyncio.sleep(self.delay(chat_id))
            self._groups.count(str(chat_id), self._now())


def _seen_by_people(endpoint: str) -> bool:
    """Whether the same call a second time would show. An edit or a toast would not."""
    if endpoint == "sendChatAction":
        return False
    return endpoint.startswith(("send", "answerGuest", "copy", "forward"))
