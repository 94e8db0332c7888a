"""Updates that Telegram brings: the same answers, and nobody else is let in."""

import asyncio
import contextlib
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace

import httpx
import pytest
from tornado.testing import bind_unused_port

from bot.configuration.settings import Settings
from bot.configuration.values import Secret
from bot.services.health_server import listening_socket
from bot.telegram.app import TelegramBot, Timeouts
from bot.telegram.transport.webhook import WebhookAddress
from tests.support.bot_api.server import FakeBotAPI
from tests.support.bot_api.webhook import delivering
from tests.support.running import Running
from tests.support.stand_in import StandIn

SECRET = "s3cret_of-tests"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
Hooked = Callable[..., AbstractAsyncContextManager[list[int]]]


@pytest.fixture
def hooked_settings(settings: Settings) -> Settings:
    socket, port = bind_unused_port()
    socket.close()
    return replace(
        settings,
        webhook_url=f"http://127.0.0.1:{port}/hook",
        webhook_secret=Secret(SECRET),
        webhook_port=port,
    )


@pytest.fixture
def hooked(tg: FakeBotAPI, running: Running, hooked_settings: Settings) -> Hooked:
    """`async with hooked() as statuses:` the bot has a webhook inside, and is brought updates."""

    @contextlib.asynccontextmanager
    async def run(**options: object) -> AsyncIterator[list[int]]:
        options = {"settings": hooked_settings} | options
        async with running(**options), delivering(tg) as statuses:
            await tg.until(lambda: tg.world.webhook)
            yield statuses

    return run


async def test_answers_in_webhook_mode(tg: FakeBotAPI, hooked: Hooked) -> None:
    async with hooked() as statuses:
        tg.say("internet desa")
        message = await tg.sent()
        tg.press(message, "Lainnya ▸")
        await tg.called("editMessageText")
    assert message.text.splitlines()[0] == "4. Desa terhubung internet, bagian 4"
    assert statuses == [200, 200]
    (announced,) = tg.params_of("setWebhook")
    assert (announced["secret_token"], announced["max_connections"]) == (SECRET, 100)
    assert announced["allowed_updates"][:3] == ["message", "edited_message", "callback_query"]
    assert tg.params_of("getUpdates") == []


async def test_inline_and_guest_queries_in_webhook_mode(tg: FakeBotAPI, hooked: Hooked) -> None:
    me = {"id": 123456, "is_bot": True, "first_name": "Arsip", "username": "arsip_bot"}
    change = {"chat": tg.group, "from": tg.person, "date": 1}
    change["old_chat_member"] = {"status": "left", "user": me}
    change["new_chat_member"] = {"status": "member", "user": me}
    async with hooked():
        tg.elsewhere.summon("@arsip_bot internet desa")
        post = await tg.elsewhere.posted()
        offered = await tg.elsewhere.search("internet desa")
        tg.push(my_chat_member=change)
        greeting = await tg.sent()
    assert post.text.startswith("1. Desa terhubung internet, bagian 1")
    assert (len(offered.cards), greeting.text[:5]) == (7, "Halo!")


@pytest.mark.parametrize("headers", [{}, {HEADER: ""}, {HEADER: "wrong"}, {HEADER: SECRET + "x"}])
async def test_wrong_secret_is_refused(
    tg: FakeBotAPI,
    hooked: Hooked,
    hooked_settings: Settings,
    answers: StandIn,
    headers: dict[str, str],
) -> None:
    async with hooked():
        async with httpx.AsyncClient() as stranger:
            update = {"update_id": 1, "message": {"text": "rahasia"}}
            refused = await stranger.post(tg.world.webhook, json=update, headers=headers)
            looked = await stranger.get(tg.world.webhook, headers={HEADER: SECRET})
        tg.say("internet desa")
        await tg.sent()
    assert (refused.status_code, refused.content) == (403, b"")
    assert (looked.status_code, looked.content) == (405, b"")
    assert [question.text for question in answers.asked] == ["internet desa"]


