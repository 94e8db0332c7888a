"""Order where several updates of one message are at work at the same time."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from weakref import WeakValueDictionary

from telegram import CallbackQuery

# A second tap within this many seconds is the same one; nobody wants a thing twice so soon.
MOMENT = 3.0
_REMEMBERED = 1000


class Turns:
    """Whoever comes first is finished first, and what is pressed twice happens once.

    `now` gives seconds that only grow.
    """

    def __init__(self, *, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._locks: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()
        self._done: OrderedDict[tuple[int, int, str], float] = OrderedDict()

    def of(self, chat_id: int, message_id: int) -> asyncio.Lock:
        """The lock of a message; it serves in the order in which it is asked for."""
        lock = self._locks.get((chat_id, message_id))
        if lock is None:
            lock = self._locks[chat_id, message_id] = asyncio.Lock()
        return lock

    def of_press(self, query: CallbackQuery) -> AbstractAsyncContextManager[None]:
        """The lock of the message whose button is pressed; an inline message has none."""
        message = query.message
        return self.of(message.chat.id, message.message_id) if message else nullcontext()

    def repeated(self, chat_id: int, message_id: int, what: str) -> bool:
        """Whether the same was done with the message a moment ago; remembers that it is now."""
        key = chat_id, message_id, what
        now = self._now()
        before = self._done.pop(key, None)
        self._done[key] = now
        while len(self._done) > _REMEMBERED:
            self._done.popitem(last=False)
        return before is not None and now - before < MOMENT
