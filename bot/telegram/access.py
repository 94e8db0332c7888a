"""Access control: who may use the bot, what others are told, how an owner lets them in."""

import logging
from typing import Any

from telegram import (
    Bot,
    CallbackQuery,
    Chat,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultsButton,
    Message,
    Update,
    User,
)
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, ContextTypes

from bot.configuration.settings import Settings
from bot.presentation import commands, layout
from bot.presentation.html import as_html, escape_foreign
from bot.presentation.i18n import Messages
from bot.storage.access import AccessState, AccessStore
from bot.storage.database import Storage
from bot.storage.pseudonyms import Pseudonyms
from bot.telegram.chat import callback_data
from bot.telegram.chat.adapters import AnyApplication, Callback
from bot.telegram.chat.filters import is_group
from bot.telegram.chat.replies import Replies
from bot.telegram.chat.sender import Sender

log = logging.getLogger(__name__)

_NAME_LIMIT = 60
_INLINE_CACHED_SECONDS = 10
_START = "access"


class AccessControl:
    """Decides which updates reach their handlers. In a group the group counts, else the person."""

    def __init__(
        self,
        storage: Storage,
        pseudonyms: Pseudonyms,
        sender: Sender,
        replies: Replies,
        settings: Settings,
    ) -> None:
        self._storage = storage
        self._store = storage.make(AccessStore)
        self._pseudonyms = pseudonyms
        self._sender = sender
        self._replies = replies
        self._mode = settings.access
        self._allowed_ids = frozenset(settings.allowed_ids)
        self._admin_ids = settings.admin_ids

    def guard(self, app: AnyApplication) -> None:
        """Puts itself before every handler that `app` has so far."""
        if self._mode == "open":
            return
        for handlers in app.handlers.values():
            for handler in handlers:
                if not _for_everybody(handler):
                    handler.callback = self._guarded(handler.callback)

    async def admits(self, chat: Chat | None, user: User | None) -> bool:
        """Whether the chat, or outside of groups the person, may use the bot."""
        if self._mode == "open" or (user and user.id in self._admin_ids):
            return True
        counts = chat if chat and is_group(chat.type) else user
        return counts is not None and await self._admits_id(counts.id)

    def is_owner(self, chat_id: int) -> bool:
        """Whether a chat is the private one of an owner, whose number it has."""
        return chat_id in self._admin_ids

    async def admits_update(self, update: Update) -> bool:
        """Whether the sender of an update, or the group it comes from, may use the bot."""
        chat = None if update.guest_message else update.effective_chat
        return await self.admits(chat, _author(update))

    async def move(self, old: int, new: int) -> None:
        """Moves what was decided about a group to the supergroup it became."""
        await self._storage.run(self._store.move, old, new, self._pseudonyms.hashed(new))

    async def admits_person(self, user_id: int) -> bool:
        """Whether a person may use the bot in private."""
        open_to_them = self._mode == "open" or user_id in self._admin_ids
        return open_to_them or await self._admits_id(user_id)

    async def turn_away(
        self, chat: Chat, user: User | None, message: Message | None = None
    ) -> None:
        """Tells a chat, once a day, that it may not use the bot; in approval mode asks the owners.

        The chat is told in reply to `message` if there is one.
        """
        approval = self._mode == "approval"
        if not await self._is_due(chat.id, self._mode):
            return
        bot, state = chat.get_bot(), await self._state(chat.id)
        if approval and state != "refused":
            await self._set_state(chat.id, "asked")
            await self._ask_owners(bot, chat, user)
        messages = await self._replies.messages_in(chat, user)
        if approval and state != "refused":
            html = as_html(messages.text("access_requested"))
        else:
            # The owner may be the one who reads this, and needs the number.
            html = as_html(messages.text("access_closed", chat_id=str(chat.id)))
        if message:
            await self._sender.reply(message, html)
        else:
            await self._sender.send(bot, chat.id, html)

    async def admits_new_group(self, chat: Chat, user: User | None) -> bool:
        """Whether the bot may talk in a group it was added to; if an owner added it, it may."""
        if await self.admits(chat, None):
            return True
        by_owner = user is not None and user.id in self._admin_ids
        if by_owner and self._mode == "approval":
            await self._set_state(chat.id, "approved")
            return True
        await self.turn_away(chat, user)
        return False

    async def decide(self, query: CallbackQuery, decision: str, number: str) -> None:
        """An owner's press approves or refuses a chat; the button then offers the opposite."""
        if query.from_user.id not in self._admin_ids:
            await self._replies.toast(query, "toast_old")
            return
        chat_id, before = int(number), await self._state(int(number))
        state: AccessState = "approved" if decision == "yes" else "refused"
        said = "access_approved" if decision == "yes" else "access_refused"
        await self._set_state(chat_id, state)
        messages = await self._replies.messages_for_press(query)
        await self._sender.toast(query, messages.text(said))
        if isinstance(query.message, Message):
            shown = escape_foreign((query.message.text or "").split("\n")[0])
            html = f"{shown}\n{as_html(messages.text(said))}"
            await self._sender.edit(query, html, _keyboard(chat_id, state, messages))
        if state == "approved" and before != state:
            await self._tell_approved(query.get_bot(), chat_id)

    # -- refusals and notices ----------------------------------------------------------------

    def _guarded(self, callback: Callback) -> Callback:
        async def guarded(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
            if await self.admits_update(update):
                await callback(update, context)
            else:
                await self._refuse(update, _author(update))

        return guarded

    async def _refuse(self, update: Update, author: User | None) -> None:
        if update.callback_query:
            await self._replies.toast(update.callback_query, "access_closed_short")
        elif update.inline_query:
            await self._refuse_inline(update.inline_query)
        elif update.guest_message and author and await self._is_due(author.id, "guest"):
            await self._replies.say(update.guest_message, "access_closed_short")
        elif update.message:
            await self.turn_away(update.message.chat, author, update.message)

    async def _refuse_inline(self, query: InlineQuery) -> None:
        messages = await self._replies.messages_for(query.from_user)
        button = InlineQueryResultsButton(
            messages.text("access_closed_short"), start_parameter=_START
        )
        # Not for long: they may be let in at any moment.
        await query.answer([], cache_time=_INLINE_CACHED_SECONDS, is_personal=True, button=button)

    async def _ask_owners(self, bot: Bot, chat: Chat, user: User | None) -> None:
        for admin in self._admin_ids:
            messages = await self._replies.messages_for_chat(admin)
            html = escape_foreign(_described(chat, user, messages))
            try:
                await self._sender.send(bot, admin, html, _keyboard(chat.id, "asked", messages))
            except (BadRequest, Forbidden) as refusal:
                log.warning("An owner cannot be asked who may use the bot: %s", refusal)

    async def _tell_approved(self, bot: Bot, chat_id: int) -> None:
        messages = await self._replies.messages_for_chat(chat_id)
        if chat_id < 0:
            line = messages.text("access_granted_group", bot=f"@{bot.username}")
        else:
            line = messages.text("access_granted")
        try:
            await self._sender.send(bot, chat_id, as_html(line))
        except TelegramError as error:
            log.info("A chat that was let in could not be notified: %s", error)

    # -- stored decisions --------------------------------------------------------------------

    async def _admits_id(self, chat_id: int) -> bool:
        if chat_id in self._allowed_ids:
            return True
        state = await self._state(chat_id)
        return self._mode == "approval" and state == "approved"

    async def _state(self, chat_id: int) -> AccessState | None:
        return await self._storage.run(self._store.state, chat_id)

    async def _set_state(self, chat_id: int, state: AccessState) -> None:
        place = self._pseudonyms.hashed(chat_id)
        await self._storage.run(self._store.put, chat_id, place, state)

    async def _is_due(self, chat_id: int, how: str) -> bool:
        """Whether the chat or person is to be told now; each way of asking is counted apart."""
        place = f"{how}:{self._pseudonyms.hashed(chat_id)}"
        return await self._storage.run(self._store.tell, place)


def _author(update: Update) -> User | None:
    """The person an update comes from, None for an anonymous admin or a channel."""
    message = None if update.callback_query else update.effective_message
    return None if message and message.sender_chat else update.effective_user


def _for_everybody(handler: BaseHandler[Any, Any, Any]) -> bool:
    """Whether everybody may use a handler: all people may have their data deleted."""
    if isinstance(handler, CommandHandler):
        return not handler.commands.isdisjoint(commands.FORGET.names)
    pattern = handler.pattern if isinstance(handler, CallbackQueryHandler) else None
    return pattern is callback_data.FORGET.pattern


def _described(chat: Chat, user: User | None, messages: Messages) -> str:
    by = layout.shorten(user.full_name, _NAME_LIMIT) if user else ""
    if not is_group(chat.type):
        return messages.text("access_asks_person", name=by, chat_id=chat.id)
    title = layout.shorten(chat.title or "", _NAME_LIMIT)
    return messages.text("access_asks_group", title=title, name=by or "?", chat_id=chat.id)


def _keyboard(chat_id: int, state: AccessState, messages: Messages) -> InlineKeyboardMarkup:
    """Buttons for what can still be decided."""
    offered = {"asked": ("yes", "no"), "approved": ("no",), "refused": ("yes",)}[state]
    labels = {"yes": "button_approve", "no": "button_refuse"}
    row = [callback_data.ACCESS.button(messages.text(labels[one]), one, chat_id) for one in offered]
    return InlineKeyboardMarkup([row])
