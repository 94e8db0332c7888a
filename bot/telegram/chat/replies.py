"""Short texts of the bot itself, as replies and toasts, in the language of the reader."""

import logging

from telegram import CallbackQuery, Chat, Message, User

from bot.answers.hints import with_advice
from bot.presentation import layout
from bot.presentation.html import as_html
from bot.presentation.i18n import Messages
from bot.services.async_archive import AsyncArchive
from bot.services.chat_preferences import ChatPreferences
from bot.telegram.chat.sender import Sender
from index.errors import ArchiveError

log = logging.getLogger(__name__)


class Replies:
    """Chooses the language to speak to somebody in, and sends them texts in it."""

    def __init__(self, archive: AsyncArchive, preferences: ChatPreferences, sender: Sender) -> None:
        self._archive = archive
        self._preferences = preferences
        self._sender = sender

    async def messages(self, message: Message) -> Messages:
        """The texts in the language to answer `message` in."""
        # The account behind an anonymous admin or a channel is not a person's.
        author = None if message.sender_chat else message.from_user
        if message.guest_query_id:
            return await self.messages_for(author)
        return await self.messages_in(message.chat, author)

    async def messages_in(self, chat: Chat, user: User | None) -> Messages:
        """The texts in the language to speak to `user` in, in this chat."""
        language = await self._preferences.language(
            chat.id,
            user_id=user.id if user else None,
            language_code=user.language_code if user else None,
        )
        return Messages(language)

    async def messages_for(self, user: User | None) -> Messages:
        """The texts for a person, wherever they are; None for one who is not known."""
        language = await self._preferences.language(
            user.id if user else 0, language_code=user.language_code if user else None
        )
        return Messages(language)

    async def messages_for_chat(self, chat_id: int) -> Messages:
        """The texts for a chat of which only the id is known."""
        return Messages(await self._preferences.language(chat_id))

    async def messages_for_press(self, query: CallbackQuery) -> Messages:
        """The texts in the language to answer the press of a button in."""
        user = query.from_user
        chat_id = query.message.chat.id if query.message else user.id
        language = await self._preferences.language(
            chat_id, user_id=user.id, language_code=user.language_code
        )
        return Messages(language)

    async def say(self, message: Message, key: str, **values: str) -> None:
        """Replies with the text `key`; to a guest message this is its only answer."""
        messages = await self.messages(message)
        html = as_html(messages.text(key, **values))
        if message.guest_query_id:
            await self._sender.answer_guest(message, html)
        else:
            await self._sender.reply(message, html)

    async def toast(self, query: CallbackQuery, key: str, **values: str) -> None:
        """Answers the press of a button with a short notice."""
        messages = await self.messages_for_press(query)
        await self._sender.toast(query, messages.text(key, **values))

    async def archive_line(self, messages: Messages) -> str:
        """What the archive holds, in one line; "" if it cannot be read."""
        try:
            return layout.archive_line(await self._archive.coverage(), messages)
        except (ArchiveError, TimeoutError) as error:
            log.warning("Cannot read the archive's coverage: %s", with_advice(error))
            return ""
