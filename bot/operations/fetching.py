"""Fetching on a schedule beside the running bot: `tanya-arsip fetch`, in a process of its own.

The bot's memory and its answers are not touched by it: the process has the lowest priority, ends
after each fetch, and may crash or be killed. What it fetched is kept either way.
"""

import asyncio
import contextlib
import datetime
import json
import logging
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Final

from index.fetching.sources_file import SOURCES
from index.fetching.state import FetchState

log = logging.getLogger(__name__)

COMMAND: Final = (sys.executable, "-m", "bot.command_line.main", "fetch", "--json")
# Seconds. The bot answers first, and fetches after that.
_FIRST_PAUSE = 10.0
# After a crash; doubled after each further one, up to the usual pause.
_RETRY_PAUSE = 60.0
_LOOK_FOR_SOURCES_EVERY = 60.0
_STOP_WITHIN = 5.0
# A line of the process that is longer is left out.
_LONGEST_LINE = 1 << 20
_SECRETS = ("TELEGRAM_BOT_TOKEN", "WEBHOOK_SECRET")


class ScheduledFetching:
    """Fetches every `every` seconds as long as it runs, one fetch after the other.

    `command` is completed with `--data` and the folder; the pauses are in seconds.
    """

    def __init__(
        self,
        data: Path,
        every: float,
        *,
        command: Sequence[str] = COMMAND,
        first_pause: float = _FIRST_PAUSE,
        retry_pause: float = _RETRY_PAUSE,
    ) -> None:
        self._data = data
        self._every = every
        self._command = command
        self._first_pause = first_pause
        self._retry_pause = retry_pause
        self._crashes = 0

    async def keep_running(self) -> None:
        """Fetches until cancelled; the process that runs then is ended."""
        await self._wait_for_sources()
        await asyncio.sleep(self._until_due())
        while True:
            started = asyncio.get_running_loop().time()
            try:
                status = await self._fetch()
            except OSError:
                log.exception("The process that fetches could not be started")
                status = -1
            spent = asyncio.get_running_loop().time() - started
            await asyncio.sleep(self._pause(status, spent))

    async def _wait_for_sources(self) -> None:
        path = self._data / SOURCES
        if not path.is_file():
            log.warning("FETCH_EVERY is set, but %s is not there; waiting for it", path)
        while not path.is_file():  # noqa: ASYNC110 - a person writes it some day
            await asyncio.sleep(_LOOK_FOR_SOURCES_EVERY)

    def _until_due(self) -> float:
        """Seconds until the first fetch: a restart of the bot is no reason to fetch again."""
        try:
            attempts = [one.last_attempt for one in FetchState(self._data).sources()]
        except sqlite3.Error:
            attempts = []
        latest = max(filter(None, attempts), default=None)
        if latest is None:
            return self._first_pause
        since = (datetime.datetime.now(datetime.UTC) - latest).total_seconds()
        return min(max(self._every - since, self._first_pause), self._every)

    def _pause(self, status: int, spent: float) -> float:
        """Seconds until the next fetch. A status of 0 or 1 is the command's own, not a crash."""
        if status in {0, 1}:
            self._crashes = 0
            return max(self._every - spent, self._first_pause)
        pause = min(self._retry_pause * 2.0**self._crashes, self._every)
        self._crashes += 1
        log.error("The process that fetches crashed (status %d); again in %.0f s", status, pause)
        return pause

    async def _fetch(self) -> int:
        """One fetch; its exit status, negative if a signal ended it."""
        process = await asyncio.create_subprocess_exec(
            *_at_low_priority(),
            *self._command,
            "--data",
            str(self._data),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=_LONGEST_LINE,
            env=_environment(),
            # A group of its own: Ctrl-C in a terminal is for the bot, which ends the whole group.
            start_new_session=True,
        )
        try:
            await asyncio.gather(_log(process.stderr), _summarise(process.stdout))
            return await process.wait()
        finally:
            await _end(process)


def _at_low_priority() -> list[str]:
    """What to start a process with so that it waits for everything else, as far as there is it."""
    commands = (("nice", "-n", "19"), ("ionice", "-c", "3"))
    return [part for command in commands if shutil.which(command[0]) for part in command]


def _environment() -> dict[str, str]:
    """What the process needs, and no token: it reads pages that anybody may have written."""
    kept = {name: value for name, value in os.environ.items() if name not in _SECRETS}
    # It finds this package where this process found it, installed or not.
    return kept | {"PYTHONPATH": os.pathsep.join(sys.path)}


async def _log(stream: asyncio.StreamReader | None) -> None:
    async for line in _lines(stream):
        log.info("fetch: %s", line)


async def _summarise(stream: asyncio.StreamReader | None) -> None:
    """Logs what the last line, one JSON object, says."""
    last = ""
    async for line in _lines(stream):
        last = line
    try:
        report = json.loads(last)
        runs = report["sources"].values()
        counts = {name: sum(run[name] for run in runs) for name in ("new", "changed")}
        failed = sum(bool(run["error"]) for run in runs)
    except (ValueError, KeyError, TypeError, AttributeError):
        return  # what is wrong it has said on stderr
    log.info(
        "Fetched: %(new)d new, %(changed)d changed; %(failed)d of %(count)d sources failed",
        {**counts, "failed": failed, "count": len(runs)},
    )


async def _lines(stream: asyncio.StreamReader | None) -> AsyncIterator[str]:
    while stream:
        try:
            line = await stream.readline()
        except ValueError:  # too long
            continue
        if not line:
            return
        if text := line.decode(errors="replace").strip():
            yield text


async def _end(process: asyncio.subprocess.Process) -> None:
    """Ends the process and what it has started, if it still runs."""
    if process.returncode is not None:
        return
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_STOP_WITHIN):
                await process.wait()
                return
