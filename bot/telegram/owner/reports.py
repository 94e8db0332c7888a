"""Reports for the archive's owner: usage figures (/stats) and unanswered questions (/gaps)."""

import asyncio
import datetime
from typing import Final

from telegram import CallbackQuery, InlineKeyboardMarkup, Message

from bot.presentation.i18n import Messages
from bot.reports.pages import TOPICS_SHOWN, unanswered_page, usage_chart, usage_page
from bot.reports.unanswered import unanswered_questions, unanswered_topics
from bot.reports.usage import UsageFigures, usage_figures
from bot.telegram.chat import callback_data
from bot.telegram.chat.keyboards import turn_buttons
from bot.telegram.services import Services

WEEK: Final = 7
MONTH: Final = 30
_PERIODS: Final = (WEEK, MONTH)
"""Days that a report can cover."""


class UsageReport:
    """`/stats`: figures of the last seven or thirty days, and a chart."""

    def __init__(self, services: Services) -> None:
        self._storage = services.storage
        self._archive = services.archive
        self._admin = services.admin
        self._sender = services.sender
        self._replies = services.replies
        self._zone = services.zone

    async def show(self, message: Message) -> None:
        """Sends the figures of the last seven days and a chart of the last thirty."""
        messages = await self._replies.messages(message)
        await self._sender.reply(message, *await self._page(WEEK, messages))
        figures = await self._figures(MONTH, datetime.datetime.now(self._zone))
        picture = await self._archive.run(usage_chart, figures, messages)
        if picture:
            await self._sender.send_picture(message, picture)

    async def press(self, query: CallbackQuery, days: str) -> None:
        """Shows the report for `days` days, brought up to date, in the button's message."""
        messages = await self._replies.messages_for_press(query)
        made = await self._page(int(days), messages)
        await self._sender.toast(query)
        await self._sender.edit(query, *made)

    async def _figures(self, days: int, now: datetime.datetime) -> UsageFigures:
        return await self._storage.read(lambda db: usage_figures(db, days, now=now))

    async def _page(self, days: int, messages: Messages) -> tuple[str, InlineKeyboardMarkup]:
        now = datetime.datetime.now(self._zone)
        figures = await self._figures(days, now)
        info = await self._archive.run(self._admin.current)
        hidden = len(await self._archive.run(self._admin.hidden))
        html = usage_page(figures, info, messages, hidden=hidden, now=now)
        row = [
            callback_data.USAGE.button(messages.text("button_days", count=period), period)
            for period in _PERIODS
        ]
        return html, InlineKeyboardMarkup([row])


class UnansweredReport:
    """`/gaps`: questions without an answer in the last thirty or seven days, in pages."""

    def __init__(self, services: Services) -> None:
        self._storage = services.storage
        self._archive = services.archive
        self._admin = services.admin
        self._sender = services.sender
        self._replies = services.replies
        self._zone = services.zone

    async def show(self, message: Message) -> None:
        """Sends the first page for the last thirty days."""
        messages = await self._replies.messages(message)
        await self._sender.reply(message, *await self._page(MONTH, 0, messages))

    async def press(self, query: CallbackQuery, days: str, start: str) -> None:
        """Shows another page, or that of another period, in the button's message."""
        messages = await self._replies.messages_for_press(query)
        made = await self._page(int(days), int(start), messages)
        await self._sender.toast(query)
        await self._sender.edit(query, *made)

    async def _page(
        self, days: int, start: int, messages: Messages
    ) -> tuple[str, InlineKeyboardMarkup]:
        now = datetime.datetime.now(self._zone)
        since = now - datetime.timedelta(days=days)
        asked = await self._storage.read(lambda db: unanswered_questions(db, since))
        questions = [one.question for one in asked]
        # Not within the time limit of searches: comparing many for the first time takes longer.
        found = unanswered_topics(
            asked, await asyncio.to_thread(self._admin.similar_questions, questions)
        )
        # There may be fewer pages than when the button was made.
        start = min(start, max(0, (len(found) - 1) // TOPICS_SHOWN * TOPICS_SHOWN))
        html = unanswered_page(found, start, messages, days=days, zone=now.tzinfo)
        return html, _page_keyboard(days, start, len(found), messages)


def _page_keyboard(days: int, start: int, count: int, messages: Messages) -> InlineKeyboardMarkup:
    turning = turn_buttons(
        callback_data.UNANSWERED_PAGE,
        messages,
        ("button_previous", start > 0, (days, start - TOPICS_SHOWN)),
        ("button_next", start + TOPICS_SHOWN < count, (days, start + TOPICS_SHOWN)),
    )
    periods = [
        callback_data.UNANSWERED_PAGE.button(messages.text("button_days", count=period), period, 0)
        for period in _PERIODS
    ]
    return InlineKeyboardMarkup([row for row in (turning, periods) if row])
