"""A queue in which a flood of one sender delays nobody else."""

from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class FairQueue(Generic[T]):
    """A queue for each key: one item of a key at a time and in order, the keys in turn."""

    def __init__(self) -> None:
        self._lines: dict[str, deque[T]] = {}
        self._turn: deque[str] = deque()
        self._at_work: set[str] = set()
        self._size = 0

    def __len__(self) -> int:
        """How many items wait; those taken but not done do not count."""
        return self._size

    def waiting(self, key: str) -> int:
        """How many items of this key wait."""
        return len(self._lines.get(key, ()))

    def items(self, key: str) -> tuple[T, ...]:
        """The items of this key that wait, in order."""
        return tuple(self._lines.get(key, ()))

    def put(self, key: str, item: T) -> None:
        """Appends an item to the queue of a key."""
        line = self._lines.setdefault(key, deque())
        if not line and key not in self._at_work:
            self._turn.append(key)
        line.append(item)
        self._size += 1

    def put_alone(self, key: str, item: T) -> list[T]:
        """Replaces all waiting items of a key by one; returns those replaced."""
        replaced = list(self._lines.get(key, ()))
        for _ in replaced:
            self._lines[key].pop()
        self._size -= len(replaced)
        if replaced:
            self._lines[key].append(item)
            self._size += 1
        else:
            self.put(key, item)
        return replaced

    def take(self) -> tuple[str, T] | None:
        """The first item of the key whose turn it is, None if there is nothing to do now.

        No other item of that key is given out before `done(key)`.
        """
        if not self._turn:
            return None
        key = self._turn.popleft()
        line = self._lines[key]
        item = line.popleft()
        if not line:
            del self._lines[key]
        self._at_work.add(key)
        self._size -= 1
        return key, item

    def done(self, key: str) -> None:
        """The item taken of this key is finished."""
        self._at_work.discard(key)
        if key in self._lines:
            self._turn.append(key)
