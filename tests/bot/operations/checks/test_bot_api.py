import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from bot.configuration.settings import Settings
from bot.configuration.values import Secret
from bot.operations.checks.bot_api import check_bot
from tests.support.bot_api.server import FakeBotAPI


async def lines(settings: Settings) -> dict[str, str]:
    """The checks by name: status and text."""
    found = await asyncio.to_thread(lambda: list(check_bot(settings)))
    return {one.name: one.line for one in found}


async def test_a_bot_that_polls_and_hears_only_commands(settings: Settings) -> None:
    assert await lines(settings) == {
        "token": f"ok    token: it is that of @arsip_bot, at {settings.telegram_api_url}",
        "clock": "ok    clock: it agrees with Telegram's",
        "privacy mode": "ok    privacy mode: on: in groups the bot hears commands and replies to "
        "it, but no mentions (unless an admin) → for mentions turn it off with /setprivacy in "
        "@BotFather, then remove the bot from its groups and add it again",
        "inline mode": "ok    inline mode: off → for answers in any chat turn it on with "
        "/setinline",
        "updates": "ok    updates: by long polling; 0 of them wait there",
    }


async def test_a_bot_that_hears_everything(settings: Settings, tg: FakeBotAPI) -> None:
    tg.world.flags["can_read_all_group_messages"] = True
    tg.world.inline = True
    tg.say("halo")
    found = await lines(settings)
    assert found["privacy mode"].startswith("ok    privacy mode: off: ")
    assert found["inline mode"] == "ok    inline mode: on"
    assert found["updates"] == "ok    updates: by long polling; 1 of them wait there"


async def test_without_a_token_nobody_is_asked(settings: Settings, tg: FakeBotAPI) -> None:
    found = await lines(replace(settings, telegram_bot_token=Secret()))
    assert list(found) == ["token"]
    assert found["token"].startswith("ok    token: none is set")
    assert tg.calls == []


@pytest.mark.parametrize("token", ["123456:revoked", "1:x"])
async def test_a_token_that_telegram_does_not_know(settings: Settings, token: str) -> None:
    found = await lines(replace(settings, telegram_bot_token=Secret(token)))
    assert list(found) == ["token"]
    assert found["token"].startswith("fail  token: ")
    assert "rejects the token → set TELEGRAM_BOT_TOKEN" in found["token"]
    assert token not in found["token"]


async def test_a_server_that_is_not_there(settings: Settings) -> None:
    found = await lines(replace(settings, telegram_api_url="http://127.0.0.1:9"))
    assert found["token"] == (
        "fail  token: http://127.0.0.1:9 cannot be reached (ConnectError) → check the network, a "
        "proxy, and the setting TELEGRAM_API_URL"
    )


async def test_something_that_is_no_bot_api(settings: Settings, tg: FakeBotAPI) -> None:
    tg.garble_next("getMe", status=502)
    found = await lines(settings)
    assert "answers with 502 and no result" in found["token"]


async def test_a_webhook_that_nobody_wants_any_more(settings: Settings, tg: FakeBotAPI) -> None:
    tg.world.webhook = "https://arsip.example/secret-path"
    found = await lines(settings)
    assert found["updates"].startswith("warn  updates: Telegram delivers them to arsip.example, ")
    assert "secret-path" not in found["updates"]


async def test_a_webhook_that_is_not_registered_yet(settings: Settings, tg: FakeBotAPI) -> None:
    wanted = replace(settings, webhook_url="https://arsip.example/telegram")
    assert (await lines(wanted))["updates"] == (
        "warn  updates: WEBHOOK_URL is arsip.example, but Telegram does not deliver them; 0 of "
        "them wait there → start the bot: it registers the address"
    )
    tg.world.webhook = "https://arsip.example/telegram"
    delivered = "ok    updates: delivered to arsip.example; 0 of them wait there"
    assert (await lines(wanted))["updates"] == delivered


async def test_a_webhook_that_cannot_be_reached(settings: Settings, tg: FakeBotAPI) -> None:
    wanted = replace(settings, webhook_url="https://arsip.example/telegram")
    tg.world.webhook = wanted.webhook_url
    reason = "Connection refused"
    now = int(time.time())
    tg.world.webhook_trouble = {"last_error_date": now, "last_error_message": reason}
    assert "Telegram could not deliver: Connection refused" in (await lines(wanted))["updates"]
    # It works again since.
    tg.world.webhook_trouble["last_error_date"] = now - 7200
    assert (await lines(wanted))["updates"].startswith("ok ")


class Yesterday(RequestHandler):
    def get(self, *_: str) -> None:
        self.set_header("Date", "Mon, 02 Mar 2020 10:00:00 GMT")
        self.finish({"ok": True, "result": {"username": "arsip_bot"}})


@pytest.fixture
def late_server() -> Iterator[str]:
    (socket,) = bind_sockets(0, "127.0.0.1")
    server = HTTPServer(Application([(r"/(.*)", Yesterday)], log_function=lambda _: None))
    server.add_socket(socket)
    yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    server.stop()


async def test_a_clock_that_is_wrong(settings: Settings, late_server: str) -> None:
    found = await lines(replace(settings, telegram_api_url=late_server))
    assert found["clock"].startswith("warn  clock: it is ")
    assert found["clock"].endswith(" s ahead of Telegram's → set it right, as with NTP")
