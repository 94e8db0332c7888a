"""A conversation about the archive, whichever front-end it is held in.

A front-end passes on what people write as `Utterance`s and shows what comes back: an answer, which
is kept so that the conversation can go on from it, or the reason why there is none.
"""

import datetime
import logging
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, Protocol, TypeAlias

from bot.answers.hints import with_advice
from bot.answers.small_talk import small_talk
from bot.answers.types import Answer, AskedBy, Interpretation, Question
from bot.presentation.layout import whole_words
from bot.services.summaries.summarizer import Summarised, SummaryStatus
from index.errors import ArchiveError
from index.query.follow_ups import depends_on_earlier
from index.query.parse import parse_query
from index.records import Outcome
from index.search.routing import is_text

log = logging.getLogger(__name__)

TEXT_LIMIT = 4096
"""Characters of a message that are looked at."""

NoAnswerReason = Literal["no_words", "thanked", "greeted", "slow", "unavailable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What somebody wrote, where, and the language (of the interface) to answer in.

    `replies_to` is the id of the kept answer that it replies to. `follows` is the id of the answer
    given just before, where people cannot reply to a certain one: it is the context only of a
    question that makes no sense without it. Both are "" if there is none. `summed_up` is how many
    of the first quotes to sum up, where there is a language model; 0 for no summary.
    """

    text: str
    language: str
    asked_by: AskedBy
    replies_to: str = ""
    follows: str = ""
    summed_up: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """An answer and the id it is kept under, "" if it could not be kept.

    `summary` says how its summary went, None if none was wanted.
    """

    answer_id: str
    answer: Answer
    summary: SummaryStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAnswer:
    """Why there is no answer. `reason` is the key of a text that says so.

    `detail` is for somebody who runs the archive: what is wrong with it and what to do, or "".
    """

    reason: NoAnswerReason
    detail: str = ""


Reply: TypeAlias = KeptAnswer | NoAnswer


class QuestionSearch(Protocol):
    """Searches the archive without blocking the event loop."""

    async def answer(self, question: Question, *, limit: int = 10) -> Answer:
        """The archive's answer; raises TimeoutError when it takes too long, and ArchiveError."""
        ...


class AnswerMemory(Protocol):
    """Remembers answers."""

    async def keep(self, answer: Answer, asked_by: AskedBy, *, instead_of: str = "") -> str:
        """Stores an answer, in the place of another if need be; its id, "" if that fails."""
        ...

    async def find(self, answer_id: str) -> Answer | None:
        """A kept answer, None when it is gone."""
        ...


class AnswerSummarizer(Protocol):
    """Sums up answers."""

    async def summarised(
        self, answer: Answer, *, shown: int, started: float | None = None
    ) -> Summarised:
        """The answer, in time, with a summary of its first `shown` quotes or without."""
        ...


class Conversation:
    """Replies to what people write, in any number of places at once.

    `today` gives the day that “yesterday” counts from. Without a `summarizer` no answer has a
    summary.
    """

    def __init__(
        self,
        archive: QuestionSearch,
        memory: AnswerMemory,
        *,
        today: Callable[[], datetime.date] = datetime.date.today,
        summarizer: AnswerSummarizer | None = None,
    ) -> None:
        self._summarizer = summarizer
        self._archive = archive
        self._memory = memory
        self._today = today

    async def reply(self, utterance: Utterance) -> Reply:
        """The reply to anything people write; small talk is not searched for."""
        return without_search(utterance.text) or await self.answer(utterance)

    async def answer(self, utterance: Utterance) -> Reply:
        """The answer to what is certainly a question, within its context."""
        log.debug("Question: %s", utterance.text)
        started = time.monotonic()
        context = await self._context(utterance)
        question = Question(text=utterance.text, language=utterance.language, context=context)
        guessed = context is not None and not utterance.replies_to
        answer = await (self._search_both(question) if guessed else self.search(question))
        return await self._kept(answer, utterance.asked_by, utterance.summed_up, started)

    async def answer_question(
        self, question: Question, asked_by: AskedBy, *, summed_up: int = 0
    ) -> Reply:
        """The answer to a question whose context and filters are already known."""
        started = time.monotonic()
        return await self._kept(await self.search(question), asked_by, summed_up, started)

    async def _kept(
        self, answer: Answer | NoAnswer, asked_by: AskedBy, summed_up: int, started: float
    ) -> Reply:
        if isinstance(answer, NoAnswer):
            return answer
        status: SummaryStatus | None = None
        if summed_up and self._summarizer and answer.hits:
            made = await self._summarizer.summarised(answer, shown=summed_up, started=started)
            answer, status = made.answer, made.status
        answer_id = await self._memory.keep(answer, asked_by)
        return KeptAnswer(answer_id=answer_id, answer=answer, summary=status)

    async def _search_both(self, question: Question) -> Answer | NoAnswer:
        """The answer to a question within a context that nobody gave, or else without it.

        “Apa kata Veronica Koman?” may go on from the question before, or not.
        """
        within = await self.search(question)
        if isinstance(within, NoAnswer) or within.outcome is Outcome.ANSWER:
            return within
        alone = await self.search(replace(question, context=None))
        if isinstance(alone, NoAnswer) or alone.outcome is not Outcome.ANSWER:
            return within
        return alone

    async def search(self, question: Question, *, limit: int = 10) -> Answer | NoAnswer:
        """The answer with at most `limit` hits, which is not kept."""
        try:
            return await self._archive.answer(question, limit=limit)
        except (ArchiveError, TimeoutError) as error:
            return no_answer(error)

    async def _context(self, utterance: Utterance) -> Interpretation | None:
        """How the question was understood that this one goes on from, None if it stands alone."""
        answer_id = utterance.replies_to
        if not answer_id and utterance.follows:
            query = parse_query(utterance.text, today=self._today())
            answer_id = utterance.follows if depends_on_earlier(query) else ""
        answer = await self._memory.find(answer_id) if answer_id else None
        return answer.interpretation if answer else None


def no_answer(error: ArchiveError | TimeoutError) -> NoAnswer:
    """The reason that a failed search gives."""
    if isinstance(error, TimeoutError):
        return NoAnswer(reason="slow")
    return NoAnswer(reason="unavailable", detail=with_advice(error))


def without_search(text: str) -> NoAnswer | None:
    """Why a message is not searched for: it has no words, thanks or greets. None for questions."""
    if not any(character.isalnum() for character in text):
        return NoAnswer(reason="no_words")
    talk = small_talk(text)
    return NoAnswer(reason=talk) if talk else None


def clean_text(text: str) -> str:
    """A text that somebody sent as the search expects it: NFC, one space between words.

    Only a pasted text keeps its lines. At most `TEXT_LIMIT` characters, cut between words.
    """
    whole = unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode("utf-8"))
    lines = (" ".join(line.split()) for line in whole.splitlines())
    kept = whole_words("\n".join(line for line in lines if line), TEXT_LIMIT)
    return kept if is_text(kept) else " ".join(kept.split())
