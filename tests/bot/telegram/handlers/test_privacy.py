"""What the bot knows of people, and how it forgets them."""

import asyncio
import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot import logs
from bot.configuration.settings import Settings
from bot.storage.pseudonyms import Pseudonyms
from tests.support.bot_api.server import FakeBotAPI, Sent
from tests.support.running import Running
from tests.support.stand_in import StandIn, topic

USER = 7_106_543_219
NAME = "Ratnaningsih"
USERNAME = "ratna_nn"
ASK = "Hapus semua yang saya simpan tentang Anda?"


@pytest.fixture
def person(tg: FakeBotAPI) -> dict[str, object]:
    """Somebody whose id and names are like nothing else in a database."""
    names = {"first_name": NAME, "username": USERNAME}
    tg.private = tg.add_chat({"id": USER, "type": "private", **names})
    tg.person = {"id": USER, "is_bot": False, "language_code": "id", **names}
    return tg.person


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """A file with everything that the process logs at the usual level."""
    path = tmp_path / "log"
    with path.open("w") as stream:
        logs.configure("INFO", stream=stream)
        yield path


async def pressed(tg: FakeBotAPI, message: Sent, button: str) -> None:
    seen = len(tg.world.answered_queries)
    tg.press(message, button)
    await tg.until(lambda: len(tg.world.answered_queries) > seen)


async def talked(tg: FakeBotAPI) -> Sent:
    """A whole conversation; the first answer."""
    tg.say("/start")
    await tg.sent()
    tg.say("/language")
    await pressed(tg, await tg.sent(), "English")
    tg.say("internet rahasia")
    answer = await tg.sent()
    await pressed(tg, answer, "👎")
    await pressed(tg, answer, "Too old")
    await pressed(tg, answer, "Newest first")
    await pressed(tg, answer, "🔔 Notify me")
    tg.say("dan yang lain?", reply_to=answer)
    await tg.sent()
    tg.say("/ask nothing rahasia", chat=tg.group)
    await tg.sent()
    tg.say("/timeline pesan rahasia")
    await tg.sent()
    await tg.elsewhere.search("rahasia di tempat lain")
    tg.elsewhere.summon("@arsip_bot apa rahasia itu")
    await tg.elsewhere.posted()
    return answer


def files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("bot.db*")))


def text_of(path: Path) -> str:
    return path.read_text()


async def test_nobody_is_named_in_database_and_log(
    tg: FakeBotAPI,
    running: Running,
    answers: StandIn,
    person: dict[str, object],
    tmp_path: Path,
    log: Path,
) -> None:
    answers.topics = {"pesan rahasia": topic("pesan rahasia", days=40)}
    async with running():
        await talked(tg)
        tg.world.unreachable[USER] = "bot was blocked by the user"
        tg.say("internet lagi")
        await tg.called("sendMessage", times=len(tg.params_of("sendMessage")) + 1)
    kept, logged = files(tmp_path), text_of(log)
    assert b"internet rahasia" in kept
    assert "Listening as @arsip_bot" in logged
    for secret in (str(USER), NAME, USERNAME):
        assert (secret.encode() in kept, secret in logged) == (False, False)
    assert "rahasia" not in logged
    whole_numbers = {
        value
        for table in Database(tmp_path / "bot.db").tables
        if table.name != "follows"
        for row in table.rows
        for value in row.values()
        if isinstance(value, int)
    }
    assert USER not in whole_numbers
    # Nobody could be told of anything without it.
    [follow] = Database(tmp_path / "bot.db").table("follows").rows
    assert follow["chat_id"] == USER


async def test_everything_of_a_person_is_forgotten(
    tg: FakeBotAPI,
    running: Running,
    answers: StandIn,
    person: dict[str, object],
    tmp_path: Path,
) -> None:
    answers.topics = {"pesan rahasia": topic("pesan rahasia", days=40)}
    mine = Pseudonyms(tmp_path).hashed(USER)
    async with running():
        answer = await talked(tg)
        another = tg.add_person(72, language_code="id")
        tg.say("/ask internet orang lain", chat=tg.group, user=another)
        theirs = await tg.sent()
        assert mine.encode() in files(tmp_path)
        tg.say("/forget")
        question = await tg.sent()
        await pressed(tg, question, "Yes, delete everything")
        await tg.until(lambda: question.edits == 1)
        assert question.text == "Done. Everything I kept about you has been deleted."
        kept = files(tmp_path)
        assert (mine.encode() in kept, b"rahasia" in kept) == (False, False)
        assert Database(tmp_path / "bot.db").table("follows").count == 0
        assert b"internet orang lain" in kept
        # Their buttons are old now, others' go on working, and the language is Telegram's again.
        await pressed(tg, answer, "👍")
        assert tg.world.answered_queries[-1]["text"].startswith("Tombol ini sudah lama")
        tg.press(theirs, "Lainnya ▸", user=another)
        await tg.until(lambda: theirs.edits == 1)


async def test_nothing_is_forgotten_without_a_yes(
    tg: FakeBotAPI, running: Running, person: dict[str, object], tmp_path: Path
) -> None:
    async with running():
        tg.say("internet rahasia")
        await tg.sent()
        tg.say("/hapusdata")
        question = await tg.sent()
        assert question.text.startswith(ASK)
        assert list(question.buttons) == ["Ya, hapus semua", "Batal"]
        await pressed(tg, question, "Batal")
        await tg.until(lambda: question.edits == 1)
        # In a group it is nobody's business.
        tg.say("/hapusdata", chat=tg.group)
        await tg.worked_off()
    assert (question.text, question.buttons) == ("Baik, tidak ada yang dihapus.", {})
    assert b"internet rahasia" in files(tmp_path)
    assert tg.unread() == []


async def test_questions_older_than_keep_days_are_gone(
    tg: FakeBotAPI, running: Running, settings: Settings, tmp_path: Path
) -> None:
    async with running():
        for text in ("rahasia lama", "internet baru"):
            tg.say(text)
            await pressed(tg, await tg.sent(), "👍")
    db = Database(tmp_path / "bot.db")
    before = (datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=4)).isoformat()
    db.execute("update answers set sent_at = ? where question = 'rahasia lama'", [before])
    old = "(select id from answers where question = 'rahasia lama')"
    db.execute(f"update feedback set at = ? where answer_id in {old}", [before])
    db.conn.commit()
    db.close()
    async with running(settings=replace(settings, keep_days=3)):
        for _ in range(500):
            if b"rahasia lama" not in files(tmp_path):
                break
            await asyncio.sleep(0.01)
    assert b"rahasia lama" not in files(tmp_path)
    assert b"internet baru" in files(tmp_path)
    assert Database(tmp_path / "bot.db").table("feedback").count == 1
