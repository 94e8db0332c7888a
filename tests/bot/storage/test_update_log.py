import datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.storage.update_log import IncomingUpdate, UpdateLog


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return Database(tmp_path / "bot.db")


@pytest.fixture
def journal(db: Database) -> UpdateLog:
    return UpdateLog(db)


def entries(*ids: int, person: str = "p1") -> list[IncomingUpdate]:
    return [
        IncomingUpdate(
            update_id=number, person=person, update={"update_id": number, "text": f"t{number}"}
        )
        for number in ids
    ]


def waiting(journal: UpdateLog, **which: int) -> list[int]:
    found = journal.waiting(limit=which.pop("limit", 99), **which)
    return [entry.update["update_id"] for entry in found]


def test_oldest_first_whatever_the_ids(journal: UpdateLog) -> None:
    first = journal.write(entries(500, 7))
    journal.write(entries(3))
    assert waiting(journal) == [500, 7, 3]
    assert waiting(journal, limit=2) == [500, 7]
    assert waiting(journal, after=first[-1].number) == [3]


def test_nothing_comes_twice(journal: UpdateLog) -> None:
    journal.write(entries(1, 2))
    journal.strike([1])
    assert [new.update["update_id"] for new in journal.write(entries(1, 2, 3, 3))] == [3]
    assert waiting(journal) == [2, 3]
    assert journal.backlog().entries == 2


def test_what_was_being_sent_is_not_sent_again(journal: UpdateLog) -> None:
    journal.write(entries(1, 2, 3))
    journal.sending(1)
    journal.sending(2)
    journal.not_sent(2)
    assert waiting(journal) == [2, 3]
    assert journal.leave_unknown() == 1
    assert journal.backlog().entries == 2


def test_words_and_people_are_gone_when_struck(journal: UpdateLog, db: Database) -> None:
    journal.write(entries(1))
    assert [row["raw"] for row in db.query("select raw from journal")] == [
        '{"update_id":1,"text":"t1"}'
    ]
    journal.strike([1])
    assert list(db.query("select * from journal")) == []
    assert [set(row) for row in db.query("select * from updates_seen")] == [{"update_id", "seen"}]


def test_ids_are_remembered_for_two_days(journal: UpdateLog, db: Database) -> None:
    journal.write(entries(1, 2))
    old = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=2, minutes=1)
    db.execute("update updates_seen set seen = ? where update_id = 1", [old.isoformat()])
    journal.write(entries(3))
    assert [row["update_id"] for row in db.query("select update_id from updates_seen")] == [2, 3]


def test_forgetting(journal: UpdateLog) -> None:
    journal.write(entries(1, 2, person="p1") + entries(3, person="p2"))
    journal.forget_person("p1")
    assert waiting(journal) == [3]
    journal.forget_before(datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=1))
    assert waiting(journal) == []


def test_survives_reopening(tmp_path: Path) -> None:
    UpdateLog(Database(tmp_path / "bot.db")).write(entries(1))
    assert waiting(UpdateLog(Database(tmp_path / "bot.db"))) == [1]


def test_half_an_emoji(journal: UpdateLog) -> None:
    journal.write([IncomingUpdate(update_id=1, update={"update_id": 1, "text": "\ud83d"})])
    assert journal.waiting(limit=1)[0].update["text"] == "\ud83d"
