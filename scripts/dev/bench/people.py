"""People who write to the bot on a local server, and wait for its answers."""

import asyncio
import contextlib
import itertools
import random
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

from tests.support.bot_api.server import FakeBotAPI

CHATS = 200


@dataclass
class LoadResult:
    """One phase of load: seconds until each answer, and how many questions had none at its end.

    `longest` are the most seconds that somebody waited, answered or not.
    """

    latencies: list[float]
    unanswered: int
    longest: float = 0.0


class People:
    """People with private chats; answers come in the order of a chat's questions."""

    def __init__(
        self, telegram: FakeBotAPI, questions: list[str], *, chats: int = CHATS, first: int = 1000
    ) -> None:
        self._telegram = telegram
        self._questions = questions
        self._random = random.Random(4)  # noqa: S311
        self._people = [telegram.add_person(first + number) for number in range(chats)]
        self._numbers = {person["id"]: number for number, person in enumerate(self._people)}
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

    async def ask(self, a_second: int, seconds: int) -> LoadResult:
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
        return LoadResult(latencies=self._latencies, unanswered=unanswered)

    async def ask_again_and_again(self, seconds: int) -> LoadResult:
        """Everybody asks, and again as soon as answered.

        Who is waiting at the end counts as unanswered, and with the seconds waited by then.
        """
        self._latencies = []
        for number in range(len(self._people)):
            self.say(number)
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            with contextlib.suppress(TimeoutError):
                self.say(await self._next(within=left))
        found = LoadResult(latencies=self._latencies, unanswered=self._open)
        found.longest = max(*found.latencies, *(end - asked for asked in self._asked()))
        return found

    def _asked(self) -> Iterator[float]:
        """When the questions were asked that are open."""
        return itertools.chain.from_iterable(self._sent_at.values())

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

    async def _next(self, within: float) -> int:
        """The number of the person who is sent the next message."""
        message = await self._telegram.sent(within=within)
        sent_at = self._sent_at[message.chat["id"]]
        if sent_at:
            self._latencies.append(time.monotonic() - sent_at.popleft())
        return self._numbers[message.chat["id"]]

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
