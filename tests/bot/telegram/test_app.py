"""Starting, polling, refreshing, ending."""

import asyncio
import contextlib
import io
import logging
import re
import signal
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from bot import logs
from bot.configuration.settings import Settings
from bot.configuration.values import Secret
from bot.telegram.app import TelegramBot, Timeouts, run
from bot.telegram.transport.polling import PollingTimeouts
from tests.support.bot_api.server import FakeBotAPI
from tests.support.running import Running
from tests.support.stand_in import StandIn, StandInAdmin

ROOT = Path(__file__).parents[3]


@pytest.fixture
def log() -> io.StringIO:
    """What the process would print, at the most talkative level, without knowing the token."""
    stream = io.StringIO()
    logs.configure("DEBUG", stream=stream)
    return stream


def errors(log: io.StringIO) -> list[str]:
    """What was logged as an error, without times and logger names."""
    assert "Traceback" not in log.getvalue()
    return re.findall(r" ERROR   bot\.\S+: (.*)", log.getvalue())


async def test_unknown_token(settings: Settings, answers: StandIn, log: io.StringIO) -> None:
    token = "123456:WRONG-one"
    bot = TelegramBot(replace(settings, telegram_bot_token=Secret(token)), answers, answers.admin)
    assert await asyncio.wait_for(bot.serve(), 5) == 1
    assert errors(log) == [
        "Telegram rejects TELEGRAM_BOT_TOKEN; get a valid token from @BotFather."
    ]
    assert token not in log.getvalue()


async def test_token_revoked_while_running(
    tg: FakeBotAPI, settings: Settings, answers: StandIn, log: io.StringIO
) -> None:
    tg.fail_next("getUpdates", 401, "Unauthorized")
    bot = TelegramBot(settings, answers, answers.admin)
    assert await asyncio.wait_for(bot.serve(), 5) == 1
    assert errors(log) == [
        "Telegram rejects TELEGRAM_BOT_TOKEN; get a valid token from @BotFather."
    ]


async def test_second_poller(
    tg: FakeBotAPI, settings: Settings, answers: StandIn, log: io.StringIO
) -> None:
    tg.fail_next("getUpdates", 409, "Conflict: terminated by other getUpdates request", times=9)
    bot = TelegramBot(
        settings, answers, answers.admin, timeouts=Timeouts(polling=PollingTimeouts(conflicts=2))
    )
    assert await asyncio.wait_for(bot.serve(), 5) == 1
    assert errors(log) == [
        "Another program receives this bot's updates (2 conflicts in a row); "
        "stop that program, or give this one another token."
    ]
    assert Timeouts().polling.conflicts == 5


async def test_polling_survives_bad_answers(tg: FakeBotAPI, running: Running) -> None:
    tg.garble_next("getUpdates")
    async with running():
        tg.say("internet desa")
        reply = await tg.sent()
    assert reply.text.splitlines()[0] == "1. Desa terhubung internet, bagian 1"


async def test_network_that_comes_up_later(tg: FakeBotAPI, running: Running) -> None:
    tg.fail_next("getMe", 502, "Bad Gateway")
    async with running():
        tg.say("/start")
        await tg.sent()
    assert len(tg.params_of("getMe")) == 2


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook"])
async def test_stopped_while_the_network_is_down(
    tg: FakeBotAPI, settings: Settings, answers: StandIn, method: str
) -> None:
    tg.fail_next(method, 502, "Bad Gateway", times=9)
    bot = TelegramBot(settings, answers, answers.admin)
    serving = asyncio.create_task(bot.serve())
    await tg.called(method)
    bot.stop()
    assert await asyncio.wait_for(serving, 0.5) == 0


