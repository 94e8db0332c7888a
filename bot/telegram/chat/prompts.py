"""Prompts: the bot asks for a question or a topic, and recognises the reply by the message id."""

import logging
import sqlite3
from typing import Final

from telegram import ForceReply, Message

from bot.storage.database import Storage
from bot.storage.prompts import PromptKind, PromptStore
from bot.storage.pseudonyms import Pseudonyms
from bot.telegram.chat.filters import is_reply_to_bot
from bot.telegram.chat.replies import Replies

log = logging.getLogger(__name__)

_TEXTS: Final[dict[PromptKind, tuple[str, str]]] = {
    "question": ("prompt", "prompt_placeholder"),
    "topic": ("timeline_prompt", "timeline_placeholder"),
    "claim": ("check_prompt", "check_placeholder"),
    "speaker": ("quotes_prompt", "quotes_placeholder"),
}
"""The keys of what is asked and of what stands in the empty message field."""


class Prompts:
    """Sends prompts, and tells for a message whether it replies to one; also after a restart."""

    def __init__(self, storage: Storage, pseudonyms: Pseudonyms, replies: Replies) -> None:
        self._storage = storage
        self._store = storage.make(PromptStore)
        self._hashed = pseudonyms.hashed
        self._replies = replies

    async def send(self, message: Message, kind: PromptKind) -> None:
        """Asks the author of `message` for something."""
        messages = await self._replies.messages(message)
        text, placeholder = (messages.text(key) for key in _TEXTS[kind])
        # Selective: only the asker's app opens the reply, and a reply passes privacy mode.
        force = ForceReply(selective=True, input_field_placeholder=placeholder)
        sent = await message.reply_text(text, reply_markup=force)
        try:
            place = self._hashed(sent.chat.id)
            await self._storage.run(self._store.put, place, sent.message_id, kind)
        except sqlite3.Error:
            # The reply is then taken for a question.
            log.exception("A prompt could not be stored")

    async def answered_by(self, message: Message) -> PromptKind | None:
        """What `message` was asked for, None if it replies to no prompt."""
        replied = message.reply_to_message
        if replied is None or not is_reply_to_bot(message):
            return None
        place = self._hashed(message.chat.id)
        return await self._storage.run(self._store.kind, place, replied.message_id)
