"""Timelines that were sent, so that the buttons under them keep working."""

import datetime
import secrets

from sqlite_utils import Database, Migrations

from bot.answers.timeline import Timeline
from bot.answers.types import AskedBy
from bot.storage.codec import timeline_from_json, timeline_to_json

_migrations = Migrations("timelines")


@_migrations()
def timelines(db: Database) -> None:
    """The whole timeline as JSON: it stays as people saw it when the archive changes."""
    db.table("timelines").create(
        {"id": str, "sent_at": str, "person": str, "place": str, "timeline": str},
        pk="id",
        not_null={"sent_at", "person", "place", "timeline"},
    ).create_index(["sent_at"]).create_index(["person"])


class TimelineStore:
    """Timelines, in bot.db. Use it only in the thread that opened `db`."""

    def __init__(self, db: Database) -> None:
        _migrations.apply(db)
        self._db = db

    def keep(self, timeline: Timeline, asked_by: AskedBy) -> str:
        """Stores `timeline` and returns its short id."""
        timeline_id = secrets.token_urlsafe(9)
        row = {
            "id": timeline_id,
            "sent_at": datetime.datetime.now(datetime.UTC).isoformat(),
            "person": asked_by.person,
            "place": asked_by.place,
            "timeline": timeline_to_json(timeline),
        }
        self._db.table("timelines").insert(row)
        return timeline_id

    def find(self, timeline_id: str) -> Timeline | None:
        """The timeline with that id, None if it is gone or cannot be read by this version."""
        query = "select timeline from timelines where id = ?"
        row = next(iter(self._db.query(query, [timeline_id])), None)
        try:
            return timeline_from_json(row["timeline"]) if row else None
        except (KeyError, TypeError, ValueError):
            return None

    def forget_before(self, moment: datetime.datetime) -> None:
        """Deletes timelines that were sent before `moment`, an aware time."""
        utc = moment.astimezone(datetime.UTC).isoformat()
        with self._db.atomic():
            self._db.execute("delete from timelines where sent_at < ?", [utc])

    def forget_person(self, person: str) -> None:
        """Deletes the timelines that a person asked for."""
        with self._db.atomic():
            self._db.execute("delete from timelines where person = ?", [person])
