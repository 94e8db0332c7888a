"""Nothing is lost and nothing is answered twice, however the process ends."""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tornado.testing import bind_unused_port

from bot.telegram.app import Timeouts
from tests.support.bot_api.server import FakeBotAPI
from tests.support.bot_api.webhook import delivering
from tests.support.running import Running
from tests.support.stand_in import StandIn

ROOT = Path(__file__).parents[4]
SHORT = Timeouts(stop_within=0.1)

PROGRAM = """
import sys
from bot.configuration.settings import Settings
from bot.telegram.app import run
from tests.support.bot_api.webhook import delivering
from tests.support.stand_in import StandIn, StandInAdmin

answers = StandIn()
if "free" in sys.argv:
    answers.gate.set()
sys.exit(run(Settings.load(env_file=None), answers, StandInAdmin()))
"""


@asynccontextmanager
async def process(
    tg: FakeBotAPI, data: Path, *how: str, more: dict[str, str]
) -> AsyncIterator[None]:
    """The bot in a process of its own, killed at the end."""
    env = more | {
        "TELEGRAM_BOT_TOKEN": tg.token,
        "TELEGRAM_API_URL": tg.url,
        "DATA_DIR": str(data),
        "NO_PROXY": "127.0.0.1",
    }
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PROGRAM, *how), cwd=ROOT, env=env, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield
    finally:
        child.kill()
        await child.wait()


def answered(tg: FakeBotAPI) -> Counter[int]:
    """How many messages each chat has got."""
    return Counter(chat for chat, _ in tg.world.sent)


@pytest.fixture(params=["polling", "webhook"])
async def mode(request: pytest.FixtureRequest, tg: FakeBotAPI) -> AsyncIterator[dict[str, str]]:
    """What makes a process fetch updates, or be brought them."""
    if request.param == "polling":
        yield {}
        return
    socket, port = bind_unused_port()
    socket.close()
    async with delivering(tg):
        yield {"WEBHOOK_URL": f"http://127.0.0.1:{port}/", "WEBHOOK_PORT": str(port)}


async def test_killed_with_forty_questions_waiting(
    tg: FakeBotAPI, tmp_path: Path, mode: dict[str, str]
) -> None:
    people = [tg.add_person(100 + number) for number in range(50)]
    async with process(tg, tmp_path, more=mode):
        for person in people[:10]:
            tg.say("internet desa", user=person)
        await tg.until(lambda: len(tg.world.sent) == 10, within=10)
        for person in people[10:]:
            tg.say("hang", user=person)
        await tg.fetched()
    async with process(tg, tmp_path, "free", more=mode):
        await tg.until(lambda: len(tg.world.sent) >= 50, within=10)
        tg.say("yang terakhir", user=people[0])
        await tg.until(lambda: len(tg.world.sent) >= 51)
    assert answered(tg) == {person["id"]: 1 for person in people} | {people[0]["id"]: 2}


async def test_message_being_sent_at_a_crash_is_not_sent_again(
    tg: FakeBotAPI, running: Running
) -> None:
    tg.delay_next("sendMessage", 20, late=True)
    async with running(timeouts=SHORT):
        tg.say("internet desa")
        await tg.sent()
    async with running():
        tg.say("yang kedua")
        assert (await tg.sent()).reply_to is None
    assert len(tg.world.sent) == 2


async def test_message_refused_before_a_crash_is_sent_after_it(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    tg.fail_next("sendMessage", 429, "Too Many Requests: retry after 20", retry_after=20)
    async with running(timeouts=SHORT):
        tg.say("internet desa")
        await tg.called("sendMessage")
    async with running():
        await tg.sent()
    assert [question.text for question in answers.asked] == ["internet desa"] * 2
    assert len(tg.world.sent) == 1


async def test_updates_waiting_at_shutdown_are_answered_later(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running(timeouts=Timeouts(stop_within=5)):
        for text in ("slow satu", "dua", "tiga"):
            tg.say(text)
        await tg.fetched()
    assert len(tg.unread()) == 1
    async with running():
        await tg.sent()
        await tg.sent()
    assert [question.text for question in answers.asked] == ["slow satu", "dua", "tiga"]


async def test_an_update_that_is_delivered_again_is_not_answered_again(
    tg: FakeBotAPI, running: Running
) -> None:
    async with running():
        tg.say("internet desa")
        (update,) = tg.world.updates
        await tg.sent()
        await tg.fetched()
    tg.world.updates.append(update)
    async with running():
        tg.say("/help")
        assert "/tanya" in (await tg.sent()).text
    assert len(tg.world.sent) == 2


async def test_old_questions_that_an_earlier_run_left_get_an_apology_but_the_last(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running(timeouts=SHORT):
        tg.say("hang", date=time.time() - 595)
        for text in ("dua", "tiga", "empat"):
            tg.say(text, date=time.time() - 3000)
        await tg.fetched()
    answers.gate.set()
    answers.asked.clear()
    async with running():
        sent = [(await tg.sent()).text.split(".")[0] for _ in range(3)]
        await tg.worked_off()
    assert sent == ["1", "Maaf, tadi saya sedang tidak aktif dan pertanyaan ini terlewat", "1"]
    assert [question.text for question in answers.asked] == ["hang", "empat"]


async def test_messages_between_people_are_never_written_down(
    tg: FakeBotAPI, running: Running, tmp_path: Path
) -> None:
    async with running():
        tg.say("obrolan di grup", chat=tg.group)
        tg.say("/tanya internet desa", chat=tg.group)
        await tg.sent()
    found = written(tmp_path)
    assert "internet desa" in found
    assert "obrolan di grup" not in found


def written(folder: Path) -> str:
    """Whatever the bot's database holds on disk."""
    files = folder.glob("bot.db*")
    return b"".join(file.read_bytes() for file in files).decode("utf-8", "ignore")


async def test_an_answer_that_does_not_get_through_is_tried_again(
    tg: FakeBotAPI, running: Running, answers: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.transport.intake._PAUSE", 0.05)
    tg.fail_next("sendMessage", 502, "Bad Gateway", times=5)
    async with running():
        tg.say("satu")
        tg.say("dua")
        await tg.sent()
        await tg.sent()
        tg.say("tiga")
        await tg.sent()
    assert [question.text for question in answers.asked] == ["satu"] * 3 + ["dua", "tiga"]
    assert answered(tg) == {71: 3}


async def test_an_answer_that_never_gets_through_is_given_up(
    tg: FakeBotAPI, running: Running, answers: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.transport.intake._PAUSE", 0.0)
    tg.fail_next("sendMessage", 502, "Bad Gateway", times=28)
    async with running():
        tg.say("satu")
        await tg.called("sendMessage", times=28)
        tg.say("dua")
        await tg.sent()
    assert [question.text for question in answers.asked] == ["satu"] * 14 + ["dua"]
