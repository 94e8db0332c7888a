"""From Telegram to the handlers: updates are written down, wait fairly, are worked on."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from telegram import Update

from bot.desk import Desk
from bot.fair_queue import FairQueue
from bot.journal import Entry, Journal, Json
from bot.telegram_callbacks import AnyApplication
from bot.telegram_pacing import Errand, errand

log = logging.getLogger(__name__)

AT_ONCE = 32
"""Updates at work at the same time: at 60 ms a call, 45 answers a second need about ten."""
IN_MEMORY = 400
"""Updates that wait in memory; more wait in the journal or at Telegram."""


@dataclass(frozen=True, slots=True)
class _Received:
    update: Update
    raw: Json
    line: str

    @property
    def kept(self) -> bool:
        """Whether it is worth answering after a restart; an inline query lives for seconds."""
        return self.update.inline_query is None


class Intake:
    """Everything that comes passes here, however it came."""

    def __init__(
        self, app: AnyApplication, desk: Desk, *, at_once: int = AT_ONCE, in_memory: int = IN_MEMORY
    ) -> None:
        self._app = app
        self._desk = desk
        self._journal = desk.storage.make(Journal)
        self._at_once = at_once
        self._in_memory = in_memory
        self._queue: FairQueue[_Received] = FairQueue()
        self._working: set[asyncio.Task[None]] = set()
        self._loading: asyncio.Task[None] | None = None
        self._order = asyncio.Lock()
        self._room = asyncio.Event()
        self._open = False
        # The journal up to this number has been put into the queue; whether there is more of it.
        self._queued = 0
        self._more = True

    async def open(self) -> None:
        """Starts to work, first on what the last run left."""
        self._open = True
        unknown = await self._write(self._journal.leave_unknown)
        if unknown:
            log.warning("%d answers may have been sent before the crash; not sent again", unknown)
        await self._load()
        if self._queue:
            log.info("Answering what was left waiting")
        self._go_on()

    async def accept(self, updates: Sequence[Any]) -> None:
        """Takes a batch of updates; whoever sent them may forget them when this returns."""
        received = list(self._read(updates))
        async with self._order:
            for one in await self._written(received):
                self._queue.put(one.line, one)
        self._go_on()

    async def room(self) -> None:
        """Returns when there is room in memory for more updates."""
        await self._room.wait()

    async def close(self, seconds: float) -> None:
        """Finishes what is at work; what waits stays in the journal for the next run."""
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

    def _read(self, updates: Sequence[Any]) -> Iterator[_Received]:
        for raw in updates:
            try:
                update = Update.de_json(raw, self._app.bot)
                line = _line(update)
            except Exception as error:
                # One that cannot be read must not stop the others; its text is nobody's business.
                update_id = raw.get("update_id") if isinstance(raw, dict) else None
                log.warning(
                    "Update %s cannot be read and is left out: %s", update_id, type(error).__name__
                )
                continue
            if self._concerns_us(update):
                yield _Received(update, raw, line)

    def _concerns_us(self, update: Update) -> bool:
        """Whether a handler wants it; what people in groups tell one another is not kept at all."""
        checks = (
            handler.check_update(update)
            for handlers in self._app.handlers.values()
            for handler in handlers
        )
        return any(check is not None and check is not False for check in checks)

    async def _written(self, received: list[_Received]) -> list[_Received]:
        """Writes the batch into the journal; those of it to put into the queue now."""
        kept = {one.update.update_id: one for one in received if one.kept}
        passing = [one for one in received if not one.kept]
        entries = [
            Entry(update_id=number, update=one.raw, person=self._person(one.update))
            for number, one in kept.items()
        ]
        if not entries:
            return passing
        try:
            new = await self._desk.storage.run(self._journal.write, entries)
        except sqlite3.Error:
            # Better answered without a safety net than not at all.
            log.exception("Updates could not be written into the journal")
            return received
        if self._more or len(self._queue) >= self._in_memory:
            self._more = True
            return passing
        self._queued = new[-1].number if new else self._queued
        return [kept[one.update["update_id"]] for one in new] + passing

    def _person(self, update: Update) -> str:
        author = update.effective_user
        return self._desk.identities.hashed(author.id) if author else ""

    # -- what is worked on -----------------------------------------------------------------

    def _go_on(self) -> None:
        """Gives out as much work as may be done at once."""
        while self._open and len(self._working) < self._at_once and (taken := self._queue.take()):
            task = asyncio.create_task(self._work(*taken))
            self._working.add(task)
            task.add_done_callback(self._worked)
        if len(self._queue) < self._in_memory:
            self._room.set()
        else:
            self._room.clear()
        idle = self._loading is None or self._loading.done()
        if self._open and self._more and idle and len(self._queue) <= self._in_memory // 2:
            self._loading = asyncio.create_task(self._load_more())

    def _worked(self, task: "asyncio.Task[None]") -> None:
        self._working.discard(task)
        self._go_on()

    async def _work(self, line: str, one: _Received) -> None:
        update_id = one.update.update_id
        errand.set(Errand(update_id, sending=self._sending, not_sent=self._not_sent))
        try:
            await self._app.process_update(one.update)
            if one.kept:
                await self._strike([update_id])
        finally:
            self._queue.done(line)

    async def _load_more(self) -> None:
        await self._load()
        self._go_on()

    async def _load(self) -> None:
        """Puts the next entries of the journal into the queue."""
        async with self._order:
            limit = max(1, self._in_memory // 2)
            try:
                entries = await self._desk.storage.run(
                    self._journal.waiting, after=self._queued, limit=limit
                )
            except sqlite3.Error:
                log.exception("The journal cannot be read")
                self._more = False
                return
            left = {entry.update["update_id"] for entry in entries}
            for one in self._read([entry.update for entry in entries]):
                self._queue.put(one.line, one)
                left.discard(one.update.update_id)
            if left:
                # Written by another version of the bot, which could read it.
                await self._strike(list(left))
            self._queued = entries[-1].number if entries else self._queued
            self._more = len(entries) == limit

    # -- what the journal is told ----------------------------------------------------------

    async def _sending(self, update_id: int) -> None:
        await self._write(self._journal.sending, update_id)

    async def _not_sent(self, update_id: int) -> None:
        await self._write(self._journal.not_sent, update_id)

    async def _strike(self, update_ids: list[int]) -> None:
        await self._write(self._journal.strike, update_ids)

    async def _write(self, call: Callable[..., Any], *values: object) -> Any:  # noqa: ANN401
        try:
            return await self._desk.storage.run(call, *values)
        except sqlite3.Error:
            log.exception("The journal could not be written")
            return None


def _line(update: Update) -> str:
    """Where an update waits: messages in the order of their chat, presses in that of the person.

    A press must not wait for a long search, and typing not for a press.
    """
    if update.callback_query:
        return f"press {update.callback_query.from_user.id}"
    if update.inline_query:
        return f"inline {update.inline_query.from_user.id}"
    if update.guest_message:
        return f"guest {update.guest_message.chat.id}"
    chat = update.effective_chat
    return f"chat {chat.id}" if chat else "none"
