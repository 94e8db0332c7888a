"""Measure how fast and how steadily the Telegram bot answers many people, on a local server."""

import asyncio
import contextlib
import random
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

from bot.configuration.settings import Settings
from scripts.dev.bench.figures import Figure, quantile
from scripts.dev.bench.processes import resident, telegram_bot
from tests.support.bot_api.server import FakeBotAPI

LATENCY = 0.060
CHATS = 200
SECONDS = 30
BACKLOG = 20_000
BACKLOG_CHATS = 5_000
ONE_BY_ONE = 60


def figures(questions: list[str], settings: Settings) -> Iterator[Figure]:
    """Latency under load and with one chat flooding, guest and inline answers, a backlog."""
    yield from asyncio.run(_under_load(questions, settings))
    yield from asyncio.run(_backlog(questions, settings))


async def _under_load(questions: list[str], settings: Settings) -> list[Figure]:
    async with _distant_server() as telegram, telegram_bot(telegram, settings) as pid:
        people = _People(telegram, questions)
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


async def _one_by_one(people: "_People") -> list[Figure]:
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
            people = _People(telegram, questions)
            await people.warm_up()
            await people.ask(45, 10)
            usual = resident(pid)
        crowd = _People(telegram, questions, chats=BACKLOG_CHATS, first=100_000)
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


@dataclass
class _LoadResult:
    """One phase of load: seconds until each answer, and how many questions had none at its end."""

    latencies: list[float] = field(default_factory=list)
    unanswered: int = 0


class _People:
    """People with private chats; answers come in the order of a chat's questions."""

    def __init__(
        self, telegram: FakeBotAPI, questions: list[str], *, chats: int = CHATS, first: int = 1000
    ) -> None:
        self._telegram = telegram
        self._questions = questions
        self._random = random.Random(4)  # noqa: S311
        self._people = [telegram.add_person(first + number) for number in range(chats)]
        self._sent_at: defaultdict[int, deque[float]] = defaultdict(deque)
        self._latencies: list[float] = []
        self._asking = False

    def say(self, number: int, *, date: float | None = None) -> None:
        person = self._people[number]
        self._sent_at[person["id"]].append(time.monotonic())
        self._telegram.say(self._random.choice(self._questions), user=person, date=date)

    async def warm_up(self) -> None:
        for number in range(30):
            self.say(number)
            await self._next(within=60)

    async def ask(self, a_second: int, seconds: int) -> _LoadResult:
        """Ask random questions from random chats for `seconds`; return when all are answered."""
        self._latencies, self._asking = [], True
        listening = asyncio.create_task(self._listen())
        began = time.monotonic()
        due = 0.0
        while (due := due + self._random.expovariate(a_second)) < seconds:
            await asyncio.sleep(max(0.0, began + due - time.monotonic()))
            self.say(self._random.randrange(len(self._people)))
        unanswered = self._open
        # Not cancelled: `wait_for` may swallow that.
        self._asking = False
        await listening
        await self.answered()
        return _LoadResult(latencies=self._latencies, unanswered=unanswered)

    @property
    def _open(self) -> int:
        return sum(map(len, self._sent_at.values()))

    async def answered(self, count: int = 0) -> None:
        """Wait until all questions are answered, or `count` of them; TimeoutError after 2 min."""
        try:
            async with asyncio.timeout(120):
                if count:
                    for _ in range(count):
                        await self._next(within=60)
                while not count and self._open:
                    await self._next(within=60)
        except TimeoutError:
            raise TimeoutError(f"{self._open} questions have no answer after 120 s") from None

    async def _listen(self) -> None:
        while self._asking:
            with contextlib.suppress(TimeoutError):
                await self._next(within=0.2)

    async def _next(self, within: float) -> None:
        message = await self._telegram.sent(within=within)
        sent_at = self._sent_at[message.chat["id"]]
        if sent_at:
            self._latencies.append(time.monotonic() - sent_at.popleft())

    @contextlib.asynccontextmanager
    async def flood(self, a_second: int) -> AsyncIterator[None]:
        """While inside, one more person writes `a_second` messages a second."""
        person = self._telegram.add_person(99)

        async def write() -> None:
            while True:
                self._telegram.say("apa kabar hari ini?", user=person)
                await asyncio.sleep(1 / a_second)

        writing = asyncio.create_task(write())
        try:
            yield
        finally:
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)

    async def mention(self, number: int) -> float:
        """Seconds until a guest mention is answered."""
        began = time.monotonic()
        name = self._telegram.world.bot["username"]
        text = f"@{name} {self._question(number)}"
        self._telegram.elsewhere.summon(text, user=self._people[number % CHATS])
        await self._telegram.elsewhere.posted()
        return time.monotonic() - began

    async def type(self, number: int) -> float:
        """Seconds until an inline query is answered."""
        began = time.monotonic()
        user = self._people[number % CHATS]
        await self._telegram.elsewhere.search(self._question(number), user=user)
        return time.monotonic() - began

    def _question(self, number: int) -> str:
        return self._questions[number % len(self._questions)]
