"""Order among the updates of one message that are handled at the same time."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from weakref import WeakValueDictionary

from telegram import CallbackQuery, Message

# A second tap within this many seconds is the same one; nobody wants a thing twice so soon.
MOMENT = 3.0
_REMEMBERED = 1000


class MessageLocks:
    """Handles updates of a message one by one; double presses and messages sent twice count once.

    `now` gives seconds that only grow.
    """

    def __init__(self, *, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._locks: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()
        self._pressed: OrderedDict[tuple[int, int, str], float] = OrderedDict()
        self._answered: OrderedDict[tuple[int, int, float], None] = OrderedDict()

    def of(self, chat_id: int, message_id: int) -> asyncio.Lock:
        """The lock of a message; it is given out in the order of the requests."""
        lock = self._locks.get((chat_id, message_id))
        if lock is None:
            lock = self._locks[chat_id, message_id] = asyncio.Lock()
        return lock

    def of_press(self, query: CallbackQuery) -> AbstractAsyncContextManager[None]:
        """The lock of the message whose button is pressed; an inline message has none."""
        message = query.message
        return self.of(message.chat.id, message.message_id) if message else nullcontext()

    def in_turn(self, handle: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        """Wraps a handler of presses so that those on one message are handled one by one."""

        async def handled(query: CallbackQuery, *found: str) -> None:
            async with self.of_press(query):
                await handle(query, *found)

        return handled

    def repeated(self, chat_id: int, message_id: int, what: str) -> bool:
        """Whether the same was done with a message a moment ago; remembers that it is done now."""
        key = chat_id, message_id, what
        now = self._now()
        before = self._pressed.pop(key, None)
        self._pressed[key] = now
        while len(self._pressed) > _REMEMBERED:
            self._pressed.popitem(last=False)
        return before is not None and now - before < MOMENT

    def mark_answered(self, message: Message) -> None:
        """Remembers that a message is answered: Telegram may bring it in two ways."""
        self._answered[_key(message)] = None
        while len(self._answered) > _REMEMBERED:
            self._answered.popitem(last=False)

    def is_answered(self, message: Message) -> bool:
        """Whether a message was answered."""
        return _key(message) in self._answered


def _key(message: Message) -> tuple[int, int, float]:
    # With the time, because chats that the bot is not in may share their ids with others.
    return message.chat.id, message.message_id, message.date.timestamp()
