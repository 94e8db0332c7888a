"""Everything the bot reacts to, in the order in which it is tried."""

import datetime
from collections.abc import Awaitable, Callable

from telegram import LinkPreviewOptions
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    Defaults,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from bot.presentation import commands
from bot.services.async_archive import Desk
from bot.settings import Settings
from bot.telegram.access import AccessControl, AccessPolicy
from bot.telegram.chat import callback_data
from bot.telegram.chat.adapters import (
    AnyApplication,
    on_edit,
    on_guest,
    on_inline,
    on_membership,
    on_message,
    on_press,
)
from bot.telegram.chat.callback_data import Payload
from bot.telegram.chat.filters import (
    ADDRESSED,
    EDITED_MESSAGE,
    GUEST_MESSAGE,
    MESSAGE,
    MOVED,
    NEWCOMERS,
)
from bot.telegram.chat.replies import Replies
from bot.telegram.chat.sender import Sender
from bot.telegram.error_handler import ErrorHandler
from bot.telegram.handlers.answer_buttons import AnswerButtons, FeedbackButtons
from bot.telegram.handlers.articles import ArticleReader
from bot.telegram.handlers.follows import FollowHandler
from bot.telegram.handlers.group_settings import GroupSettingsHandler
from bot.telegram.handlers.inline import InlineHandler
from bot.telegram.handlers.joining import GroupJoinHandler
from bot.telegram.handlers.messages import ChatHandler, GuestHandler
from bot.telegram.handlers.privacy import ForgetHandler
from bot.telegram.handlers.questions import QuestionHandler
from bot.telegram.handlers.start import StartHandler
from bot.telegram.handlers.status import StatusHandler
from bot.telegram.handlers.timeline import TimelineHandler
from bot.telegram.owner.commands import OwnerCommands
from bot.telegram.transport.connection import Shutdown
from bot.telegram.transport.delivery import PacedRateLimiter
from bot.telegram.transport.intake import AT_ONCE
from bot.telegram.transport.message_locks import MessageLocks


def add_handlers(
    app: AnyApplication,
    desk: Desk,
    sender: Sender,
    *,
    stale_after: datetime.timedelta,
    policy: AccessPolicy,
    follows_per_person: int,
) -> None:
    """Everything the bot reacts to, in the order in which it is tried."""
    replies, locks = Replies(desk, sender), MessageLocks()
    answering = QuestionHandler(desk, sender, replies, locks, stale_after=stale_after)
    reading = ArticleReader(desk, sender, replies, locks)
    start = StartHandler(desk, sender, replies, answering, reading, locks)
    talk = ChatHandler(desk, sender, replies, answering)
    guests = GuestHandler(desk, sender, replies, answering, locks, stale_after=stale_after)
    forgetting = ForgetHandler(desk, sender, replies)
    FollowHandler(desk, sender, replies, locks, most=follows_per_person).add_to(app)
    TimelineHandler(desk, sender, replies, answering, locks).add_to(app)
    OwnerCommands(desk, sender, replies, locks, admin_ids=policy.admin_ids).add_to(app)
    access = AccessControl(desk, sender, replies, policy)
    joining = GroupJoinHandler(desk, sender, replies, access)
    settings = GroupSettingsHandler(desk, sender, replies)
    status = StatusHandler(desk, sender, replies)
    choosing = [*commands.LANGUAGE.names, *commands.SETTINGS.names]
    private, groups = filters.ChatType.PRIVATE, filters.ChatType.GROUPS
    words = (filters.TEXT | filters.CAPTION) & ~filters.COMMAND
    app.add_handlers(
        [
            CommandHandler("start", on_message(start.start), MESSAGE & private),
            CommandHandler("start", on_message(joining.started), MESSAGE & groups),
            CommandHandler(commands.HELP.names, on_message(talk.help), MESSAGE),
            CommandHandler(choosing, on_message(talk.language), MESSAGE & private),
            CommandHandler(choosing, on_message(settings.show), MESSAGE & groups),
            CommandHandler(commands.STATUS.names, on_message(status.show), MESSAGE),
            CommandHandler(commands.ASK.names, on_message(talk.ask), MESSAGE),
            CommandHandler(commands.FORGET.names, on_message(forgetting.ask), MESSAGE & private),
            MessageHandler(MESSAGE & private & filters.COMMAND, on_message(talk.unknown_command)),
            MessageHandler(MESSAGE & private & words, on_message(talk.hear)),
            MessageHandler(
                MESSAGE & private & ~filters.StatusUpdate.ALL, on_message(talk.not_text)
            ),
            MessageHandler(MESSAGE & ADDRESSED & words, on_message(talk.overhear)),
            CommandHandler(commands.ASK.names, on_edit(talk.edited), EDITED_MESSAGE),
            MessageHandler(EDITED_MESSAGE & (private | ADDRESSED) & words, on_edit(talk.edited)),
            MessageHandler(GUEST_MESSAGE, on_guest(guests.hear)),
            InlineQueryHandler(on_inline(InlineHandler(desk, sender, replies, answering).answer)),
        ]
    )
    buttons = AnswerButtons(desk, sender, replies, answering)
    verdicts = FeedbackButtons(desk, sender, replies)
    add_buttons(app, locks, buttons, reading, start, verdicts, forgetting, settings, access)
    access.guard(app)
    app.add_handlers(
        [
            # They wait a moment for what the same chat has to say next.
            ChatMemberHandler(on_membership(joining.changed), block=False),
            MessageHandler(NEWCOMERS, on_message(joining.joined), block=False),
            MessageHandler(MOVED, on_message(joining.moved)),
        ]
    )


def add_buttons(
    app: AnyApplication,
    locks: MessageLocks,
    buttons: AnswerButtons,
    reading: ArticleReader,
    start: StartHandler,
    verdicts: FeedbackButtons,
    forgetting: ForgetHandler,
    settings: GroupSettingsHandler,
    access: AccessControl,
) -> None:
    """Every button there is, and those that no longer are."""
    pressed: dict[Payload, Callable[..., Awaitable[None]]] = {
        callback_data.ANSWER_PAGE: buttons.turn_page,
        callback_data.NEWEST_FIRST: buttons.newest,
        callback_data.WITHOUT_FILTER: buttons.without,
        callback_data.OPEN_ARTICLE: reading.open,
        callback_data.ARTICLE_PAGE: reading.turn,
        callback_data.SAMPLE: start.ask,
        callback_data.VERDICTS["good"]: verdicts.good,
        callback_data.VERDICTS["bad"]: verdicts.bad,
        callback_data.REASON: verdicts.why,
        callback_data.FORGET: forgetting.decide,
        callback_data.SETTING: settings.change,
        callback_data.SETTINGS_DONE: settings.close,
        callback_data.ACCESS: access.decide,
        callback_data.LANGUAGE: buttons.choose_language,
    }
    app.add_handlers(
        [
            CallbackQueryHandler(on_press(locks.in_turn(handle)), payload.pattern)
            for payload, handle in pressed.items()
        ]
    )
    # Buttons of an earlier version that no longer do anything.
    app.add_handler(CallbackQueryHandler(on_press(locks.in_turn(buttons.too_old))))


def build_application(
    settings: Settings,
    desk: Desk,
    shutdown: Shutdown,
    limiter: PacedRateLimiter,
    *,
    stale_after: datetime.timedelta,
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
        .rate_limiter(limiter)
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
        policy=AccessPolicy.of(settings),
        follows_per_person=settings.follows_per_person,
    )
    errors = ErrorHandler(
        desk, sender, admin_ids=settings.admin_ids, token_rejected=shutdown.token_rejected
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
