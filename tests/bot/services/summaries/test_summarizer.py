"""A summarizer and a server on loopback that behaves well and badly."""

import asyncio
import logging
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.answers.summaries.records import Summary, SummarySentence
from bot.configuration.settings import Settings
from bot.configuration.values import Secret
from bot.services.summaries.summarizer import AT_ONCE, Summarizer, build_summarizer
from index.records import Outcome
from tests.support.llm_server import (
    Behaviour,
    LanguageModelServer,
    completion,
    draft,
    dripping,
    endless,
    hanging_up,
    late,
    refusing,
    sending,
)
from tests.support.stand_in import SENTENCE, answer, hit

KEY = "sk-not-for-logs"
ANSWER = answer("internet desa", hits=(hit(1), hit(2)))
GOOD = completion(draft((SENTENCE, [1])))
MADE = Summary((SummarySentence(SENTENCE, (1,)),), "small")


@pytest.fixture(autouse=True)
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def settings(url: str) -> Settings:
    return Settings(llm_url=url, llm_model="small", llm_api_key=Secret(KEY))


@contextmanager
def summarizing(
    *behaviours: Behaviour, within: float = 5.0
) -> Iterator[tuple[Summarizer, LanguageModelServer]]:
    with LanguageModelServer(*behaviours) as server:
        summarizer = Summarizer(settings(server.url), within=within)
        try:
            yield summarizer, server
        finally:
            summarizer.close()


async def test_a_good_server_gives_a_summary() -> None:
    with summarizing(GOOD) as (summarizer, server):
        made = await summarizer.summarised(ANSWER, shown=2)
    assert (made.status, made.answer.summary) == ("made", MADE)
    assert made.answer.hits == ANSWER.hits
    assert server.question == {
        "question": "internet desa",
        "quotes": [
            {"number": 1, "quote": SENTENCE, "speaker": "Kepala dinas"},
            {"number": 2, "quote": SENTENCE, "speaker": "Kepala dinas"},
        ],
    }
    assert server.requests[0]["model"] == "small"
    assert "in Indonesian" in server.requests[0]["messages"][0]["content"]
    assert server.keys == [f"Bearer {KEY}"]


@pytest.mark.parametrize(
    ("behaviour", "status"),
    [
        (completion(draft(answering=[])), "no_answer"),
        (completion(draft(("Presiden mundur kemarin.", [1]))), "unverified"),
        (completion("I'm sorry, I can't help with that."), "unreadable"),
        (completion(""), "unreadable"),
        (completion(None, refusal="No."), "unreadable"),
        (completion("这是一个摘要"), "unreadable"),
        (sending(200, b""), "failed"),
        (sending(200, b"<html>Gateway</html>"), "failed"),
        (sending(200, b"\xff\xfe\x00{"), "failed"),
        (sending(200, b'{"choices": []}'), "failed"),
        (sending(200, b'{"choices": [{"message": {"content": [1]}}]}'), "failed"),
        (sending(200, b"[" * 100_000), "failed"),
        (sending(200, b"1e" + b"9" * 6), "failed"),
        (sending(200, b"x", Content_Encoding="gzip"), "failed"),
        (sending(302, b"", Location="http://127.0.0.1:9/"), "failed"),
        (refusing(401), "failed"),
        (refusing(404), "failed"),
        (refusing(429), "failed"),
        (refusing(500), "failed"),
        (hanging_up, "failed"),
        (endless, "failed"),
        (dripping(), "slow"),
        (late(2.0, GOOD), "slow"),
    ],
)
async def test_a_bad_server_leaves_the_answer_as_it_is(behaviour: Behaviour, status: str) -> None:
    with summarizing(behaviour, within=1.0) as (summarizer, _):
        begun = time.monotonic()
        made = await summarizer.summarised(ANSWER, shown=2)
        took = time.monotonic() - begun
    assert (made.status, made.answer.summary) == (status, None)
    assert made.answer.hits == ANSWER.hits
    expected = Outcome.RELATED if status == "no_answer" else Outcome.ANSWER
    assert made.answer.outcome is expected
    assert took < 1.5


async def test_a_server_that_is_not_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    summarizer = Summarizer(settings(url))
    made = await summarizer.summarised(ANSWER, shown=2)
    summarizer.close()
    assert made.status == "failed"


async def test_options_that_a_server_does_not_know_are_left_out() -> None:
    with summarizing(refusing(400), GOOD) as (summarizer, server):
        statuses = [(await summarizer.summarised(ANSWER, shown=2)).status for _ in range(2)]
    assert statuses == ["made", "made"]
    assert ["max_tokens" in one for one in server.requests] == [True, False, False]


async def test_a_dead_server_is_left_alone_after_three_failures() -> None:
    with summarizing(refusing(500)) as (summarizer, server):
        statuses = [(await summarizer.summarised(ANSWER, shown=2)).status for _ in range(5)]
    assert statuses == ["failed", "failed", "failed", "busy", "busy"]
    assert len(server.requests) == 3


async def test_at_most_so_many_requests_at_once_and_the_event_loop_is_free() -> None:
    with summarizing(late(0.4, GOOD)) as (summarizer, server):
        asked = [
            asyncio.create_task(summarizer.summarised(ANSWER, shown=2)) for _ in range(AT_ONCE + 3)
        ]
        longest, before = 0.0, time.monotonic()
        while not all(task.done() for task in asked):
            await asyncio.sleep(0.005)
            longest, before = max(longest, time.monotonic() - before), time.monotonic()
        statuses = [task.result().status for task in asked]
    assert sorted(statuses) == ["busy"] * 3 + ["made"] * AT_ONCE
    assert len(server.requests) == AT_ONCE
    assert longest < 0.3


async def test_the_time_that_the_search_took_counts() -> None:
    with summarizing(GOOD, within=5.0) as (summarizer, server):
        made = await summarizer.summarised(ANSWER, shown=2, started=time.monotonic() - 4.9)
    assert (made.status, server.requests) == ("slow", [])


async def test_nothing_found_is_not_sent_anywhere() -> None:
    with summarizing(GOOD) as (summarizer, server):
        made = await summarizer.summarised(answer(outcome=Outcome.NOTHING), shown=2)
    assert (made.status, server.requests) == ("no_answer", [])


async def test_the_key_is_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    with summarizing(refusing(401, f"bad key {KEY}")) as (summarizer, _):
        await summarizer.summarised(ANSWER, shown=2)
    assert "check LLM_API_KEY" in caplog.text
    assert KEY not in caplog.text


async def test_a_request_under_way_does_not_hold_up_the_end() -> None:
    with summarizing(dripping()) as (summarizer, server):
        asked = asyncio.create_task(summarizer.summarised(ANSWER, shown=2))
        await asyncio.to_thread(server.asked.wait, 5)
        asked.cancel()
        begun = time.monotonic()
        summarizer.close()
        assert time.monotonic() - begun < 2
        with pytest.raises(asyncio.CancelledError):
            await asked


def test_without_an_address_there_is_none() -> None:
    assert build_summarizer(Settings()) is None
