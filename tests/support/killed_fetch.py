"""A fetch that kills itself at a chosen point, run in a process of its own."""

import io
import itertools
import os
import signal
from pathlib import Path
from typing import Any

from index.fetching.fetcher import FetchOptions, fetch
from index.fetching.sources_file import read_sources
from index.fetching.store import FetchStore
from index.fetching.warc import files
from index.fetching.web.request import Limits
from index.fetching.web.visitor import Manners


class Silent:
    """Progress that nobody sees."""

    def begin(self, task: str, total: int | None) -> None:
        """Say nothing."""

    def advance(self, steps: int = 1) -> None:
        """Say nothing."""

    def told(self, line: str) -> None:
        """Say nothing."""


def plain_fetch(data: Path) -> None:
    """Fetch the sources of a data folder, quickly."""
    manners = Manners(limits=Limits(connect=2.0, read=2.0, total=5.0), retries=(0.01,))
    options = FetchOptions(agent="tanya-arsip/1", private=True, manners=manners)
    fetch(data, read_sources(data / "sources.toml"), options, Silent())


def fetch_killed_at(point: str, nth: int, data: Path) -> None:
    """Fetch until the nth time that a point is reached.

    `half`: half of an article is in its file; `written`: all of it, and fetch.db does not know;
    `entered`: fetch.db knows, too.
    """
    calls = itertools.count(1)

    def killed() -> bool:
        return next(calls) == nth

    write, keep = files._write, FetchStore.keep

    def hooked_write(file: io.RawIOBase | io.FileIO, content: bytes) -> None:
        if point == "half" and killed():
            write(file, content[: len(content) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        write(file, content)

    def hooked_keep(self: FetchStore, *arguments: Any, **options: Any) -> None:
        now = point != "half" and killed()
        if now and point == "written":
            os.kill(os.getpid(), signal.SIGKILL)
        keep(self, *arguments, **options)
        if now:
            os.kill(os.getpid(), signal.SIGKILL)

    files._write = hooked_write
    FetchStore.keep = hooked_keep  # type: ignore[method-assign]
    plain_fetch(data)
