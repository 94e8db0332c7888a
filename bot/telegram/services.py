"""What handlers need, made once by `bot.telegram.wiring` and given to each of them."""

import datetime
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.answers.archive_admin import ArchiveAdmin
from bot.services.async_archive import AsyncArchive
from bot.services.chat_preferences import ChatPreferences
from bot.services.conversation import Conversation
from bot.services.kept_answers import KeptAnswers
from bot.services.summaries.summarizer import Summarizer
from bot.storage.database import Storage
from bot.storage.pseudonyms import Pseudonyms
from bot.telegram.access import AccessControl
from bot.telegram.chat.clock import TelegramClock
from bot.telegram.chat.message_locks import MessageLocks
from bot.telegram.chat.prompts import Prompts
from bot.telegram.chat.replies import Replies
from bot.telegram.chat.sender import Sender
from index.fetching.state import FetchState

MoveChat: TypeAlias = Callable[[int, int], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The parts of the bot that several handlers share.

    The methods of `admin` block: call them with `archive.run`. `storage` is `bot.db`; handlers that
    keep more than is here make their stores there. `move_chat` moves what is known of a group, by
    its old id, to the supergroup it became. `zone` is the archive's time zone, `sources`
    what fetching has come to,
    `summarizer` what sums up answers, None without a language model.
    """

    archive: AsyncArchive
    admin: ArchiveAdmin
    storage: Storage
    pseudonyms: Pseudonyms
    kept: KeptAnswers
    preferences: ChatPreferences
    conversation: Conversation
    sender: Sender
    replies: Replies
    prompts: Prompts
    access: AccessControl
    locks: MessageLocks
    clock: TelegramClock
    zone: datetime.tzinfo
    sources: FetchState
    summarizer: Summarizer | None
    move_chat: MoveChat

    def close(self) -> None:
        """Closes the database; a search that still runs is left to itself."""
        self.storage.close()
        self.archive.close()
        if self.summarizer:
            self.summarizer.close()
