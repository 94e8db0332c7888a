"""Messages of the bot that ask for a question or a topic, so that replies are understood."""

import datetime
from typing import Final, Literal, get_args

from sqlite_utils import Database, Migrations

_migrations = Migrations("prompts")

PromptKind = Literal["question", "topic", "claim", "speaker"]
"""What a prompt asks for: a question, the topic of a timeline, a quotation, or whose statements."""
_KINDS: Final[tuple[PromptKind, ...]] = get_args(PromptKind)


@_migrations()
def prompts(db: Database) -> None:
    """One row for each prompt."""
    db.table("prompts").create(
        {"place": str, "message_id": int, "kind": str, "sent_at": str},
        pk=("place", "message_id"),
        not_null={"kind", "sent_at"},
    )


class PromptStore:
    """Prompts, in bot.db. Use it only in the thread that opened `db`.

    `place` is the pseudonym of a chat.
    """

    def __init__(self, db: Database) -> None:
        _migrations.apply(db)
        self._db = db

    def put(self, place: str, message_id: int, kind: PromptKind) -> None:
        """Records a prompt."""
        now = datetime.datetime.now(datetime.UTC).isoformat()
        row = {"place": place, "message_id": message_id, "kind": kind, "sent_at": now}
        self._db.table("prompts").upsert(row, pk=("place", "message_id"))

    def kind(self, place: str, message_id: int) -> PromptKind | None:
        """What a message of the bot asks for, None if it is not a prompt."""
        query = "select kind from prompts where place = ? and message_id = ?"
        row = next(iter(self._db.query(query, [place, message_id])), None)
        return next((kind for kind in _KINDS if row and row["kind"] == kind), None)

    def forget_person(self, person: str) -> None:
        """Deletes the prompts in this person's private chat."""
        self._db.table("prompts").delete_where("place = ?", [person])

    def forget_before(self, moment: datetime.datetime) -> None:
        """Deletes prompts before `moment`."""
        self._db.table("prompts").delete_where("sent_at < ?", [moment.isoformat()])