async def test_network_that_never_comes_up(
    settings: Settings, answers: StandIn, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.app._CONNECT_ATTEMPTS", 1)
    nobody = replace(settings, telegram_api_url="http://127.0.0.1:9")
    assert await asyncio.wait_for(TelegramBot(nobody, answers, answers.admin).serve(), 5) == 1
    assert errors(log) == [
        "Telegram cannot be reached: httpx.ConnectError: All connection attempts failed"
    ]


async def test_answers_under_way_are_finished(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        tg.say("slow internet")
        tg.say("slow internet", user=tg.add_person(72))
        await tg.fetched()
        assert tg.unread() == []
    assert sorted(message.chat["id"] for message in tg.unread()) == [71, 72]


async def test_end_does_not_wait_for_ever(
    tg: FakeBotAPI, settings: Settings, answers: StandIn, log: io.StringIO
) -> None:
    bot = TelegramBot(settings, answers, answers.admin, timeouts=Timeouts(stop_within=0.2))
    serving = asyncio.create_task(bot.serve())
    tg.say("hang")
    await tg.until(lambda: tg.world.allowed_updates)
    await asyncio.to_thread(answers.hanging.wait, 5)
    before = time.monotonic()
    bot.stop()
    assert await serving == 0
    assert time.monotonic() - before < 1
    assert "Some answers were not finished within 0.2 seconds" in log.getvalue()
    assert bot.searching is True


async def test_refresh_hook(tg: FakeBotAPI, running: Running, log: io.StringIO) -> None:
    threads: list[str] = []
    often = threading.Event()

    def refresh() -> None:
        threads.append(threading.current_thread().name)
        if len(threads) == 6:
            often.set()
        if len(threads) != 3:
            raise OSError("half a snapshot")

    async with running(refresh=refresh, timeouts=Timeouts(refresh_every=0.02)):
        assert await asyncio.to_thread(often.wait, 5)
        tg.say("internet desa")
        await tg.sent()
    assert threading.main_thread().name not in threads
    # Said once before it went well, and once after.
    assert log.getvalue().count("OSError: half a snapshot") == 2
    assert Timeouts().refresh_every == 5.0


async def test_samples_are_ready_before_anybody_asks(running: Running, answers: StandIn) -> None:
    calls, again = [0], threading.Event()

    def refresh() -> None:
        calls[0] += 1
        if calls[0] == 2:
            again.set()

    async with running(refresh=refresh, timeouts=Timeouts(refresh_every=0.02)):
        assert await asyncio.to_thread(again.wait, 5)
    assert answers.asked[0].text == "Apa kata Sari soal Palapa Ring?"


async def test_menus_are_set_only_when_they_change(tg: FakeBotAPI, running: Running) -> None:
    tg.add_person(900)
    for _ in range(2):
        calls = len(tg.params_of("getMyCommands"))
        async with running():
            # Private chats, groups, their admins, the owner; each for any language and for two.
            await tg.called("getMyCommands", times=calls + 12)
            tg.say("/start")
            await tg.sent()
    assert set(tg.world.commands) == {
        (scope, code)
        for scope in ("all_private_chats", "all_group_chats", "all_chat_administrators", "900")
        for code in ("", "id", "en")
    }
    for (_, code), menu in tg.world.commands.items():
        assert menu[0]["command"] == ("ask" if code == "en" else "tanya")
    assert len(tg.params_of("setMyCommands")) == 12


async def test_admin_without_a_chat_has_no_menu(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        await tg.called("getMyCommands", times=10)
    assert {scope for scope, _ in tg.world.commands} == {
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
    }


async def test_start_without_menus(tg: FakeBotAPI, running: Running) -> None:
    tg.fail_next("getMyCommands", 429, "Too Many Requests", retry_after=99)
    async with running():
        await tg.called("getMyCommands")
        tg.say("/start")
        reply = await tg.sent()
    assert reply.text.startswith("Halo!")


async def test_token_is_in_no_log(
    tg: FakeBotAPI, running: Running, log: io.StringIO, answers: StandIn
) -> None:
    async with running():
        tg.fail_next("sendMessage", 500, "Internal Server Error", times=2)
        tg.say("internet desa")
        await tg.called("sendMessage", times=2)
        tg.garble_next("sendMessage")
        tg.say("internet desa")
        await tg.called("sendMessage", times=3)
        answers.error = RuntimeError("broken")
        tg.say("internet desa")
        await tg.sent()
    assert log.getvalue().count("\n") > 20
    assert tg.token not in log.getvalue()


async def test_questions_are_logged_at_debug_only(
    tg: FakeBotAPI, running: Running, log: io.StringIO
) -> None:
    logging.getLogger().setLevel(logging.INFO)
    async with running():
        tg.say("pertanyaan yang pribadi")
        await tg.sent()
    assert "Listening as @arsip_bot" in log.getvalue()
    assert "pribadi" not in log.getvalue()


def test_no_token(settings: Settings, log: io.StringIO) -> None:
    assert run(replace(settings, telegram_bot_token=Secret()), StandIn(), StandInAdmin()) == 1
    assert errors(log) == ["TELEGRAM_BOT_TOKEN is not set; get a token from @BotFather."]


def test_folder_that_cannot_be_used(settings: Settings, tmp_path: Path, log: io.StringIO) -> None:
    (tmp_path / "file").touch()
    assert run(replace(settings, data_dir=tmp_path / "file"), StandIn(), StandInAdmin()) == 1
    (line,) = errors(log)
    assert line.startswith(f"The bot's database in {tmp_path}/file cannot be opened: ")


PROGRAM = """
import sys
from bot import logs
from bot.configuration.settings import Settings
from bot.telegram.app import Timeouts, run
from tests.support.stand_in import StandIn, StandInAdmin

settings = Settings.load(env_file=None)
logs.configure("DEBUG")
sys.exit(run(settings, StandIn(), StandInAdmin(), timeouts=Timeouts(stop_within=0.3)))
"""


async def test_process_ends_at_sigterm_even_with_a_search_that_hangs(
    tg: FakeBotAPI, tmp_path: Path
) -> None:
    env = {
        "TELEGRAM_BOT_TOKEN": tg.token,
        "TELEGRAM_API_URL": tg.url,
        "DATA_DIR": str(tmp_path),
        "NO_PROXY": "127.0.0.1",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PROGRAM), cwd=ROOT, env=env, stderr=asyncio.subprocess.PIPE
    )
    try:
        tg.say("internet desa")
        await tg.sent(10)
        tg.say("hang")
        printed = b""
        while b"Question: hang" not in printed:
            printed += await asyncio.wait_for(process.stderr.readline(), 10)
        process.send_signal(signal.SIGTERM)
        printed += (await asyncio.wait_for(process.communicate(), 5))[1]
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    assert process.returncode == 0
    assert b"Exiting while a search is still running" in printed
    assert tg.token.encode() not in printed


async def test_fake_server_ends_the_first_of_two_polls(tg: FakeBotAPI) -> None:
    url = f"{tg.url}/bot{tg.token}/getUpdates"
    async with httpx.AsyncClient() as client:
        first = asyncio.create_task(client.post(url, json={"timeout": 5}))
        await asyncio.sleep(0.05)
        second = asyncio.create_task(client.post(url, data={"timeout": "5"}))
        refused = await first
        tg.say("halo")
        fetched = await second
    assert (refused.status_code, refused.json()["error_code"]) == (409, 409)
    assert [update["message"]["text"] for update in fetched.json()["result"]] == ["halo"]
