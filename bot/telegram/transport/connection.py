"""Connecting to Telegram, where updates come from, and the request to shut down."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

import httpx
from telegram import Update
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.telegram.chat.adapters import AnyApplication

log = logging.getLogger(__name__)

ALLOWED_UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY]
ALLOWED_UPDATES += [Update.GUEST_MESSAGE, Update.INLINE_QUERY, Update.MY_CHAT_MEMBER]
LONGEST_PAUSE = 30.0
# httpcore looks twice a call at every connection that is kept open. After a rush that opened 32, a
# call takes 1.8 ms of the processor with all of them, 1.1 ms with these, which are enough for 130
# calls a second of 60 ms each.
IDLE_CONNECTIONS = 8


class UpdateSource(Protocol):
    """Where updates come from: the bot fetches them, or Telegram delivers them."""

    @property
    def age(self) -> float | None:
        """Seconds since Telegram last answered properly, None if the bot does not ask it."""

    async def announce(self) -> None:
        """Tells Telegram how to give the updates; raises TelegramError, OSError."""

    def receiving(self) -> AbstractAsyncContextManager[None]:
        """Receives updates as long as the context is open."""

    async def close(self) -> None:
        """Closes the connections."""


class Shutdown:
    """The request to shut down, and its reason; the first one counts."""

    def __init__(self) -> None:
        self._requested = asyncio.Event()
        self.reason = ""

    def stop(self) -> None:
        """Requests a shutdown without anything being wrong."""
        self._requested.set()

    def fail(self, reason: str) -> None:
        """Requests a shutdown because of an error; `reason` is one line for a person."""
        if not self.requested:
            self.reason = reason
        self.stop()

    def token_rejected(self) -> None:
        """Requests a shutdown because Telegram does not know the token, or no longer."""
        self.fail("Telegram rejects TELEGRAM_BOT_TOKEN; get a valid token from @BotFather.")

    @property
    def requested(self) -> bool:
        """Whether a shutdown is requested."""
        return self._requested.is_set()

    async def wait(self) -> None:
        """Returns when a shutdown is requested."""
        await self._requested.wait()

    async def or_done(self, work: Coroutine[Any, Any, None]) -> None:
        """Awaits `work`, but cancels it as soon as a shutdown is requested."""
        working, waiting = asyncio.create_task(work), asyncio.create_task(self.wait())
        await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working


def new_request(
    connections: int, *, on_answer: Callable[[httpx.Response], Awaitable[None]]
) -> HTTPXRequest:
    """What makes the calls to Telegram, at most so many at once; all answers go by `on_answer`."""
    return HTTPXRequest(
        read_timeout=15,
        write_timeout=15,
        connect_timeout=10,
        pool_timeout=5,
        httpx_kwargs={
            "event_hooks": {"response": [on_answer]},
            "limits": httpx.Limits(
                max_connections=connections, max_keepalive_connections=IDLE_CONNECTIONS
            ),
        },
    )


async def connect(
    app: AnyApplication, then: Callable[[], Awaitable[object]], *, attempts: int
) -> None:
    """Initialises `app` and awaits `then`, and tries again while the network is not there yet.

    Raises InvalidToken at once and any other TelegramError after the last attempt.
    """
    pause = 1.0
    for attempt in range(attempts, 0, -1):
        try:
            await app.initialize()
            await then()
        except InvalidToken:
            raise
        except TelegramError as error:
            if attempt == 1:
                raise
            log.warning("Telegram cannot be reached (%s); trying again in %.0f s", error, pause)
            await asyncio.sleep(pause_after(error, pause))
            pause = min(2 * pause, LONGEST_PAUSE)
        else:
            return


def pause_after(error: Exception, pause: float) -> float:
    """Seconds to wait before the next try: as many as Telegram asks for, else `pause`."""
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        return wait if isinstance(wait, int) else wait.total_seconds()
    return pause


async def close(app: AnyApplication) -> None:
    """Closes the connections of an application, also of one whose start failed."""
    if app.running:
        await app.stop()
    await app.shutdown()
    # An application whose start failed leaves the connections of its bot open.
    await app.bot.shutdown()
