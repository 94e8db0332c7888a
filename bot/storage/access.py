"""Who may use the bot: which chats have asked to, what was decided, who was told already."""

import datetime
from collections.abc import Callable
from typing import Literal

from sqlite_utils import Database, Migrations

_migrations = Migrations("access")

TOLD_AGAIN_AFTER = datetime.timedelta(days=1)

AccessState = Literal["asked", "approved", "refused"]


@_migrations()
def access_chats(db: Database) -> None:
    """Chats that asked. Their ids are needed: a decision is told to them; `place` is the hash."""
    db.table("access_chats").create(
        {"chat_id": int, "place": str, "state": str, "changed_at": str},
        pk="chat_id",
        not_null={"place", "state", "changed_at"},
    )


@_migrations()
def access_told(db: Database) -> None:
    """Places that were told that they may not, by their hashes."""
    db.table("access_told").create({"place": str, "told_at": str}, pk="place", not_null={"told_at"})


class AccessStore:
    """Kept in the bot's own database. Use it only in the thread that opened `db`."""

    def __init__(self, db: Database, *, now: Callable[[], datetime.datetime] | None = None) -> None:
        _migrations.apply(db)
        self._db = db
        self._now = now or (lambda: datetime.datetime.now(datetime.UTC))

    def state(self, chat_id: int) -> AccessState | None:
        """What is decided about a chat; None when it has not asked."""
        rows = self._db.query("select state from access_chats where chat_id = ?", [chat_id])
        found = next((row["state"] for row in rows), None)
        states: tuple[AccessState, ...] = ("asked", "approved", "refused")
        return next((state for state in states if state == found), None)

    def put(self, chat_id: int, place: str, state: AccessState) -> None:
        """A chat has asked, or something is decided about it."""
        row = {
            "chat_id": chat_id,
            "place": place,
            "state": state,
            "changed_at": self._now().isoformat(timespec="seconds"),
        }
        self._db.table("access_chats").upsert(row, pk="chat_id")

    def tell(self, place: str) -> bool:
        """Whether the place is to be told now: once a day. Counts it as told."""
        now = self._now()
        with self._db.atomic():
            old = (now - TOLD_AGAIN_AFTER).isoformat()
            self._db.execute("delete from access_told where told_at <= ?", [old])
            row = {"place": place, "told_at": now.isoformat()}
            told = self._db.execute(
                "insert or ignore into access_told (place, told_at) values (:place, :told_at)", row
            )
            return bool(told.rowcount)

    def move(self, old: int, new: int, place: str) -> None:
        """A group became a supergroup and got another id; what was decided moves along."""
        with self._db.atomic():
            state = self.state(old)
            if state:
                self.put(new, place, state)
                self._db.table("access_chats").delete(old)

    def forget_person(self, person: str) -> None:
        """A request that waits goes. What is decided stays: it is what keeps the door."""
        self._db.table("access_chats").delete_where("place = ? and state = 'asked'", [person])
        self._db.table("access_told").delete_where("place like ?", [f"%{person}"])
