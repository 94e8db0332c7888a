"""What chats have chosen, and the language to speak to somebody in."""

import logging
import sqlite3
from functools import partial

from bot.languages import interface_language
from bot.storage.chat_settings import ChatSettings, ChatSettingsStore
from bot.storage.database import Storage
from bot.storage.pseudonyms import Pseudonyms

log = logging.getLogger(__name__)


class ChatPreferences:
    """Settings of chats by their ids. Choosing and moving raise sqlite3.Error, reading does not."""

    def __init__(self, storage: Storage, pseudonyms: Pseudonyms, *, default_language: str) -> None:
        self._storage = storage
        self._hashed = pseudonyms.hashed
        self._store = storage.make(partial(ChatSettingsStore, hashed=pseudonyms.hashed))
        self._default_language = default_language

    async def of(self, chat_id: int) -> ChatSettings:
        """What was chosen for a chat; the defaults if nothing was, or it cannot be read."""
        try:
            return await self._storage.run(self._store.settings, self._hashed(chat_id))
        except sqlite3.Error:
            log.exception("The settings of a chat could not be read")
            return ChatSettings()

    async def choose(self, chat_id: int, settings: ChatSettings) -> None:
        """Replaces what was chosen for a chat."""
        await self._storage.run(self._store.choose, self._hashed(chat_id), settings)

    async def move(self, old_chat_id: int, new_chat_id: int) -> None:
        """Moves the settings of a group to the supergroup it became."""
        old, new = self._hashed(old_chat_id), self._hashed(new_chat_id)
        await self._storage.run(self._store.move, old, new)

    async def language(
        self, chat_id: int, *, user_id: int | None = None, language_code: str | None = None
    ) -> str:
        """The language of the chat, else of the person, else of their client, else the default."""
        chosen = (await self.of(chat_id)).language
        if not chosen and user_id is not None and user_id != chat_id:
            chosen = (await self.of(user_id)).language
        return chosen or interface_language(language_code) or self._default_language
