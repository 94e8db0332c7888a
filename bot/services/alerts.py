"""Alerts: search followed questions in each new snapshot and notify their followers."""

import asyncio
import contextlib
import logging
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from bot.answers.hints import with_advice
from bot.answers.types import Answer, Question
from bot.presentation import layout
from bot.presentation.html import as_html, escape_foreign, fits, render_hit
from bot.presentation.i18n import Messages
from bot.services.async_archive import AsyncArchive
from bot.storage.database import Storage
from bot.storage.follows import Follow, FollowStore
from index.errors import ArchiveError
from index.records import Hit, Outcome

log = logging.getLogger(__name__)

HITS_SHOWN = 2
"""Articles shown for one question; somebody who wants more asks again."""
QUESTION_LIMIT = 90
# More than are shown, because the follower may know some of them already.
_HITS_SEARCHED = 10
_LONGEST_PAUSE = 1.0
# Telegram's longest name of a bot.
_ANY_BOT = "x" * 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """New articles that answer a followed question, the best first."""

    follow: Follow
    hits: tuple[Hit, ...]

    @property
    def references(self) -> frozenset[str]:
        """References of the articles shown and of those that tell the same story."""
        shown = (article for hit in self.hits for article in (hit.article, *hit.also))
        return frozenset(article.reference for article in shown)


class DeliveryStatus(Enum):
    """What became of a message."""

    SENT = "sent"
    FAILED = "failed"  # certainly not sent: to be tried again
    GONE = "gone"  # the chat cannot be reached any more


class AlertChannel(Protocol):
    """Delivers alerts to people."""

    async def may_tell(self, chat_id: int) -> bool:
        """Whether alerts may go to this chat now; if not, they wait."""
        ...

    async def deliver(self, alerts: Sequence[Alert], messages: Messages) -> DeliveryStatus:
        """Sends one message with all `alerts`, which are for one person; never raises."""
        ...


class AlertRunner:
    """Runs one round at a time; progress is stored, so a run that was stopped is resumed.

    Nobody gets more than `per_day` messages in 24 hours; what is due beyond that waits.
    """

    def __init__(
        self, archive: AsyncArchive, storage: Storage, channel: AlertChannel, *, per_day: int
    ) -> None:
        self._archive = archive
        self._storage = storage
        self._follows = storage.make(FollowStore)
        self._channel = channel
        self._per_day = per_day
        self._recorded_snapshot = ""
        self._stopping = asyncio.Event()

    async def keep_running(self, *, every: float, after_failure: float) -> None:
        """Runs a round every `every` seconds, `after_failure` after a failed one, until `stop`."""
        while not self._stopping.is_set():
            try:
                done = await self.run_once()
            except (sqlite3.Error, OSError):
                log.exception("The database of followed questions failed")
                done = False
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), every if done else after_failure)

    def stop(self) -> None:
        """Stops after the person being served: what is recorded as told has to be sent, too."""
        self._stopping.set()

    async def run_once(self) -> bool:
        """Searches what is due and tells people; False if something has to be tried again later.

        Raises sqlite3.Error.
        """
        try:
            return await self._round()
        except (ArchiveError, TimeoutError) as error:
            reason = with_advice(error) or "it took too long"
            log.warning("Followed questions could not be searched: %s", reason)
            return False

    async def _round(self) -> bool:
        live = await self._archive.snapshot()
        if live != self._recorded_snapshot:
            holdings = await self._archive.snapshot_articles()
            await self._storage.run(self._follows.record_arrivals, holdings)
            self._recorded_snapshot = live = holdings.snapshot
        due = await self._storage.run(self._follows.due, live, news_per_day=self._per_day)
        for person in due:
            if self._stopping.is_set():
                break
            if not await self._serve(person, live):
                return False
        return True

    async def _serve(self, person: str, live: str) -> bool:
        """Searches and sends everything due for one person; False if it could not be done."""
        follows = await self._storage.run(self._follows.due_of, person, live)
        if not follows or not await self._channel.may_tell(follows[0].chat_id):
            return True
        known = await self._storage.run(self._follows.known_to, person)
        alerts: list[Alert] = []
        for follow in follows:
            alert = await self._alert(follow, known, live)
            if alert is None:
                continue
            known |= alert.references
            alerts.append(alert)
        return await self._tell(person, alerts, live) if alerts else True

    async def _alert(self, follow: Follow, known: frozenset[str], live: str) -> Alert | None:
        """What is new on one question; if nothing is, records that it was searched."""
        arrived = await self._storage.run(self._follows.arrived_after, follow.searched)
        fresh = arrived - known
        if fresh:
            try:
                answer = await self._search(follow.question, fresh)
            except TimeoutError:
                log.warning("A followed question took too long and was left out")
            else:
                if hits := _new_hits(answer, known):
                    return Alert(follow=follow, hits=hits[:HITS_SHOWN])
        await self._storage.run(self._follows.mark_searched, [follow.id], live)
        return None

    async def _search(self, question: Question, fresh: frozenset[str]) -> Answer:
        started = time.monotonic()
        try:
            return await self._archive.answer_among(question, fresh, limit=_HITS_SEARCHED)
        finally:
            # People waiting for an answer come first: leave them as much time as was taken.
            await asyncio.sleep(min(time.monotonic() - started, _LONGEST_PAUSE))

    async def _tell(self, person: str, alerts: Sequence[Alert], live: str) -> bool:
        """Sends one message; alerts that do not fit into it wait for the next round."""
        messages = Messages(alerts[0].follow.question.language)
        fitting = fitting_one_message(alerts, messages)
        articles = {alert.follow.id: alert.references for alert in fitting}
        # Recorded first: a crash in between may lose an alert, but never repeats it.
        await self._storage.run(self._follows.record_alert, person, articles, live)
        status = await self._channel.deliver(fitting, messages)
        if status is DeliveryStatus.FAILED:
            told = [alert.follow for alert in fitting]
            await self._storage.run(self._follows.undo_alert, told, articles)
        elif status is DeliveryStatus.GONE:
            count = await self._storage.run(self._follows.stop_all, person)
            log.info("A follower cannot be reached any more; %d follows ended", count)
        return status is not DeliveryStatus.FAILED


def _new_hits(answer: Answer, known: frozenset[str]) -> tuple[Hit, ...]:
    """Hits of which the follower knows neither the article nor another with the same story."""
    # Articles beyond the period or the outlets that were asked for are not what is followed.
    if answer.outcome is not Outcome.ANSWER or answer.interpretation.dropped:
        return ()
    return tuple(
        hit
        for hit in answer.hits
        if known.isdisjoint(article.reference for article in (hit.article, *hit.also))
    )


def render_alerts(alerts: Sequence[Alert], messages: Messages, *, bot_name: str) -> str:
    """One message about all `alerts`, as HTML."""
    parts = [as_html(messages.text("news"))]
    for alert in alerts:
        question = layout.shorten(alert.follow.question.text, QUESTION_LIMIT)
        hits = [render_hit(hit, messages, bot_name=bot_name) for hit in alert.hits]
        parts.append("\n".join([f"🔔 <i>{escape_foreign(question)}</i>", *hits]))
    return "\n\n".join(parts)


def fitting_one_message(alerts: Sequence[Alert], messages: Messages) -> tuple[Alert, ...]:
    """As many of the first alerts as one message holds, at least one."""
    count = next(
        count
        for count in range(len(alerts), 0, -1)
        if count == 1 or fits(render_alerts(alerts[:count], messages, bot_name=_ANY_BOT))
    )
    return tuple(alerts[:count])
