"""Everything the bot reacts to, in the order in which it is tried."""

import datetime

from telegram import CallbackQuery
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot import commands
from bot.desk import Desk
from bot.telegram_addressing import ADDRESSED, MESSAGE
from bot.telegram_answering import Answering
from bot.telegram_buttons import LANGUAGE_PATTERN, PAGE_PATTERN, Buttons
from bot.telegram_callbacks import AnyApplication, on_message, on_press
from bot.telegram_conversation import Conversation
from bot.telegram_errors import Sender
from bot.telegram_speech import Speech


def add_handlers(
    app: AnyApplication,
    desk: Desk,
    sender: Sender,
    *,
    stale_after: datetime.timedelta,
) -> None:
    """Everything the bot reacts to, in the order in which it is tried."""
    speech = Speech(desk, sender)
    answering = Answering(desk, sender, speech, stale_after=stale_after)
    talk = Conversation(sender, speech, answering)
    private = MESSAGE & filters.ChatType.PRIVATE
    words = (filters.TEXT | filters.CAPTION) & ~filters.COMMAND
    app.add_handlers(
        [
            CommandHandler("start", on_message(talk.start), MESSAGE),
            CommandHandler(commands.HELP.names, on_message(talk.help), MESSAGE),
            CommandHandler(commands.LANGUAGE.names, on_message(talk.language), MESSAGE),
            CommandHandler(commands.ASK.names, on_message(talk.ask), MESSAGE),
            MessageHandler(private & filters.COMMAND, on_message(talk.unknown_command)),
            MessageHandler(private & words, on_message(talk.hear)),
            MessageHandler(private & ~filters.StatusUpdate.ALL, on_message(talk.not_text)),
            MessageHandler(MESSAGE & ADDRESSED & words, on_message(talk.hear)),
        ]
    )
    add_buttons(app, Buttons(desk, sender, speech))


def add_buttons(app: AnyApplication, buttons: Buttons) -> None:
    """Every button there is, and those that no longer are."""

    async def turn_page(query: CallbackQuery, answer_id: str, number: str) -> None:
        await buttons.turn_page(query, answer_id, int(number))

    app.add_handlers(
        [
            CallbackQueryHandler(on_press(turn_page), PAGE_PATTERN),
            CallbackQueryHandler(on_press(buttons.choose_language), LANGUAGE_PATTERN),
            CallbackQueryHandler(on_press(buttons.too_old)),
        ]
    )
