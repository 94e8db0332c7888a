"""Figures for the archive's owner: what was asked."""

import datetime

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.presentation.messages import Messages
from bot.reports.pages import statistics_chart, statistics_page
from bot.reports.usage import Figures, Statistics
from bot.services.async_archive import Desk
from bot.telegram.chat.pictures import send_picture
from bot.telegram.chat.replies import Speech
from bot.telegram.chat.sender import Sender

SPANS = (7, 30)
"""Days that can be looked at, the first of them unless somebody chooses."""


class FiguresRoom:
    """`/stats`, and the buttons that change the days."""

    def __init__(self, desk: Desk, sender: Sender, speech: Speech) -> None:
        self._desk = desk
        self._sender = sender
        self._speech = speech

    async def show(self, message: Message) -> None:
        """The last seven days, and a chart of the last thirty."""
        messages = await self._speech.messages(message)
        await self._sender.reply(message, *await self._page(SPANS[0], messages))
        figures = await self._figures(SPANS[-1], datetime.datetime.now().astimezone())
        picture = await self._desk.search(statistics_chart, figures, messages)
        if picture:
            await send_picture(message, picture)

    async def press(self, query: CallbackQuery, days: str) -> None:
        """Other days in the message of the button, or the same anew."""
        messages = await self._speech.messages_for_press(query)
        made = await self._page(int(days), messages)
        await self._sender.toast(query)
        await self._sender.edit(query, *made)

    async def _figures(self, days: int, now: datetime.datetime) -> Figures:
        return await self._desk.storage.read(lambda db: Statistics(db).figures(days, now=now))

    async def _page(self, days: int, messages: Messages) -> tuple[str, InlineKeyboardMarkup]:
        library = self._desk.library
        now = datetime.datetime.now().astimezone()
        figures = await self._figures(days, now)
        edition = await self._desk.search(library.edition)
        hidden = len(await self._desk.search(library.hidden))
        html = statistics_page(figures, edition, messages, hidden=hidden, now=now)
        row = [
            InlineKeyboardButton(
                messages.text("button_days", count=span), callback_data=f"stats:{span}"
            )
            for span in SPANS
        ]
        return html, InlineKeyboardMarkup([row])
