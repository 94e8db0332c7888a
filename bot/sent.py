"""Answers that were sent and have more to show, so that their buttons survive a restart."""

import datetime
import json
import secrets
from dataclasses import asdict, fields
from typing import Any

from sqlite_utils import Database, Migrations

from bot.answering import Answer, Question, Reading
from index.confidence import Outcome
from index.records import Citation, Coverage, Hit

_migrations = Migrations("sent")

KEPT_DAYS = 30


@_migrations()
def sent_answers(db: Database) -> None:
    """The whole answer as JSON: it stays what the person saw, whatever the archive becomes."""
    db.table("sent_answers").create(
        {"id": str, "sent_at": str, "answer": str},
        pk="id",
        not_null={"sent_at", "answer"},
    ).create_index(["sent_at"])


class SentAnswers:
    """Answers kept in the bot's own database. Use it only in the thread that opened `db`."""

    def __init__(self, db: Database) -> None:
        _migrations.apply(db)
        self._db = db

    def keep(self, answer: Answer) -> str:
        """Stores `answer` and returns its short id; answers older than 30 days go."""
        now = datetime.datetime.now(datetime.UTC)
        oldest = now - datetime.timedelta(days=KEPT_DAYS)
        table = self._db.table("sent_answers")
        table.delete_where("sent_at < ?", [oldest.isoformat()])
        answer_id = secrets.token_urlsafe(9)
        table.insert({"id": answer_id, "sent_at": now.isoformat(), "answer": to_json(answer)})
        return answer_id

    def find(self, answer_id: str) -> Answer | None:
        """The answer of that id, None when it is unknown, gone or of a version we cannot read."""
        rows = self._db.query("select answer from sent_answers where id = ?", [answer_id])
        row = next(iter(rows), None)
        try:
            return from_json(row["answer"]) if row else None
        except (KeyError, TypeError, ValueError):
            return None


def to_json(answer: Answer) -> str:
    """`answer` as JSON, each article reduced to its citation."""
    record = asdict(answer)
    names = [field.name for field in fields(Citation)]
    for hit in record["hits"]:
        for article in (hit["article"], *hit["also"]):
            for extra in article.keys() - names:
                del article[extra]
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Answer:
    """The answer that `to_json` wrote."""
    record: dict[str, Any] = json.loads(text)
    coverage = record["coverage"] | {"outlets": tuple(record["coverage"]["outlets"])}
    reading = record["reading"]
    tuples = {name: tuple(reading[name]) for name in ("sources", "dropped")}
    tuples["corrections"] = tuple(map(tuple, reading["corrections"]))
    return Answer(
        **(
            record
            | {
                "question": Question(**record["question"]),
                "outcome": Outcome(record["outcome"]),
                "hits": tuple(map(_hit, record["hits"])),
                "coverage": Coverage(**coverage),
                "reading": Reading(**(reading | tuples)),
            }
        )
    )


def _hit(record: dict[str, Any]) -> Hit:
    also = tuple(Citation(**article) for article in record["also"])
    return Hit(**(record | {"article": Citation(**record["article"]), "also": also}))
