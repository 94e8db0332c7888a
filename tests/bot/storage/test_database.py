"""The bot's database forgets in all stores at once, and leaves nothing in its files."""

import asyncio
import datetime
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.storage.database import Storage, enforce_retention


class Words:
    """A store of the test."""

    def __init__(self, db: Database) -> None:
        self.db = db
        db.execute("create table if not exists words (person text, said text, at text)")

    def say(self, person: str, said: str, at: str = "2020-01-01") -> None:
        self.db.table("words").insert({"person": person, "said": said, "at": at})

    def said(self) -> list[str]:
        return [row["said"] for row in self.db.table("words").rows]

    def forget_person(self, person: str) -> None:
        self.db.table("words").delete_where("person = ?", [person])

    def forget_before(self, moment: datetime.datetime) -> None:
        self.db.table("words").delete_where("at < ?", [moment.isoformat()])


class Failing:
    def __init__(self, db: Database) -> None:
        pass

    def forget_person(self, person: str) -> None:
        raise sqlite3.OperationalError("no")

    def forget_before(self, moment: datetime.datetime) -> None:
        raise sqlite3.OperationalError("no")


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    opened = Storage(tmp_path / "bot.db")
    yield opened
    opened.close()


async def test_all_stores_forget_a_person_and_no_file_has_their_words(
    storage: Storage, tmp_path: Path
) -> None:
    first = storage.make(Words)
    storage.make(lambda db: "a store without data of people")
    for person in ("me", "you"):
        await storage.run(first.say, person, f"secret of {person}")

    def files() -> bytes:
        return b"".join(path.read_bytes() for path in tmp_path.iterdir())

    assert b"secret of me" in files()
    await storage.run(storage.forget_person, "me")
    assert (await storage.run(first.said), b"secret of me" in files()) == (["secret of you"], False)


async def test_a_person_is_forgotten_everywhere_or_nowhere(storage: Storage) -> None:
    room = storage.make(Words)
    storage.make(Failing)
    await storage.run(room.say, "me", "secret")
    with pytest.raises(sqlite3.OperationalError):
        await storage.run(storage.forget_person, "me")
    assert await storage.run(room.said) == ["secret"]


async def test_old_data_are_deleted_again_and_again(storage: Storage) -> None:
    room = storage.make(Words)
    now = datetime.datetime.now(datetime.UTC)
    young = (now - datetime.timedelta(days=6)).isoformat()
    await storage.run(room.say, "me", "old", (now - datetime.timedelta(days=8)).isoformat())
    await storage.run(room.say, "me", "young", young)
    every = datetime.timedelta(milliseconds=10)
    task = asyncio.create_task(enforce_retention(storage, keep_days=7, every=every))
    try:
        for _ in range(2):
            for _ in range(500):
                if await storage.run(room.said) == ["young"]:
                    break
                await asyncio.sleep(0.01)
            assert await storage.run(room.said) == ["young"]
            await storage.run(room.say, "me", "old, too", "2020-01-01")
    finally:
        task.cancel()


async def test_failed_deletion_is_logged_and_tried_again(
    storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    storage.make(Failing)
    every = datetime.timedelta(milliseconds=5)
    task = asyncio.create_task(enforce_retention(storage, keep_days=7, every=every))
    for _ in range(500):
        if len(caplog.records) > 1:
            break
        await asyncio.sleep(0.01)
    task.cancel()
    assert len(caplog.records) > 1
    assert {record.getMessage() for record in caplog.records} == {
        "Data older than 7 days could not be deleted"
    }


async def test_read_connection_cannot_write(tmp_path: Path) -> None:
    storage = Storage(tmp_path / "100% bot?.db")
    try:
        await storage.run(storage.make(Words).say, "p1", "satu")
        said = await storage.read(lambda db: [row["said"] for row in db.table("words").rows])
        assert said == ["satu"]
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            await storage.read(lambda db: db.execute("delete from words"))
    finally:
        storage.close()
