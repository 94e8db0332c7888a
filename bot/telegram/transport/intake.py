"""Intake: updates are written to the update log, queued fairly, and handled."""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from telegram import Update
from telegram.error import TelegramError

from bot.services import metrics
from bot.services.fair_queue import FairQueue
from bot.storage.update_log import AsyncUpdateLog, Backlog, IncomingUpdate
from bot.telegram.chat.adapters import AnyApplication
from bot.telegram.chat.clock import is_newer_question, newer_question_waits
from bot.telegram.services import Services
from bot.telegram.transport.admission import AdmissionControl, Refusal, UsageLimits, explain_refusal
from bot.telegram.transport.delivery import DeliveryGuard, PacedRateLimiter, current_guard
from bot.telegram.transport.updates import ReceivedUpdate, admit, parse_updates

log = logging.getLogger(__name__)

AT_ONCE = 32
"""Updates handled at once: at 60 ms a call to Telegram, 45 answers a second need about ten."""
_BATCH = 100
# An answer that does not get through for ten minutes has lost its question.
_TRIES = 14
_PAUSE = 3.0
_LONGEST_PAUSE = 60.0


class Intake:
    """Every update passes here, however it came."""

    def __init__(
        self,
        app: AnyApplication,
        services: Services,
        limiter: PacedRateLimiter,
        *,
        limits: UsageLimits,
        at_once: int = AT_ONCE,
    ) -> None:
        self._app = app
        self._pseudonyms = services.pseudonyms
        self._replies = services.replies
        self._limiter = limiter
        self._clock = services.clock
        self._admission = AdmissionControl(limits, now=services.clock.now)
        self._admits = services.access.admits_update
        self._update_log = AsyncUpdateLog(services.storage)
        self._at_once = at_once
        # New updates are refused before this many wait; only a backlog can be larger.
        self._in_memory = limits.waiting + _BATCH
        self._queue: FairQueue[ReceivedUpdate] = FairQueue()
        self._working: set[asyncio.Task[None]] = set()
        self._loading: asyncio.Task[None] | None = None
        self._order = asyncio.Lock()
        self._room = asyncio.Event()
        self._open = False
        # The log has been put into the queue up to this number; whether there is more of it.
        self._queued = 0
        self._more = True

    @property
    def waiting(self) -> int:
        """How many updates wait in memory."""
        return len(self._queue)

    @property
    def at_work(self) -> int:
        """How many updates are being handled."""
        return len(self._working)

    async def backlog(self) -> Backlog:
        """What is not answered yet; raises sqlite3.Error."""
        return await self._update_log.backlog()

    async def open(self) -> None:
        """Starts handling, first what the last run left."""
        self._open = True
        unknown = await self._update_log.remove_interrupted()
        if unknown:
            log.warning("%d answers may have been sent before the crash; not sent again", unknown)
        await self._load()
        if self._queue:
            log.info("Answering what was left waiting")
        self._dispatch()

    async def accept(self, updates: Sequence[Any], *, live: bool = False) -> None:
        """Takes a batch of updates; when this returns, they are in the update log.

        `live` says that they were written just now: nothing had waited at Telegram before them.
        """
        ahead = len(self._queue) + len(self._working) - self._at_once
        parsed = list(parse_updates(updates, self._app))
        for one in parsed:
            self._clock.read_update(one.update, live=live)
        received = list(admit(parsed, self._admission, self._queue, ahead=ahead))
        async with self._order:
            for one in await self._log_updates(received):
                if one.update.inline_query:
                    # Each key press sends a query, and nobody waits for the earlier ones.
                    self._queue.put_alone(one.line, one)
                else:
                    self._queue.put(one.line, one)
        self._dispatch()

    async def wait_for_room(self) -> None:
        """Returns when there is room in memory for more updates."""
        await self._room.wait()

    async def close(self, seconds: float) -> None:
        """Finishes what is being handled; what waits stays in the log for the next run."""
        self._open = False
        if self._working:
            _, unfinished = await asyncio.wait(self._working, timeout=seconds)
            if unfinished:
                log.warning("Some answers were not finished within %g seconds", seconds)
        tasks = [*self._working, *([self._loading] if self._loading else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # -- what comes in ---------------------------------------------------------------------

    async def _log_updates(self, received: list[ReceivedUpdate]) -> list[ReceivedUpdate]:
        """Writes a batch into the update log; returns the updates to queue now."""
        kept = {one.update.update_id: one for one in received if one.kept}
        passing = [one for one in received if not one.kept]
        entries = [
            IncomingUpdate(update_id=number, update=one.raw, person=self._person(one.update))
            for number, one in kept.items()
        ]
        new = await self._update_log.write(entries)
        if new is None:
            # Better to answer without a safety net than not at all.
            return received
        if self._more or len(self._queue) >= self._in_memory:
            self._more = True
            return passing
        self._queued = new[-1].number if new else self._queued
        return [kept[one.update["update_id"]] for one in new] + passing

    def _person(self, update: Update) -> str:
        author = update.effective_user
        return self._pseudonyms.hashed(author.id) if author else ""

    # -- what is worked on -----------------------------------------------------------------

    def _dispatch(self) -> None:
        """Begins to handle as many updates as may be handled at once."""
        while self._open and len(self._working) < self._at_once and (taken := self._queue.take()):
            self._begin(*taken)
        if len(self._queue) >= self._in_memory:
            self._room.clear()
        elif len(self._queue) <= self._in_memory // 2:
            self._room.set()
        idle = self._loading is None or self._loading.done()
        if self._open and self._more and idle and len(self._queue) <= self._in_memory // 2:
            self._loading = asyncio.create_task(self._load_more())

    def _begin(self, line: str, one: ReceivedUpdate) -> None:
        task = asyncio.create_task(self._handle(line, one))
        self._working.add(task)
        task.add_done_callback(self._worked)

    def _worked(self, task: "asyncio.Task[None]") -> None:
        self._working.discard(task)
        self._dispatch()

    async def _handle(self, line: str, one: ReceivedUpdate) -> None:
        """Handles an update and removes it from the log, or retries it if no answer arrived."""
        guard = DeliveryGuard(
            one.update.update_id,
            sending=self._update_log.sending,
            not_sent=self._update_log.not_sent,
            answered=lambda: metrics.update_answered(one.kind, time.monotonic() - one.arrived),
        )
        current_guard.set(guard)
        waiting = self._queue.items(line)
        newer_question_waits.set(any(is_newer_question(w.update, one.update) for w in waiting))
        again = False
        try:
            if one.refusal:
                await self._explain(one.update, one.refusal)
            else:
                await self._app.process_update(one.update)
            again = guard.undelivered and one.kept and one.tries < _TRIES
            if one.kept and not again:
                await self._update_log.remove([one.update.update_id])
        finally:
            if again:
                pause = min(_PAUSE * 2 ** (one.tries - 1), _LONGEST_PAUSE)
                self._retry_later(pause, line, replace(one, tries=one.tries + 1))
            else:
                self._release(line, one.update)

    def _retry_later(self, pause: float, line: str, one: ReceivedUpdate) -> None:
        """Handles an update once more, before anything else in its queue."""

        def begin() -> None:
            if self._open:
                self._begin(line, one)

        log.warning("An answer did not reach Telegram; trying again in %.0f s", pause)
        asyncio.get_running_loop().call_later(pause, begin)

    async def _explain(self, update: Update, refusal: Refusal) -> None:
        try:
            # A chat that may not use the bot has been told so, and is told nothing else.
            if update.callback_query or await self._admits(update):
                await explain_refusal(update, refusal, self._replies)
        except TelegramError as error:
            log.info("The sender could not be told why a question is not answered: %s", error)

    def _release(self, line: str, update: Update) -> None:
        """Lets the next update of a queue begin; later in a group that has used up its messages."""
        chat = update.effective_chat
        delay = self._limiter.delay(chat.id) if chat and self._open else 0.0
        if delay:
            asyncio.get_running_loop().call_later(delay, self._release_now, line)
        else:
            self._queue.done(line)

    def _release_now(self, line: str) -> None:
        self._queue.done(line)
        self._dispatch()

    async def _load_more(self) -> None:
        await self._load()
        self._dispatch()

    async def _load(self) -> None:
        """Puts the next entries of the update log into the queue."""
        async with self._order:
            limit = max(1, self._in_memory // 2)
            entries = await self._update_log.waiting(after=self._queued, limit=limit) or []
            left = {entry.update["update_id"] for entry in entries}
            for one in parse_updates([entry.update for entry in entries], self._app):
                self._clock.read_update(one.update)
                self._queue.put(one.line, one)
                left.discard(one.update.update_id)
            if left:
                # Written by another version of the bot, which could parse them.
                await self._update_log.remove(list(left))
            self._queued = entries[-1].number if entries else self._queued
            self._more = len(entries) == limit
