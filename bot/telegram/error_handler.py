"""Errors in handlers: an apology to the person who waits, and a report to the owners."""

import logging
import secrets
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from telegram import Bot, Update
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError
from telegram.ext import ContextTypes

from bot.presentation.html import as_html
from bot.telegram.chat.sender import GONE, NOT_MODIFIED, has_reason
from bot.telegram.services import Services

log = logging.getLogger(__name__)

_REPORT_EVERY = 60.0
# Reasons for which nobody waits for an answer, or nobody can get one.
_NOBODY_TO_TELL = (
    NOT_MODIFIED,
    "query is too old",
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "topic_closed",
    "chat not found",
    *GONE,
)


class ErrorHandler:
    """The application's error handler."""

    def __init__(
        self,
        services: Services,
        *,
        admin_ids: Sequence[int],
        token_rejected: Callable[[], None],
    ) -> None:
        self._replies = services.replies
        self._sender = services.sender
        self._admin_ids = admin_ids
        self._token_rejected = token_rejected
        self._reported = -_REPORT_EVERY

    async def handle(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Does what `context.error` calls for. BadRequest is a NetworkError, so it comes first."""
        error = context.error
        if isinstance(error, InvalidToken):
            self._token_rejected()
        elif isinstance(error, Forbidden):
            log.info("A chat cannot be written to any more: %s", error)
        elif isinstance(error, BadRequest) and has_reason(error, *_NOBODY_TO_TELL):
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
        messages = await self._replies.messages_in(chat, user)
        text = messages.text("error", error_id=error_id)
        if update.callback_query:
            await self._sender.toast(update.callback_query, text)
        elif update.message:
            await self._sender.reply(update.message, as_html(text))
        elif update.guest_message:
            await self._sender.answer_guest(update.guest_message, as_html(text))

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
