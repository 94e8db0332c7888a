"""Measure how fast and how steadily the Telegram bot answers many people, on a local server."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

from bot.configuration.settings import OFF, PACKAGED, Settings
from scripts.dev.bench.figures import Figure, quantile
from scripts.dev.bench.people import People
from scripts.dev.bench.processes import resident, telegram_bot
from tests.support.bot_api.server import FakeBotAPI

LATENCY = 0.060
SECONDS = 30
BACKLOG = 20_000
BACKLOG_CHATS = 5_000
ONE_BY_ONE = 60


def figures(questions: list[str], settings: Settings) -> Iterator[Figure]:
    """Latency under load and with one chat flooding, guest and inline answers, a backlog."""
    yield from asyncio.run(_under_load(questions, settings))
    for reader, target in ((OFF, 80), (PACKAGED, 30)):
        yield from asyncio.run(_crowded(questions, replace(settings, reader_model=reader), target))
    yield from asyncio.run(_backlog(questions, settings))


async def _under_load(questions: list[str], settings: Settings) -> list[Figure]:
    async with _distant_server() as telegram, telegram_bot(telegram, settings) as pid:
        people = People(telegram, questions)
        await people.warm_up()
        alone = await _one_by_one(people)
        calm = await people.ask(25, SECONDS)
        async with people.flood(100):
            flooded = await people.ask(25, SECONDS)
        busy = await people.ask(45, SECONDS)
        memory = resident(pid)
    return [
        *alone,
        _milliseconds(
            "25 questions/s from 200 chats, p95 from update to answer", calm.latencies, 250
        ),
        Figure(
            name="the same while one chat floods, × without",
            measured=quantile(flooded.latencies, 0.95) / quantile(calm.latencies, 0.95),
            target=2,
        ),
        _milliseconds("45 questions/s, p95 from update to answer", busy.latencies, 1000),
        Figure(
            name="45 questions/s, unanswered after 30 s (1 s of them)",
            measured=busy.unanswered,
            target=45,
        ),
        Figure(name="resident memory after that", measured=memory, target=600, unit="MB"),
    ]


def _milliseconds(name: str, latencies: list[float], target: float) -> Figure:
    return Figure(name=name, measured=1000 * quantile(latencies, 0.95), target=target, unit="ms")


async def _crowded(questions: list[str], settings: Settings, target: float) -> list[Figure]:
    """As many questions as can be answered: all people ask, and again when they are answered."""
    async with _distant_server() as telegram, telegram_bot(telegram, settings):
        people = People(telegram, questions)
        await people.warm_up()
        found = await people.ask_again_and_again(SECONDS)
    name, rate = f"200 at once, reader {settings.reader_model}", len(found.latencies) / SECONDS
    return [
        Figure(name=f"{name}, answers", measured=rate, target=target, unit="/s", at_least=True),
        Figure(name=f"{name}, longest wait", measured=found.longest, target=10, unit="s"),
    ]


async def _one_by_one(people: "People") -> list[Figure]:
    """Guest mentions and inline queries, each after the answer to the one before."""
    guest, inline = [], []
    for number in range(ONE_BY_ONE):
        # Long enough for the next poll to have begun: its latency is not the bot's.
        await asyncio.sleep(2 * LATENCY)
        guest.append(await people.mention(number))
        await asyncio.sleep(2 * LATENCY)
        inline.append(await people.type(number))
    return [
        _milliseconds("a guest mention, p95 from update to answer", guest, 150),
        _milliseconds("an inline query, p95 from update to answer", inline, 150),
    ]


async def _backlog(questions: list[str], settings: Settings) -> list[Figure]:
    async with _distant_server() as telegram:
        async with telegram_bot(telegram, settings) as pid:
            people = People(telegram, questions)
            await people.warm_up()
            await people.ask(45, 10)
            usual = resident(pid)
        crowd = People(telegram, questions, chats=BACKLOG_CHATS, first=100_000)
        for number in range(BACKLOG):
            crowd.say(number % BACKLOG_CHATS, date=time.time() - 300 + number / BACKLOG)
        calls = len(telegram.params_of("getUpdates"))
        async with telegram_bot(telegram, settings) as pid:
            await telegram.called("getUpdates", times=calls + 1, within=60)
            began = time.monotonic()
            await crowd.answered(1)
            first = time.monotonic() - began
            most = 0.0
            for _ in range(SECONDS * 2):
                await asyncio.sleep(0.5)
                most = max(most, resident(pid))
    return [
        Figure(name="20,000 waiting, first answer", measured=first, target=1, unit="s"),
        Figure(name="20,000 waiting, more memory", measured=most - usual, target=60, unit="MB"),
    ]


@contextlib.asynccontextmanager
async def _distant_server() -> AsyncIterator[FakeBotAPI]:
    """A server that takes as long for each call as Telegram's does."""
    async with FakeBotAPI() as telegram:
        telegram.latency = LATENCY
        yield telegram
