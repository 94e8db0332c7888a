"""Looks, whenever another snapshot is live, what it brings to people who follow a question."""

import asyncio
import contextlib
import logging
import sqlite3
import time
from collections.abc import Sequence
from enum import Enum
from typing import Protocol

from bot.answers.hints import with_advice
from bot.answers.types import Answer, Answers, Question
from bot.presentation.messages import Messages
from bot.services.async_archive import Desk
from bot.services.news import HITS, News, fitting
from bot.storage.follows import Follow, Following
from index.confidence import Outcome
from index.errors import ArchiveError

log = logging.getLogger(__name__)

# So many are searched for articles that are news; others may be known already.
_HITS_SEARCHED = 10
_LONGEST_PAUSE = 1.0


class Delivery(Enum):
    """What became of news."""

    SENT = "sent"
    FAILED = "failed"  # and surely not sent: to be tried again
    GONE = "gone"  # nobody is there any more


class Messenger(Protocol):
    """Whatever brings news to people."""

    async def may_tell(self, chat_id: int) -> bool:
        """Whether news may go there now; if not, they wait."""
        ...

    async def deliver(self, news: Sequence[News], messages: Messages) -> Delivery:
        """Sends one message about all of `news`, which is for one person; never raises."""
        ...


class Watch:
    """One round at a time; what it has done is kept, so that it goes on where it was ended.

    Nobody gets more than `news_per_day` messages in 24 hours; what is due beyond that waits.
    """

    def __init__(
        self, answers: Answers, desk: Desk, messenger: Messenger, *, news_per_day: int
    ) -> None:
        self._answers = answers
        self._desk = desk
        self._storage = desk.storage
        self._following = desk.storage.make(Following)
        self._messenger = messenger
        self._news_per_day = news_per_day
        self._noted = ""
        self._ended = asyncio.Event()

    async def keep_looking(self, *, every: float, after_failure: float) -> None:
        """Looks every so many seconds, later after a failure, until it is to `end`."""
        while not self._ended.is_set():
            try:
                done = await self.look()
            except (sqlite3.Error, OSError):
                log.exception("What is followed could not be looked after")
                done = False
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), every if done else after_failure)

    def end(self) -> None:
        """Ends after who is being served now: news that were noted have to be sent, too."""
        self._ended.set()

    async def look(self) -> bool:
        """Searches what is due and tells people; False if something has to be tried again later.

        Raises sqlite3.Error.
        """
        try:
            return await self._round()
        except (ArchiveError, TimeoutError) as error:
            reason = with_advice(error) or "it took too long"
            log.warning("What is followed could not be searched: %s", reason)
            return False

    async def _round(self) -> bool:
        live = await self._desk.search(self._answers.snapshot)
        if live != self._noted:
            holdings = await self._desk.search(self._answers.holdings)
            await self._storage.run(self._following.arrived, holdings)
            self._noted = live = holdings.snapshot
        due = await self._storage.run(self._following.due, live, news_per_day=self._news_per_day)
        for person in due:
            if self._ended.is_set():
                break
            if not await self._serve(person, live):
                return False
        return True

    async def _serve(self, person: str, live: str) -> bool:
        """All that is due of one person; False if it could not be done."""
        follows = await self._storage.run(self._following.due_of, person, live)
        if not follows or not await self._messenger.may_tell(follows[0].chat_id):
            return True
        known = await self._storage.run(self._following.known_to, person)
        found: list[News] = []
        for follow in follows:
            news = await self._news(follow, known, live)
            if news is None:
                continue
            known |= news.references
            found.append(news)
        return await self._tell(person, found, live) if found else True

    async def _news(self, follow: Follow, known: frozenset[str], live: str) -> News | None:
        """What is new on one question; notes that it was searched if nothing is."""
        arrived = await self._storage.run(self._following.arrived_after, follow.searched)
        fresh = arrived - known
        if fresh:
            try:
                answer = await self._searched(follow.question, fresh)
            except TimeoutError:
                log.warning("A followed question took too long and was left out")
            else:
                # What lies beyond the time or the outlets that were asked for is no news.
                if answer.outcome is Outcome.ANSWER and not answer.reading.dropped:
                    each = (News(follow=follow, hits=(hit,)) for hit in answer.hits)
                    hits = [one.hits[0] for one in each if known.isdisjoint(one.references)]
                    if hits:
                        return News(follow=follow, hits=tuple(hits[:HITS]))
        await self._storage.run(self._following.searched, [follow.id], live)
        return None

    async def _searched(self, question: Question, fresh: frozenset[str]) -> Answer:
        started = time.monotonic()
        try:
            return await self._desk.search(
                self._answers.answer_among, question, fresh, limit=_HITS_SEARCHED
            )
        finally:
            # People who wait for an answer come first: as long again is left to them.
            await asyncio.sleep(min(time.monotonic() - started, _LONGEST_PAUSE))

    async def _tell(self, person: str, found: Sequence[News], live: str) -> bool:
        """One message; what does not fit into it waits for the next round."""
        messages = Messages(found[0].follow.question.language)
        news = fitting(found, messages)
        articles = {one.follow.id: one.references for one in news}
        await self._storage.run(self._following.tell, person, articles, live)
        delivery = await self._messenger.deliver(news, messages)
        if delivery is Delivery.FAILED:
            told = [one.follow for one in news]
            await self._storage.run(self._following.take_back, told, articles)
        elif delivery is Delivery.GONE:
            count = await self._storage.run(self._following.stop_all, person)
            log.info("Nobody is there for news any more; %d follows ended", count)
        return delivery is not Delivery.FAILED
