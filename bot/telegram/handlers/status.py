"""/status: in a group what works here and why not, in private what the archive holds."""

import datetime
import logging
from dataclasses import dataclass

from telegram import Chat, ChatMember, ChatMemberRestricted, ChatPermissions, Message
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.answers.hints import with_advice
from bot.presentation import layout
from bot.presentation.html import as_html
from bot.presentation.i18n import Messages
from bot.storage.chat_settings import ChatSettings
from bot.telegram.chat.filters import is_group
from bot.telegram.handlers.group_settings import described
from bot.telegram.services import Services
from index.errors import ArchiveError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Abilities:
    """What Telegram lets the bot do, as of now: its owner may have changed it."""

    name: str
    hears_all: bool
    inline: bool
    guest: bool


class StatusHandler:
    """The command, everywhere."""

    def __init__(self, services: Services) -> None:
        self._archive = services.archive
        self._admin = services.admin
        self._preferences = services.preferences
        self._sender = services.sender
        self._replies = services.replies
        self._zone = services.zone

    async def show(self, message: Message) -> None:
        """Replies with the status of the chat and the archive."""
        messages = await self._replies.messages(message)
        can = await _abilities(message)
        if is_group(message.chat.type):
            here = await self._group(message.chat, can, messages)
        else:
            here = [*_inline(can, None, messages), *_guest(can, messages)]
        parts = ["\n".join(here), "\n".join(await self._archive_lines(messages))]
        html = as_html("\n\n".join(part for part in parts if part))
        await self._sender.reply(message, html)

    async def _group(self, chat: Chat, can: _Abilities, messages: Messages) -> list[str]:
        settings = await self._preferences.of(chat.id)
        member = await chat.get_member(chat.get_bot().id)
        return [
            messages.text("status_group"),
            *_triggers(can, member, settings, messages),
            *_rights(member, messages),
            *_inline(can, await _permissions(chat), messages),
            *_guest(can, messages),
            "",
            described(settings, messages),
            messages.text("status_settings", bot=can.name),
        ]

    async def _archive_lines(self, messages: Messages) -> list[str]:
        try:
            info = await self._archive.run(self._admin.current)
        except (ArchiveError, TimeoutError) as error:
            log.warning("Cannot read the archive's coverage: %s", with_advice(error))
            return [messages.text("unavailable")]
        return layout.snapshot_lines(info, messages, now=datetime.datetime.now(self._zone))


def _triggers(
    can: _Abilities, member: ChatMember, settings: ChatSettings, messages: Messages
) -> list[str]:
    """What the bot answers to in this group."""
    admin = member.status in {ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER}
    delivered = can.hears_all or admin
    command = messages.text("status_command", bot="" if delivered else can.name)
    if settings.trigger == "commands":
        return [_good(command), _bad(messages.text("status_commands_only"))]
    lines = [_good(command), _good(messages.text("status_replies"))]
    if delivered:
        return [*lines, _good(messages.text("status_mentions", bot=can.name))]
    return [*lines, _bad(messages.text("status_no_mentions", bot=can.name))]


def _rights(member: ChatMember, messages: Messages) -> list[str]:
    if not isinstance(member, ChatMemberRestricted):
        return []
    if member.can_send_messages:
        return [_good(messages.text("status_restricted"))]
    return [_bad(messages.text("status_silenced"))]


def _inline(can: _Abilities, permissions: ChatPermissions | None, messages: Messages) -> list[str]:
    if not can.inline:
        return [_bad(messages.text("status_no_inline"))]
    if permissions and permissions.can_send_other_messages is False:
        return [_bad(messages.text("status_inline_forbidden"))]
    return [_good(messages.text("status_inline", bot=can.name))]


def _guest(can: _Abilities, messages: Messages) -> list[str]:
    if not can.guest:
        return [_bad(messages.text("status_no_guest"))]
    return [_good(messages.text("status_guest", bot=can.name))]


def _good(text: str) -> str:
    return f"✓ {text}"


def _bad(text: str) -> str:
    return f"✗ {text}"


async def _abilities(message: Message) -> _Abilities:
    me = await message.get_bot().get_me()
    return _Abilities(
        name=f"@{me.username}",
        hears_all=bool(me.can_read_all_group_messages),
        inline=bool(me.supports_inline_queries),
        guest=bool(me.supports_guest_queries),
    )


async def _permissions(chat: Chat) -> ChatPermissions | None:
    """What members may do; None where Telegram does not say."""
    try:
        return (await chat.get_bot().get_chat(chat.id)).permissions
    except TelegramError as error:
        log.info("What members may do is not known: %s", error)
        return None
