"""Which snapshot of the archive is live: the newest, or the one before."""

import asyncio
import datetime

from telegram import CallbackQuery, InlineKeyboardMarkup, Message

from bot.answers.archive_admin import SnapshotInfo
from bot.presentation.html import as_html
from bot.presentation.i18n import Messages
from bot.reports.pages import snapshot_html
from bot.telegram.chat import callback_data
from bot.telegram.services import Services


class SnapshotCommands:
    """`/reload` and `/rollback`; without a time limit: a large snapshot takes long to open."""

    def __init__(self, services: Services) -> None:
        self._admin = services.admin
        self._sender = services.sender
        self._replies = services.replies
        self._zone = services.zone

    async def reload(self, message: Message) -> None:
        """Opens the newest snapshot now, and says which one is live."""
        messages = await self._replies.messages(message)
        before = await asyncio.to_thread(self._admin.current)
        after = await asyncio.to_thread(self._admin.reload)
        key = "snapshot_same" if after.name == before.name else "snapshot_now"
        await self._sender.reply(message, _snapshot_message(key, after, messages, self._zone))

    async def rollback(self, message: Message) -> None:
        """Asks whether to return to the snapshot before."""
        messages = await self._replies.messages(message)
        live = await asyncio.to_thread(self._admin.current)
        previous = await asyncio.to_thread(self._admin.previous)
        if previous is None:
            await self._sender.reply(
                message, _snapshot_message("rollback_none", live, messages, self._zone)
            )
            return
        html = "\n\n".join(
            [
                _snapshot_message("snapshot_live", live, messages, self._zone),
                _snapshot_message("rollback_to", previous, messages, self._zone),
                as_html(messages.text("rollback_ask")),
            ]
        )
        yes, no = messages.text("button_rollback"), messages.text("button_cancel")
        row = [
            callback_data.ROLLBACK.button(yes, previous.name),
            callback_data.NO_ROLLBACK.button(no),
        ]
        await self._sender.reply(message, html, InlineKeyboardMarkup([row]))

    async def press_rollback(self, query: CallbackQuery, name: str) -> None:
        """Returns to the snapshot on the button, if it is still the previous one."""
        previous = await asyncio.to_thread(self._admin.previous)
        if previous is None or previous.name != name:
            await self._replies.toast(query, "toast_old")
            return
        live = await asyncio.to_thread(self._admin.roll_back)
        await self._finish(query, "snapshot_now", live)

    async def press_cancel(self, query: CallbackQuery) -> None:
        """Leaves everything as it is."""
        live = await asyncio.to_thread(self._admin.current)
        await self._finish(query, "rollback_not", live)

    async def _finish(self, query: CallbackQuery, key: str, live: SnapshotInfo) -> None:
        await self._sender.toast(query)
        messages = await self._replies.messages_for_press(query)
        await self._sender.edit(query, _snapshot_message(key, live, messages, self._zone))


def _snapshot_message(
    key: str, info: SnapshotInfo, messages: Messages, zone: datetime.tzinfo
) -> str:
    texts = {
        "snapshot_live": messages.text("snapshot_live"),
        "snapshot_now": messages.text("snapshot_now"),
        "snapshot_same": messages.text("snapshot_same"),
        "rollback_none": messages.text("rollback_none"),
        "rollback_not": messages.text("rollback_not"),
        "rollback_to": messages.text("rollback_to"),
    }
    now = datetime.datetime.now(zone)
    return f"<b>{as_html(texts[key])}</b>\n{snapshot_html(info, messages, now=now)}"
