"""The one place where the event loop meets what would block it: the search and the database."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from bot.answers.types import Answer, Answers, Question
from bot.languages import interface_language
from bot.services.sample_questions import SampleQuestions
from bot.storage.access import AccessStore
from bot.storage.answers import AnswerStore, AskedBy
from bot.storage.chat_settings import ChatSettings, ChatSettingsStore
from bot.storage.database import Storage
from bot.storage.pseudonyms import Pseudonyms
from index.records import Article, Coverage
from index.search.topics import Topic

log = logging.getLogger(__name__)

# Two searches in parallel fill the two cores the bot is measured on; more only fight for them.
SEARCH_THREADS = 2
SEARCH_TIMEOUT = 20.0
# Sample questions are made once for a snapshot, in 0.3 s for 3,000 articles.
SAMPLES_WITHIN = 1.5

P = ParamSpec("P")
T = TypeVar("T")


class Desk:
    """Answers, languages and sent answers for a front-end that runs on an event loop.

    Searches run in a small pool of threads. `library` is the archive as its owner sees it,
    `storage` is `bot.db`, in a thread of its own; rooms that keep more than is here make their
    tables there. Raises what opening the database raises.
    """

    def __init__(
        self,
        answers: Answers,
        data_dir: Path,
        *,
        default_language: str,
        timeout: float = SEARCH_TIMEOUT,
        answered: Callable[[str, str], None] = lambda _kind, _outcome: None,
    ) -> None:
        self._answers = answers
        self.library = answers.library
        self._default_language = default_language
        self._timeout = timeout
        self._answered = answered
        self._searching = ThreadPoolExecutor(SEARCH_THREADS, thread_name_prefix="search")
        self._searches: set[Future[Any]] = set()
        self.storage = Storage(data_dir / "bot.db")
        self.identities = Pseudonyms(data_dir)
        self._samples = SampleQuestions(answers)
        self._making: dict[str, asyncio.Task[tuple[str, ...]]] = {}
        self._users = self.storage.make(partial(ChatSettingsStore, hashed=self.identities.hashed))
        self._sent = self.storage.make(AnswerStore)
        self.access = self.storage.make(AccessStore)

    async def answer(self, question: Question, *, limit: int = 10) -> Answer:
        """The pipeline's answer; raises TimeoutError when it takes too long, and ArchiveError."""
        return await self.search(self._answers.answer, question, limit=limit)

    async def coverage(self, *, within: float = SEARCH_TIMEOUT) -> Coverage:
        """What the live archive holds; TimeoutError and ArchiveError as for an answer."""
        async with asyncio.timeout(within):
            return await self.search(self._answers.coverage)

    async def article(self, reference: str) -> Article | None:
        """A whole article of the live archive, None if it is not there; errors as for an answer."""
        return await self.search(self._answers.article, reference)

    async def topic(self, text: str) -> Topic:
        """The stories of the live archive on a topic; errors as for an answer."""
        return await self.search(self._answers.topic, text)

    async def samples(self, language: str) -> tuple[str, ...]:
        """Questions to begin with; none where they are not ready within a moment."""
        making = self._making.get(language)
        if making is None or making.done():
            making = asyncio.create_task(self.search(self._samples.of, language))
            making.add_done_callback(_noted)
            self._making[language] = making
        done, _ = await asyncio.wait([making], timeout=SAMPLES_WITHIN)
        return () if not done or making.exception() else making.result()

    async def search(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`call` in a thread for searches; TimeoutError when it takes too long."""
        future = self._searching.submit(call, *args, **kwargs)
        self._searches.add(future)
        future.add_done_callback(self._searches.discard)
        return await asyncio.wait_for(asyncio.wrap_future(future), self._timeout)

    async def language(
        self, chat_id: int, *, user_id: int | None = None, language_code: str | None = None
    ) -> str:
        """The chat's choice, else the asker's, else that of their Telegram, else the default."""
        chosen = (await self.chat_settings(chat_id)).language
        if not chosen and user_id is not None and user_id != chat_id:
            chosen = (await self.chat_settings(user_id)).language
        return chosen or interface_language(language_code) or self._default_language

    async def chat_settings(self, chat_id: int) -> ChatSettings:
        """What was chosen for a chat, the defaults when nothing was or it cannot be read."""
        try:
            return await self.storage.run(self._users.settings, self.identities.hashed(chat_id))
        except sqlite3.Error:
            log.exception("What a chat has chosen could not be read")
            return ChatSettings()

    async def choose(self, chat_id: int, settings: ChatSettings) -> None:
        """Remembers what is chosen for a chat."""
        await self.storage.run(self._users.choose, self.identities.hashed(chat_id), settings)

    async def move_chat(self, old_chat_id: int, new_chat_id: int) -> None:
        """Moves what is known of a group to the supergroup it became."""
        old, new = map(self.identities.hashed, (old_chat_id, new_chat_id))
        await self.storage.run(self._users.move, old, new)
        await self.storage.run(self.access.move, old_chat_id, new_chat_id, new)

    async def keep(self, answer: Answer, occasion: AskedBy, *, instead_of: str = "") -> str:
        """Stores an answer; returns its id, "" when it cannot be stored.

        `instead_of` is the id of an answer whose place it takes.
        """
        if not instead_of:
            self._answered(occasion.kind, answer.outcome.value)
        try:
            return await self.storage.run(self._sent.keep, answer, occasion, instead_of=instead_of)
        except sqlite3.Error:
            # An answer without its buttons is better than none.
            log.exception("An answer could not be stored")
            return ""

    async def find(self, answer_id: str) -> Answer | None:
        """A kept answer without what is hidden by now, None when it is gone."""
        return await self.storage.run(self._shown, answer_id)

    async def find_whole(self, answer_id: str) -> Answer | None:
        """A kept answer as it was first shown, for the archive's owner alone."""
        return await self.storage.run(self._sent.find, answer_id)

    async def posted(self, answer_id: str, place: str, message_id: int, asked_in: int) -> None:
        """Remembers which message of the bot shows an answer, and which one asked for it.

        One that could not be kept has no id, and nothing to remember.
        """
        if not answer_id:
            return
        try:
            await self.storage.run(self._sent.posted, answer_id, place, message_id, asked_in)
        except sqlite3.Error:
            log.exception("The message of an answer could not be stored")

    async def shown_in(self, place: str, message_id: int) -> str:
        """The id of the answer that a message of the bot shows, "" if none is known."""
        return await self.storage.run(self._sent.shown_in, place, message_id)

    async def asked_in(self, place: str, message_id: int) -> int | None:
        """The message that asked for what a message of the bot shows, 0 when none did."""
        return await self.storage.run(self._sent.asked_in, place, message_id)

    async def reply_to(self, place: str, asked_in: int) -> int | None:
        """The bot's message that answers the message `asked_in`, None if none is known."""
        return await self.storage.run(self._sent.reply_to, place, asked_in)

    @property
    def searching(self) -> bool:
        """Whether a search is still running in a thread, also one nobody waits for any more."""
        return bool(self._searches)

    def close(self) -> None:
        """Closes the database. A search that still runs is left to itself."""
        self.storage.close()
        self._searching.shutdown(wait=False, cancel_futures=True)

    def _shown(self, answer_id: str) -> Answer | None:
        answer = self._sent.find(answer_id)
        return answer.without_hidden(self.library.hides) if answer else None


def _noted(making: asyncio.Task[tuple[str, ...]]) -> None:
    """Logs why there are no sample questions; /start does without."""
    if not making.cancelled() and (error := making.exception()):
        log.warning("There are no sample questions: %s", error)
