"""Health check: do updates arrive, and are they searched and answered?"""

import datetime
import sqlite3
from collections.abc import Iterator

from bot.services.async_archive import AsyncArchive
from bot.services.health_server import HealthReport
from bot.telegram.chat.adapters import AnyApplication
from bot.telegram.chat.clock import TelegramClock
from bot.telegram.transport.connection import UpdateSource
from bot.telegram.transport.intake import Intake
from index.errors import ArchiveError

_SEARCH_WITHIN = 5.0


class HealthCheck:
    """Examines every part of the bot that may stop without anybody noticing."""

    def __init__(
        self,
        app: AnyApplication,
        archive: AsyncArchive,
        intake: Intake,
        source: UpdateSource,
        clock: TelegramClock,
        *,
        deaf_after: float,
        stale_after: datetime.timedelta,
    ) -> None:
        self._app = app
        self._archive = archive
        self._intake = intake
        self._source = source
        self._clock = clock
        self._deaf_after = deaf_after
        self._stale_after = stale_after

    async def examine(self) -> HealthReport:
        """The problems found, and the current figures."""
        problems = list(self._problems())
        figures: dict[str, float] = {
            "waiting": self._intake.waiting,
            "at_work": self._intake.at_work,
        }
        if self._source.age is not None:
            figures["poll_age_seconds"] = round(self._source.age, 1)
        if self._clock.ahead is not None:
            figures["clock_ahead_seconds"] = round(self._clock.ahead, 1)
        try:
            backlog = await self._intake.backlog()
            figures["journal"] = backlog.entries
            if backlog.age > self._stale_after:
                waited = backlog.age.total_seconds()
                problems.append(f"an update has waited for {waited:.0f} s")
        except sqlite3.Error:
            problems.append("the bot's database cannot be read")
        try:
            coverage = await self._archive.coverage(within=_SEARCH_WITHIN)
            figures["articles"] = coverage.articles
        except TimeoutError:
            problems.append(f"the search has not answered within {_SEARCH_WITHIN:g} s")
        except ArchiveError:
            problems.append("the archive cannot be read")
        warnings = tuple(filter(None, [self._clock.trouble]))
        return HealthReport(problems=tuple(problems), warnings=warnings, figures=figures)

    def _problems(self) -> Iterator[str]:
        if not self._app.running:
            yield "not connected to Telegram yet"
        elif self._source.age is not None and self._source.age > self._deaf_after:
            yield f"Telegram has not answered a poll for {self._source.age:.0f} s"
