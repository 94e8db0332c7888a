"""Everything the bot reacts to, in the order in which it is tried."""

import datetime
from collections.abc import Awaitable, Callable

from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.presentation import commands
from bot.services.async_archive import Desk
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
from bot.telegram.handlers.answer_buttons import Buttons
from bot.telegram.handlers.articles import Reading
from bot.telegram.handlers.feedback import Verdicts
from bot.telegram.handlers.follows import Follows
from bot.telegram.handlers.group_settings import GroupSettings
from bot.telegram.handlers.guests import Guests
from bot.telegram.handlers.inline import Inline
from bot.telegram.handlers.joining import Joining
from bot.telegram.handlers.messages import Conversation
from bot.telegram.handlers.privacy import Forgetting
from bot.telegram.handlers.questions import Answering
from bot.telegram.handlers.start import Start
from bot.telegram.handlers.status import Status
from bot.telegram.handlers.timeline import TopicTimelines
from bot.telegram.owner.commands import OwnerRooms
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
