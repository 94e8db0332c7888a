"""Measure how fast questions are answered, and the memory of the process that answers them."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from bot.answers.answerer import Answerer
from bot.answers.types import Question
from bot.configuration.settings import OFF, PACKAGED, Settings
from bot.wiring import build_answerer
from scripts.dev.bench.figures import Figure, quantile, seconds
from scripts.dev.bench.processes import environment, resident, telegram_bot
from tests.support.bot_api.server import FakeBotAPI

WARM_UP = ("apa kabar ibu kota baru", "who spoke about the floods")
# Milliseconds, p50 and p95.
TARGETS = {OFF: (8, 15), PACKAGED: (90, 180)}
READERS = {OFF: "without the reader", PACKAGED: "with the reader"}


def figures(texts: list[str], settings: Settings) -> Iterator[Figure]:
    """Latency one at a time, the gain of a second thread, start-up time, memory."""
    questions = [Question(text=text, language="id") for text in dict.fromkeys(texts)]
    for reader in READERS:
        yield from _latency(questions, replace(settings, reader_model=reader))
    yield Figure(
        name="two threads, × one thread's questions/s",
        measured=_gain(build_answerer(replace(settings, reader_model=OFF)), questions),
        target=1.6,
        at_least=True,
    )
    yield Figure(
        name="process start to first console answer",
        measured=_first_answer(settings, texts[0]),
        target=1.5,
        unit="s",
    )
    yield Figure(
        name=f"resident memory of the bot after {len(questions)} questions",
        measured=asyncio.run(_memory(settings, [question.text for question in questions])),
        target=400,
        unit="MB",
    )


def _latency(questions: list[Question], settings: Settings) -> Iterator[Figure]:
    """Of questions that were not asked before: what is kept of articles helps as it would."""
    answerer = build_answerer(settings)
    for text in WARM_UP:
        answerer.answer(Question(text=text, language="id"))
    times = [1000 * seconds(partial(answerer.answer, question)) for question in questions]
    for share, target in zip((0.5, 0.95), TARGETS[settings.reader_model], strict=True):
        name = f"a question {READERS[settings.reader_model]}, p{share * 100:.0f}"
        yield Figure(name=name, measured=quantile(times, share), target=target, unit="ms")


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
        for text in texts:
            telegram.say(text)
            await telegram.sent(within=60)
        return resident(pid)
