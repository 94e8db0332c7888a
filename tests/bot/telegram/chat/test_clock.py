"""Telegram's clock, and questions that arrive late by it."""

import asyncio
import datetime
import logging
import time
from dataclasses import replace

import httpx
import pytest
from telegram import Chat, Message, Update
from tornado.testing import bind_unused_port

from bot.configuration.settings import Settings
from bot.telegram.chat.clock import TelegramClock
from tests.support.bot_api.server import FakeBotAPI
from tests.support.running import Running
from tests.support.stand_in import StandIn

NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)


class Machine:
    """A machine whose clock is `ahead` seconds ahead, at noon when it starts."""

    def __init__(self, ahead: float) -> None:
        self.passed = 0.0
        self.ahead = ahead
        self.clock = TelegramClock(wall=self.wall, steady=lambda: 50 + self.passed)

    def wall(self) -> float:
        return NOON.timestamp() + self.passed + self.ahead


def update(sent: datetime.datetime) -> Update:
    chat = Chat(id=1, type="private")
    return Update(1, message=Message(message_id=1, date=sent, chat=chat))


def response(date: str) -> httpx.Response:
    return httpx.Response(200, headers={"Date": date})


async def test_telegrams_answers_tell_the_time() -> None:
    machine = Machine(ahead=700)
    assert (machine.clock.ahead, machine.clock.trouble) == (None, "")
    await machine.clock.read_answer(response("Sun, 01 Mar 2026 12:00:00 GMT"))
    machine.passed = 30
    assert machine.clock.now() == NOON.timestamp() + 30
    assert machine.clock.ahead == 700
    assert machine.clock.trouble == (
        "this machine's clock is 700 s ahead of Telegram's; set it right, for instance with NTP"
    )


@pytest.mark.parametrize("date", ["", "yesterday"])
async def test_an_answer_without_a_date_tells_nothing(date: str) -> None:
    machine = Machine(ahead=700)
    await machine.clock.read_answer(response(date))
    assert machine.clock.ahead is None


def test_live_messages_tell_the_time_and_others_only_that_it_is_later() -> None:
    machine = Machine(ahead=-700)
    machine.clock.read_update(update(NOON))
    assert machine.clock.ahead is None
    machine.clock.read_update(update(NOON), live=True)
    assert machine.clock.ahead == -700
    assert machine.clock.trouble.startswith("this machine's clock is 700 s behind Telegram's")


def test_age_counts_from_the_newest_message_and_goes_on_while_one_waits() -> None:
    machine = Machine(ahead=700)
    assert machine.clock.age(NOON) == datetime.timedelta()
    machine.clock.read_update(update(NOON))
    machine.clock.read_update(update(NOON - datetime.timedelta(hours=1)))
    machine.passed = 5
    assert machine.clock.age(NOON - datetime.timedelta(hours=1)).total_seconds() == 3605


def test_a_date_in_the_far_future_is_a_mistake() -> None:
    machine = Machine(ahead=0)
    machine.clock.read_update(update(NOON + datetime.timedelta(days=300)), live=True)
    assert machine.clock.ahead is None
    assert machine.clock.age(NOON) == datetime.timedelta()


async def test_a_clock_that_is_ahead_silences_nobody(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        for number in range(4):
            tg.say(f"internet desa {number}", date=time.time() - 700)
            assert (await tg.sent()).text.startswith("1. Desa")
        for number in (4, 5, 6):
            tg.say(f"internet desa {number}", date=time.time() - 700)
        for _ in range(3):
            assert (await tg.sent()).text.startswith("1. Desa")
    assert len(answers.asked) == 7


async def test_health_and_log_tell_that_the_clock_is_wrong(
    tg: FakeBotAPI, running: Running, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    socket, port = bind_unused_port()
    socket.close()
    async with running(settings=replace(settings, health_port=port)):
        for number in range(3):
            tg.say(f"internet desa {number}", date=time.time() - 700)
            await tg.sent()
            await asyncio.sleep(0.05)
        async with httpx.AsyncClient() as client:
            told = (await client.get(f"http://127.0.0.1:{port}/healthz")).json()
            figures = (await client.get(f"http://127.0.0.1:{port}/metrics")).text
    assert told["ok"] is True
    assert 699 <= told["clock_ahead_seconds"] <= 703
    (warning,) = told["warnings"]
    assert warning.startswith("this machine's clock is 70")
    assert "tanya_clock_ahead_seconds 70" in figures
    logged = [r.message for r in caplog.records if r.levelno == logging.WARNING]
    assert len(logged) == 1
    assert logged[0].startswith("This machine's clock is 70")


async def test_after_an_outage_the_last_question_of_everybody_is_answered(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    other = tg.add_person(72)
    for text, hours in (("satu", 3), ("dua", 2.5), ("tiga", 2)):
        tg.say(text, date=time.time() - 3600 * hours)
    tg.say("empat", user=other, date=time.time() - 3600)
    tg.say("makasih", user=other, date=time.time() - 3000)
    tg.say("/help", user=other, date=time.time() - 2000)
    async with running():
        mine, his = [], []
        for _ in range(5):
            message = await tg.sent()
            (his if message.chat["id"] == 72 else mine).append(message.text.split()[0])
        await tg.worked_off()
    # One apology for “satu” and “dua”, then what was asked last; nothing but thanks is not asked.
    assert mine == ["Maaf,", "1."]
    assert his == ["1.", "Siap!", "Tulis"]
    assert sorted(question.text for question in answers.asked) == ["empat", "tiga"]


async def test_each_outage_has_its_apology(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        tg.say("internet", date=time.time())
        await tg.sent()
        for _ in range(2):
            for text in ("satu", "dua", "tiga"):
                tg.say(text, date=time.time() - 5000)
            assert [(await tg.sent()).text.split()[0] for _ in range(2)] == ["Maaf,", "1."]
        await tg.worked_off()
        assert tg.unread() == []
