"""Rate limiter that also retries calls and delivers what people see at most once."""

import asyncio
import logging
import os
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextvars import ContextVar
from datetime import timedelta
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

from bot.services import metrics
from bot.services.rate_limits import Quota, RateLimit

# python-telegram-bot warns at every RetryAfter unless its times may be timedeltas.
os.environ["PTB_TIMEDELTA"] = "true"

log = logging.getLogger(__name__)

Result: TypeAlias = bool | dict[str, Any] | list[dict[str, Any]]

# With these errors Telegram refuses a call: nothing was sent.
_REFUSALS = (BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter)
# An answer that comes later than this has lost its question.
_LONGEST_WAIT = timedelta(minutes=1)


class DeliveryGuard:
    """Sends the answer to one update at most once, also across a crash of the process.

    `sending` is awaited with the update's id before a message is sent, `not_sent` when it
    certainly was not. `answered` is called once, as soon as somebody has seen an answer.
    """

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
        self._is_answered = False
        self.undelivered = False
        """Whether Telegram could not be reached, so that nobody has seen an answer."""

    def answered(self) -> None:
        """Records that somebody has seen an answer; only the first call counts."""
        if not self._is_answered:
            self._answered()
        self._is_answered = True

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
            # It may have been sent, so it counts as sent; see `bot.storage.update_log`.
            raise
        except NetworkError:
            self.undelivered = True
            await self._not_sent(self._update_id)
            raise
        self._marked, self.undelivered = True, False
        return result


current_guard: ContextVar[DeliveryGuard | None] = ContextVar("current_guard", default=None)
"""The guard of the update that the running task works on."""


async def with_retry(call: Callable[[], Awaitable[Result]]) -> Result:
    """The result of `call`, which is made a second time if the first certainly had no effect.

    A flood limit of up to a minute is waited out. A lost connection or a failing server gets one
    more try; a timeout does not, because the message may have been sent.
    """
    try:
        return await call()
    except RetryAfter as limit:
        wait = limit.retry_after
        if not isinstance(wait, timedelta) or wait > _LONGEST_WAIT:
            raise
        log.warning("Telegram asks to wait %s", wait)
        await asyncio.sleep(wait.total_seconds())
    except (BadRequest, TimedOut):
        raise
    except NetworkError as error:
        log.warning("Trying once more: %s", error)
    return await call()


class PacedRateLimiter(BaseRateLimiter[None]):
    """Stands between the bot and Telegram; python-telegram-bot calls it for every request.

    A group gets at most `group_minute` messages and edits within a minute. Further ones wait:
    Telegram would refuse them, and then also whatever else the bot sends there.
    """

    def __init__(
        self,
        *,
        group_minute: int,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._now = now
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
        """Makes the request that `callback` stands for, each attempt in its turn."""

        async def attempt() -> Result:
            if endpoint.startswith("edit") or _is_visible(endpoint):
                await self._wait_turn(data.get("chat_id"))
            try:
                return await _guarded(endpoint, lambda: callback(*args, **kwargs))
            except TelegramError as error:
                metrics.call_failed(type(error).__name__)
                raise

        return await with_retry(attempt)

    async def _wait_turn(self, chat_id: object) -> None:
        """Returns when a message may be sent to the chat."""
        if not isinstance(chat_id, int) or chat_id >= 0:
            return
        lock = self._locks.setdefault(chat_id, asyncio.Lock())
        async with lock:
            await asyncio.sleep(self.delay(chat_id))
            self._groups.count(str(chat_id), self._now())


async def _guarded(endpoint: str, call: Callable[[], Awaitable[Result]]) -> Result:
    """Makes a call within the guard of the current update, if there is one."""
    guard = current_guard.get()
    result = await (guard.send(call) if guard and _is_visible(endpoint) else call())
    if guard and endpoint.startswith(("send", "edit", "answer")):
        guard.answered()
    return result


def _is_visible(endpoint: str) -> bool:
    """Whether people would see it if the call were made twice; not so with edits and toasts."""
    if endpoint == "sendChatAction":
        return False
    return endpoint.startswith(("send", "answerGuest", "copy", "forward"))
