"""Sending that copes with what Telegram refuses, and what happens when something fails."""

import asyncio
import logging
import os
import secrets
import time
import traceback
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ContextTypes

from bot.desk import Desk
from bot.messages import Messages
from bot.rendering import as_html, without_html

# python-telegram-bot warns at every RetryAfter unless its times may be timedeltas.
os.environ["PTB_TIMEDELTA"] = "true"

log = logging.getLogger(__name__)

T = TypeVar("T")

# An answer that comes later than this has lost its question.
_LONGEST_WAIT = timedelta(minutes=1)
_REPORT_EVERY = 60.0

# Lower-case, because python-telegram-bot changes the case of Telegram's texts.
_CANNOT_PARSE = "can't parse entities"
_NOT_MODIFIED = "message is not modified"
_LOST_PLACE = ("message to be replied not found", "message thread not found")
_GONE = ("message to edit not found", "message can't be edited")
_NOBODY_TO_TELL = (
    _NOT_MODIFIED,
    "query is too old",
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "topic_closed",
    "chat not found",
    *_GONE,
)


def _says(error: TelegramError, *texts: str) -> bool:
    return any(text in str(error).lower() for text in texts)


async def patiently(call: Callable[[], Awaitable[T]]) -> T:
    """Calls Telegram, a second time when the first one surely had no effect.

    A flood limit is waited out exactly once. A lost connection or a failing server gets one more
    try; a timeout does not, because the message may have been sent.
    """
    try:
        return await call()
    except RetryAfter as limit:
        wait = limit.retry_after
        if not isinstance(wait, timedelta) or wait > _LONGEST_WAIT:
            raise
        log.warning("Telegram asks to wait %s", wait)
        await asyncio.sleep(wait.total_seconds())
    except (BadRequest, TimedOut):
        raise
    except NetworkError as error:
        log.warning("Trying once more: %s", error)
    return await call()


class Sender:
    """Sends HTML messages so that they arrive, in the chat and topic they belong to."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def reply(
        self, message: Message, html: str, markup: InlineKeyboardMarkup | None = None
    ) -> Message:
        """Answers `message` in its topic, in a group as a reply to it; what was sent."""
        try:
            return await patiently(lambda: message.reply_html(html, reply_markup=markup))
        except ChatMigrated as moved:
            await self._desk.move_chat(message.chat.id, moved.new_chat_id)
            return await self.send(message.get_bot(), moved.new_chat_id, html, markup)
        except BadRequest as refusal:
            if _says(refusal, _CANNOT_PARSE):
                log.error("Telegram refused our HTML: %s", refusal)  # noqa: TRY400
                plain = without_html(html)
                return await patiently(lambda: message.reply_text(plain, reply_markup=markup))
            if _says(refusal, *_LOST_PLACE):
                return await self.send(message.get_bot(), message.chat.id, html, markup)
            raise

    async def put(
        self,
        message: Message,
        html: str,
        markup: InlineKeyboardMarkup | None = None,
        *,
        instead_of: int | None = None,
    ) -> int:
        """Answers `message` in an earlier answer, or anew if that is gone; the answer's id."""
        bot, chat = message.get_bot(), message.chat.id
        if instead_of is not None:
            try:
                await _edited(
                    lambda text, mode: bot.edit_message_text(
                        text, chat, instead_of, parse_mode=mode, reply_markup=markup
                    ),
                    html,
                )
            except BadRequest as refusal:
                if not _says(refusal, *_GONE):
                    raise
            else:
                return instead_of
        return (await self.reply(message, html, markup)).message_id

    async def edit(
        self, query: CallbackQuery, html: str, markup: InlineKeyboardMarkup | None = None
    ) -> None:
        """Replaces the text of the message a button belongs to, or that below its picture."""

        def change(text: str, mode: str | None) -> Awaitable[object]:
            if has_picture(query):
                return query.edit_message_caption(text, markup, parse_mode=mode)
            return query.edit_message_text(text, mode, reply_markup=markup)

        await _edited(change, html)

    async def post(self, send: Callable[[str, str | None], Awaitable[object]], html: str) -> None:
        """Posts with `send(text, parse mode)`; as plain text when Telegram refuses the HTML."""
        await _as_html_or_plain(send, html)

    async def toast(self, query: CallbackQuery, text: str = "") -> None:
        """Ends the button's waiting animation, with a short notice if there is one."""
        try:
            await patiently(lambda: query.answer(text or None))
        except BadRequest as refusal:
            # Pressed before a restart or a long outage: nobody is waiting any more.
            if not _says(refusal, "query is too old"):
                raise

    @staticmethod
    async def send(
        bot: Bot, chat: int, html: str, markup: InlineKeyboardMarkup | None = None
    ) -> Message:
        """Sends a message that answers none."""
        return await patiently(
            lambda: bot.send_message(chat, html, ParseMode.HTML, reply_markup=markup)
        )


