"""A circuit breaker: a server that failed several times in a row is left alone for a while."""

import time
from collections.abc import Callable
from typing import Final

FAILURES: Final = 3
"""In a row, until the server is left alone."""
PAUSE: Final = 30.0
"""Seconds, doubled by each further failure."""
LONGEST_PAUSE: Final = 600.0
"""Seconds: a server that comes back is used again after at most ten minutes."""


class CircuitBreaker:
    """Says whether to ask a server. After a pause one request is let through to see.

    `now` gives seconds that only grow. Used by one thread.
    """

    def __init__(self, *, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._failures = 0
        self._closed_until = 0.0
        self._trying = False

    def allows(self) -> bool:
        """Whether a request may be made now; whoever makes it tells how it went."""
        if self._failures < FAILURES:
            return True
        if self._trying or self._now() < self._closed_until:
            return False
        self._trying = True
        return True

    def succeeded(self) -> None:
        """The server replied."""
        self._failures, self._trying = 0, False

    def failed(self) -> float:
        """The server did not; how many seconds it is left alone now, 0 if it is not."""
        self._failures, self._trying = self._failures + 1, False
        if self._failures < FAILURES:
            return 0.0
        doublings = min(self._failures - FAILURES, 10)
        pause = min(PAUSE * float(2**doublings), LONGEST_PAUSE)
        self._closed_until = self._now() + pause
        return pause
