"""Rate limits: sliding windows, one for each key."""

from collections import OrderedDict, deque
from dataclasses import dataclass

_KEYS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimit:
    """At most `most` times within `seconds`."""

    most: int
    seconds: float


class Quota:
    """Counts the events of each key, at times in seconds that the caller gives.

    When there are too many keys, those without an event for longest are dropped.
    """

    def __init__(self, *rules: RateLimit) -> None:
        self._rules = rules
        self._most = max(rule.most for rule in rules)
        self._times: OrderedDict[str, deque[float]] = OrderedDict()
        self._refused: set[str] = set()

    def wait(self, key: str, at: float) -> float:
        """Seconds from `at` until the next event is allowed; 0.0 if it is allowed now."""
        times = self._times.get(key, ())
        return max([0.0, *(self._left(rule, times, at) for rule in self._rules)])

    @staticmethod
    def _left(rule: RateLimit, times: "deque[float] | tuple[()]", at: float) -> float:
        return times[-rule.most] + rule.seconds - at if len(times) >= rule.most else 0.0

    def count(self, key: str, at: float) -> None:
        """Counts an event at the time `at`."""
        times = self._times.setdefault(key, deque(maxlen=self._most))
        self._times.move_to_end(key)
        times.append(max(at, times[-1]) if times else at)
        self._refused.discard(key)
        while len(self._times) > _KEYS:
            forgotten, _ = self._times.popitem(last=False)
            self._refused.discard(forgotten)

    def refused_first(self, key: str) -> bool:
        """Whether this is the first refusal since the last event: the one to tell people of."""
        first = key not in self._refused
        self._refused.add(key)
        return first
