"""The archive for an event loop: searches run in threads, with a time limit."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from bot.answers.hints import with_advice
from bot.answers.types import Answer, Answers, ExplainedAnswer, Question, SnapshotArticles
from bot.logs import Repetition
from bot.services.sample_questions import SampleQuestions
from index.errors import ArchiveError
from index.quotes.checking.claims import Claim
from index.quotes.checking.outcomes import QuoteCheck
from index.quotes.listing.statements import StatementList, StatementRequest
from index.records import Article, Coverage
from index.search.stories.topics import Topic

log = logging.getLogger(__name__)

# Two searches in parallel fill the two cores the bot is measured on; more only fight for them.
SEARCH_THREADS = 2
SEARCH_TIMEOUT = 20.0
# Sample questions are made once for a snapshot, in 0.3 s for 3,000 articles.
SAMPLES_WITHIN = 1.5

P = ParamSpec("P")
T = TypeVar("T")


class AsyncArchive:
    """Searches in a small pool of threads, so that nothing blocks the event loop.

    Every method raises TimeoutError when its search takes longer than `timeout` seconds, and
    ArchiveError.
    """

    def __init__(self, answers: Answers, *, timeout: float = SEARCH_TIMEOUT) -> None:
        self._answers = answers
        self._timeout = timeout
        self._pool = ThreadPoolExecutor(SEARCH_THREADS, thread_name_prefix="search")
        self._searches: set[Future[Any]] = set()
        self._samples = SampleQuestions(answers)
        self._without_samples = Repetition()
        self._preparing: dict[str, asyncio.Task[tuple[str, ...]]] = {}

    async def answer(self, question: Question, *, limit: int = 10) -> Answer:
        """The archive's answer to a question, with at most `limit` hits."""
        with _logging_failures():
            return await self.run(self._answer, question, limit)

    async def explained(self, question: Question, *, limit: int = 10) -> ExplainedAnswer:
        """The same with why it is so, for the archive's owner."""
        return await self.run(self._answers.explained, question, limit=limit)

    async def answer_among(
        self, question: Question, references: Collection[str], *, limit: int = 10
    ) -> Answer:
        """The same, only from the articles with these references."""
        return await self.run(self._answers.answer_among, question, references, limit=limit)

    async def snapshot(self) -> str:
        """The name of the live snapshot."""
        return await self.run(self._answers.snapshot)

    async def snapshot_articles(self) -> SnapshotArticles:
        """The references of all articles in the live snapshot."""
        return await self.run(self._answers.snapshot_articles)

    async def coverage(self, *, within: float = SEARCH_TIMEOUT) -> Coverage:
        """What the live archive holds; TimeoutError also after `within` seconds."""
        async with asyncio.timeout(within):
            return await self.run(self._answers.coverage)

    async def article(self, reference: str) -> Article | None:
        """The whole article with this reference, None if the live archive does not have it."""
        return await self.run(self._answers.article, reference)

    async def topic(self, text: str) -> Topic:
        """The stories of the live archive on a topic."""
        with _logging_failures():
            return await self.run(self._answers.topic, text)

    async def check(self, claims: Sequence[Claim]) -> tuple[QuoteCheck, ...]:
        """What the live archive holds of each claim that somebody said something."""
        with _logging_failures():
            return await self.run(self._answers.check, claims)

    async def statements(self, request: StatementRequest) -> StatementList:
        """All that somebody said in the live archive."""
        with _logging_failures():
            return await self.run(self._answers.statements, request)

    async def samples(self, language: str) -> tuple[str, ...]:
        """Questions to begin with; none if they are not ready within a moment. Never raises."""
        preparing = self._preparing.get(language)
        if preparing is None or preparing.done():
            preparing = asyncio.create_task(self.run(self._samples.of, language))
            preparing.add_done_callback(self._log_failure)
            self._preparing[language] = preparing
        done, _ = await asyncio.wait([preparing], timeout=SAMPLES_WITHIN)
        return () if not done or preparing.exception() else preparing.result()

    def _log_failure(self, preparing: asyncio.Task[tuple[str, ...]]) -> None:
        """Logs why there are no sample questions; /start does without them."""
        error = None if preparing.cancelled() else preparing.exception()
        if self._without_samples.is_news(error):
            log.warning("There are no sample questions: %s", error)

    def _answer(self, question: Question, limit: int) -> Answer:
        """Answer in a search thread, with the less reading the more searches wait for one."""
        waiting = max(len(self._searches) - SEARCH_THREADS, 0)
        return self._answers.answer(question, limit=limit, waiting=waiting)

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of `call` in a search thread; raises what it raises, and TimeoutError."""
        future = self._pool.submit(call, *args, **kwargs)
        self._searches.add(future)
        future.add_done_callback(self._searches.discard)
        return await asyncio.wait_for(asyncio.wrap_future(future), self._timeout)

    @property
    def searching(self) -> bool:
        """Whether a search still runs in a thread, even one that nobody waits for any more."""
        return bool(self._searches)

    def close(self) -> None:
        """Takes no more searches. One that still runs is left to itself."""
        self._pool.shutdown(wait=False, cancel_futures=True)


@contextlib.contextmanager
def _logging_failures() -> Iterator[None]:
    """Logs why a question gets no answer: the asker is only told that there is none."""
    try:
        yield
    except TimeoutError:
        log.warning("A search took too long and was given up")
        raise
    except ArchiveError as error:
        # The traceback has the error, but not the advice.
        log.exception("The archive cannot answer: %s", with_advice(error))  # noqa: TRY401
        raise
