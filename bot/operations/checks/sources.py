"""Checks of what is fetched, from what the last fetches came to; nothing is fetched."""

import datetime
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.configuration.settings import Settings
from bot.operations.checks.check import Check, fail, ok, warn
from index.errors import ArchiveError
from index.fetching.sources_file import SOURCES, read_sources
from index.fetching.state import FetchState, SourceStatus

# Whoever fetches at all does so every day.
_FORGOTTEN = datetime.timedelta(days=2)


def check_sources(settings: Settings) -> Iterator[Check]:
    """What is wrong in sources.toml, a line for each source that fails, one for the others."""
    path = settings.data_dir / SOURCES
    yield from _problems(path)
    try:
        sources = FetchState(settings.data_dir).sources()
    except sqlite3.Error:
        return  # the check of the databases tells
    attempts = [one.last_attempt for one in sources if one.last_attempt]
    if attempts:
        yield from map(_failure, filter(lambda one: one.failing_since, sources))
        yield _others(sources, max(attempts))
    elif path.is_file():
        advice = "run `tanya-arsip fetch`, or set FETCH_EVERY"
        yield warn("sources", "sources.toml is there, but nothing was ever fetched", advice)


def _problems(path: Path) -> Iterator[Check]:
    if not path.is_file():
        return
    try:
        read_sources(path)
    except ArchiveError as error:
        for problem in str(error).splitlines():
            yield fail("sources", problem, "correct the file")


def _others(sources: Sequence[SourceStatus], latest: datetime.datetime) -> Check:
    working = sum(not one.failing_since for one in sources)
    found = f"{working} of {len(sources)} work; last fetched {latest:%Y-%m-%d %H:%M} UTC"
    if datetime.datetime.now(datetime.UTC) - latest > _FORGOTTEN:
        advice = "check FETCH_EVERY, cron or the timer: nothing fetches any more"
        return warn("sources", found, advice)
    return ok("sources", found)


def _failure(source: SourceStatus) -> Check:
    since = f"{source.failing_since:%Y-%m-%d %H:%M} UTC" if source.failing_since else "?"
    return warn(
        f"source {source.name}",
        f"has failed since {since}: {source.last_error}",
        "check it in sources.toml, then run `tanya-arsip fetch`",
    )
