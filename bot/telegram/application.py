"""The python-telegram-bot application: everything it is made of, and its end."""

import datetime

from telegram import LinkPreviewOptions
from telegram.ext import ApplicationBuilder, Defaults
from telegram.request import HTTPXRequest

from bot.services.async_archive import Desk
from bot.settings import Settings
from bot.telegram.access import Policy
from bot.telegram.chat.adapters import AnyApplication
from bot.telegram.chat.sender import Sender
from bot.telegram.error_handler import ErrorDesk
from bot.telegram.transport.connection import Halt
from bot.telegram.transport.delivery import Pacing
from bot.telegram.transport.intake import AT_ONCE
from bot.telegram.wiring import add_handlers


def build_application(
    settings: Settings, desk: Desk, halt: Halt, pacing: Pacing, *, stale_after: datetime.timedelta
) -> AnyApplication:
    """The python-telegram-bot application with every handler, not yet connected."""
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
        stale_after=stale_after,
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


async def close(app: AnyApplication) -> None:
    """Closes the connections of an application, also of one whose start failed."""
    if app.running:
        await app.stop()
    await app.shutdown()
    # An application whose start failed leaves the connections of its bot open.
    await app.bot.shutdown()