def has_picture(query: CallbackQuery) -> bool:
    """Whether the button stands below a picture."""
    return isinstance(query.message, Message) and bool(query.message.photo)


async def _edited(edit: Callable[[str, str | None], Awaitable[object]], html: str) -> None:
    """Edits a message; that it shows the same already is as good."""
    try:
        await _as_html_or_plain(edit, html)
    except BadRequest as refusal:
        if not _says(refusal, _NOT_MODIFIED):
            raise


async def _as_html_or_plain(
    send: Callable[[str, str | None], Awaitable[object]], html: str
) -> None:
    try:
        await patiently(lambda: send(html, ParseMode.HTML))
    except BadRequest as refusal:
        if not _says(refusal, _CANNOT_PARSE):
            raise
        log.error("Telegram refused our HTML: %s", refusal)  # noqa: TRY400
        await patiently(lambda: send(without_html(html), None))


class ErrorDesk:
    """The application's error handler."""

    def __init__(
        self,
        desk: Desk,
        sender: Sender,
        *,
        admin_ids: Sequence[int],
        token_rejected: Callable[[], None],
    ) -> None:
        self._desk = desk
        self._sender = sender
        self._admin_ids = admin_ids
        self._token_rejected = token_rejected
        self._reported = -_REPORT_EVERY

    async def handle(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Sorts out `context.error`. BadRequest is a NetworkError, so it comes first."""
        error = context.error
        if isinstance(error, InvalidToken):
            self._token_rejected()
        elif isinstance(error, Forbidden):
            log.info("A chat cannot be written to any more: %s", error)
        elif isinstance(error, BadRequest) and _says(error, *_NOBODY_TO_TELL):
            log.info("Telegram refused: %s", error)
        elif isinstance(error, TelegramError) and not isinstance(error, BadRequest):
            log.warning("A message was lost on its way to Telegram: %s", error)
        elif error is not None:
            await self._unexpected(update, context, error)

    async def _unexpected(
        self, update: object, context: ContextTypes.DEFAULT_TYPE, error: Exception
    ) -> None:
        error_id = secrets.token_hex(4)
        log.error("Error %s", error_id, exc_info=error)
        if isinstance(update, Update):
            await self._apologise(update, error_id)
        await self._report(context.bot, error_id, error)

    async def _apologise(self, update: Update, error_id: str) -> None:
        chat, user = update.effective_chat, update.effective_user
        if chat is None:
            return
        language = await self._desk.language(
            chat.id,
            user_id=user.id if user else None,
            language_code=user.language_code if user else None,
        )
        text = Messages(language).text("error", error_id=error_id)
        if update.callback_query:
            await self._sender.toast(update.callback_query, text)
        elif update.message:
            await self._sender.reply(update.message, as_html(text))

    async def _report(self, bot: Bot, error_id: str, error: Exception) -> None:
        """Tells the admins what failed and where, at most once a minute.

        Neither the exception's text nor the update is shown: both may hold what people asked.
        """
        now = time.monotonic()
        if now - self._reported < _REPORT_EVERY:
            return
        self._reported = now
        frames = traceback.extract_tb(error.__traceback__)
        place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
        for admin in self._admin_ids:
            try:
                await bot.send_message(admin, f"⚠️ {error_id}: {type(error).__name__}{place}")
            except TelegramError as failure:
                log.warning("The report could not be sent to an admin: %s", failure)
