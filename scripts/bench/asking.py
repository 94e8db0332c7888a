"""How fast questions are answered, and what the process that answers them takes."""

import asyncio
import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.figures import Figure, quantile, seconds
from bot.answerer import Answerer
from bot.answering import Question
from bot.settings import Settings
from bot.wiring import build_answerer
from tests.fake_bot_api import FakeBotAPI

WARM_UP = 20


def figures(questions: list[str], settings: Settings) -> Iterator[Figure]:
    """Latency one at a time, the gain of a second thread, start-up time, memory."""
    answerer = build_answerer(settings)
    asked = [Question(text=text, language="id") for text in questions]
    for question in asked[:WARM_UP]:
        answerer.answer(question)
    times = [1000 * seconds(lambda q=question: answerer.answer(q)) for question in asked]  # type: ignore[misc]
    yield Figure(name="a question, p50", measured=quantile(times, 0.50), asked=12, unit="ms")
    yield Figure(name="a question, p95", measured=quantile(times, 0.95), asked=25, unit="ms")
    yield Figure(
        name="two threads, × one thread's questions/s",
        measured=_gain(answerer, asked),
        asked=1.6,
        at_least=True,
    )
    yield Figure(
        name="process start to first console answer",
        measured=_first_answer(settings, questions[0]),
        asked=4.5,
        unit="s",
    )
    yield Figure(
        name="resident memory of the bot",
        measured=asyncio.run(_memory(settings, questions)),
        asked=600,
        unit="MB",
    )


def _gain(answerer: Answerer, asked: list[Question]) -> float:
    one = seconds(lambda: [answerer.answer(question) for question in asked])
    with ThreadPoolExecutor(2) as pool:
        two = seconds(lambda: list(pool.map(answerer.answer, asked)))
    return one / two


def environment(settings: Settings, **more: str) -> dict[str, str]:
    """The variables of a process that serves the archive of `settings`."""
    return os.environ | {
        "DATA_DIR": str(settings.data_dir),
        "MODEL_CACHE": str(settings.model_cache),
        "EMBEDDING_MODEL": settings.embedding_model,
        **more,
    }


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


async def _memory(settings: Settings, questions: list[str]) -> float:
    """Resident megabytes of the Telegram bot after it has answered, on a server of our own."""
    async with FakeBotAPI() as telegram, telegram_bot(telegram, settings) as pid:
        for question in questions[:30]:
            telegram.say(question)
            await telegram.sent(within=60)
        return resident(pid)


@contextlib.asynccontextmanager
async def telegram_bot(telegram: FakeBotAPI, settings: Settings) -> AsyncIterator[int]:
    """The bot in a process of its own with a new database; gives the process id."""
    with tempfile.TemporaryDirectory() as folder:
        snapshots = settings.data_dir.absolute() / "snapshots"
        (Path(folder) / "snapshots").symlink_to(snapshots)
        variables = environment(
            settings,
            DATA_DIR=folder,
            TELEGRAM_BOT_TOKEN=telegram.token,
            TELEGRAM_API_URL=telegram.url,
            NO_PROXY="127.0.0.1",
            LOG_LEVEL="WARNING",
            # The bot is measured here, not its limits.
            QUESTIONS_PER_10_SECONDS="100000",
            QUESTIONS_PER_10_MINUTES="100000",
            PYTHONPATH=os.pathsep.join(sys.path),
        )
        bot = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "telegram", env=variables
        )
        try:
            yield bot.pid
        finally:
            bot.kill()
            await bot.wait()


def resident(pid: int) -> float:
    """Megabytes that a process has in memory."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
