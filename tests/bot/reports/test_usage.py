import datetime

import pytest
from sqlite_utils import Database

from bot.reports.usage import UsageCount, usage_figures
from bot.storage.answers import AnswerStore
from bot.storage.feedback import FeedbackStore
from index.records import Outcome

WIB = datetime.timezone(datetime.timedelta(hours=7))
NOW = datetime.datetime(2026, 3, 10, 15, tzinfo=WIB)


@pytest.fixture
def db() -> Database:
    made = Database(memory=True)
    AnswerStore(made)
    FeedbackStore(made)
    return made


def asked(
    db: Database,
    sent_at: datetime.datetime,
    person: str = "p1",
    place: str = "",
    kind: str = "private",
    outcome: str = "answer",
    elapsed: float = 10.0,
) -> None:
    row = {
        "id": str(db.table("answers").count),
        "sent_at": sent_at.astimezone(datetime.UTC).isoformat(),
        "kind": kind,
        "person": person,
        "place": place or person,
        "outcome": outcome,
        "elapsed_ms": elapsed,
    }
    db.table("answers").insert(row)


def day(number: int, hour: int = 12) -> datetime.datetime:
    return datetime.datetime(2026, 3, number, hour, tzinfo=WIB)


def test_people_and_groups_are_counted_once_a_day_and_once_in_all(db: Database) -> None:
    asked(db, day(10), "p1", "g1", "group")
    asked(db, day(10), "p2", "g1", "group")
    asked(db, day(10), "p1")
    asked(db, day(9), "p1", "g2", "group")
    # Nobody in particular, and a question from nowhere.
    asked(db, day(9), "", "g2", "group")
    asked(db, day(9), "p3", "", "inline")
    figures = usage_figures(db, 3, now=NOW)
    assert figures.days == (
        (datetime.date(2026, 3, 8), UsageCount()),
        (datetime.date(2026, 3, 9), UsageCount(questions=3, people=2, groups=1)),
        (datetime.date(2026, 3, 10), UsageCount(questions=3, people=2, groups=1)),
    )
    assert figures.total == UsageCount(questions=6, people=3, groups=2)
    assert figures.kinds == {"group": 4, "inline": 1, "private": 1}


def test_days_begin_at_midnight_in_the_owners_time_zone(db: Database) -> None:
    asked(db, day(8, hour=23))
    asked(db, day(9, hour=0))
    # A second ago, and what a clock that is wrong has put into the future.
    asked(db, NOW - datetime.timedelta(seconds=1))
    asked(db, NOW + datetime.timedelta(hours=1))
    figures = usage_figures(db, 2, now=NOW)
    assert [count.questions for _, count in figures.days] == [1, 1]
    assert figures.total.questions == 2


def test_outcomes_and_latency(db: Database) -> None:
    for number in range(1, 21):
        outcome = "answer" if number <= 15 else "related" if number <= 18 else "nothing"
        asked(db, day(10), outcome=outcome, elapsed=float(number))
    asked(db, day(2), elapsed=9_999.0)
    figures = usage_figures(db, 7, now=NOW)
    assert figures.outcomes == {Outcome.ANSWER: 15, Outcome.RELATED: 3, Outcome.NOTHING: 2}
    assert (figures.p50, figures.p95) == (10.0, 19.0)


def test_no_questions(db: Database) -> None:
    figures = usage_figures(db, 1, now=NOW)
    assert figures.total == UsageCount()
    assert (figures.p50, figures.p95, figures.kinds, figures.good) == (None, None, {}, 0)


def test_verdicts(db: Database) -> None:
    for person, verdict in (("p1", "good"), ("p2", "good"), ("p3", "bad")):
        row = {"answer_id": "a", "person": person, "verdict": verdict, "reason": ""}
        at = day(9).astimezone(datetime.UTC).isoformat()
        db.table("feedback").insert(row | {"at": at})
    figures = usage_figures(db, 2, now=NOW)
    assert (figures.good, figures.bad) == (2, 1)
    assert usage_figures(db, 1, now=NOW).good == 0
