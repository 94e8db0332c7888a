"""The bot in a process of its own, and the memory of a process."""

import asyncio
import contextlib
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from bot.configuration.settings import Settings
from tests.support.bot_api.server import FakeBotAPI


def environment(settings: Settings, **more: str) -> dict[str, str]:
    """The variables of a process that serves the archive of `settings`."""
    return os.environ | {
        "DATA_DIR": str(settings.data_dir),
        "MODEL_CACHE": str(settings.model_cache),
        "EMBEDDING_MODEL": settings.embedding_model,
        "READER_MODEL": settings.reader_model,
        **more,
    }


@contextlib.asynccontextmanager
async def telegram_bot(telegram: FakeBotAPI, settings: Settings) -> AsyncIterator[int]:
    """The bot in a process of its own with an empty database; yields the process id."""
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
            # What is measured is the bot, not its limits.
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
