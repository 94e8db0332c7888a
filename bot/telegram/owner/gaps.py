"""What people asked in vain, for the archive's owner."""

import asyncio
import datetime

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.presentation.messages import Messages
from bot.reports.pages import GAPS_SHOWN, gaps_page
from bot.reports.unanswered import gaps, unanswered
from bot.services.async_archive import Desk
from bot.telegram.chat.replies import Speech
from bot.telegram.chat.sender import Sender

SPANS = (7, 30)
"""Days that can be looked at, the last of them unless somebody chooses."""


class GapsRoom:
    """`/gaps`, its pages and the buttons that change the days."""

    def __init__(self, desk: Desk, sender: Sender, speech: Speech) -> None:
        self._desk = desk
        self._sender = sender
        self._speech = speech

    async def show(self, message: Message) -> None:
        """The first page of the last thirty days."""
        messages = await self._speech.messages(message)
        await self._sender.reply(message, *await self._page(SPANS[-1], 0, messages))

    async def press(self, query: CallbackQuery, days: str, start: str) -> None:
        """Another page or other days in the message of the button."""
        messages = await self._speech.messages_for_press(query)
        made = await self._page(int(days), int(start), messages)
        await self._sender.toast(query)
        await self._sender.edit(query, *made)

    async def _page(
        self, days: int, start: int, messages: Messages
    ) -> tuple[str, InlineKeyboardMarkup]:
        now = datetime.datetime.now().astimezone()
        since = now - datetime.timedelta(days=days)
        asked = await self._desk.storage.read(lambda db: unanswered(db, since))
        questions = [one.question for one in asked]
        # Comparing many for the first time takes longer than any search may.
        found = gaps(asked, await asyncio.to_thread(self._desk.library.alike, questions))
        # Fewer may be left than when the button was made.
        start = min(start, max(0, (len(found) - 1) // GAPS_SHOWN * GAPS_SHOWN))
        html = gaps_page(found, start, messages, days=days, zone=now.tzinfo)
        return html, _keyboard(days, start, len(found), messages)


def _keyboard(days: int, start: int, count: int, messages: Messages) -> InlineKeyboardMarkup:
    turns = (
        ("button_previous", start - GAPS_SHOWN, start > 0),
        ("button_next", start + GAPS_SHOWN, start + GAPS_SHOWN < count),
    )
    turning = [
        InlineKeyboardButton(messages.text(key), callback_data=f"gaps:{days}:{at}")
        for key, at, there in turns
        if there
    ]
    spans = [
        InlineKeyboardButton(
            messages.text("button_days", count=span), callback_data=f"gaps:{span}:0"
        )
        for span in SPANS
    ]
    return InlineKeyboardMarkup([row for row in (turning, spans) if row])
