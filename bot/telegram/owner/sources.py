"""The sources that articles are fetched from: `/sources`, and news on them for the owners."""

import asyncio
import datetime
import logging
from collections.abc import Sequence

from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, Message
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.presentation.i18n import Messages
from bot.reports.source_pages import SOURCES_SHOWN, in_order, sources_news, sources_page
from bot.telegram.chat import callback_data
from bot.telegram.chat.keyboards import turn_buttons
from bot.telegram.services import Services
from index.fetching.state import SourceStatus

log = logging.getLogger(__name__)


class SourcesReport:
    """`/sources`: how each source does, in pages."""

    def __init__(self, services: Services) -> None:
        self._sources = services.sources
        self._sender = services.sender
        self._replies = services.replies
        self._zone = services.zone

    async def show(self, message: Message) -> None:
        """Sends the first page."""
        messages = await self._replies.messages(message)
        await self._sender.reply(message, *await self._page(0, messages))

    async def press(self, query: CallbackQuery, start: str) -> None:
        """Shows another page, brought up to date, in the button's message."""
        messages = await self._replies.messages_for_press(query)
        made = await self._page(int(start), messages)
        await self._sender.toast(query)
        await self._sender.edit(query, *made)

    async def _page(
        self, start: int, messages: Messages
    ) -> tuple[str, InlineKeyboardMarkup | None]:
        found = in_order(await asyncio.to_thread(self._sources.sources))
        # There may be fewer pages than when the button was made.
        start = min(start, max(0, (len(found) - 1) // SOURCES_SHOWN * SOURCES_SHOWN))
        html = sources_page(found, start, messages, now=datetime.datetime.now(self._zone))
        turning = turn_buttons(
            callback_data.SOURCES_PAGE,
            messages,
            ("button_previous", start > 0, (start - SOURCES_SHOWN,)),
            ("button_next", start + SOURCES_SHOWN < len(found), (start + SOURCES_SHOWN,)),
        )
        return html, InlineKeyboardMarkup([turning]) if turning else None


class OwnersSourceNews:
    """Tells the owners which sources have failed for long, and which work again."""

    def __init__(self, bot: Bot, services: Services, admin_ids: Sequence[int]) -> None:
        self._bot = bot
        self._sender = services.sender
        self._replies = services.replies
        self._zone = services.zone
        self._admin_ids = admin_ids

    async def tell(self, down: Sequence[SourceStatus], up: Sequence[SourceStatus]) -> bool:
        """One message for each owner; False if it should be tried again."""
        told, later = 0, 0
        for admin in self._admin_ids:
            messages = await self._replies.messages_for_chat(admin)
            now = datetime.datetime.now(self._zone)
            try:
                await self._sender.send(self._bot, admin, sources_news(down, up, messages, now=now))
                told += 1
            except (BadRequest, Forbidden) as refusal:
                log.warning("An owner cannot be told how sources do: %s", refusal)
            except TelegramError as error:
                log.warning("An owner could not be told how sources do for now: %s", error)
                later += 1
        # Who got it does not want it again because another one did not.
        return bool(told) or not later
