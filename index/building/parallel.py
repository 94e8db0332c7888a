"""Work on several items at a time, with results in the items' order."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import Generic, TypeVar

from index.errors import ArchiveError

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


# Of heavy items, this many are done here before processes are started, which takes a second.
ALONE = 100
# A batch is sent to a process when it has so many items, or bytes; so many batches a process are
# ahead of the consumer. Items are pages of 80 kB, and 20 MB at most.
ITEMS_A_BATCH = 16
BYTES_A_BATCH = 2_000_000
BATCHES_AHEAD = 3
# Processes are replaced so often without any result in between; then a batch is what ends them.
RESTARTS = 2


def process_map(
    work: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    weight: Callable[[Item], int],
    preload: Sequence[str],
    processes: int | None = None,
    alone: int | None = None,
) -> Iterator[tuple[Item, Result]]:
    """Items with their results, in order; heavy work is done in processes (default: one a core).

    Meant for work that holds the interpreter lock. `weight` is 0 for items that are better done
    here, else the bytes of one to send; the first `alone` heavy ones (default: ALONE) are done
    here, too. `work` and items have to be picklable; `preload` are the modules that the work needs,
    imported once for all processes. If a process is killed, another does its batch; raises
    ArchiveError if that happens again and again.
    """
    processes = processes or _cores()
    queue: _Queue[Item, Result] = _Queue(work, processes, preload)
    left = (ALONE if alone is None else alone) if processes > 1 else None
    try:
        for item in items:
            heavy = weight(item)
            if heavy and left:
                left -= 1
            queue.put(item, heavy if left == 0 else 0)
            yield from queue.ready()
        yield from queue.rest()
    except BrokenProcessPool:
        raise ArchiveError(
            f"processes that work for this one were ended from outside, {RESTARTS + 1} times in "
            "a row; if memory ran out, close other programs, then run this again"
        ) from None
    finally:
        queue.close()


@dataclass(slots=True)
class _Batch(Generic[Item, Result]):
    items: list[Item] = field(default_factory=list)
    weight: int = 0
    future: Future[list[Result]] | None = None

    @property
    def is_full(self) -> bool:
        return self.weight >= BYTES_A_BATCH or len(self.items) >= ITEMS_A_BATCH

    @property
    def is_lost(self) -> bool:
        """Whether a process that worked on it, or was to do so, was ended; waits until it is done.

        Once one is ended, all batches under way are lost.
        """
        failed = self.future.exception() if self.future else None
        return isinstance(failed, BrokenProcessPool)


@dataclass(slots=True)
class _Queue(Generic[Item, Result]):
    """Batches in order: those that processes work on, and between them those to be done here."""

    work: Callable[[Item], Result]
    processes: int
    preload: Sequence[str]
    _pool: ProcessPoolExecutor | None = None
    _batches: deque[_Batch[Item, Result]] = field(default_factory=deque)
    _broken: int = 0

    def put(self, item: Item, weight: int) -> None:
        """Add an item; one of weight 0 is done here, when it is its turn."""
        last = self._batches[-1] if self._batches else None
        if last is None or last.is_full or bool(last.weight) != bool(weight):
            self._send()
            last = _Batch()
            self._batches.append(last)
        last.items.append(item)
        last.weight += weight
        if last.is_full:
            self._send()

    def ready(self) -> Iterator[tuple[Item, Result]]:
        """What is to be had before more is put in."""
        while self._batches and (
            len(self._batches) > BATCHES_AHEAD * self.processes or not self._batches[0].weight
        ):
            yield from self._done(self._batches.popleft())

    def rest(self) -> Iterator[tuple[Item, Result]]:
        """All that is left."""
        self._send()
        while self._batches:
            yield from self._done(self._batches.popleft())

    def close(self) -> None:
        """End the processes; what they have not begun is dropped."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def _send(self) -> None:
        last = self._batches[-1] if self._batches else None
        if last and last.weight and not last.future:
            self._submit(last)

    def _submit(self, batch: _Batch[Item, Result]) -> None:
        self._pool = self._pool or _pool(self.processes, self.preload)
        try:
            batch.future = self._pool.submit(_work_on, self.work, batch.items)
        except BrokenProcessPool as error:
            batch.future = Future()
            batch.future.set_exception(error)

    def _done(self, batch: _Batch[Item, Result]) -> Iterator[tuple[Item, Result]]:
        while batch.is_lost:
            self._replace_processes([batch, *self._batches])
        if batch.future:
            self._broken = 0
            yield from zip(batch.items, batch.future.result(), strict=True)
        else:
            for item in batch.items:
                yield item, self.work(item)

    def _replace_processes(self, batches: Sequence[_Batch[Item, Result]]) -> None:
        """New processes for what those before left; BrokenProcessPool if they end too often."""
        self._broken += 1
        if self._broken > RESTARTS:
            raise BrokenProcessPool
        self.close()
        self._pool = None
        for batch in batches:
            if batch.is_lost:
                self._submit(batch)


def _work_on(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    return [work(item) for item in items]


def _pool(processes: int, preload: Sequence[str]) -> ProcessPoolExecutor:
    """Processes that were not forked from this one: threads may hold locks here."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload(list(preload))
    return ProcessPoolExecutor(processes, mp_context=context, initializer=_begin)


def _begin() -> None:
    """In a new process: leave Ctrl-C to the parent, and end when the parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent:
        threading.Thread(target=_end_with, args=[parent.sentinel], daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
