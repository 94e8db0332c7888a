"""Measure how fast questions are answered, and the memory of the process that answers them."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from bot.answers.answerer import Answerer
from bot.answers.types import Question
from bot.configuration.settings import Settings
from bot.wiring import build_answerer
from scripts.dev.bench.figures import Figure, quantile, seconds
from scripts.dev.bench.processes import environment, resident, telegram_bot
from tests.support.bot_api.server import FakeBotAPI

WARM_UP = 20


def figures(texts: list[str], settings: Settings) -> Iterator[Figure]:
    """Latency one at a time, the gain of a second thread, start-up time, memory."""
    answerer = build_answerer(settings)
    questions = [Question(text=text, language="id") for text in texts]
    for question in questions[:WARM_UP]:
        answerer.answer(question)
    times = [1000 * seconds(partial(answerer.answer, question)) for question in questions]
    yield Figure(name="a question, p50", measured=quantile(times, 0.50), target=12, unit="ms")
    yield Figure(name="a question, p95", measured=quantile(times, 0.95), target=25, unit="ms")
    yield Figure(
        name="two threads, × one thread's questions/s",
        measured=_gain(answerer, questions),
        target=1.6,
        at_least=True,
    )
    yield Figure(
        name="process start to first console answer",
        measured=_first_answer(settings, texts[0]),
        target=4.5,
        unit="s",
    )
    yield Figure(
        name="resident memory of the bot",
        measured=asyncio.run(_memory(settings, texts)),
        target=600,
        unit="MB",
    )


def _gain(answerer: Answerer, questions: list[Question]) -> float:
    one = seconds(lambda: [answerer.answer(question) for question in questions])
    with ThreadPoolExecutor(2) as pool:
        two = seconds(lambda: list(pool.map(answerer.answer, questions)))
    return one / two


def _first_answer(settings: Settings, question: str) -> float:
    command = [sys.executable, "-m", "bot", "console"]
    variables = environment(settings)
    return seconds(
        lambda: subprocess.run(  # noqa: S603
            command,
            input=question + "\n",
            env=variables,
            capture_output=True,
            text=True,
            check=True,
        )
    )


async def _memory(settings: Settings, texts: list[str]) -> float:
    """Resident megabytes of the Telegram bot after it has answered, on a server of our own."""
    async with FakeBotAPI() as telegram, telegram_bot(telegram, settings) as pid:
        for text in texts[:30]:
            telegram.say(text)
            await telegram.sent(within=60)
        return resident(pid)
