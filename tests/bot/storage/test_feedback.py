import datetime

import pytest
from sqlite_utils import Database

from bot.storage.feedback import FeedbackStore

LATER = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)


@pytest.fixture
def db() -> Database:
    return Database(memory=True)


@pytest.fixture
def feedback(db: Database) -> FeedbackStore:
    return FeedbackStore(db)


def rows(db: Database) -> list[tuple[str, str, str, str]]:
    columns = ("answer_id", "person", "verdict", "reason")
    found = db.table("feedback").rows_where(order_by="answer_id, person")
    return [tuple(row[column] for column in columns) for row in found]


def test_verdict_changes_and_is_removed(db: Database, feedback: FeedbackStore) -> None:
    pressed = [feedback.toggle("a", "somebody", verdict) for verdict in ("good", "bad", "bad")]
    assert (pressed, rows(db)) == (["good", "bad", None], [])


def test_reason_is_kept_until_the_verdict_changes(db: Database, feedback: FeedbackStore) -> None:
    feedback.toggle("a", "somebody", "bad")
    feedback.rate_bad("a", "somebody", "old")
    feedback.rate_bad("a", "somebody", "topic")
    assert rows(db) == [("a", "somebody", "bad", "topic")]
    feedback.toggle("a", "somebody", "good")
    assert rows(db) == [("a", "somebody", "good", "")]


def test_people_are_forgotten_one_by_one(db: Database, feedback: FeedbackStore) -> None:
    for answer_id, person in (("a", "somebody"), ("b", "somebody"), ("a", "another")):
        feedback.toggle(answer_id, person, "good")
    feedback.forget_person("somebody")
    assert rows(db) == [("a", "another", "good", "")]


def test_old_ratings_are_deleted(db: Database, feedback: FeedbackStore) -> None:
    feedback.toggle("a", "somebody", "good")
    feedback.forget_before(LATER - datetime.timedelta(days=2))
    assert len(rows(db)) == 1
    feedback.forget_before(LATER)
    assert rows(db) == []
