"""The bot as a process: connects to Telegram, serves, ends in good order."""

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

from telegram import LinkPreviewOptions
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ApplicationBuilder, Defaults
from telegram.request import HTTPXRequest

from bot.answering import Answers
from bot.desk import SEARCH_TIMEOUT, Desk
from bot.settings import Settings
from bot.telegram_access import Policy
from bot.telegram_admission import Limits
from bot.telegram_answering import STALE_AFTER
from bot.telegram_callbacks import AnyApplication
from bot.telegram_chores import chores
from bot.telegram_connection import Halt, Source, connect
from bot.telegram_errors import Sender
from bot.telegram_handlers import add_handlers
from bot.telegram_intake import AT_ONCE, Intake
from bot.telegram_pacing import Pacing
from bot.telegram_polling import Patience, Poller
from bot.telegram_reports import ErrorDesk
from bot.telegram_speech import Speech
from bot.telegram_webhook import Address, Webhook

log = logging.getLogger(__name__)

_CONNECT_ATTEMPTS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long things may take, in seconds unless it says otherwise."""

    search_timeout: float = SEARCH_TIMEOUT
    refresh_every: float = 5.0
    watch_again: float = 60.0
    stop_within: float = 10.0
    stale_after: datetime.timedelta = STALE_AFTER
    polling: Patience = field(default_factory=Patience)


def run(
    settings: Settings,
    answers: Answers,
    *,
    refresh: Callable[[], None] | None = None,
    pace: Pace | None = None,
) -> int:
    """Serves Telegram until SIGTERM or SIGINT; returns the exit status of the process.

    `refresh` is called every five seconds in a thread of its own. What goes wrong for good is
    logged in one line and gives status 1.
    """
    if not settings.telegram_bot_token:
        log.error("TELEGRAM_BOT_TOKEN is not set; get a token from @BotFather.")
        return 1
    try:
        bot = TelegramBot(settings, answers, refresh=refresh, pace=pace)
    except (OSError, sqlite3.Error) as error:
        log.error("The bot's database in %s cannot be opened: %s", settings.data_dir, error)  # noqa: TRY400
        return 1
    status = asyncio.run(_until_signal(bot))
    if bot.searching:
        # Python would wait for the thread of a search that hangs, and nobody else does.
        log.warning("Leaving although a search still runs")
        logging.shutdown()
        os._exit(status)
    return status


async def _until_signal(bot: "TelegramBot") -> int:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, bot.stop)
    return await bot.serve()


def build_application(
    settings: Settings, desk: Desk, halt: Halt, pacing: Pacing, *, pace: Pace | None = None
) -> AnyApplication:
    """The python-telegram-bot application with every handler, not yet connected."""
    pace = pace or Pace()
    calls = HTTPXRequest(
        # More than there are updates at work: an error report must not wait for a connection.
        connection_pool_size=2 * AT_ONCE,
        read_timeout=15,
        write_timeout=15,
        connect_timeout=10,
        pool_timeout=5,
    )
    app = (
        ApplicationBuilder()
        .token(settings.telegram_bot_token.reveal())
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .request(calls)
        .updater(None)
        .rate_limiter(pacing)
        .defaults(_defaults())
        .job_queue(None)
        .build()
    )
    sender = Sender(desk)
    add_handlers(
        app,
        desk,
        sender,
        stale_after=pace.stale_after,
        policy=Policy.of(settings),
        follows_per_person=settings.follows_per_person,
    )
    errors = ErrorDesk(
        desk, sender, admin_ids=settings.admin_ids, token_rejected=halt.token_rejected
    )
    app.add_error_handler(errors.handle)
    return app


def _defaults() -> Defaults:
    return Defaults(
        # A preview of one of several links pushes the answer off the screen.
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        # Somebody may delete the question before the answer is there.
        allow_sending_without_reply=True,
    )


class TelegramBot:
    """One run of the bot: by long polling, or by a webhook if the settings have one."""

    def __init__(
        self,
        settings: Settings,
        answers: Answers,
        *,
        refresh: Callable[[], None] | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._settings = settings
        self._answers = answers
        self._pace = pace or Pace()
        self._refresh = refresh
        self._halt = Halt()
        self._desk = Desk(
            answers,
            settings.data_dir,
            default_language=settings.default_language,
            timeout=self._pace.search_timeout,
        )

    @property
    def searching(self) -> bool:
        """Whether a search still runs in a thread."""
        return self._desk.searching

    def stop(self) -> None:
        """Ends the run in good order: no new updates, answers under way are finished."""
        self._halt.stop()

    async def serve(self) -> int:
        """Serves until stopped or until it makes no sense to go on; the exit status."""
        try:
            pacing = Pacing(group_minute=self._settings.group_messages_per_minute)
            app = build_application(self._settings, self._desk, self._halt, pacing, pace=self._pace)
            speech = Speech(self._desk, Sender(self._desk))
            intake = Intake(app, self._desk, speech, pacing, limits=Limits.of(self._settings))
            source = self._source(app, intake)
            async with self._running(app, intake, source):
                if app.running:
                    async with self._chores(app), source.receiving():
                        await self._halt.wait()
        finally:
            self._desk.close()
        if self._halt.reason:
            log.error("%s", self._halt.reason)
        return 1 if self._halt.reason else 0

    def _chores(self, app: AnyApplication) -> AbstractAsyncContextManager[None]:
        return chores(
            app,
            self._desk,
            self._answers,
            self._settings,
            refresh=self._refresh,
            every=self._pace.refresh_every,
            after_failure=self._pace.watch_again,
        )

    @contextlib.asynccontextmanager
    async def _running(
        self, app: AnyApplication, intake: Intake, source: Source
    ) -> AsyncIterator[None]:
        try:
            await self._halt.or_done(self._start(app, intake, source))
            yield
        finally:
            await source.close()
            await intake.close(self._pace.stop_within)
            await _finish(app)

    def _source(self, app: AnyApplication, intake: Intake) -> Source:
        if self._settings.webhook_url:
            return Webhook(app, intake, Address.of(self._settings))
        return Poller(app, intake, self._halt, patience=self._pace.polling)

    async def _start(self, app: AnyApplication, intake: Intake, source: Source) -> None:
        try:
            await connect(app, source.announce, attempts=_CONNECT_ATTEMPTS)
        except InvalidToken:
            self._halt.token_rejected()
        except TelegramError as error:
            self._halt.fail(f"Telegram cannot be reached: {error}")
        except OSError as error:
            self._halt.fail(f"The webhook's port cannot be opened: {error}")
        else:
            await app.start()
            await intake.open()
            log.info("Listening as @%s", app.bot.username)


async def _finish(app: AnyApplication) -> None:
    """Closes the connections."""
    if app.running:
        await app.stop()
    await app.shutdown()
    # An application whose start failed leaves the connections of its bot open.
    await app.bot.shutdown()
