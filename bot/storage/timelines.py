"""Every timeline that was sent in pages, so that its buttons go on working."""

import datetime
import json
import secrets
from dataclasses import asdict
from typing import Any

from sqlite_utils import Database, Migrations

from bot.answers.timeline import Timeline, TimelineEntry
from bot.answers.types import AskedBy
from bot.storage.answers import interpretation_from_json, interpretation_to_json
from index.records import Citation

_migrations = Migrations("timelines")


@_migrations()
def timelines(db: Database) -> None:
    """The whole timeline as JSON: it stays what the person saw, whatever the archive becomes."""
    db.table("timelines").create(
        {"id": str, "sent_at": str, "person": str, "place": str, "timeline": str},
        pk="id",
        not_null={"sent_at", "person", "place", "timeline"},
    ).create_index(["sent_at"]).create_index(["person"])


class TimelineStore:
    """Timelines kept in the bot's own database. Use it only in the thread that opened `db`."""

    def __init__(self, db: Database) -> None:
        _migrations.apply(db)
        self._db = db

    def keep(self, timeline: Timeline, occasion: AskedBy) -> str:
        """Stores `timeline` and returns its short id."""
        timeline_id = secrets.token_urlsafe(9)
        row = {
            "id": timeline_id,
            "sent_at": datetime.datetime.now(datetime.UTC).isoformat(),
            "person": occasion.person,
            "place": occasion.place,
            "timeline": _to_json(timeline),
        }
        self._db.table("timelines").insert(row)
        return timeline_id

    def find(self, timeline_id: str) -> Timeline | None:
        """The timeline of that id, None when it is gone or of a version we cannot read."""
        query = "select timeline from timelines where id = ?"
        row = next(iter(self._db.query(query, [timeline_id])), None)
        try:
            return _from_json(row["timeline"]) if row else None
        except (KeyError, TypeError, ValueError):
            return None

    def forget_before(self, moment: datetime.datetime) -> None:
        """Deletes what was sent before `moment`, which has its time zone."""
        utc = moment.astimezone(datetime.UTC).isoformat()
        with self._db.atomic():
            self._db.execute("delete from timelines where sent_at < ?", [utc])

    def forget_person(self, person: str) -> None:
        """Deletes what somebody, named by their hash, asked for."""
        with self._db.atomic():
            self._db.execute("delete from timelines where person = ?", [person])


def _to_json(timeline: Timeline) -> str:
    record = asdict(timeline)
    del record["interpretation"]
    # The key of version 0.1.
    record["reading"] = interpretation_to_json(timeline.interpretation)
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def _from_json(text: str) -> Timeline:
    record: dict[str, Any] = json.loads(text)
    reading = record.pop("reading")
    made = {
        "interpretation": interpretation_from_json(reading),
        "told": tuple(
            TimelineEntry(article=Citation(**one["article"]), also=one["also"])
            for one in record["told"]
        ),
        "days": tuple((day, count) for day, count in record["days"]),
    }
    return Timeline(**(record | made))
