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
from bot.telegram.access import Door, Policy
from bot.telegram.chat.adapters import (
    AnyApplication,
    on_edit,
    on_guest,
    on_inline,
    on_membership,
    on_message,
    on_press,
)
from bot.telegram.chat.filters import (
    ADDRESSED,
    EDITED_MESSAGE,
    GUEST_MESSAGE,
    MESSAGE,
    MOVED,
    NEWCOMERS,
)
from bot.telegram.chat.replies import Speech
from bot.telegram.chat.sender import Sender
from bot.telegram.error_handler import ErrorDesk
from bot.telegram.handlers.answer_buttons import Buttons, Verdicts
from bot.telegram.handlers.articles import Reading
from bot.telegram.handlers.follows import Follows
from bot.telegram.handlers.group_settings import GroupSettings
from bot.telegram.handlers.inline import Inline
from bot.telegram.handlers.joining import Joining
from bot.telegram.handlers.messages import Conversation, Guests
from bot.telegram.handlers.privacy import Forgetting
from bot.telegram.handlers.questions import Answering
from bot.telegram.handlers.start import Start
from bot.telegram.handlers.status import Status
from bot.telegram.handlers.timeline import TopicTimelines
from bot.telegram.owner.commands import OwnerRooms
from bot.telegram.transport.connection import Halt
from bot.telegram.transport.delivery import Pacing
from bot.telegram.transport.intake import AT_ONCE
from bot.telegram.transport.message_locks import Turns


def add_handlers(
    app: AnyApplication,
    desk: Desk,
    sender: Sender,
    *,
    stale_after: datetime.timedelta,
    policy: Policy,
    follows_per_person: int,
) -> None:
    """Everything the bot reacts to, in the order in which it is tried."""
    speech, turns = Speech(desk, sender), Turns()
    answering = Answering(desk, sender, speech, turns, stale_after=stale_after)
    reading = Reading(desk, sender, speech, turns)
    start = Start(desk, sender, speech, answering, reading, turns)
    talk = Conversation(desk, sender, speech, answering)
    guests = Guests(desk, sender, speech, answering, turns, stale_after=stale_after)
    forgetting = Forgetting(desk, sender, speech)
    Follows(desk, sender, speech, turns, most=follows_per_person).add_to(app)
    TopicTimelines(desk, sender, speech, answering, turns).add_to(app)
    OwnerRooms(desk, sender, speech, turns, admin_ids=policy.admin_ids).add_to(app)
    door = Door(desk, sender, speech, policy)
    joining = Joining(desk, sender, speech, door)
    settings = GroupSettings(desk, sender, speech)
    status = Status(desk, sender, speech)
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
            InlineQueryHandler(on_inline(Inline(desk, sender, speech, answering).answer)),
        ]
    )
    buttons = Buttons(desk, sender, speech, answering)
    verdicts = Verdicts(desk, sender, speech)
    add_buttons(app, turns, buttons, reading, start, verdicts, forgetting, settings, door)
    door.guard(app)
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
    turns: Turns,
    buttons: Buttons,
    reading: Reading,
    start: Start,
    verdicts: Verdicts,
    forgetting: Forgetting,
    settings: GroupSettings,
    door: Door,
) -> None:
    """Every button there is, and those that no longer are."""
    pressed: dict[str, Callable[..., Awaitable[None]]] = {
        r"^m:([\w-]{1,32}):(\d{1,3})$": buttons.turn_page,
        r"^newest:([\w-]{1,32})$": buttons.newest,
        r"^without:([\w-]{1,32}):([a-z]{1,16})$": buttons.without,
        r"^open:([0-9a-f]{16})$": reading.open,
        r"^read:([0-9a-f]{16}):(\d{1,3})$": reading.turn,
        r"^sample:\d$": start.ask,
        r"^good:([\w-]{1,32})$": verdicts.good,
        r"^bad:([\w-]{1,32})$": verdicts.bad,
        r"^why:([\w-]{1,32}):([a-z_]{1,16})$": verdicts.why,
        r"^forget:(yes|no)$": forgetting.decide,
        r"^set:(language|trigger|hits):(\w{1,8})$": settings.change,
        r"^set:done$": settings.close,
        r"^access:(yes|no):(-?\d{1,19})$": door.decide,
        r"^l:(id|en)$": buttons.choose_language,
        "": buttons.too_old,
    }

    app.add_handlers(
        [
            CallbackQueryHandler(on_press(turns.in_turn(handle)), pattern)
            for pattern, handle in pressed.items()
        ]
    )


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
