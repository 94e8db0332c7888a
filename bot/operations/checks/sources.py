"""Checks of what is fetched, from what the last fetches came to; nothing is fetched."""

import datetime
import sqlite3
from collections.abc import Iterator

from bot.configuration.settings import Settings
from bot.operations.checks.check import Check, ok, warn
from index.fetching.state import FetchState, SourceStatus

# Whoever fetches at all does so every day.
_FORGOTTEN = datetime.timedelta(days=2)


def check_sources(settings: Settings) -> Iterator[Check]:
    """A line for each source that fails, and one for the others together."""
    try:
        sources = FetchState(settings.data_dir).sources()
    except sqlite3.Error:
        return  # the check of the databases tells
    attempts = [one.last_attempt for one in sources if one.last_attempt]
    if not attempts:
        if (settings.data_dir / "sources.toml").is_file():
            advice = "run `tanya-arsip fetch`, or set FETCH_EVERY"
            yield warn("sources", "sources.toml is there, but nothing was ever fetched", advice)
        return
    failing = [one for one in sources if one.failing_since]
    yield from map(_failure, failing)
    latest = max(attempts)
    fetched = f"last fetched {latest:%Y-%m-%d %H:%M} UTC"
    if datetime.datetime.now(datetime.UTC) - latest > _FORGOTTEN:
        advice = "check FETCH_EVERY, cron or the timer: nothing fetches any more"
        yield warn("sources", fetched, advice)
    elif len(failing) < len(sources):
        yield ok("sources", f"{len(sources) - len(failing)} of {len(sources)} work; {fetched}")


def _failure(source: SourceStatus) -> Check:
    since = f"{source.failing_since:%Y-%m-%d %H:%M} UTC" if source.failing_since else "?"
    return warn(
        f"source {source.name}",
        f"has failed since {since}: {source.last_error}",
        "check it in sources.toml, then run `tanya-arsip fetch`",
    )
