"""Admission control: quotas, and a limit to what waits, before anything is searched."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from telegram import CallbackQuery, Message, Update

from bot.configuration.settings import Settings
from bot.presentation import i18n
from bot.services import metrics
from bot.services.rate_limits import Quota, RateLimit
from bot.telegram.chat.filters import MOVED, NEWCOMERS, is_group
from bot.telegram.chat.replies import Replies

IN_LINE = 20
"""Updates of one chat that may wait; more are a flood."""
_PRESSES = RateLimit(most=15, seconds=10)
# People type up to ten letters a second, and each is a query.
_INLINE = RateLimit(most=60, seconds=10)
# Messages left over for notices when the questions of a group have used up its share.
_NOTICES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageLimits:
    """How many questions a person or a group may ask, and how many updates may wait."""

    user_10_seconds: int = 10
    user_10_minutes: int = 60
    group_minute: int = 20
    waiting: int = 400

    @classmethod
    def of(cls, settings: Settings) -> "UsageLimits":
        """Those of the settings."""
        return cls(
            user_10_seconds=settings.questions_per_10_seconds,
            user_10_minutes=settings.questions_per_10_minutes,
            group_minute=settings.group_messages_per_minute,
            waiting=settings.max_waiting,
        )


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an update is not handled: the key of a text, "" if the chat was told before.

    `seconds` is how long to wait before the next try.
    """

    key: str = ""
    seconds: float = 0.0


class AdmissionControl:
    """Judges updates by the times at which people wrote them; `now` is the time at Telegram.

    After an outage, many arrive together that were written at different times.
    """

    def __init__(self, limits: UsageLimits, *, now: Callable[[], float] = time.time) -> None:
        self._limits = limits
        self._now = now
        self._started = time.monotonic()
        self._users = Quota(
            RateLimit(most=limits.user_10_seconds, seconds=10),
            RateLimit(most=limits.user_10_minutes, seconds=600),
        )
        self._groups = Quota(RateLimit(most=max(1, limits.group_minute - _NOTICES), seconds=60))
        self._presses = Quota(_PRESSES)
        self._queries = Quota(_INLINE)
        self._told_busy: set[str] = set()

    def judge(self, update: Update, *, line: str, waiting: int, in_line: int) -> Refusal | None:
        """None if the update is to be handled.

        `waiting` is how many updates wait, `in_line` how many of them in the same queue, `line`.
        """
        refusal = self._judge(update, line, waiting, in_line)
        if refusal:
            metrics.update_refused(refusal.key)
        return refusal

    def _judge(self, update: Update, line: str, waiting: int, in_line: int) -> Refusal | None:
        if update.inline_query:
            return self._once(self._queries, str(update.inline_query.from_user.id), "")
        busy = self._busy(update, line, waiting, in_line)
        if busy:
            return busy
        if update.callback_query:
            return self._press(update.callback_query)
        message = update.message or update.edited_message or update.guest_message
        # Service messages of Telegram are nobody's question.
        service = NEWCOMERS.check_update(update) or MOVED.check_update(update)
        return self._question(message) if message and not service else None

    def _busy(self, update: Update, line: str, waiting: int, in_line: int) -> Refusal | None:
        full = waiting >= self._limits.waiting and self._fresh(update)
        if not full and in_line < IN_LINE:
            if waiting < self._limits.waiting // 2:
                self._told_busy.clear()
            return None
        if line in self._told_busy:
            return Refusal()
        self._told_busy.add(line)
        return Refusal("busy")

    def _fresh(self, update: Update) -> bool:
        """Whether it was written since the start; older ones are answered late."""
        message = update.message or update.edited_message or update.guest_message
        started = self._now() - (time.monotonic() - self._started)
        return message is None or message.date.timestamp() >= started - 1

    def _press(self, query: CallbackQuery) -> Refusal | None:
        chat = query.message.chat if query.message else None
        refusal = self._once(self._presses, str(query.from_user.id), "too_fast")
        if refusal or chat is None or not is_group(chat.type):
            return refusal
        return self._once(self._groups, str(chat.id), "group_full")

    def _question(self, message: Message) -> Refusal | None:
        if message.media_group_id and not message.caption:
            # Part of an album, which is answered once.
            return None
        author = message.sender_chat or message.from_user
        moment = (message.edit_date or message.date).timestamp()
        chat = message.chat
        if author and (refused := self._once(self._users, str(author.id), "too_fast", moment)):
            return refused
        if is_group(chat.type) and not message.guest_query_id:
            return self._once(self._groups, str(chat.id), "group_full", moment)
        return None

    def _once(
        self, quota: Quota, who: str, key: str, moment: float | None = None
    ) -> Refusal | None:
        at = self._now() if moment is None else moment
        wait = quota.wait(who, at)
        if wait <= 0:
            quota.count(who, at)
            return None
        left = max(1.0, wait + at - self._now())
        return Refusal(key, left) if quota.refused_first(who) else Refusal()


async def explain_refusal(update: Update, refusal: Refusal, replies: Replies) -> None:
    """Tells the sender why an update is not handled, and when to try again."""
    if update.callback_query:
        messages = await replies.messages_for_press(update.callback_query)
        wait = i18n.time_from_now(math.ceil(refusal.seconds), messages.language)
        await replies.toast(update.callback_query, refusal.key, wait=wait)
    elif message := update.message or update.edited_message or update.guest_message:
        messages = await replies.messages(message)
        wait = i18n.time_from_now(math.ceil(refusal.seconds), messages.language)
        await replies.say(message, refusal.key, wait=wait)
