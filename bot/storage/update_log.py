"""The log of updates from Telegram that are not answered yet (the “inbox” pattern).

An update is logged before Telegram is told that it arrived, and is *waiting* until it is removed.
Just before a message is sent that people must not see twice, it becomes *sending*: after a crash
nobody can know whether Telegram got that message, so such updates are not worked on again. Nothing
is answered twice, and at most the answers being sent at the moment of a crash are lost; all other
updates are answered after the restart.
"""

import datetime
import json
import logging
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeAlias, TypeVar

from sqlite_utils import Database, Migrations

from bot.storage.database import Storage

log = logging.getLogger(__name__)

_migrations = Migrations("journal")

# Telegram keeps unacknowledged updates for a day, and may deliver them again until then.
_REMEMBERED = datetime.timedelta(days=2)

Json: TypeAlias = dict[str, Any]
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingUpdate:
    """An update as it came. `person` is a pseudonym, "" if it is from nobody known."""

    update_id: int
    update: Json
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedUpdate:
    """An update in the log; `number` is its place in the order of arrival."""

    number: int
    update: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """How many updates are in the log, and the age of the oldest one."""

    entries: int
    age: datetime.timedelta


@_migrations()
def journal(db: Database) -> None:
    """The whole updates, as answering needs their ids and words; and the ids of all that came.

    The id of an update says nothing about people, so it may stay when the update is removed.
    """
    db.table("journal").create(
        {"number": int, "update_id": int, "person": str, "written": str, "state": str, "raw": str},
        pk="number",
        not_null={"update_id", "person", "written", "state", "raw"},
    ).create_index(["update_id"], unique=True).create_index(["person"])
    db.table("updates_seen").create(
        {"update_id": int, "seen": str}, pk="update_id", not_null={"seen"}
    ).create_index(["seen"])


def read_backlog(db: Database) -> Backlog:
    """The size of the log in `db`, and the age of its oldest update; writes nothing."""
    count, oldest = db.execute("select count(*), min(written) from journal").fetchone()
    if not oldest:
        return Backlog(entries=0, age=datetime.timedelta())
    age = datetime.datetime.now(datetime.UTC) - datetime.datetime.fromisoformat(oldest)
    return Backlog(entries=count, age=age)


class UpdateLog:
    """The log, in bot.db. Use it only in the thread that opened `db`."""

    def __init__(self, db: Database) -> None:
        _migrations.apply(db)
        self._db = db

    def write(self, entries: Iterable[IncomingUpdate]) -> list[LoggedUpdate]:
        """Logs a batch as a whole; returns the updates that had not come before, in order."""
        now = datetime.datetime.now(datetime.UTC)
        with self._db.atomic():
            forgotten = (now - _REMEMBERED).isoformat()
            self._db.execute("delete from updates_seen where seen < ?", [forgotten])
            written = (self._write_one(entry, now.isoformat()) for entry in entries)
            return [numbered for numbered in written if numbered]

    def _write_one(self, entry: IncomingUpdate, now: str) -> LoggedUpdate | None:
        seen = self._db.execute(
            "insert or ignore into updates_seen values (?, ?)", [entry.update_id, now]
        )
        if not seen.rowcount:
            return None
        # In ASCII: half an emoji, which some clients send, cannot be encoded in UTF-8.
        raw = json.dumps(entry.update, separators=(",", ":"))
        row = self._db.execute(
            "insert into journal (update_id, person, written, state, raw) "
            "values (?, ?, ?, 'waiting', ?)",
            [entry.update_id, entry.person, now, raw],
        )
        return LoggedUpdate(number=row.lastrowid or 0, update=entry.update)

    def waiting(self, *, after: int = 0, limit: int) -> list[LoggedUpdate]:
        """The oldest waiting updates with a number above `after`."""
        rows = self._db.query(
            "select number, raw from journal where number > ? and state = 'waiting' "
            "order by number limit ?",
            [after, limit],
        )
        return [LoggedUpdate(number=row["number"], update=json.loads(row["raw"])) for row in rows]

    def sending(self, update_id: int) -> None:
        """Marks an update as being answered with a message that must not be sent twice."""
        self._mark(update_id, "sending")

    def not_sent(self, update_id: int) -> None:
        """Marks an update as waiting again: Telegram refused the message."""
        self._mark(update_id, "waiting")

    def remove(self, update_ids: Sequence[int]) -> None:
        """Removes updates that are done; only their ids stay."""
        with self._db.atomic():
            for update_id in update_ids:
                self._db.execute("delete from journal where update_id = ?", [update_id])

    def remove_interrupted(self) -> int:
        """Removes the updates that were *sending* when the process ended; returns how many."""
        with self._db.atomic():
            return self._db.execute("delete from journal where state = 'sending'").rowcount

    def backlog(self) -> Backlog:
        """The size of the log, and the age of its oldest update."""
        return read_backlog(self._db)

    def forget_person(self, person: str) -> None:
        """Removes the updates of a person."""
        with self._db.atomic():
            self._db.execute("delete from journal where person = ?", [person])

    def forget_before(self, moment: datetime.datetime) -> None:
        """Removes updates that were logged before `moment`."""
        with self._db.atomic():
            self._db.execute("delete from journal where written < ?", [moment.isoformat()])

    def _mark(self, update_id: int, state: str) -> None:
        with self._db.atomic():
            self._db.execute("update journal set state = ? where update_id = ?", [state, update_id])


class AsyncUpdateLog:
    """An UpdateLog for the event loop; each call returns None when the database fails."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._log = storage.make(UpdateLog)

    async def write(self, entries: Sequence[IncomingUpdate]) -> list[LoggedUpdate] | None:
        """Logs a batch; returns the updates that had not come before, in order."""
        return await self._run(self._log.write, entries) if entries else []

    async def waiting(self, *, after: int, limit: int) -> list[LoggedUpdate] | None:
        """The oldest waiting updates with a number above `after`."""
        return await self._run(self._log.waiting, after=after, limit=limit)

    async def remove_interrupted(self) -> int | None:
        """Removes the updates that were *sending* when the process ended; returns how many."""
        return await self._run(self._log.remove_interrupted)

    async def sending(self, update_id: int) -> None:
        """Marks an update as being answered with a message that must not be sent twice."""
        await self._run(self._log.sending, update_id)

    async def not_sent(self, update_id: int) -> None:
        """Marks an update as waiting again: Telegram refused the message."""
        await self._run(self._log.not_sent, update_id)

    async def remove(self, update_ids: Sequence[int]) -> None:
        """Removes updates that are done."""
        await self._run(self._log.remove, update_ids)

    async def backlog(self) -> Backlog:
        """The size of the log, and the age of its oldest update; raises sqlite3.Error."""
        return await self._storage.run(self._log.backlog)

    async def _run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        try:
            return await self._storage.run(call, *args, **kwargs)
        except sqlite3.Error:
            log.exception("The update log cannot be used")
            return None
