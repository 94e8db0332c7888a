"""Searches in threads, with a time limit."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from bot.answers.types import Question
from bot.services.async_archive import AsyncArchive
from tests.support.stand_in import COVERAGE, StandIn, answer

QUESTION = Question(text="internet", language="id")


@pytest.fixture
def archive(answers: StandIn) -> Iterator[AsyncArchive]:
    opened = AsyncArchive(answers, timeout=0.1)
    yield opened
    opened.close()


async def test_answers_come_from_other_threads(archive: AsyncArchive, answers: StandIn) -> None:
    seen = []
    ask = answers.answer

    def watched(question: Question, *, limit: int = 10, waiting: int = 0) -> object:
        seen.append(threading.current_thread().name.rpartition("_")[0])
        return ask(question, limit=limit, waiting=waiting)

    answers.answer = watched  # type: ignore[assignment,method-assign]
    assert await archive.answer(QUESTION, limit=2) == answer("internet", hits=answer().hits[:2])
    assert await archive.coverage() == COVERAGE
    assert seen == ["search"]


async def test_search_that_hangs_is_given_up(archive: AsyncArchive, answers: StandIn) -> None:
    with pytest.raises(TimeoutError):
        await archive.answer(Question(text="hang", language="id"))
    assert archive.searching is True
    assert (await archive.answer(QUESTION)).question == QUESTION
    answers.gate.set()
    await asyncio.to_thread(archive._pool.shutdown)
    assert archive.searching is False


async def test_a_search_is_told_how_many_wait_for_a_thread(answers: StandIn) -> None:
    archive = AsyncArchive(answers)
    questions = [Question(text=text, language="id") for text in ("hang 1", "hang 2", "a", "b", "c")]
    asked = [asyncio.create_task(archive.answer(question)) for question in questions]
    await asyncio.sleep(0)
    await asyncio.to_thread(answers.hanging.wait, 30)
    answers.gate.set()
    await asyncio.gather(*asked)
    archive.close()
    # Two begin at once. When the third does, the second may be done or not.
    assert answers.waiting["a"] in (1, 2)
    assert answers.waiting["c"] == 0
