"""/settings: the settings of a group, with buttons that only its admins may press."""

from dataclasses import replace
from typing import Final, get_args

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest

from bot.languages import LANGUAGES
from bot.presentation.html import as_html
from bot.presentation.i18n import Messages
from bot.storage.chat_settings import (
    MOST_HITS,
    SUMMARY_CHOICES,
    TRIGGERS,
    ChatSettings,
    GroupTrigger,
    SummaryChoice,
)
from bot.telegram.chat import callback_data
from bot.telegram.chat.filters import is_group
from bot.telegram.services import Services

_ADMINS = {ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER}
_EACH_THEIR_OWN: Final = "auto"
_TRIGGER_TEXTS: Final[dict[GroupTrigger, str]] = {
    "all": "trigger_all",
    "commands": "trigger_commands",
}
_SUMMARY_TEXTS: Final[dict[SummaryChoice, str]] = {
    "asked": "summary_asked",
    "always": "summary_always",
    "never": "summary_off",
}


class GroupSettingsHandler:
    """The command in groups, and its buttons."""

    def __init__(self, services: Services) -> None:
        self._preferences = services.preferences
        self._sender = services.sender
        self._replies = services.replies
        self._summaries = services.summarizer is not None

    async def show(self, message: Message) -> None:
        """Shows the settings, for an admin, with buttons to change them."""
        if not await _sent_by_admin(message):
            await self._replies.say(message, "settings_admins_only")
            return
        settings = await self._preferences.of(message.chat.id)
        messages = await self._replies.messages(message)
        await self._sender.reply(message, *_panel(settings, messages, summaries=self._summaries))

    async def change(self, query: CallbackQuery, name: str, value: str) -> None:
        """Applies the setting on a button, for an admin."""
        chat = query.message.chat if query.message else None
        if chat is None or not await _pressed_by_admin(query):
            await self._replies.toast(query, "settings_admins_only")
            return
        settings = changed(await self._preferences.of(chat.id), name, value)
        if settings is None:
            await self._replies.toast(query, "toast_old")
            return
        await self._preferences.choose(chat.id, settings)
        await self._sender.toast(query)
        messages = await self._replies.messages_for_press(query)
        await self._sender.edit(query, *_panel(settings, messages, summaries=self._summaries))

    async def close(self, query: CallbackQuery) -> None:
        """Removes the buttons, for an admin; the settings stay readable."""
        chat = query.message.chat if query.message else None
        if chat is None or not await _pressed_by_admin(query):
            await self._replies.toast(query, "settings_admins_only")
            return
        messages = await self._replies.messages_for_press(query)
        settings = await self._preferences.of(chat.id)
        await self._sender.toast(query)
        await self._sender.edit(
            query, as_html(described(settings, messages, summaries=self._summaries))
        )


def changed(settings: ChatSettings, name: str, value: str) -> ChatSettings | None:
    """The settings with one of them changed; None if there is no such setting or value."""
    if name == "language" and value in {_EACH_THEIR_OWN, *LANGUAGES}:
        return replace(settings, language=None if value == _EACH_THEIR_OWN else value)
    trigger = next((one for one in TRIGGERS if one == value), None)
    if name == "trigger" and trigger:
        return replace(settings, trigger=trigger)
    if name == "hits" and value in map(str, _HITS):
        return replace(settings, hits=int(value))
    summary = next((one for one in SUMMARY_CHOICES if one == value), None)
    if name == "summary" and summary:
        return replace(settings, summary=summary)
    return None


def described(settings: ChatSettings, messages: Messages, *, summaries: bool = False) -> str:
    """The settings in words; that of summaries only where there are `summaries`."""
    chosen = LANGUAGES.get(settings.language or "")
    text = messages.text(
        "settings_chosen",
        language=chosen.name if chosen else messages.text("language_everybodys"),
        trigger=messages.text(_TRIGGER_TEXTS[settings.trigger]),
        hits=settings.hits,
    )
    summary = messages.text(_SUMMARY_TEXTS[settings.summary])
    return f"{text}\n{messages.text('settings_summary', summary=summary)}" if summaries else text


_HITS = range(1, MOST_HITS + 1)


def _panel(
    settings: ChatSettings, messages: Messages, *, summaries: bool
) -> tuple[str, InlineKeyboardMarkup]:
    languages = {code: language.name for code, language in LANGUAGES.items()}
    languages[_EACH_THEIR_OWN] = messages.text("language_everybodys")
    triggers = {one: messages.text(_TRIGGER_TEXTS[one]) for one in get_args(GroupTrigger)}
    when: dict[str, str] = {one: messages.text(_SUMMARY_TEXTS[one]) for one in SUMMARY_CHOICES}
    summary_rows = _choices("summary", when, settings.summary, in_row=1) if summaries else []
    rows = [
        *_choices("language", languages, settings.language or _EACH_THEIR_OWN, in_row=2),
        *_choices("trigger", triggers, settings.trigger, in_row=1),
        *_choices("hits", {str(n): f"{n} 📰" for n in _HITS}, str(settings.hits), in_row=3),
        *summary_rows,
        [callback_data.SETTINGS_DONE.button(messages.text("button_done"))],
    ]
    asked = messages.text("settings_choose")
    html = as_html(f"{described(settings, messages, summaries=summaries)}\n\n{asked}")
    return html, InlineKeyboardMarkup(rows)


def _choices(
    name: str, labels: dict[str, str], chosen: str, *, in_row: int
) -> list[list[InlineKeyboardButton]]:
    buttons = [
        callback_data.SETTING.button(f"✓ {label}" if value == chosen else label, name, value)
        for value, label in labels.items()
    ]
    return [buttons[at : at + in_row] for at in range(0, len(buttons), in_row)]


async def _sent_by_admin(message: Message) -> bool:
    """Whether an admin wrote this; an anonymous admin writes in the name of the group."""
    if message.sender_chat:
        return message.sender_chat.id == message.chat.id
    return message.from_user is not None and await _is_admin(message, message.from_user.id)


async def _pressed_by_admin(query: CallbackQuery) -> bool:
    message = query.message
    if not isinstance(message, Message) or not is_group(message.chat.type):
        return False
    return await _is_admin(message, query.from_user.id)


async def _is_admin(message: Message, user_id: int) -> bool:
    try:
        member = await message.chat.get_member(user_id)
    except BadRequest:
        # Nobody that Telegram knows in this group.
        return False
    return member.status in _ADMINS
