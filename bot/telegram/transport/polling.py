"""Long polling: asking Telegram for updates, and watching whether it answers."""

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.services import metrics
from bot.telegram.chat.adapters import AnyApplication
from bot.telegram.chat.clock import TelegramClock
from bot.telegram.transport.connection import ALLOWED_UPDATES, LONGEST_PAUSE, Shutdown, pause_after
from bot.telegram.transport.intake import Intake

log = logging.getLogger(__name__)

_BATCH = 100
_SHORTEST_PAUSE = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PollingTimeouts:
    """Limits of long polling, in seconds; `conflicts` with another poller in a row end the bot."""

    poll_seconds: float = 30.0
    deaf_after: float = 90.0
    conflicts: int = 5


class Poller:
    """Fetches updates for as long as it makes sense.

    python-telegram-bot's own poller asks for ever for an update that it cannot read, fights for
    ever with a second poller, and tells nobody when Telegram does not answer any more.
    """

    def __init__(
        self,
        app: AnyApplication,
        intake: Intake,
        shutdown: Shutdown,
        *,
        clock: TelegramClock,
        timeouts: PollingTimeouts,
    ) -> None:
        self._app = app
        self._intake = intake
        self._shutdown = shutdown
        self._timeouts = timeouts
        self._clock = clock
        self._request = self._new_request()
        self._offset: int | None = None
        self._conflicts = 0
        self._pause = _SHORTEST_PAUSE
        self._last_good = time.monotonic()
        self._deaf = False
        self._queue_full = False
        # Whether Telegram had no more updates than the last poll brought.
        self._caught_up = False

    @property
    def age(self) -> float:
        """Seconds since Telegram last answered a poll properly; 0.0 while the queue is full."""
        return 0.0 if self._queue_full else time.monotonic() - self._last_good

    async def announce(self) -> None:
        """Tells Telegram that updates will be fetched; raises TelegramError."""
        await self._app.bot.delete_webhook()

    @contextlib.asynccontextmanager
    async def receiving(self) -> AsyncIterator[None]:
        """Polls as long as the context is open; requests a shutdown if that makes no sense."""
        polling = asyncio.create_task(self._run())
        try:
            yield
        finally:
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)

    async def _run(self) -> None:
        try:
            while not self._shutdown.requested:
                await self._wait_for_room()
                await self._poll()
        except Exception as error:
            log.exception("Polling broke")
            self._shutdown.fail(f"Polling broke: {type(error).__name__}")

    async def close(self) -> None:
        """Closes the connection."""
        await self._close(self._request)

    async def _wait_for_room(self) -> None:
        """Waits until there is room for more updates; until then Telegram keeps them."""
        self._queue_full = True
        started = time.monotonic()
        await self._intake.wait_for_room()
        self._queue_full = False
        if time.monotonic() - started > _SHORTEST_PAUSE:
            self._caught_up = False

    async def _poll(self) -> None:
        started = time.monotonic()
        try:
            async with asyncio.timeout(self._timeouts.deaf_after):
                updates = await self._fetch()
        except InvalidToken:
            self._shutdown.token_rejected()
        except Conflict:
            await self._handle_conflict()
        except (TelegramError, TimeoutError) as error:
            log.warning("Polling failed for now: %s", str(error) or "no answer")
            self._caught_up = False
            await self._recover(error, started)
        else:
            self._note_success()
            await self._intake.accept(updates, live=self._caught_up)
            self._caught_up = len(updates) < _BATCH
            if not self._confirm(updates) and updates:
                await self._back_off(self._pause)

    async def _fetch(self) -> list[Any]:
        asked = {
            "timeout": round(self._timeouts.poll_seconds),
            "limit": _BATCH,
            "allowed_updates": json.dumps(ALLOWED_UPDATES),
        }
        if self._offset is not None:
            asked["offset"] = self._offset
        updates = await self._request.post(
            f"{self._app.bot.base_url}/getUpdates?{urlencode(asked)}",
            read_timeout=self._timeouts.poll_seconds + 10,
        )
        if not isinstance(updates, list):
            raise TelegramError("getUpdates returned something that is not a list")
        return updates

    def _note_success(self) -> None:
        self._last_good = time.monotonic()
        if self._deaf:
            log.info("Telegram answers again")
        self._deaf = False
        self._conflicts, self._pause = 0, _SHORTEST_PAUSE

    def _confirm(self, updates: list[Any]) -> bool:
        """Lets the next poll confirm these updates; False if they have no ids."""
        ids = [update.get("update_id") for update in updates if isinstance(update, dict)]
        known = [number for number in ids if isinstance(number, int)]
        if known:
            self._offset = max(known) + 1
        return bool(known)

    async def _handle_conflict(self) -> None:
        self._conflicts += 1
        metrics.call_failed("Conflict")
        if self._conflicts >= self._timeouts.conflicts:
            self._shutdown.fail(
                f"Another program receives this bot's updates ({self._conflicts} conflicts in a "
                "row); stop that program, or give this one another token."
            )
        else:
            log.warning("Another program receives this bot's updates, too")
            await self._back_off(self._pause)

    async def _recover(self, error: Exception, started: float) -> None:
        self._conflicts = 0
        metrics.call_failed(type(error).__name__)
        if self.age >= self._timeouts.deaf_after:
            await self._reconnect()
        # A poll that took its time needs no pause.
        spent = time.monotonic() - started
        await self._back_off(max(0.0, pause_after(error, self._pause) - spent))

    async def _reconnect(self) -> None:
        """Polls with a new connection: a lost one may go unnoticed for ever, and one is cheap."""
        if not self._deaf:
            log.warning(
                "Telegram has not answered for %.0f s; polling with a new connection", self.age
            )
        self._deaf = True
        old, self._request = self._request, self._new_request()
        await self._close(old)

    async def _back_off(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self._pause = min(2 * self._pause, LONGEST_PAUSE)

    def _new_request(self) -> HTTPXRequest:
        # One connection, the default, can be lost without anybody noticing.
        return HTTPXRequest(
            connection_pool_size=4,
            read_timeout=10,
            connect_timeout=10,
            pool_timeout=5,
            httpx_kwargs={"event_hooks": {"response": [self._clock.read_answer]}},
        )

    @staticmethod
    async def _close(request: HTTPXRequest) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                await request.shutdown()