async def test_deliveries_that_cannot_be_parsed_are_left_out(
    tg: FakeBotAPI, hooked: Hooked, caplog: pytest.LogCaptureFixture
) -> None:
    async with hooked() as statuses:
        tg.push(message={"text": "rahasia"})
        async with httpx.AsyncClient() as client:
            headers = {HEADER: SECRET}
            broken = await client.post(tg.world.webhook, content=b"{rahasia", headers=headers)
        tg.say("internet desa")
        await tg.sent()
    assert (statuses, broken.status_code) == ([200, 200], 200)
    lines = [record for record in caplog.records if record.name.startswith("bot.")]
    warned = [line.getMessage() for line in lines if line.levelno == logging.WARNING]
    assert sorted(warned) == [
        "A delivery is not JSON and is left out",
        "Update 1001 cannot be read and is left out: KeyError",
    ]
    assert "rahasia" not in caplog.text


async def test_updates_waiting_at_shutdown_are_answered_later(
    tg: FakeBotAPI, hooked: Hooked, answers: StandIn
) -> None:
    async with hooked(timeouts=Timeouts(stop_within=0.1)):
        for text in ("hang", "dua", "tiga"):
            tg.say(text)
        await tg.fetched()
    assert tg.unread() == []
    answers.gate.set()
    async with hooked():
        for _ in range(3):
            await tg.sent()
    assert [question.text for question in answers.asked] == ["hang", "hang", "dua", "tiga"]


async def test_update_delivered_twice_is_answered_once(
    tg: FakeBotAPI, hooked: Hooked, answers: StandIn
) -> None:
    async with hooked() as statuses:
        tg.say("internet desa")
        tg.world.updates.append(tg.world.updates[0])
        await tg.fetched()
        tg.say("/help")
        await tg.sent()
        await tg.sent()
    assert statuses == [200, 200, 200]
    assert len(answers.asked) == 1


async def test_polling_takes_the_webhook_away(
    tg: FakeBotAPI, hooked: Hooked, running: Running
) -> None:
    async with hooked():
        pass
    async with running():
        tg.say("internet desa")
        await tg.sent()
    assert tg.world.webhook == ""


async def test_port_that_is_taken(
    tg: FakeBotAPI, hooked_settings: Settings, answers: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    with listening_socket("127.0.0.1", hooked_settings.webhook_port):
        bot = TelegramBot(hooked_settings, answers, answers.admin)
        assert await asyncio.wait_for(bot.serve(), 5) == 1
    errors = [line.getMessage() for line in caplog.records if line.levelno == logging.ERROR]
    assert [line.partition(" (")[0] for line in errors] == [
        "The webhook's port cannot be opened: [Errno 98] Address already in use"
    ]


def test_without_a_secret_each_start_has_its_own(hooked_settings: Settings) -> None:
    settings = replace(hooked_settings, webhook_secret=Secret())
    first, second = (WebhookAddress.of(settings).secret.reveal() for _ in range(2))
    assert len(first) == len(second) == 43
    assert first != second
    assert WebhookAddress.of(hooked_settings).secret.reveal() == SECRET


async def test_a_backlog_waits_in_the_journal_until_there_is_room(
    tg: FakeBotAPI, hooked: Hooked, hooked_settings: Settings, answers: StandIn
) -> None:
    people = [tg.add_person(1000 + number) for number in range(250)]
    async with hooked(settings=replace(hooked_settings, max_waiting=5)) as statuses:
        for person in people:
            tg.say("hang", user=person, date=time.time() - 60)
        await tg.until(lambda: len(statuses) == 250, within=20)
        answers.gate.set()
        await tg.until(lambda: len(tg.world.sent) == 250, within=20)
        tg.say("yang terakhir")
        await tg.until(lambda: len(tg.world.sent) == 251)
    assert Counter(chat for chat, _ in tg.world.sent) == Counter(
        [person["id"] for person in people] + [71]
    )
