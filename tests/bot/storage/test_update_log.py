import datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.storage.update_log import IncomingUpdate, UpdateLog


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return Database(tmp_path / "bot.db")


@pytest.fixture
def log(db: Database) -> UpdateLog:
    return UpdateLog(db)


def entries(*ids: int, person: str = "p1") -> list[IncomingUpdate]:
    return [
        IncomingUpdate(
            update_id=number, person=person, update={"update_id": number, "text": f"t{number}"}
        )
        for number in ids
    ]


def waiting(log: UpdateLog, **which: int) -> list[int]:
    found = log.waiting(limit=which.pop("limit", 99), **which)
    return [entry.update["update_id"] for entry in found]


def test_order_of_arrival_counts_not_ids(log: UpdateLog) -> None:
    first = log.write(entries(500, 7))
    log.write(entries(3))
    assert waiting(log) == [500, 7, 3]
    assert waiting(log, limit=2) == [500, 7]
    assert waiting(log, after=first[-1].number) == [3]


def test_repeated_updates_are_logged_once(log: UpdateLog) -> None:
    log.write(entries(1, 2))
    log.remove([1])
    assert [new.update["update_id"] for new in log.write(entries(1, 2, 3, 3))] == [3]
    assert waiting(log) == [2, 3]
    assert log.backlog().entries == 2


def test_interrupted_answers_are_not_sent_again(log: UpdateLog) -> None:
    log.write(entries(1, 2, 3))
    log.sending(1)
    log.sending(2)
    log.not_sent(2)
    assert waiting(log) == [2, 3]
    assert log.remove_interrupted() == 1
    assert log.backlog().entries == 2


def test_removed_updates_leave_only_their_ids(log: UpdateLog, db: Database) -> None:
    log.write(entries(1))
    assert [row["raw"] for row in db.query("select raw from journal")] == [
        '{"update_id":1,"text":"t1"}'
    ]
    log.remove([1])
    assert list(db.query("select * from journal")) == []
    assert [set(row) for row in db.query("select * from updates_seen")] == [{"update_id", "seen"}]


def test_ids_are_remembered_for_two_days(log: UpdateLog, db: Database) -> None:
    log.write(entries(1, 2))
    old = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=2, minutes=1)
    db.execute("update updates_seen set seen = ? where update_id = 1", [old.isoformat()])
    log.write(entries(3))
    assert [row["update_id"] for row in db.query("select update_id from updates_seen")] == [2, 3]


def test_forgetting(log: UpdateLog) -> None:
    log.write(entries(1, 2, person="p1") + entries(3, person="p2"))
    log.forget_person("p1")
    assert waiting(log) == [3]
    log.forget_before(datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=1))
    assert waiting(log) == []


def test_survives_reopening(tmp_path: Path) -> None:
    UpdateLog(Database(tmp_path / "bot.db")).write(entries(1))
    assert waiting(UpdateLog(Database(tmp_path / "bot.db"))) == [1]


def test_half_an_emoji(log: UpdateLog) -> None:
    log.write([IncomingUpdate(update_id=1, update={"update_id": 1, "text": "\ud83d"})])
    assert log.waiting(limit=1)[0].update["text"] == "\ud83d"
