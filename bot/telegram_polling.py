"""The connection to Telegram: how it is made, watched, and given up."""

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.telegram_callbacks import AnyApplication
from bot.telegram_intake import Intake

log = logging.getLogger(__name__)

ALLOWED_UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY]
ALLOWED_UPDATES += [Update.GUEST_MESSAGE, Update.INLINE_QUERY, Update.MY_CHAT_MEMBER]
_BATCH = 100
_SHORTEST_PAUSE = 1.0
_LONGEST_PAUSE = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long Telegram may take, in seconds, and how often another poller may win."""

    poll_seconds: float = 30.0
    deaf_after: float = 90.0
    conflicts: int = 5


class Halt:
    """The wish to end, and why. The first reason counts."""

    def __init__(self) -> None:
        self._wanted = asyncio.Event()
        self.reason = ""

    def stop(self) -> None:
        """Ends without anything being wrong."""
        self._wanted.set()

    def fail(self, reason: str) -> None:
        """Ends because it makes no sense to go on; `reason` is one line for a person."""
        if not self.wanted:
            self.reason = reason
        self.stop()

    def token_rejected(self) -> None:
        """Ends because Telegram does not know the token, or no longer."""
        self.fail("Telegram rejects TELEGRAM_BOT_TOKEN; get a valid token from @BotFather.")

    @property
    def wanted(self) -> bool:
        """Whether somebody wants to end."""
        return self._wanted.is_set()

    async def wait(self) -> None:
        """Returns when somebody wants to end."""
        await self._wanted.wait()

    async def or_done(self, work: Coroutine[Any, Any, None]) -> None:
        """Returns when `work` is done, or gives it up as soon as somebody wants to end."""
        working, waiting = asyncio.create_task(work), asyncio.create_task(self.wait())
        await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working


class Poller:
    """Fetches updates for as long as it makes sense.

    python-telegram-bot's own poller asks for ever for an update that it cannot read, fights for
    ever with a second poller, and tells nobody when Telegram does not answer any more.
    """

    def __init__(
        self, app: AnyApplication, intake: Intake, halt: Halt, *, patience: Patience
    ) -> None:
        self._app = app
        self._intake = intake
        self._halt = halt
        self._patience = patience
        self._request = _poll_request()
        self._offset: int | None = None
        self._conflicts = 0
        self._pause = _SHORTEST_PAUSE
        self._last_good = time.monotonic()
        self._deaf = False

    @property
    def age(self) -> float:
        """Seconds since Telegram last answered a poll as it should."""
        return time.monotonic() - self._last_good

    async def run(self) -> None:
        """Polls until it is cancelled, or asks for the end when there is no sense in going on."""
        try:
            while not self._halt.wanted:
                await self._intake.room()
                await self._poll()
        except Exception as error:
            log.exception("Polling broke")
            self._halt.fail(f"Polling broke: {type(error).__name__}")
        finally:
            await self._close(self._request)

    async def _poll(self) -> None:
        started = time.monotonic()
        try:
            async with asyncio.timeout(self._patience.deaf_after):
                updates = await self._fetch()
        except InvalidToken:
            self._halt.token_rejected()
        except Conflict:
            await self._contested()
        except (TelegramError, TimeoutError) as error:
            log.warning("Polling failed for now: %s", str(error) or "no answer")
            await self._failed(error, started)
        else:
            self._answered()
            await self._intake.accept(updates)
            if not self._confirm(updates) and updates:
                await self._rest(self._pause)

    async def _fetch(self) -> list[Any]:
        asked = {
            "timeout": round(self._patience.poll_seconds),
            "limit": _BATCH,
            "allowed_updates": json.dumps(ALLOWED_UPDATES),
        }
        if self._offset is not None:
            asked["offset"] = self._offset
        updates = await self._request.post(
            f"{self._app.bot.base_url}/getUpdates?{urlencode(asked)}",
            read_timeout=self._patience.poll_seconds + 10,
        )
        if not isinstance(updates, list):
            raise TelegramError("the answer to getUpdates is no list")
        return updates

    def _answered(self) -> None:
        self._last_good = time.monotonic()
        if self._deaf:
            log.info("Telegram answers again")
        self._deaf = False
        self._conflicts, self._pause = 0, _SHORTEST_PAUSE

    def _confirm(self, updates: list[Any]) -> bool:
        """The next poll tells Telegram that these have come; False if they have no ids."""
        ids = [update.get("update_id") for update in updates if isinstance(update, dict)]
        known = [number for number in ids if isinstance(number, int)]
        if known:
            self._offset = max(known) + 1
        return bool(known)

    async def _contested(self) -> None:
        self._conflicts += 1
        if self._conflicts >= self._patience.conflicts:
            self._halt.fail(
                f"Another program receives this bot's updates ({self._conflicts} conflicts in a "
                "row); stop that program, or give this one another token."
            )
        else:
            log.warning("Another program receives this bot's updates, too")
            await self._rest(self._pause)

    async def _failed(self, error: Exception, started: float) -> None:
        self._conflicts = 0
        if self.age >= self._patience.deaf_after:
            await self._renew()
        # A poll that took its time needs no pause.
        spent = time.monotonic() - started
        await self._rest(max(0.0, _pause(error, self._pause) - spent))

    async def _renew(self) -> None:
        """A connection may be lost for ever without anybody noticing; a new one is cheap."""
        if not self._deaf:
            log.warning(
                "Telegram has not answered for %.0f s; polling with a new connection", self.age
            )
        self._deaf = True
        old, self._request = self._request, _poll_request()
        await self._close(old)

    async def _rest(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self._pause = min(2 * self._pause, _LONGEST_PAUSE)

    @staticmethod
    async def _close(request: HTTPXRequest) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                await request.shutdown()


def _poll_request() -> HTTPXRequest:
    # One connection, the default, can be lost without anybody noticing.
    return HTTPXRequest(connection_pool_size=4, read_timeout=10, connect_timeout=10, pool_timeout=5)


async def connect(
    app: AnyApplication, then: Callable[[], Awaitable[object]], *, attempts: int
) -> None:
    """Initialises `app` and calls `then`, with patience for a network that is not there yet.

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
            await asyncio.sleep(_pause(error, pause))
            pause = min(2 * pause, _LONGEST_PAUSE)
        else:
            return


def _pause(error: Exception, pause: float) -> float:
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        return wait if isinstance(wait, int) else wait.total_seconds()
    return pause
