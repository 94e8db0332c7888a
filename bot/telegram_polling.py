"""The connection to Telegram: how it is made, watched, and given up."""

import asyncio
import contextlib
import logging
from collections.abc import Coroutine
from http import HTTPStatus
from typing import Any

from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.telegram_callbacks import AnyApplication

log = logging.getLogger(__name__)

_LONGEST_PAUSE = 30.0


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


class PollingRequest(HTTPXRequest):
    """The connection updates come through. Sees what python-telegram-bot's poller keeps to itself.

    A rejected token ends the poller without a word, and a second poller with the same token is
    fought for ever: both are reasons to end the process.
    """

    def __init__(self, halt: Halt, *, conflicts: int) -> None:
        # One connection, the default, can be lost without anybody noticing.
        super().__init__(
            connection_pool_size=4, read_timeout=10, connect_timeout=10, pool_timeout=5
        )
        self._halt = halt
        self._allowed = conflicts
        self._conflicts = 0

    # Whatever the base class takes is passed on as it came.
    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:  # noqa: ANN401
        """As in the base class; looks at the answer's status on the way."""
        status, payload = await super().do_request(*args, **kwargs)
        self._conflicts = self._conflicts + 1 if status == HTTPStatus.CONFLICT else 0
        if self._conflicts >= self._allowed:
            self._halt.fail(
                f"Another program receives this bot's updates ({self._conflicts} conflicts in a "
                "row); stop that program, or give this one another token."
            )
        elif status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
            self._halt.token_rejected()
        return status, payload


async def connect(app: AnyApplication, *, attempts: int) -> None:
    """Initialises `app`, with patience for a network that is not there yet.

    Raises InvalidToken at once and any other TelegramError after the last attempt.
    """
    pause = 1.0
    for attempt in range(attempts, 0, -1):
        try:
            await app.initialize()
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


def _pause(error: TelegramError, pause: float) -> float:
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        return wait if isinstance(wait, int) else wait.total_seconds()
    return pause
