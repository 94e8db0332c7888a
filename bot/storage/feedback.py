"""Ratings of answers: 👍, or 👎 with a reason if one was given."""

import datetime
from typing import Literal

from sqlite_utils import Database, Migrations

_migrations = Migrations("feedback")

Verdict = Literal["good", "bad"]

BAD_ANSWER_REASONS = ("topic", "old", "source", "no_answer")
"""Why an answer is bad: another topic, too old, wrong source or speaker, or no answer at all."""


@_migrations()
def feedback(db: Database) -> None:
    """One row for each person and answer; `reason` is "" if none was given."""
    db.table("feedback").create(
        {"answer_id": str, "person": str, "verdict": str, "reason": str, "at": str},
        pk=("answer_id", "person"),
        not_null={"verdict", "reason", "at"},
    ).create_index(["person"]).create_index(["at"])


class FeedbackStore:
    """Ratings, in bot.db. Use it only in the thread that opened `db`.

    `person` is a pseudonym.
    """

    def __init__(self, db: Database) -> None:
        _migrations.apply(db)
        self._db = db

    def toggle(self, answer_id: str, person: str, verdict: Verdict) -> Verdict | None:
        """Sets a verdict, or removes it if it is set already; returns the one that is set then."""
        if self.verdict(answer_id, person) == verdict:
            self._db.table("feedback").delete((answer_id, person))
            return None
        self._put(answer_id, person, verdict, "")
        return verdict

    def rate_bad(self, answer_id: str, person: str, reason: str) -> None:
        """Rates an answer 👎 for a reason, in place of an earlier rating."""
        self._put(answer_id, person, "bad", reason)

    def verdict(self, answer_id: str, person: str) -> Verdict | None:
        """A person's verdict on an answer, None if there is none."""
        query = "select verdict from feedback where answer_id = ? and person = ?"
        row = next(iter(self._db.query(query, [answer_id, person])), None)
        return None if row is None else "good" if row["verdict"] == "good" else "bad"

    def forget_person(self, person: str) -> None:
        """Deletes all ratings by a person."""
        self._db.table("feedback").delete_where("person = ?", [person])

    def forget_before(self, moment: datetime.datetime) -> None:
        """Deletes ratings before `moment`; the words of their answers are deleted as well."""
        self._db.table("feedback").delete_where("at < ?", [moment.isoformat()])

    def _put(self, answer_id: str, person: str, verdict: Verdict, reason: str) -> None:
        row = {
            "answer_id": answer_id,
            "person": person,
            "verdict": verdict,
            "reason": reason,
            "at": datetime.datetime.now(datetime.UTC).isoformat(),
        }
        self._db.table("feedback").upsert(row, pk=("answer_id", "person"))
