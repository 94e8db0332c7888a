"""Work on several items at a time, with results in the items' order."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

# Items started ahead of the consumer, for each thread.
AHEAD = 8


def parallel_map(
    work: Callable[[Item], Result], items: Iterable[Item], *, threads: int | None = None
) -> Iterator[tuple[Item, Result]]:
    """Items with their results, in order, computed on `threads` threads (default: one a core).

    Few items are ahead of the consumer, so `items` may be a long stream. Meant for work outside the
    interpreter lock, such as running a model, while the consumer stores results. What `work` raises
    is raised when its result would be due.
    """
    threads = threads or os.cpu_count() or 1
    waiting: deque[tuple[Item, Future[Result]]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for item in items:
                waiting.append((item, pool.submit(work, item)))
                if len(waiting) > AHEAD * threads:
                    done, future = waiting.popleft()
                    yield done, future.result()
            while waiting:
                done, future = waiting.popleft()
                yield done, future.result()
        finally:
            pool.shutdown(cancel_futures=True)
