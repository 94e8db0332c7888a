"""The queue of the pages of all sources: several hosts at once, one page of a host at a time."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from index.fetching.addresses import host_of
from index.fetching.articles.pages import PageFetcher
from index.fetching.records import Counts, DuePage
from index.fetching.sources_file import Source
from index.fetching.store import FetchStore
from index.fetching.web.request import HostUnavailable, Skipped, Unfetched
from index.fetching.web.robots import LIFETIME

_HOSTS_AT_ONCE = 8
# Failures in a row without any answer after which a host counts as down for this run.
_DOWN = 3
# Seconds until a page that failed is tried again, four times as many each time; then never.
_TRY_AGAIN = tuple(900.0 * 4**n for n in range(5))
# Seconds until a page is looked at again that robots.txt forbids.
_ASK_AGAIN = 7 * LIFETIME


class FetchProgress(Protocol):
    """Shows people how far a fetch has got."""

    def begin(self, task: str, total: int | None) -> None:
        """A task of `total` steps starts; None if their number is not known."""
        ...

    def advance(self, steps: int = 1) -> None:
        """`steps` further steps of the task are done."""
        ...

    def told(self, line: str) -> None:
        """Something did not work as it should."""
        ...


@dataclass(slots=True)
class SourceRun:
    """One run of one source: what came of it; `due` are the pages to fetch, `error` is "" if none.

    `not_due` says that its `every` has not passed yet.
    """

    source: Source
    counts: Counts = field(default_factory=Counts)
    due: list[DuePage] = field(default_factory=list)
    error: str = ""
    not_due: bool = False


Job = tuple[SourceRun, DuePage]


@dataclass(slots=True)
class PageQueue:
    """Fetches the due pages of all runs, those of one host one after another."""

    pages: PageFetcher
    store: FetchStore
    progress: FetchProgress
    end: float | None

    async def run(self, runs: Sequence[SourceRun]) -> None:
        """Fetch them all; a host that is down or wants no requests is left to the next run."""
        hosts: defaultdict[str, list[Job]] = defaultdict(list)
        for run in runs:
            for page in run.due:
                hosts[host_of(page.entry.url)].append((run, page))
        at_once = asyncio.Semaphore(_HOSTS_AT_ONCE)

        async def host(jobs: Sequence[Job]) -> None:
            async with at_once:
                await self._one_host(jobs)

        async with asyncio.TaskGroup() as group:
            for jobs in hosts.values():
                group.create_task(host(jobs))

    async def _one_host(self, jobs: Sequence[Job]) -> None:
        silent = 0
        for run, page in jobs:
            if self.end is not None and time.monotonic() > self.end:
                return
            try:
                result = await self.pages.fetch(run.source, page)
            except HostUnavailable as failed:
                self._leave(run, page, str(failed))
                return
            except Unfetched as failed:
                self._failed(run, page, failed)
                silent = silent + 1 if failed.passing and not failed.status else 0
                if silent == _DOWN:
                    self._leave(run, page, f"{_DOWN} failures in a row, the last: {failed}")
                    return
            else:
                silent = 0
                setattr(run.counts, result, getattr(run.counts, result) + 1)
            self.progress.advance()

    def _leave(self, run: SourceRun, page: DuePage, reason: str) -> None:
        host = host_of(page.entry.url)
        self.progress.told(f"{run.source.name}: {host} is left to the next run: {reason}")
        if not (run.counts.new or run.counts.changed):
            run.error = run.error or reason

    def _failed(self, run: SourceRun, page: DuePage, failed: Unfetched) -> None:
        now = time.time()
        if isinstance(failed, Skipped):
            run.counts.skipped += 1
            next_try = None if failed.lasting else now + _ASK_AGAIN
        else:
            run.counts.failed += 1
            again = None if failed.lasting else next(iter(_TRY_AGAIN[page.tries :]), None)
            next_try = None if again is None else now + again
        self.store.fail(page.id, str(failed), status=failed.status, next_try=next_try)
        self.progress.told(f"{run.source.name}: {page.entry.url}: {failed}")
