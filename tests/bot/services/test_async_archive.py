import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.answers.types import Question
from bot.services.async_archive import Desk
from bot.storage.answers import AskedBy
from bot.storage.chat_settings import ChatSettings
from tests.support.stand_in import COVERAGE, StandIn, answer

OCCASION = AskedBy(kind="private", person="person", place="place")
QUESTION = Question(text="internet", language="id")


@pytest.fixture
async def desk(answers: StandIn, tmp_path: Path) -> AsyncIterator[Desk]:
    opened = Desk(answers, tmp_path / "new" / "folder", default_language="id", timeout=0.1)
    yield opened
    opened.close()


async def test_answers_come_from_other_threads(desk: Desk, answers: StandIn) -> None:
    seen = []
    ask = answers.answer

    def watched(question: Question, *, limit: int = 10) -> object:
        seen.append(threading.current_thread().name.rpartition("_")[0])
        return ask(question, limit=limit)

    answers.answer = watched  # type: ignore[assignment,method-assign]
    assert await desk.answer(QUESTION, limit=2) == answer("internet", hits=answer().hits[:2])
    assert await desk.coverage() == COVERAGE
    assert seen == ["search"]


async def test_search_that_hangs_is_given_up(desk: Desk, answers: StandIn) -> None:
    with pytest.raises(TimeoutError):
        await desk.answer(Question(text="hang", language="id"))
    assert desk.searching is True
    assert (await desk.answer(QUESTION)).question == QUESTION
    answers.gate.set()
    await asyncio.to_thread(desk._searching.shutdown)
    assert desk.searching is False


async def test_language(desk: Desk) -> None:
    async def spoken_to(chat: int, code: str | None = None) -> str:
        return await desk.language(chat, user_id=71, language_code=code)

    assert [await spoken_to(71), await spoken_to(71, "en"), await spoken_to(71, "fr")] == [
        "id",
        "en",
        "id",
    ]
    await desk.choose(71, ChatSettings(language="en"))
    assert [await spoken_to(71, "id"), await spoken_to(-5, "id")] == ["en", "en"]
    await desk.choose(-5, ChatSettings(language="id"))
    assert await spoken_to(-5, "en") == "id"
    await desk.move_chat(-5, -1005)
    assert [await spoken_to(-1005), await spoken_to(-5)] == ["id", "en"]


async def test_answers_are_kept(desk: Desk) -> None:
    answer_id = await desk.keep(answer(), OCCASION)
    assert [await desk.find(answer_id), await desk.find("unknown")] == [answer(), None]
    await desk.posted(answer_id, "place", 12, 11)
    assert [await desk.shown_in("place", 12), await desk.shown_in("elsewhere", 12)] == [
        answer_id,
        "",
    ]
    assert [await desk.reply_to("place", 11), await desk.reply_to("place", 12)] == [12, None]


async def test_broken_database_does_not_keep_people_from_answers(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    await desk.storage.run(desk.storage._db.close)
    assert await desk.keep(answer(), OCCASION) == ""
    await desk.posted("answer", "place", 12, 11)
    assert await desk.language(71, language_code="en") == "en"
    assert [record.getMessage() for record in caplog.records] == [
        "An answer could not be stored",
        "The message of an answer could not be stored",
        "What a chat has chosen could not be read",
    ]


def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        Desk(StandIn(), tmp_path / "file", default_language="id")
