"""Requests to use the bot and the owner's decisions; who has been turned away recently."""

import datetime
from collections.abc import Callable
from typing import Literal

from sqlite_utils import Database, Migrations

_migrations = Migrations("access")

TOLD_AGAIN_AFTER = datetime.timedelta(days=1)

AccessState = Literal["asked", "approved", "refused"]


@_migrations()
def access_chats(db: Database) -> None:
    """Chats that asked, by their ids, since the decision has to be sent there; and their hashes."""
    db.table("access_chats").create(
        {"chat_id": int, "place": str, "state": str, "changed_at": str},
        pk="chat_id",
        not_null={"place", "state", "changed_at"},
    )


@_migrations()
def access_told(db: Database) -> None:
    """Hashes of places that were told that they may not use the bot."""
    db.table("access_told").create({"place": str, "told_at": str}, pk="place", not_null={"told_at"})


class AccessStore:
    """Requests and decisions, in bot.db. Use it only in the thread that opened `db`."""

    def __init__(self, db: Database, *, now: Callable[[], datetime.datetime] | None = None) -> None:
        _migrations.apply(db)
        self._db = db
        self._now = now or (lambda: datetime.datetime.now(datetime.UTC))

    def state(self, chat_id: int) -> AccessState | None:
        """The state of a chat's request, None if it has not asked."""
        rows = self._db.query("select state from access_chats where chat_id = ?", [chat_id])
        found = next((row["state"] for row in rows), None)
        states: tuple[AccessState, ...] = ("asked", "approved", "refused")
        return next((state for state in states if state == found), None)

    def put(self, chat_id: int, place: str, state: AccessState) -> None:
        """Records that a chat has asked, or what was decided."""
        row = {
            "chat_id": chat_id,
            "place": place,
            "state": state,
            "changed_at": self._now().isoformat(timespec="seconds"),
        }
        self._db.table("access_chats").upsert(row, pk="chat_id")

    def tell(self, place: str) -> bool:
        """Whether to tell a place that it may not use the bot: once a day. Records it."""
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
        """Moves the state of a group that became a supergroup, which has another id."""
        with self._db.atomic():
            state = self.state(old)
            if state:
                self.put(new, place, state)
                self._db.table("access_chats").delete(old)

    def forget_person(self, person: str) -> None:
        """Deletes a pending request. Decisions stay, or a refused person could ask again."""
        self._db.table("access_chats").delete_where("place = ? and state = 'asked'", [person])
        self._db.table("access_told").delete_where("place like ?", [f"%{person}"])
