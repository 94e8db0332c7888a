"""The process that fetches: paced, logged, ended with the bot; crashes are survived."""

import asyncio
import contextlib
import datetime
import logging
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from bot.operations.fetching import ScheduledFetching
from index.fetching.schema import fetch_schema

# Notes in a file when it began, with its niceness and its secrets, and then does what is asked.
PROCESS = """
import os, sys, time
from pathlib import Path
data = Path(sys.argv[-1])
secret = os.environ.get("TELEGRAM_BOT_TOKEN", "none")
with (data / "runs").open("a") as runs:
    print(os.getpid(), os.nice(0), secret, *sys.argv[1:], file=runs)
exec((data / "then").read_text())
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "sources.toml").write_text("")
    (tmp_path / "process.py").write_text(PROCESS)
    (tmp_path / "then").write_text("")
    return tmp_path


def runs(data: Path) -> list[list[str]]:
    path = data / "runs"
    return [line.split() for line in path.read_text().splitlines()] if path.is_file() else []


@contextlib.asynccontextmanager
async def fetching(data: Path, every: float, **options: Any) -> AsyncIterator[None]:
    command = [sys.executable, str(data / "process.py"), "fetch"]
    pauses = {"first_pause": 0.01, "retry_pause": 0.05} | options
    scheduled = ScheduledFetching(data, every, command=command, **pauses)
    task = asyncio.create_task(scheduled.keep_running())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(condition: Callable[[], Any], within: float = 10.0) -> None:
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 - a process writes it
            await asyncio.sleep(0.01)


async def test_it_fetches_again_and_again(
    data: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:secret")
    caplog.set_level(logging.INFO)
    (data / "then").write_text(
        "print('reading …', file=sys.stderr)\n"
        'print(\'{"sources": {"A": {"new": 3, "changed": 1, "error": ""}}}\')'
    )
    async with fetching(data, 0.1):
        await until(lambda: len(runs(data)) >= 2)
    [_pid, nice, secret, *arguments] = runs(data)[0]
    assert (nice, secret, arguments) == ("19", "none", ["fetch", "--data", str(data)])
    assert "fetch: reading …" in caplog.messages
    assert "Fetched: 3 new, 1 changed; 0 of 1 sources failed" in caplog.messages


async def test_never_two_at_once(data: Path) -> None:
    (data / "then").write_text("time.sleep(0.5)")
    async with fetching(data, 0.01):
        await until(lambda: runs(data))
        await asyncio.sleep(0.2)
        assert len(runs(data)) == 1


async def test_it_ends_with_the_bot(data: Path) -> None:
    """With what it has started, such as the export of a model; and at once."""
    (data / "then").write_text(
        "import subprocess\n"
        "child = subprocess.Popen(['sleep', '60'])\n"
        "(data / 'child').write_text(str(child.pid))\n"
        "time.sleep(60)"
    )
    started = time.monotonic()
    async with fetching(data, 60):
        await until(lambda: (data / "child").is_file() and (data / "child").read_text())
    assert time.monotonic() - started < 8
    for pid in (int(runs(data)[0][0]), int((data / "child").read_text())):
        await until(lambda pid=pid: not is_running(pid))


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


async def test_after_a_crash_it_is_started_again_later_and_later(
    data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (data / "then").write_text("os.kill(os.getpid(), 9)")
    async with fetching(data, 0.15):
        await until(lambda: sum("crashed" in line for line in caplog.messages) >= 4)
    assert [line.partition("; ")[2] for line in caplog.messages if "crashed" in line][:4] == [
        "again in 0 s"
    ] * 4
    assert "The process that fetches crashed (status -9)" in caplog.messages[0]


@pytest.mark.parametrize(
    ("statuses", "pauses"),
    [
        ([0, 1, 0], [1800, 1800, 1800]),
        ([-9, -9, -9, -9, -9, -9, -9], [60, 120, 240, 480, 960, 1800, 1800]),
        ([-9, 2, 0, -11], [60, 120, 1800, 60]),
    ],
)
def test_pauses(statuses: list[int], pauses: list[float], tmp_path: Path) -> None:
    scheduled = ScheduledFetching(tmp_path, 1800)
    assert [scheduled._pause(status, 0) for status in statuses] == pauses
    assert scheduled._pause(0, 300) == 1500
    assert scheduled._pause(0, 5000) == 10


async def test_a_command_that_is_not_there(data: Path, caplog: pytest.LogCaptureFixture) -> None:
    scheduled = ScheduledFetching(data, 60, command=[str(data / "none")], first_pause=0)
    task = asyncio.create_task(scheduled.keep_running())
    await until(lambda: "crashed" in caplog.text)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert "The process that fetches crashed (status " in caplog.text


async def test_a_restart_is_no_reason_to_fetch_again(data: Path) -> None:
    with closing(sqlite3.connect(data / "fetch.db")) as connection:
        db = Database(connection)
        fetch_schema.apply(db)
        ago = datetime.datetime.now(datetime.UTC).timestamp() - 600
        db.table("sources").insert({"name": "A", "kind": "feed", "last_attempt": ago})
    assert 1195 < ScheduledFetching(data, 1800)._until_due() <= 1200
    assert ScheduledFetching(data, 300)._until_due() == 10


async def test_without_sources_it_waits(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "process.py").write_text(PROCESS)
    async with fetching(tmp_path, 0.01):
        await asyncio.sleep(0.1)
    assert runs(tmp_path) == []
    assert caplog.messages == [
        f"FETCH_EVERY is set, but {tmp_path}/sources.toml is not there; waiting for it"
    ]
