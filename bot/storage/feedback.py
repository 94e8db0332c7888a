"""What people thought of answers: 👍, or 👎 with the reason if they gave one."""

import datetime
from typing import Literal

from sqlite_utils import Database, Migrations

_migrations = Migrations("feedback")

Verdict = Literal["good", "bad"]

BAD_ANSWER_REASONS = ("topic", "old", "source", "no_answer")
"""Why an answer is bad: on something else, too old, from or by somebody else, no answer at all."""


@_migrations()
def feedback(db: Database) -> None:
    """One row a person and answer; `reason` is "" when none was given."""
    db.table("feedback").create(
        {"answer_id": str, "person": str, "verdict": str, "reason": str, "at": str},
        pk=("answer_id", "person"),
        not_null={"verdict", "reason", "at"},
    ).create_index(["person"]).create_index(["at"])


class FeedbackStore:
    """Verdicts kept in the bot's own database. Use it only in the thread that opened `db`.

    `person` is a hash (see Pseudonyms).
    """

    def __init__(self, db: Database) -> None:
        _migrations.apply(db)
        self._db = db

    def press(self, answer_id: str, person: str, verdict: Verdict) -> Verdict | None:
        """Gives a verdict, or takes it back if it is the one that stands; what stands then."""
        if self.verdict(answer_id, person) == verdict:
            self._db.table("feedback").delete((answer_id, person))
            return None
        self._put(answer_id, person, verdict, "")
        return verdict

    def explain(self, answer_id: str, person: str, reason: str) -> None:
        """Says why an answer is bad, whatever was said of it before."""
        self._put(answer_id, person, "bad", reason)

    def verdict(self, answer_id: str, person: str) -> Verdict | None:
        """What a person said of an answer, None when nothing stands."""
        query = "select verdict from feedback where answer_id = ? and person = ?"
        row = next(iter(self._db.query(query, [answer_id, person])), None)
        return None if row is None else "good" if row["verdict"] == "good" else "bad"

    def forget_person(self, person: str) -> None:
        """Everything this person said goes."""
        self._db.table("feedback").delete_where("person = ?", [person])

    def forget_before(self, moment: datetime.datetime) -> None:
        """What was said earlier goes: the words of its answers have gone as well."""
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
