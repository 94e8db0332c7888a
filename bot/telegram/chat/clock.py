"""Telegram's clock: how late a message is, whatever the clock of this machine says."""

import datetime
import email.utils
import logging
import time
from collections.abc import Callable
from contextvars import ContextVar

import httpx
from telegram import Message, Update

from bot.services.conversation import without_search
from bot.telegram.chat.filters import question_text

log = logging.getLogger(__name__)

# Dates are in whole seconds and answers take a while; more is a clock that is wrong.
_TOLERATED = 60.0
# A date this far ahead of Telegram's own answers is a mistake, not the time.
_LONGEST_AHEAD = 3600.0

newer_question_waits: ContextVar[bool] = ContextVar("newer_question_waits", default=False)
"""Whether the author of the message that the running task works on has asked again since."""


def _steady_seconds() -> float:
    """Seconds that only grow, also while the machine sleeps where the system counts that."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class TelegramClock:
    """The time at Telegram, from what Telegram sends; `wall` is this machine's clock in s.

    A machine whose clock is wrong would otherwise take every question for a late one. `steady`
    gives seconds that only grow; every time seen is kept as its distance from them.
    """

    def __init__(
        self,
        *,
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] = _steady_seconds,
    ) -> None:
        self._wall = wall
        self._steady = steady
        self._answer: float | None = None
        self._newest: float | None = None
        self._live: float | None = None
        self._warned = False

    def now(self) -> float:
        """The time at Telegram, in seconds since 1970; this machine's until one is known."""
        known = self._answer if self._live is None else self._live
        return self._wall() if known is None else known + self._steady()

    @property
    def ahead(self) -> float | None:
        """How many seconds this machine's clock is ahead (negative: behind), None if unknown."""
        if self._live is None and self._answer is None:
            return None
        return self._wall() - self.now()

    @property
    def trouble(self) -> str:
        """What is wrong with this machine's clock and what to do; "" if it is right or unknown."""
        ahead = self.ahead or 0.0
        if abs(ahead) <= _TOLERATED:
            return ""
        how = "ahead of" if ahead > 0 else "behind"
        return (
            f"this machine's clock is {abs(ahead):.0f} s {how} Telegram's; "
            "set it right, for instance with NTP"
        )

    def age(self, moment: datetime.datetime) -> datetime.timedelta:
        """How much earlier than the newest message `moment` is, or was before it waited here."""
        newest = moment.timestamp() if self._newest is None else self._newest + self._steady()
        return datetime.timedelta(seconds=newest - moment.timestamp())

    async def read_answer(self, response: httpx.Response) -> None:
        """Takes the time from an answer of Telegram's server; a hook of httpx."""
        try:
            date = email.utils.parsedate_to_datetime(response.headers.get("Date", ""))
        except ValueError:
            return
        self._answer = date.timestamp() - self._steady()
        self._warn()

    def read_update(self, update: Update, *, live: bool = False) -> None:
        """Takes the time from a message; a `live` one was delivered as soon as it was written."""
        message = update.message or update.edited_message or update.guest_message
        if message is None:
            return
        moment = (message.edit_date or message.date).timestamp()
        steady = self._steady()
        latest = self._wall() if self._answer is None else self._answer + steady
        if moment > latest + _LONGEST_AHEAD:
            return
        seen = moment - steady
        self._newest = seen if self._newest is None else max(self._newest, seen)
        if live:
            self._live = seen if self._live is None else max(self._live, seen)
            self._warn()

    def _warn(self) -> None:
        """Logs once that the clock is wrong, and again when it is after having been right."""
        trouble = self.trouble
        if trouble and not self._warned:
            log.warning("%s", trouble[0].upper() + trouble[1:])
        self._warned = bool(trouble)


def is_newer_question(update: Update, than: Update) -> bool:
    """Whether `update` is a question by the author of the message `than`."""
    message, earlier = update.message, than.message or than.edited_message
    if message is None or earlier is None or without_search(question_text(message)):
        return False
    return _author(message) == _author(earlier)


def _author(message: Message) -> int:
    author = message.sender_chat or message.from_user
    return author.id if author else 0
