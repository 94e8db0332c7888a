"""Requests for somebody's statements, so that the buttons under their lists keep working."""

import datetime
import json
import secrets
from dataclasses import replace
from typing import Any

from sqlite_utils import Database, Migrations

from bot.answers.types import AskedBy
from index.query.dates.ranges import DateRange
from index.quotes.listing.statements import StatementOrder, StatementRequest

_migrations = Migrations("statement_requests")


@_migrations()
def statement_requests(db: Database) -> None:
    """Only what was asked, as JSON: the list is searched anew when a button is pressed."""
    db.table("statement_requests").create(
        {"id": str, "sent_at": str, "person": str, "place": str, "request": str},
        pk="id",
        not_null={"sent_at", "person", "place", "request"},
    ).create_index(["sent_at"]).create_index(["person"])


class StatementRequestStore:
    """Requests, in bot.db. Use it only in the thread that opened `db`."""

    def __init__(self, db: Database) -> None:
        _migrations.apply(db)
        self._db = db

    def keep(self, request: StatementRequest, asked_by: AskedBy) -> str:
        """Stores a request and returns its short id."""
        request_id = secrets.token_urlsafe(9)
        row = {
            "id": request_id,
            "sent_at": datetime.datetime.now(datetime.UTC).isoformat(),
            "person": asked_by.person,
            "place": asked_by.place,
            "request": json.dumps(_to_json(request), ensure_ascii=False),
        }
        self._db.table("statement_requests").insert(row)
        return request_id

    def find(self, request_id: str) -> StatementRequest | None:
        """The request with that id, None if it is gone or cannot be read by this version."""
        query = "select request from statement_requests where id = ?"
        row = next(iter(self._db.query(query, [request_id])), None)
        try:
            return _from_json(json.loads(row["request"])) if row else None
        except (KeyError, TypeError, ValueError):
            return None

    def forget_before(self, moment: datetime.datetime) -> None:
        """Deletes requests that were made before `moment`, an aware time."""
        utc = moment.astimezone(datetime.UTC).isoformat()
        with self._db.atomic():
            self._db.execute("delete from statement_requests where sent_at < ?", [utc])

    def forget_person(self, person: str) -> None:
        """Deletes the requests of a person."""
        with self._db.atomic():
            self._db.execute("delete from statement_requests where person = ?", [person])


def _to_json(request: StatementRequest) -> dict[str, Any]:
    period = request.period
    days = (period.first, period.last) if period else None
    return {
        "speaker": request.speaker,
        "about": request.about,
        "period": days and [day and day.isoformat() for day in days],
        "order": request.order.value,
        "only": request.only,
    }


def _from_json(record: dict[str, Any]) -> StatementRequest:
    made = StatementRequest(
        speaker=record["speaker"],
        about=record["about"],
        order=StatementOrder(record["order"]),
        only=record["only"],
    )
    if record["period"] is None:
        return made
    first, last = (day and datetime.date.fromisoformat(day) for day in record["period"])
    return replace(made, period=DateRange(first=first, last=last))
