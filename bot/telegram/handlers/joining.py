"""Joining a group: one short greeting; and moving along when the group gets another id."""

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Callable

from telegram import Bot, Chat, ChatMember, ChatMemberRestricted, ChatMemberUpdated, Message, User
from telegram.constants import ChatMemberStatus

from bot.presentation.html import as_html
from bot.presentation.i18n import Messages
from bot.telegram.chat.filters import is_group
from bot.telegram.services import Services

# Telegram reports one joining in up to three ways, all within moments.
_ONE_JOINING = 600.0
_ONE_START = 60.0
_REMEMBERED = 1000
# A group that becomes a supergroup looks like a joining, until the message says that it moved.
PAUSE = 1.0


class GroupJoinHandler:
    """What the bot does when it is added to a group. `now` gives seconds that only grow."""

    def __init__(self, services: Services, *, now: Callable[[], float] = time.monotonic) -> None:
        self._move_chat = services.move_chat
        self._sender = services.sender
        self._replies = services.replies
        self._access = services.access
        self._now = now
        self._known: OrderedDict[int, float] = OrderedDict()

    async def changed(self, change: ChatMemberUpdated) -> None:
        """The bot's own membership changed."""
        if not _is_in(change.new_chat_member):
            # Changing the privacy mode takes removing the bot and adding it again.
            self._known.pop(change.chat.id, None)
        elif not _is_in(change.old_chat_member) and _may_write(change.new_chat_member):
            await self._greet(change.chat, change.from_user)

    async def joined(self, message: Message) -> None:
        """Members were added to a group, or it was created with them; greets if the bot is one."""
        me = message.get_bot().id
        if message.group_chat_created or any(one.id == me for one in message.new_chat_members):
            await self._greet(message.chat, message.from_user)

    async def moved(self, message: Message) -> None:
        """The group has become a supergroup; Telegram says so in the old chat and the new one."""
        old = message.migrate_from_chat_id or message.chat.id
        new = message.migrate_to_chat_id or message.chat.id
        self._note(new)
        await self._move_chat(old, new)

    async def started(self, message: Message) -> None:
        """`/start` in a group; a link that adds the bot to it also sends this command."""
        if self._is_known(message.chat.id, _ONE_START):
            return
        self._note(message.chat.id)
        member = await message.chat.get_member(message.get_bot().id)
        messages = await self._replies.messages(message)
        await self._sender.reply(message, await _greeting(message.get_bot(), member, messages))

    async def _greet(self, chat: Chat, by: User | None) -> None:
        await asyncio.sleep(PAUSE)
        if not is_group(chat.type) or self._is_known(chat.id, _ONE_JOINING):
            return
        self._note(chat.id)
        bot = chat.get_bot()
        member = await chat.get_member(bot.id)
        if not _may_write(member) or not await self._access.admits_new_group(chat, by):
            return
        messages = await self._replies.messages_in(chat, by)
        await self._sender.send(bot, chat.id, await _greeting(bot, member, messages))

    def _is_known(self, chat_id: int, within: float) -> bool:
        """Whether the bot has greeted this group, or moved there, in the last seconds."""
        return self._now() - self._known.get(chat_id, -math.inf) < within

    def _note(self, chat_id: int) -> None:
        self._known.pop(chat_id, None)
        self._known[chat_id] = self._now()
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)


async def _greeting(bot: Bot, member: ChatMember, messages: Messages) -> str:
    """Who the bot is and how to ask here, given what Telegram delivers to it."""
    me = await bot.get_me()
    admin = member.status == ChatMemberStatus.ADMINISTRATOR
    key = "joined_hearing_all" if me.can_read_all_group_messages or admin else "joined"
    return as_html(messages.text(key, bot=f"@{me.username}"))


def _is_in(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}


def _may_write(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member and member.can_send_messages
    return _is_in(member)
