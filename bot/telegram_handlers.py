"""What the bot does with each message: read it, ask, render, reply."""

import datetime
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeAlias

from telegram import CallbackQuery, ForceReply, Message, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.desk import Desk
from bot.messages import Messages
from bot.rendering import as_html
from bot.telegram_addressing import (
    ADDRESSED,
    MESSAGE,
    is_group,
    is_reply_to_bot,
    question_of,
)
from bot.telegram_answering import Answering
from bot.telegram_buttons import LANGUAGE_PATTERN, PAGE_PATTERN, Buttons, language_keyboard
from bot.telegram_errors import Sender, patiently
from bot.telegram_speech import Speech

ASK_COMMANDS = {"id": "tanya", "en": "ask"}
"""The asking command that each language's menu shows; all of them work in every language."""

AnyApplication: TypeAlias = Application[Any, Any, Any, Any, Any, Any]
Callback: TypeAlias = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]


def menu(messages: Messages) -> list[tuple[str, str]]:
    """Commands and what they do, for Telegram's menu and for /help."""
    return [
        (ASK_COMMANDS[messages.language], messages.text("command_ask")),
        ("language", messages.text("command_language")),
        ("help", messages.text("command_help")),
    ]


class Conversation:
    """Handlers of messages."""

    def __init__(self, sender: Sender, speech: Speech, answering: Answering) -> None:
        self._sender = sender
        self._speech = speech
        self._answering = answering
        self._albums: deque[str] = deque(maxlen=100)

    async def start(self, message: Message) -> None:
        """/start: who is speaking, an example, what the archive holds."""
        messages = await self._speech.messages(message)
        archive = await self._speech.archive_line(messages)
        await self._speech.say(message, "start", archive=archive)

    async def help(self, message: Message) -> None:
        """/help: how to ask, in private and in groups."""
        messages = await self._speech.messages(message)
        commands = "\n".join(f"/{command} – {what}" for command, what in menu(messages))
        archive = await self._speech.archive_line(messages)
        await self._speech.say(message, "help", commands=commands, archive=archive)

    async def language(self, message: Message) -> None:
        """/language: a button a language."""
        messages = await self._speech.messages(message)
        html = as_html(messages.text("language_choose"))
        await self._sender.reply(message, html, language_keyboard())

    async def ask(self, message: Message) -> None:
        """/ask: answers, or asks for the question when there is none."""
        question = question_of(message)
        if question:
            await self._answering.answer(message, question)
        else:
            await self._prompt(message)

    async def hear(self, message: Message) -> None:
        """Words meant for the bot. In a group a thumbs-up in reply to it needs no answer."""
        question = question_of(message)
        if question:
            await self._answering.answer(message, question)
        elif not is_group(message.chat.type):
            await self._speech.say(message, "no_words")
        elif not is_reply_to_bot(message):
            await self._prompt(message)

    async def not_text(self, message: Message) -> None:
        """Something in private that has no words; once an album."""
        album = message.media_group_id
        if album and album in self._albums:
            return
        if album:
            self._albums.append(album)
        await self._speech.say(message, "text_only")

    async def unknown_command(self, message: Message) -> None:
        """A command in private that nobody wrote a handler for."""
        await self._speech.say(message, "unknown_command")

    async def _prompt(self, message: Message) -> None:
        messages = await self._speech.messages(message)
        # Selective: only the asker's app opens the reply, and a reply passes privacy mode.
        force = ForceReply(
            selective=True, input_field_placeholder=messages.text("prompt_placeholder")
        )
        text = messages.text("prompt")
        await patiently(lambda: message.reply_text(text, reply_markup=force))


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
            CommandHandler("start", _on_message(talk.start), MESSAGE),
            CommandHandler("help", _on_message(talk.help), MESSAGE),
            CommandHandler("language", _on_message(talk.language), MESSAGE),
            CommandHandler(list(ASK_COMMANDS.values()), _on_message(talk.ask), MESSAGE),
            MessageHandler(private & filters.COMMAND, _on_message(talk.unknown_command)),
            MessageHandler(private & words, _on_message(talk.hear)),
            MessageHandler(private & ~filters.StatusUpdate.ALL, _on_message(talk.not_text)),
            MessageHandler(MESSAGE & ADDRESSED & words, _on_message(talk.hear)),
        ]
    )
    add_buttons(app, Buttons(desk, sender, speech))


def add_buttons(app: AnyApplication, buttons: Buttons) -> None:
    """Every button there is, and those that no longer are."""

    async def turn_page(query: CallbackQuery, answer_id: str, number: str) -> None:
        await buttons.turn_page(query, answer_id, int(number))

    app.add_handlers(
        [
            CallbackQueryHandler(_on_press(turn_page), PAGE_PATTERN),
            CallbackQueryHandler(_on_press(buttons.choose_language), LANGUAGE_PATTERN),
            CallbackQueryHandler(_on_press(buttons.too_old)),
        ]
    )


def _on_message(handle: Callable[[Message], Awaitable[None]]) -> Callback:
    async def callback(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message:
            await handle(update.message)

    return callback


def _on_press(handle: Callable[..., Awaitable[None]]) -> Callback:
    """Passes what the pattern found in the button's data as further arguments."""

    async def callback(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.callback_query:
            found = context.matches[0].groups() if context.matches else ()
            await handle(update.callback_query, *found)

    return callback
