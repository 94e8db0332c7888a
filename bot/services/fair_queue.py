"""A queue in which nobody's flood delays anybody else."""

from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class FairQueue(Generic[T]):
    """A line for each key: in order and one at a time within a key, in turn among the keys."""

    def __init__(self) -> None:
        self._lines: dict[str, deque[T]] = {}
        self._turn: deque[str] = deque()
        self._at_work: set[str] = set()
        self._size = 0

    def __len__(self) -> int:
        """How many wait; those taken and not done do not count."""
        return self._size

    def waiting(self, key: str) -> int:
        """How many wait for this key."""
        return len(self._lines.get(key, ()))

    def put(self, key: str, item: T) -> None:
        """Appends to the line of a key."""
        line = self._lines.setdefault(key, deque())
        if not line and key not in self._at_work:
            self._turn.append(key)
        line.append(item)
        self._size += 1

    def put_alone(self, key: str, item: T) -> list[T]:
        """Puts an item in the place of whatever waits for its key, which is returned."""
        given_up = list(self._lines.get(key, ()))
        for _ in given_up:
            self._lines[key].pop()
        self._size -= len(given_up)
        if given_up:
            self._lines[key].append(item)
            self._size += 1
        else:
            self.put(key, item)
        return given_up

    def take(self) -> tuple[str, T] | None:
        """The first of the key whose turn it is, None if there is nothing to do now.

        Nothing more of that key is given out before `done(key)`.
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
        """What was taken for `key` is finished."""
        self._at_work.discard(key)
        if key in self._lines:
            self._turn.append(key)
