"""Answers with a summary, if a language model gives one in time; without one otherwise."""

import asyncio
import logging
import threading
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Final, Literal

from bot.answers.summaries.applying import sources_of, with_draft, with_summary
from bot.answers.summaries.drafts import read_draft
from bot.answers.summaries.prompt import chat_messages
from bot.answers.types import Answer
from bot.configuration.settings import Settings
from bot.services import metrics
from bot.services.summaries.breaker import CircuitBreaker
from bot.services.summaries.client import LanguageModel, ModelFailed

log = logging.getLogger(__name__)

WITHIN: Final = 7.0
"""Seconds from the question to its answer with a summary: people wait no longer than 8."""
AT_ONCE: Final = 4
"""Requests at a time. Whoever asks while as many are under way gets the answer without."""
MOST_QUOTES: Final = 10
"""Of an answer, that a model gets: as many as a message of Telegram turns pages of."""
# With less time left no model replies.
_LEAST: Final = 0.3
_CLOSING: Final = 1.0

SummaryStatus = Literal["made", "no_answer", "unverified", "unreadable", "slow", "failed", "busy"]
"""How a summary went: `no_answer`, none of the quotes answers in the model's opinion; `unverified`,
no sentence passed verification; `busy`, the model was not asked."""


@dataclass(frozen=True, slots=True)
class Summarised:
    """An answer, with a summary if the status is `made`."""

    answer: Answer
    status: SummaryStatus


class Summarizer:
    """Asks the model in a thread of its own, so that nothing blocks the caller's event loop."""

    def __init__(self, settings: Settings, *, within: float = WITHIN) -> None:
        """Raises SettingsError if the client library is not installed."""
        self._within = within
        self._model = LanguageModel(settings)
        self._breaker = CircuitBreaker()
        self._under_way = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="llm", daemon=True)
        self._thread.start()

    async def summarised(
        self, answer: Answer, *, shown: int, started: float | None = None, reorder: bool = True
    ) -> Summarised:
        """The answer with a summary of its first `shown` quotes. Never raises, never late.

        Without `reorder`, quotes and outcome stay as they are. `started` is when the question came,
        on the clock of `time.monotonic`; now if not given.
        """
        shown = min(shown, MOST_QUOTES)
        asked = time.monotonic() if started is None else started
        left = asked + self._within - time.monotonic()
        if not answer.hits or left < _LEAST:
            return self._ended(answer, "slow" if answer.hits else "no_answer")
        work = asyncio.run_coroutine_threadsafe(
            self._work(answer, shown, left, reorder=reorder), self._loop
        )
        try:
            async with asyncio.timeout(left):
                return await asyncio.wrap_future(work)
        except TimeoutError:
            return self._ended(answer, "slow")
        except Exception:
            log.exception("A summary failed")
            return self._ended(answer, "failed")

    def close(self) -> None:
        """Ends the thread; a request that is under way is given up."""
        if self._thread.is_alive():
            self._wait_for(self._model.close())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(_CLOSING)
        if not self._thread.is_alive():
            self._loop.close()

    def _wait_for(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            asyncio.run_coroutine_threadsafe(work, self._loop).result(_CLOSING)
        except Exception:
            log.debug("The language model's connections were not closed", exc_info=True)

    async def _work(self, answer: Answer, shown: int, left: float, *, reorder: bool) -> Summarised:
        if self._under_way >= AT_ONCE or not self._breaker.allows():
            return self._ended(answer, "busy")
        self._under_way += 1
        try:
            reply = await self._reply(answer, shown, left)
        finally:
            self._under_way -= 1
        if isinstance(reply, Summarised):
            return reply
        draft = read_draft(reply)
        if draft is None:
            return self._ended(answer, "unreadable")
        make = with_draft if reorder else with_summary
        made = make(answer, draft, shown=shown, model=self._model.name)
        if made.summary:
            return self._ended(made, "made")
        return self._ended(made, "no_answer" if draft.answering == () else "unverified")

    async def _reply(self, answer: Answer, shown: int, left: float) -> "str | Summarised":
        """What the model wrote, or the answer without it."""
        question = answer.question
        messages = chat_messages(question.text, sources_of(answer.hits[:shown]), question.language)
        try:
            async with asyncio.timeout(left):
                reply = await self._model.reply(messages, within=left)
        except TimeoutError:
            self._note_failure("did not reply in time")
            return self._ended(answer, "slow")
        except ModelFailed as error:
            self._note_failure(str(error))
            return self._ended(answer, "failed")
        except asyncio.CancelledError:
            self._note_failure("did not reply in time")
            raise
        self._breaker.succeeded()
        return reply

    def _note_failure(self, reason: str) -> None:
        pause = self._breaker.failed()
        rest = f"; it is left alone for {pause:.0f} s" if pause else ""
        log.warning("The language model %s %s%s", self._model.name, reason, rest)

    @staticmethod
    def _ended(answer: Answer, status: SummaryStatus) -> Summarised:
        metrics.summary_ended(status)
        return Summarised(answer, status)


def build_summarizer(settings: Settings, *, within: float = WITHIN) -> Summarizer | None:
    """The summarizer of these settings, None without LLM_URL; raises SettingsError."""
    return Summarizer(settings, within=within) if settings.llm_url else None
