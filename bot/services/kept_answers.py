"""Answers that were sent, kept in bot.db: their buttons and replies to them work later."""

import logging
import sqlite3

from bot.answers.archive_admin import ArchiveAdmin
from bot.answers.types import Answer, AskedBy
from bot.services import metrics
from bot.storage.answers import AnswerStore
from bot.storage.database import Storage

log = logging.getLogger(__name__)


class KeptAnswers:
    """Keeps answers and remembers which message shows which; places and people are pseudonyms.

    An answer that cannot be stored is sent all the same, without buttons. Reading raises
    sqlite3.Error.
    """

    def __init__(self, storage: Storage, admin: ArchiveAdmin) -> None:
        self._storage = storage
        self._store = storage.make(AnswerStore)
        self._admin = admin

    async def keep(self, answer: Answer, asked_by: AskedBy, *, instead_of: str = "") -> str:
        """Stores an answer and returns its id, "" if it cannot be stored.

        With `instead_of` it replaces the answer with that id.
        """
        if not instead_of:
            metrics.question_answered(asked_by.kind, answer.outcome.value)
        try:
            return await self._storage.run(
                self._store.keep, answer, asked_by, instead_of=instead_of
            )
        except sqlite3.Error:
            log.exception("An answer could not be stored")
            return ""

    async def find(self, answer_id: str) -> Answer | None:
        """A kept answer without articles hidden since, None when it is gone."""
        return await self._storage.run(self._find_shown, answer_id)

    async def find_whole(self, answer_id: str) -> Answer | None:
        """A kept answer as it was first shown, for the archive's owner only."""
        return await self._storage.run(self._store.find, answer_id)

    async def record_message(
        self, answer_id: str, place: str, message_id: int, asked_in: int
    ) -> None:
        """Remembers that `message_id` shows an answer and `asked_in` asked for it.

        `asked_in` is 0 if no message did, but a button or a link. Nothing is remembered of an
        answer without an id.
        """
        if not answer_id:
            return
        try:
            await self._storage.run(
                self._store.record_message, answer_id, place, message_id, asked_in
            )
        except sqlite3.Error:
            log.exception("The message of an answer could not be stored")

    async def shown_in(self, place: str, message_id: int) -> str:
        """The id of the answer that a message of the bot shows, "" if none is known."""
        return await self._storage.run(self._store.shown_in, place, message_id)

    async def asked_in(self, place: str, message_id: int) -> int | None:
        """The message that asked for the answer in `message_id`, 0 when none did."""
        return await self._storage.run(self._store.asked_in, place, message_id)

    async def reply_to(self, place: str, asked_in: int) -> int | None:
        """The bot's message that answers the message `asked_in`, None if none is known."""
        return await self._storage.run(self._store.reply_to, place, asked_in)

    def _find_shown(self, answer_id: str) -> Answer | None:
        answer = self._store.find(answer_id)
        return answer.without_hidden(self._admin.is_hidden) if answer else None
