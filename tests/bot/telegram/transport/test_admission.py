"""Who asks too much waits, and nobody else does."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.configuration.settings import Settings
from bot.telegram.transport.delivery import PacedRateLimiter
from tests.support.bot_api.server import FakeBotAPI
from tests.support.running import Running
from tests.support.stand_in import StandIn

BUSY = "Maaf, sedang banyak sekali yang bertanya. Coba lagi sebentar lagi, ya."


async def texts(tg: FakeBotAPI, count: int) -> list[str]:
    """The first lines of the next messages."""
    return [(await tg.sent()).text.splitlines()[0] for _ in range(count)]


def answered(tg: FakeBotAPI, chat_id: int) -> int:
    return sum(chat == chat_id for chat, _ in tg.world.sent)


async def test_a_person_who_asks_too_fast(
    tg: FakeBotAPI, running: Running, settings: Settings, answers: StandIn
) -> None:
    async with running(settings=replace(settings, questions_per_10_seconds=3)):
        for text in ("satu", "dua", "tiga", "empat", "lima", "enam"):
            tg.say(text)
        sent = await texts(tg, 4)
        tg.say("tujuh", user=tg.add_person(72))
        await tg.sent()
        assert tg.unread() == []
    assert sent[:3] == ["1. Desa terhubung internet, bagian 1"] * 3
    (notice,) = sent[3:]
    assert notice.startswith("Pelan-pelan, ya. Saya bisa menjawab lagi dalam ")
    assert notice.endswith(" detik.")
    assert [question.text for question in answers.asked] == ["satu", "dua", "tiga", "tujuh"]


async def test_questions_that_waited_are_judged_by_when_they_were_asked(
    tg: FakeBotAPI, running: Running, settings: Settings, answers: StandIn
) -> None:
    for minutes in (5, 4, 3, 2, 1):
        tg.say(f"dulu {minutes}", date=time.time() - 60 * minutes)
    async with running(settings=replace(settings, questions_per_10_seconds=1)):
        assert await texts(tg, 5) == ["1. Desa terhubung internet, bagian 1"] * 5


async def test_an_album_is_one_message(
    tg: FakeBotAPI, running: Running, settings: Settings
) -> None:
    photo = [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]
    async with running(settings=replace(settings, questions_per_10_seconds=1)):
        for _ in range(10):
            tg.say(None, photo=photo, media_group_id="7")
        assert (await texts(tg, 1))[0].startswith("Saya hanya bisa membaca teks.")
        tg.say("internet desa")
        assert await texts(tg, 1) == ["1. Desa terhubung internet, bagian 1"]
        assert tg.unread() == []


async def test_presses_have_their_own_quota(
    tg: FakeBotAPI, running: Running, settings: Settings
) -> None:
    async with running(settings=replace(settings, questions_per_10_seconds=1)):
        tg.say("internet desa")
        message = await tg.sent()
        for _ in range(17):
            tg.press(message, "Lainnya ▸")
        await tg.called("answerCallbackQuery", times=16)
        tg.say("/help", user=tg.add_person(72))
        await tg.sent()
    toasts = [call.get("text", "") for call in tg.params_of("answerCallbackQuery")]
    assert len(toasts) == 16
    assert toasts[-1].startswith("Pelan-pelan, ya.")


async def test_a_group_gets_one_notice_and_then_silence(
    tg: FakeBotAPI, running: Running, settings: Settings, answers: StandIn
) -> None:
    people = [tg.add_person(200 + number) for number in range(6)]
    async with running(settings=replace(settings, group_messages_per_minute=5)):
        for person in people:
            tg.say("/tanya internet", chat=tg.group, user=person)
        sent = await texts(tg, 4)
        tg.say("internet")
        await tg.sent()
        assert tg.unread() == []
    assert sent[:3] == ["1. Desa terhubung internet, bagian 1"] * 3
    (notice,) = sent[3:]
    assert notice.startswith("Grup ini sedang ramai bertanya. Saya bisa menjawab lagi dalam ")
    assert len(answers.asked) == 4


async def test_never_more_than_telegram_allows_a_group(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    sent = []

    async def sleep(seconds: float) -> None:
        clock[0] += seconds

    async def send(endpoint: str, chat_id: int) -> bool:
        sent.append((clock[0], chat_id))
        return True

    monkeypatch.setattr("bot.telegram.transport.delivery.asyncio.sleep", sleep)
    limiter = PacedRateLimiter(group_minute=2, now=lambda: clock[0])
    calls = [("sendMessage", -5), ("sendChatAction", -5), ("editMessageText", -5)]
    calls += [("sendMessage", 71), ("sendMessage", -6), ("sendPhoto", -5)]
    for endpoint, chat in calls:
        data = {"chat_id": chat}
        await limiter.process_request(send, (endpoint, chat), {}, endpoint, data, None)
    assert sent == [(100.0, -5)] * 3 + [(100.0, 71), (100.0, -6), (160.0, -5)]
    assert limiter.delay(-5) == 0.0
    assert limiter.delay(71) == 0.0


async def test_busy_is_said_once_a_chat(
    tg: FakeBotAPI, running: Running, settings: Settings, answers: StandIn
) -> None:
    people = [tg.add_person(300 + number) for number in range(40)]
    async with running(settings=replace(settings, max_waiting=5)):
        for person in people[:37]:
            tg.say("hang", user=person)
        await asyncio.to_thread(answers.hanging.wait, 5)
        await tg.fetched()
        for person in people[37:] * 2:
            tg.say("internet", user=person)
        await tg.fetched()
        answers.gate.set()
        sent = [await tg.sent() for _ in range(40)]
        tg.say("internet", user=people[39])
        assert (await tg.sent()).text.startswith("1. Desa")
        assert tg.unread() == []
    busy = [message.chat["id"] for message in sent if message.text == BUSY]
    assert sorted(busy) == [person["id"] for person in people[37:]]


@pytest.fixture
async def steady(tg: FakeBotAPI) -> AsyncIterator[list[float]]:
    """How long each of some people waits who ask one question after the other."""
    waited: list[float] = []

    async def asking(user: int) -> None:
        person = tg.add_person(user)
        while True:
            before = time.monotonic()
            tg.say("slow", user=person)
            await tg.until(lambda: answered(tg, user) > len(waited))
            waited.append(time.monotonic() - before)

    tasks = [asyncio.create_task(asking(400))]
    yield waited
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_flood_in_one_chat_delays_no_other(
    tg: FakeBotAPI, running: Running, steady: list[float]
) -> None:
    async with running():
        await tg.until(lambda: len(steady) >= 4)
        calm, flooded_from = steady[1:], len(steady) + 1
        for number in range(150):
            tg.say("slow", chat=tg.private if number % 2 else tg.group)
        await tg.until(lambda: len(steady) >= flooded_from + 6)
    flooded = steady[flooded_from:]
    assert statistics.median(flooded) < 2 * statistics.median(calm)


async def test_a_backlog_waits_at_telegram_until_there_is_room(
    tg: FakeBotAPI, running: Running, settings: Settings, answers: StandIn
) -> None:
    for number in range(250):
        tg.say("hang", user=tg.add_person(1000 + number), date=time.time() - 60)
    async with running(settings=replace(settings, max_waiting=5)):
        await asyncio.to_thread(answers.hanging.wait, 5)
        await asyncio.sleep(0.2)
        # Room for 105, asked for in hundreds; the second hundred is not confirmed yet.
        assert len(tg.world.updates) == 150
        assert len(tg.params_of("getUpdates")) == 2
        answers.gate.set()
        await tg.until(lambda: len(tg.world.sent) == 250, within=20)
    assert {answered(tg, 1000 + number) for number in range(250)} == {1}
    assert BUSY not in {message.text for message in tg.world.sent.values()}
