"""What those who run the bot can see of it."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
from tornado.testing import bind_unused_port

from bot.configuration.settings import Settings
from bot.services.health_server import listening_socket
from bot.telegram.app import TelegramBot, Timeouts
from bot.telegram.transport.polling import PollingTimeouts
from index.errors import ArchiveError
from tests.support.bot_api.server import FakeBotAPI
from tests.support.running import Running
from tests.support.stand_in import StandIn


@pytest.fixture
def watched(settings: Settings) -> Settings:
    socket, port = bind_unused_port()
    socket.close()
    return replace(settings, health_port=port)


@pytest.fixture
async def look(watched: Settings) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{watched.health_port}") as client:
        yield client


async def at_rest(look: httpx.AsyncClient) -> httpx.Response:
    """The health once everything is answered."""
    for _ in range(200):
        answer = await look.get("/healthz")
        if answer.json()["journal"] == answer.json()["at_work"] == 0:
            break
        await asyncio.sleep(0.02)
    return answer


async def figures(look: httpx.AsyncClient) -> dict[str, float]:
    """Every figure by name and labels, but for what Prometheus adds."""
    page = (await look.get("/metrics")).text
    lines = re.findall(r"^(tanya_\S+) (\S+)$", page, re.MULTILINE)
    return {name: float(value) for name, value in lines if "_created" not in name}


async def test_healthy_bot_has_no_problems(
    tg: FakeBotAPI, running: Running, watched: Settings, look: httpx.AsyncClient
) -> None:
    async with running(settings=watched):
        tg.say("internet desa")
        await tg.sent()
        answer = await at_rest(look)
    assert answer.status_code == 200
    told = answer.json()
    assert 0 <= told.pop("poll_age_seconds") < 5
    assert -3 <= told.pop("clock_ahead_seconds") < 3
    assert told == {
        "ok": True,
        "problems": [],
        "warnings": [],
        "waiting": 0,
        "at_work": 0,
        "journal": 0,
        "articles": 17891,
    }


async def test_metrics_count_what_happened(
    tg: FakeBotAPI, running: Running, watched: Settings, look: httpx.AsyncClient
) -> None:
    settings = replace(watched, questions_per_10_seconds=3)
    tg.fail_next("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
    async with running(settings=settings):
        tg.say("internet desa")
        message = await tg.sent()
        tg.press(message, "Lainnya ▸")
        await at_rest(look)
        for text in ("nothing", "/tanya related", "keempat", "kelima"):
            tg.say(text)
        for _ in range(3):
            await tg.sent()
        await at_rest(look)
        seen = await figures(look)
    expected = {
        'tanya_questions_total{kind="private",outcome="answer"}': 1,
        'tanya_questions_total{kind="private",outcome="nothing"}': 1,
        'tanya_questions_total{kind="private",outcome="related"}': 1,
        'tanya_answer_seconds_count{kind="chat"}': 4,
        'tanya_answer_seconds_bucket{kind="chat",le="0.5"}': 3,
        'tanya_answer_seconds_count{kind="press"}': 1,
        'tanya_refusals_total{reason="too_fast"}': 1,
        'tanya_refusals_total{reason="silently"}': 1,
        'tanya_telegram_errors_total{kind="RetryAfter"}': 1,
        "tanya_waiting": 0,
        "tanya_articles": 17891,
    }
    assert {name: seen.get(name) for name in expected} == expected


async def test_metrics_name_nobody(
    tg: FakeBotAPI, running: Running, watched: Settings, look: httpx.AsyncClient
) -> None:
    person = tg.add_person(987654321)
    async with running(settings=watched):
        tg.say("pertanyaan rahasia", user=person)
        await tg.sent()
        page = (await look.get("/metrics")).text
        told = (await look.get("/healthz")).text
    assert "tanya_questions_total" in page
    assert [word for word in ("987654321", "rahasia", tg.token) if word in page + told] == []


async def test_polls_without_an_answer_are_a_problem(
    tg: FakeBotAPI, running: Running, watched: Settings, look: httpx.AsyncClient
) -> None:
    tg.delay_next("getUpdates", 20, times=9)
    timeouts = Timeouts(polling=PollingTimeouts(deaf_after=0.3))
    async with running(settings=watched, timeouts=timeouts):
        await tg.until(lambda: tg.world.commands)
        await asyncio.sleep(0.35)
        answer = await look.get("/healthz")
    assert (answer.status_code, answer.json()["problems"]) == (
        503,
        ["Telegram has not answered a poll for 0 s"],
    )


async def test_search_that_hangs(
    tg: FakeBotAPI,
    running: Running,
    watched: Settings,
    look: httpx.AsyncClient,
    answers: StandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.telegram.transport.health._SEARCH_WITHIN", 0.1)
    async with running(settings=watched):
        tg.say("hang")
        tg.say("hang", user=tg.add_person(72))
        for _ in range(500):
            await asyncio.sleep(0.01)
            if len(answers.asked) == 2:
                break
        answer = await look.get("/healthz")
        answers.gate.set()
    assert answer.status_code == 503
    assert answer.json()["problems"] == ["the search has not answered within 0.1 s"]
    assert answer.json()["journal"] == answer.json()["at_work"] == 2


async def test_archive_that_cannot_be_read_and_update_that_waits_too_long(
    tg: FakeBotAPI,
    running: Running,
    watched: Settings,
    look: httpx.AsyncClient,
    answers: StandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken() -> None:
        raise ArchiveError("broken")

    monkeypatch.setattr(answers, "coverage", broken)
    timeouts = Timeouts(stale_after=Timeouts().stale_after * 0)
    async with running(settings=watched, timeouts=timeouts):
        tg.say("hang", date=2_000_000_000)
        await asyncio.to_thread(answers.hanging.wait, 5)
        answer = await look.get("/healthz")
        answers.gate.set()
    assert answer.status_code == 503
    assert answer.json()["problems"] == [
        "an update has waited for 0 s",
        "the archive cannot be read",
    ]


async def test_before_telegram_is_reached(
    tg: FakeBotAPI, running: Running, watched: Settings, look: httpx.AsyncClient
) -> None:
    tg.delay_next("getMe", 5)
    async with running(settings=watched):
        await asyncio.sleep(0.1)
        answer = await look.get("/healthz")
    assert (answer.status_code, answer.json()["problems"]) == (
        503,
        ["not connected to Telegram yet"],
    )


async def test_port_that_is_taken(
    watched: Settings, answers: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    with listening_socket("127.0.0.1", watched.health_port):
        bot = TelegramBot(watched, answers, answers.admin)
        assert await asyncio.wait_for(bot.serve(), 5) == 1
    assert "HEALTH_PORT cannot be opened: [Errno 98] Address already in use" in caplog.text
