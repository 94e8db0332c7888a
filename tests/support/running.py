"""Fixtures: the bot, really running against a Bot API server on loopback."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from bot.answers.archive_admin import ArchiveAdmin
from bot.answers.types import Answers
from bot.configuration.settings import Settings
from bot.configuration.values import Secret
from bot.telegram.app import TelegramBot, Timeouts
from tests.support.bot_api.server import FakeBotAPI
from tests.support.stand_in import StandIn

Serving = AbstractAsyncContextManager[TelegramBot]
Running = Callable[..., Serving]


@pytest.fixture(autouse=True)
def loopback(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Loopback is reached directly, whatever the machine's proxy is, and needs no certificates."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    # Reading the usual ones takes 40 ms a connection pool, the greater part of most tests here.
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))


@pytest.fixture
async def tg(tmp_path: Path) -> AsyncIterator[FakeBotAPI]:
    async with FakeBotAPI() as server:
        server.left_to_do = lambda: in_journal(tmp_path)
        yield server


def in_journal(data_dir: Path) -> int:
    """How many updates the bot of this folder has confirmed and not done.

    Counted here, since opening the journal as the bot does may write to it.
    """
    with contextlib.closing(Database(data_dir / "bot.db").conn) as connection:
        return int(connection.execute("select count(*) from journal").fetchone()[0])


@pytest.fixture
def answers() -> Iterator[StandIn]:
    stand_in = StandIn()
    yield stand_in
    stand_in.gate.set()


@pytest.fixture
def settings(tg: FakeBotAPI, tmp_path: Path) -> Settings:
    return Settings(
        telegram_bot_token=Secret(tg.token),
        telegram_api_url=tg.url,
        data_dir=tmp_path,
        admin_ids=(900,),
        reader_model="off",
        # Tests ask faster than people; those of the limits set their own.
        questions_per_10_seconds=1000,
        questions_per_10_minutes=1000,
    )


@pytest.fixture
def running(settings: Settings, answers: StandIn) -> Running:
    """`async with running(...) as bot:` the bot polls inside and has ended in order after it."""

    def run(*, settings: Settings = settings, **options: Any) -> Serving:
        return serving(settings, answers, answers.admin, **options)

    return run


@contextlib.asynccontextmanager
async def serving(
    settings: Settings,
    answers: Answers,
    admin: ArchiveAdmin,
    *,
    timeouts: Timeouts | None = None,
    **options: Any,
) -> AsyncIterator[TelegramBot]:
    """The same over any archive."""
    bot = TelegramBot(settings, answers, admin, timeouts=timeouts, **options)
    task = asyncio.create_task(bot.serve())
    try:
        yield bot
    finally:
        bot.stop()
        await asyncio.wait_for(task, 15)
