"""Sending messages so that they arrive even if Telegram refuses the first attempt."""

import logging
from collections.abc import Awaitable, Callable
from typing import Final

from telegram import (
    Bot,
    CallbackQuery,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Message,
)
from telegram.constants import MessageLimit, ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    TelegramError,
    TimedOut,
)

from bot.presentation.html import without_html

log = logging.getLogger(__name__)

# Lower-case, because python-telegram-bot changes the case of Telegram's texts.
_CANNOT_PARSE = "can't parse entities"
NOT_MODIFIED = "message is not modified"
_LOST_PLACE = ("message to be replied not found", "message thread not found")
GONE = ("message to edit not found", "message can't be edited")

CAPTION_LIMIT: Final = int(MessageLimit.CAPTION_LENGTH)
"""Characters below a picture after their HTML is read."""


def has_reason(error: TelegramError, *texts: str) -> bool:
    """Whether Telegram gives one of these reasons; they are in lower case."""
    return any(text in str(error).lower() for text in texts)


class Sender:
    """Sends HTML messages so that they arrive, in the chat and topic they belong to."""

    def __init__(self, move_chat: Callable[[int, int], Awaitable[None]]) -> None:
        self._move_chat = move_chat

    async def reply(
        self, message: Message, html: str, markup: InlineKeyboardMarkup | None = None
    ) -> Message:
        """Answers `message` in its topic, in a group as a reply to it; returns what was sent."""
        try:
            return await message.reply_html(html, reply_markup=markup)
        except ChatMigrated as moved:
            await self._move_chat(message.chat.id, moved.new_chat_id)
            return await self.send(message.get_bot(), moved.new_chat_id, html, markup)
        except BadRequest as refusal:
            if has_reason(refusal, _CANNOT_PARSE):
                log.error("Telegram refused our HTML: %s", refusal)  # noqa: TRY400
                plain = without_html(html)
                return await message.reply_text(plain, reply_markup=markup)
            if has_reason(refusal, *_LOST_PLACE):
                return await self.send(message.get_bot(), message.chat.id, html, markup)
            raise

    async def reply_or_edit(
        self,
        message: Message,
        html: str,
        markup: InlineKeyboardMarkup | None = None,
        *,
        instead_of: int | None = None,
    ) -> int:
        """Answers `message` by editing an earlier answer, or anew if that is gone; gives its id."""
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
                if not has_reason(refusal, *GONE):
                    raise
            else:
                return instead_of
        return (await self.reply(message, html, markup)).message_id

    async def edit(
        self, query: CallbackQuery, html: str, markup: InlineKeyboardMarkup | None = None
    ) -> None:
        """Replaces the text of the message a button belongs to, or the caption of its picture."""

        def change(text: str, mode: str | None) -> Awaitable[object]:
            if has_picture(query):
                return query.edit_message_caption(text, markup, parse_mode=mode)
            return query.edit_message_text(text, mode, reply_markup=markup)

        await _edited(change, html)

    async def post(self, send: Callable[[str, str | None], Awaitable[object]], html: str) -> None:
        """Calls `send(text, parse mode)`, again with plain text if Telegram refuses the HTML."""
        await _as_html_or_plain(send, html)

    async def answer_guest(
        self, message: Message, html: str, markup: InlineKeyboardMarkup | None = None
    ) -> None:
        """Gives a guest message its only answer."""
        title = f"@{message.get_bot().username}"
        await self.post(
            lambda text, mode: message.answer_guest_query(
                InlineQueryResultArticle(
                    "answer", title, InputTextMessageContent(text, mode), markup
                )
            ),
            html,
        )

    async def toast(self, query: CallbackQuery, text: str = "") -> None:
        """Ends the button's waiting animation, with a short notice if there is one."""
        try:
            await query.answer(text or None)
        except BadRequest as refusal:
            # Pressed before a restart or a long outage: nobody is waiting any more.
            if not has_reason(refusal, "query is too old"):
                raise

    @staticmethod
    async def send_picture(
        message: Message, picture: bytes, html: str = "", markup: InlineKeyboardMarkup | None = None
    ) -> bool:
        """Answers `message` with a picture and a caption.

        False, with the reason in the log, if that is refused: some groups allow no pictures.
        TimedOut is raised, because the picture may have arrived.
        """
        try:
            await message.reply_photo(
                picture, html or None, reply_markup=markup, parse_mode=ParseMode.HTML
            )
        except TimedOut:
            raise
        except TelegramError as refusal:
            log.info("A picture could not be sent: %s", refusal)
            return False
        return True

    @staticmethod
    async def send_file(message: Message, name: str, text: str, html: str = "") -> bool:
        """Answers `message` with a text file (UTF-8 with a byte-order mark) and a caption.

        Spreadsheets take a file without the mark for Latin-1. False, with the reason in the log,
        if it is refused; TimedOut is raised, because the file may have arrived.
        """
        try:
            await message.reply_document(
                text.encode("utf-8-sig"), html or None, filename=name, parse_mode=ParseMode.HTML
            )
        except TimedOut:
            raise
        except TelegramError as refusal:
            log.info("A file could not be sent: %s", refusal)
            return False
        return True

    @staticmethod
    async def send(
        bot: Bot, chat: int, html: str, markup: InlineKeyboardMarkup | None = None
    ) -> Message:
        """Sends a message that is no reply."""
        return await bot.send_message(chat, html, ParseMode.HTML, reply_markup=markup)


def has_picture(query: CallbackQuery) -> bool:
    """Whether the button stands below a picture."""
    return isinstance(query.message, Message) and bool(query.message.photo)


async def _edited(edit: Callable[[str, str | None], Awaitable[object]], html: str) -> None:
    """Edits a message; it is no error if it shows the same already."""
    try:
        await _as_html_or_plain(edit, html)
    except BadRequest as refusal:
        if not has_reason(refusal, NOT_MODIFIED):
            raise


async def _as_html_or_plain(
    send: Callable[[str, str | None], Awaitable[object]], html: str
) -> None:
    try:
        await send(html, ParseMode.HTML)
    except BadRequest as refusal:
        if not has_reason(refusal, _CANNOT_PARSE):
            raise
        log.error("Telegram refused our HTML: %s", refusal)  # noqa: TRY400
        await send(without_html(html), None)
