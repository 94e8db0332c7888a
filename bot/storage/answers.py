"""Answers that were sent, so that their buttons, replies to them and usage figures work later."""

import datetime
import secrets
from dataclasses import asdict
from typing import Any

from sqlite_utils import Database, Migrations

from bot.answers.types import Answer, AskedBy
from bot.storage.codec import answer_from_json, answer_to_json

_migrations = Migrations("sent")


@_migrations()
def answers(db: Database) -> None:
    """The whole answer as JSON: it stays as people saw it when the archive changes.

    The columns for usage figures stay when question and answer have been deleted.
    """
    db.table("answers").create(
        {
            "id": str,
            "sent_at": str,
            "kind": str,
            "person": str,
            "place": str,
            "outcome": str,
            "elapsed_ms": float,
            "question": str,
            "answer": str,
        },
        pk="id",
        not_null={"sent_at", "kind", "person", "place", "outcome", "elapsed_ms"},
    ).create_index(["sent_at"]).create_index(["person"])


@_migrations()
def answer_messages(db: Database) -> None:
    """Which message of the bot shows which answer, and which message asked for it."""
    db.table("answer_messages").create(
        {"place": str, "message_id": int, "asked_in": int, "answer_id": str},
        pk=("place", "message_id"),
        not_null={"asked_in", "answer_id"},
    ).create_index(["place", "asked_in"]).create_index(["answer_id"])


class AnswerStore:
    """Answers, in bot.db. Use it only in the thread that opened `db`."""

    def __init__(self, db: Database) -> None:
        _migrations.apply(db)
        self._db = db

    def keep(self, answer: Answer, asked_by: AskedBy, *, instead_of: str = "") -> str:
        """Stores `answer` and returns its short id.

        The answer with the id `instead_of` is replaced and keeps its id.
        """
        now = datetime.datetime.now(datetime.UTC)
        answer_id = instead_of or secrets.token_urlsafe(9)
        row = {
            "id": answer_id,
            "sent_at": now.isoformat(),
            "outcome": answer.outcome.value,
            "elapsed_ms": answer.elapsed_ms,
            "question": answer.question.text,
            "answer": answer_to_json(answer),
        }
        self._db.table("answers").upsert(row | asdict(asked_by), pk="id")
        return answer_id

    def find(self, answer_id: str) -> Answer | None:
        """The answer with that id, None if it is gone or cannot be read by this version."""
        row = self._first("select answer from answers where id = ?", answer_id)
        try:
            return answer_from_json(row["answer"]) if row and row["answer"] else None
        except (KeyError, TypeError, ValueError):
            return None

    def record_message(self, answer_id: str, place: str, message_id: int, asked_in: int) -> None:
        """Records the message that shows an answer, and the one that asked for it.

        `asked_in` is 0 if no message asked for it, but a button or a link.
        """
        row = {
            "place": place,
            "message_id": message_id,
            "asked_in": asked_in,
            "answer_id": answer_id,
        }
        self._db.table("answer_messages").upsert(row, pk=("place", "message_id"))

    def shown_in(self, place: str, message_id: int) -> str:
        """The id of the answer that a message of the bot shows, "" if none is known."""
        query = "select answer_id from answer_messages where place = ? and message_id = ?"
        row = self._first(query, place, message_id)
        return str(row["answer_id"]) if row else ""

    def asked_in(self, place: str, message_id: int) -> int | None:
        """The message that asked for the answer in `message_id`; None if that is not known.

        0 if a button or a link asked for it.
        """
        query = "select asked_in from answer_messages where place = ? and message_id = ?"
        row = self._first(query, place, message_id)
        return int(row["asked_in"]) if row else None

    def reply_to(self, place: str, asked_in: int) -> int | None:
        """The last message of the bot that answers `asked_in`, None if none is known."""
        query = (
            "select message_id from answer_messages where place = ? and asked_in = ? "
            "order by message_id desc"
        )
        row = self._first(query, place, asked_in)
        return int(row["message_id"]) if row else None

    def forget_person(self, person: str) -> None:
        """Deletes all that a person asked, and all that was asked in their private chat."""
        theirs = "select id from answers where ? in (person, place)"
        with self._db.atomic():
            self._db.execute(
                f"delete from answer_messages where place = ? or answer_id in ({theirs})",  # noqa: S608
                [person, person],
            )
            self._db.execute("delete from answers where ? in (person, place)", [person])

    def forget_before(self, moment: datetime.datetime) -> None:
        """Deletes questions and answers before `moment`; the columns for usage figures stay."""
        with self._db.atomic():
            old = "select id from answers where sent_at < ? and answer is not null"
            self._db.execute(
                f"delete from answer_messages where answer_id in ({old})",  # noqa: S608
                [moment.isoformat()],
            )
            self._db.execute(
                "update answers set question = null, answer = null "
                "where sent_at < ? and answer is not null",
                [moment.isoformat()],
            )

    def _first(self, query: str, *values: object) -> dict[str, Any] | None:
        return next(iter(self._db.query(query, list(values))), None)
