"""Updates from Telegram that are not answered yet, written down before Telegram forgets them.

An entry is *waiting* until it is struck out. Just before something is sent that people would see
twice it becomes *sending*: whoever finds such an entry after a crash cannot know whether Telegram
got the message, and leaves it. So nothing is answered twice, and what is lost is at most what was
on the wire at the moment of the crash; everything else is answered after the restart.
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

# Telegram keeps what nobody has acknowledged for a day, and may deliver it again until then.
_REMEMBERED = datetime.timedelta(days=2)

Json: TypeAlias = dict[str, Any]
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingUpdate:
    """An update as it came. `person` is a hash (see Pseudonyms), "" where nobody is known."""

    update_id: int
    update: Json
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedUpdate:
    """An entry with its place in the order of arrival."""

    number: int
    update: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What is not answered yet."""

    entries: int
    age: datetime.timedelta


@_migrations()
def journal(db: Database) -> None:
    """What waits, whole, because ids and words are needed to answer; and the ids of what came.

    An id of an update says nothing about anybody, so it may stay when the update is struck out.
    """
    db.table("journal").create(
        {"number": int, "update_id": int, "person": str, "written": str, "state": str, "raw": str},
        pk="number",
        not_null={"update_id", "person", "written", "state", "raw"},
    ).create_index(["update_id"], unique=True).create_index(["person"])
    db.table("updates_seen").create(
        {"update_id": int, "seen": str}, pk="update_id", not_null={"seen"}
    ).create_index(["seen"])


class UpdateLog:
    """The entries in the bot's own database. Use it only in the thread that opened `db`."""

    def __init__(self, db: Database) -> None:
        _migrations.apply(db)
        self._db = db

    def write(self, entries: Iterable[IncomingUpdate]) -> list[LoggedUpdate]:
        """Writes a batch down as a whole; returns those that had never come before, in order."""
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
        # In ASCII: half an emoji, which some clients send, is no UTF-8.
        raw = json.dumps(entry.update, separators=(",", ":"))
        row = self._db.execute(
            "insert into journal (update_id, person, written, state, raw) "
            "values (?, ?, ?, 'waiting', ?)",
            [entry.update_id, entry.person, now, raw],
        )
        return LoggedUpdate(number=row.lastrowid or 0, update=entry.update)

    def waiting(self, *, after: int = 0, limit: int) -> list[LoggedUpdate]:
        """The oldest entries that wait, of those with a number above `after`."""
        rows = self._db.query(
            "select number, raw from journal where number > ? and state = 'waiting' "
            "order by number limit ?",
            [after, limit],
        )
        return [LoggedUpdate(number=row["number"], update=json.loads(row["raw"])) for row in rows]

    def sending(self, update_id: int) -> None:
        """Something is about to be sent that must not be sent again."""
        self._mark(update_id, "sending")

    def not_sent(self, update_id: int) -> None:
        """Telegram refused it; nobody has seen anything yet."""
        self._mark(update_id, "waiting")

    def strike(self, update_ids: Sequence[int]) -> None:
        """These are done with: nothing of them stays but their ids."""
        with self._db.atomic():
            for update_id in update_ids:
                self._db.execute("delete from journal where update_id = ?", [update_id])

    def leave_unknown(self) -> int:
        """Strikes out what was being sent when the process ended; how many these were."""
        with self._db.atomic():
            return self._db.execute("delete from journal where state = 'sending'").rowcount

    def backlog(self) -> Backlog:
        """How many entries there are, and for how long the oldest has been there."""
        count, oldest = self._db.execute("select count(*), min(written) from journal").fetchone()
        if not oldest:
            return Backlog(entries=0, age=datetime.timedelta())
        age = datetime.datetime.now(datetime.UTC) - datetime.datetime.fromisoformat(oldest)
        return Backlog(entries=count, age=age)

    def forget_person(self, person: str) -> None:
        """Strikes out whatever this person has waiting."""
        with self._db.atomic():
            self._db.execute("delete from journal where person = ?", [person])

    def forget_before(self, moment: datetime.datetime) -> None:
        """Strikes out what has waited since before `moment`."""
        with self._db.atomic():
            self._db.execute("delete from journal where written < ?", [moment.isoformat()])

    def _mark(self, update_id: int, state: str) -> None:
        with self._db.atomic():
            self._db.execute("update journal set state = ? where update_id = ?", [state, update_id])


class AsyncUpdateLog:
    """An UpdateLog for the event loop; each call returns None when the database fails."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._journal = storage.make(UpdateLog)

    async def write(self, entries: Sequence[IncomingUpdate]) -> list[LoggedUpdate] | None:
        """Those of a batch that had never come before."""
        return await self._run(self._journal.write, entries) if entries else []

    async def waiting(self, *, after: int, limit: int) -> list[LoggedUpdate] | None:
        """The oldest entries that wait, of those with a number above `after`."""
        return await self._run(self._journal.waiting, after=after, limit=limit)

    async def leave_unknown(self) -> int | None:
        """Strikes out what was being sent when the process ended; how many these were."""
        return await self._run(self._journal.leave_unknown)

    async def sending(self, update_id: int) -> None:
        """Something is about to be sent that must not be sent again."""
        await self._run(self._journal.sending, update_id)

    async def not_sent(self, update_id: int) -> None:
        """Telegram refused it."""
        await self._run(self._journal.not_sent, update_id)

    async def strike(self, update_ids: Sequence[int]) -> None:
        """These are done with."""
        await self._run(self._journal.strike, update_ids)

    async def backlog(self) -> Backlog:
        """What is not answered yet; raises sqlite3.Error."""
        return await self._storage.run(self._journal.backlog)

    async def _run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        try:
            return await self._storage.run(call, *args, **kwargs)
        except sqlite3.Error:
            log.exception("The journal cannot be used")
            return None
