"""The bot as a process: connects to Telegram, serves, and shuts down in good order."""

import asyncio
import contextlib
import datetime
import logging
import os
import signal
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from telegram.error import InvalidToken, TelegramError

from bot.answers.archive_admin import ArchiveAdmin
from bot.answers.types import Answers
from bot.configuration.settings import Settings
from bot.services import metrics
from bot.services.async_archive import SEARCH_TIMEOUT
from bot.services.health_server import serve_health
from bot.telegram.background import background_tasks
from bot.telegram.chat.adapters import AnyApplication
from bot.telegram.handlers.questions import STALE_AFTER
from bot.telegram.transport.admission import UsageLimits
from bot.telegram.transport.connection import Shutdown, UpdateSource, close, connect
from bot.telegram.transport.delivery import PacedRateLimiter
from bot.telegram.transport.health import HealthCheck
from bot.telegram.transport.intake import Intake
from bot.telegram.transport.polling import Poller, PollingTimeouts
from bot.telegram.transport.webhook import Webhook, WebhookAddress
from bot.telegram.wiring import build_application, build_services

log = logging.getLogger(__name__)

_CONNECT_ATTEMPTS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """How long things may take, in seconds unless it says otherwise."""

    search_timeout: float = SEARCH_TIMEOUT
    refresh_every: float = 5.0
    alerts_after_failure: float = 60.0
    stop_within: float = 10.0
    stale_after: datetime.timedelta = STALE_AFTER
    polling: PollingTimeouts = field(default_factory=PollingTimeouts)


def run(
    settings: Settings,
    answers: Answers,
    admin: ArchiveAdmin,
    *,
    refresh: Callable[[], None] | None = None,
    timeouts: Timeouts | None = None,
) -> int:
    """Serves Telegram until SIGTERM or SIGINT; returns the exit status of the process.

    `refresh` is called every five seconds in a thread of its own. An error
    that ends the bot is logged in one line and gives status 1.
    """
    if not settings.telegram_bot_token:
        log.error("TELEGRAM_BOT_TOKEN is not set; get a token from @BotFather.")
        return 1
    try:
        bot = TelegramBot(settings, answers, admin, refresh=refresh, timeouts=timeouts)
    except (OSError, sqlite3.Error) as error:
        log.error("The bot's database in %s cannot be opened: %s", settings.data_dir, error)  # noqa: TRY400
        return 1
    status = asyncio.run(_until_signal(bot))
    if bot.searching:
        # At its exit Python would wait for the thread of a search that hangs.
        log.warning("Exiting while a search is still running")
        logging.shutdown()
        os._exit(status)
    return status


async def _until_signal(bot: "TelegramBot") -> int:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, bot.stop)
    return await bot.serve()


class TelegramBot:
    """One run of the bot: by long polling, or by a webhook if the settings have one."""

    def __init__(
        self,
        settings: Settings,
        answers: Answers,
        admin: ArchiveAdmin,
        *,
        refresh: Callable[[], None] | None = None,
        timeouts: Timeouts | None = None,
    ) -> None:
        self._settings = settings
        self._timeouts = timeouts or Timeouts()
        self._refresh = refresh
        self._shutdown = Shutdown()
        self._services = build_services(
            settings, answers, admin, search_timeout=self._timeouts.search_timeout
        )
        metrics.reset()

    @property
    def searching(self) -> bool:
        """Whether a search still runs in a thread."""
        return self._services.archive.searching

    def stop(self) -> None:
        """Ends the run in good order: no new updates, answers under way are finished."""
        self._shutdown.stop()

    async def serve(self) -> int:
        """Serves until stopped or until it makes no sense to go on; the exit status."""
        settings, timeouts = self._settings, self._timeouts
        try:
            limiter = PacedRateLimiter(group_minute=settings.group_messages_per_minute)
            app = build_application(
                settings,
                self._services,
                limiter,
                stale_after=timeouts.stale_after,
                token_rejected=self._shutdown.token_rejected,
            )
            intake = Intake(app, self._services, limiter, limits=UsageLimits.of(settings))
            source = self._source(app, intake)
            async with self._watched(app, intake, source), self._running(app, intake, source):
                if app.running:
                    async with self._background(app), source.receiving():
                        await self._shutdown.wait()
        finally:
            self._services.close()
        if self._shutdown.reason:
            log.error("%s", self._shutdown.reason)
        return 1 if self._shutdown.reason else 0

    def _background(self, app: AnyApplication) -> AbstractAsyncContextManager[None]:
        return background_tasks(
            app,
            self._settings,
            self._services,
            refresh=self._refresh,
            every=self._timeouts.refresh_every,
            after_failure=self._timeouts.alerts_after_failure,
        )

    @contextlib.asynccontextmanager
    async def _watched(
        self, app: AnyApplication, intake: Intake, source: UpdateSource
    ) -> AsyncIterator[None]:
        settings, timeouts = self._settings, self._timeouts
        health = HealthCheck(
            app,
            self._services.archive,
            intake,
            source,
            self._services.clock,
            deaf_after=timeouts.polling.deaf_after,
            stale_after=timeouts.stale_after,
        )
        async with contextlib.AsyncExitStack() as stack:
            serving = serve_health(settings.health_listen, settings.health_port, health.examine)
            try:
                await stack.enter_async_context(serving)
            except OSError as error:
                self._shutdown.fail(f"HEALTH_PORT cannot be opened: {error}")
            yield

    @contextlib.asynccontextmanager
    async def _running(
        self, app: AnyApplication, intake: Intake, source: UpdateSource
    ) -> AsyncIterator[None]:
        try:
            await self._shutdown.or_done(self._start(app, intake, source))
            yield
        finally:
            await source.close()
            await intake.close(self._timeouts.stop_within)
            await close(app)

    def _source(self, app: AnyApplication, intake: Intake) -> UpdateSource:
        if self._settings.webhook_url:
            return Webhook(app, intake, WebhookAddress.of(self._settings))
        return Poller(
            app,
            intake,
            self._shutdown,
            clock=self._services.clock,
            timeouts=self._timeouts.polling,
        )

    async def _start(self, app: AnyApplication, intake: Intake, source: UpdateSource) -> None:
        try:
            await connect(app, source.announce, attempts=_CONNECT_ATTEMPTS)
        except InvalidToken:
            self._shutdown.token_rejected()
        except TelegramError as error:
            self._shutdown.fail(f"Telegram cannot be reached: {error}")
        except OSError as error:
            self._shutdown.fail(f"The webhook's port cannot be opened: {error}")
        else:
            await app.start()
            await intake.open()
            log.info("Listening as @%s", app.bot.username)
