"""Buttons under messages, and what happens when they are pressed.

A button carries only a short id; what it belongs to is in `bot.db`, so it works after a restart.
"""

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ChatMemberStatus, ChatType

from bot.answering import Answer
from bot.desk import Desk
from bot.messages import Messages
from bot.rendering import Page, as_html, render
from bot.telegram_addressing import is_group
from bot.telegram_errors import Sender
from bot.telegram_speech import Speech

PAGE_PATTERN = r"^m:([\w-]{1,32}):(\d{1,3})$"
LANGUAGE_PATTERN = r"^l:(id|en)$"

_HITS_IN_GROUP = 2
_HITS_IN_PRIVATE = 3
_LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "en": "English"}


def hits_shown(chat_type: str) -> int:
    """How many hits a message has; in groups fewer, others want to read their chat too."""
    return _HITS_IN_GROUP if is_group(chat_type) else _HITS_IN_PRIVATE


def page_keyboard(answer_id: str, page: Page, messages: Messages) -> InlineKeyboardMarkup | None:
    """The way back and the way on; None when there is neither, or the answer was not kept."""
    targets = [
        ("button_previous", page.number - 1, page.has_previous),
        ("button_next", page.number + 1, page.has_next),
    ]
    row = [
        InlineKeyboardButton(messages.text(key), callback_data=f"m:{answer_id}:{number}")
        for key, number, there in targets
        if there
    ]
    return InlineKeyboardMarkup([row]) if row and answer_id else None


def language_keyboard() -> InlineKeyboardMarkup:
    """One button a language, each named in itself."""
    row = [
        InlineKeyboardButton(name, callback_data=f"l:{code}")
        for code, name in _LANGUAGE_NAMES.items()
    ]
    return InlineKeyboardMarkup([row])


class Buttons:
    """What presses do. Every press is answered, or its button keeps spinning."""

    def __init__(self, desk: Desk, sender: Sender, speech: Speech) -> None:
        self._desk = desk
        self._sender = sender
        self._speech = speech

    async def turn_page(self, query: CallbackQuery, answer_id: str, number: int) -> None:
        """Shows another page of an answer; in groups anybody may turn it."""
        answer = await self._desk.find(answer_id)
        if answer is None:
            await self.too_old(query)
            return
        await self._sender.toast(query)
        page, keyboard = _page(query, answer, answer_id, number)
        await self._sender.edit(query, page.html, keyboard)

    async def choose_language(self, query: CallbackQuery, language: str) -> None:
        """Remembers a language for the chat; in groups only for its admins."""
        if query.message is None or not await _may_decide(query):
            await self._speech.toast(query, "language_admins_only")
            return
        await self._desk.choose_language(query.message.chat.id, language)
        await self._sender.toast(query)
        chosen = Messages(language).text("language_chosen")
        await self._sender.edit(query, as_html(chosen))

    async def too_old(self, query: CallbackQuery) -> None:
        """Says that a button no longer works."""
        await self._speech.toast(query, "toast_old")


def _page(
    query: CallbackQuery, answer: Answer, answer_id: str, number: int
) -> tuple[Page, InlineKeyboardMarkup | None]:
    messages = Messages(answer.question.language)
    chat_type = query.message.chat.type if query.message else ChatType.PRIVATE
    page = render(answer, messages, page=number, size=hits_shown(chat_type))
    return page, page_keyboard(answer_id, page, messages)


async def _may_decide(query: CallbackQuery) -> bool:
    chat = query.message.chat if query.message else None
    if chat is None or not is_group(chat.type):
        return True
    member = await query.get_bot().get_chat_member(chat.id, query.from_user.id)
    return member.status in {ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER}
