"""Fetching: sources → their listings → pages → WARC files; the entry point of this package."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import naming_full_disk
from index.fetching.articles.pages import PageFetcher
from index.fetching.articles.queue import FetchProgress, PageQueue, SourceRun
from index.fetching.listings.lister import Lister
from index.fetching.sources_file import Source
from index.fetching.store import FetchStore
from index.fetching.warc.files import WarcFiles
from index.fetching.warc.recovery import recover
from index.fetching.web.network import http_client
from index.fetching.web.request import Unfetched
from index.fetching.web.visitor import Manners, Visitor
from index.locks import FETCH_LOCK, process_lock

# Hosts and listings asked at the same moment.
_AT_ONCE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOptions:
    """How to fetch: the `agent` named to sites, most new pages of a source, and manners.

    `private` allows private and loopback addresses. After `seconds` no further page is begun.
    """

    agent: str
    private: bool = False
    limit: int | None = None
    seconds: float | None = None
    manners: Manners = field(default_factory=Manners)


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What a fetch did. `unbuilt` says that the archive lacks something that was fetched."""

    runs: tuple[SourceRun, ...]
    unbuilt: bool

    @property
    def failed(self) -> bool:
        """Whether every source that was asked has failed."""
        asked = [run for run in self.runs if not run.not_due]
        return bool(asked) and all(run.error for run in asked)


def fetch(
    data: Path, sources: Sequence[Source], options: FetchOptions, progress: FetchProgress
) -> FetchReport:
    """Fetch what is new of all sources into a data folder.

    Raises ArchiveError if another fetch is at work, DiskFull, and sqlite3.Error. Whatever ends it,
    what was fetched is kept, and the next run goes on from there.
    """
    with (
        naming_full_disk(data),
        fetch_lock(data),
        closing(FetchStore(data)) as store,
    ):
        files = WarcFiles(data, software=options.agent)
        _recover(data, store)
        runs = asyncio.run(_fetch(store, files, sources, options, progress))
        return FetchReport(tuple(runs), store.unbuilt)


def fetch_lock(data: Path) -> AbstractContextManager[None]:
    """The lock of whoever fetches into a data folder, to be held; ArchiveError if it is held."""
    return process_lock(data / FETCH_LOCK, "fetched into")


def preview(
    data: Path, sources: Sequence[Source], options: FetchOptions, progress: FetchProgress
) -> tuple[SourceRun, ...]:
    """The runs as they would begin, with the pages that are due; only listings are asked for.

    Nothing is written. Raises sqlite3.Error if fetch.db cannot be read.
    """
    with closing(FetchStore.copy(data)) as store:

        async def listed() -> list[SourceRun]:
            async with _visitor(store, options) as visitor:
                return await _list_all(visitor, store, sources, options, progress)

        return tuple(asyncio.run(listed()))


def mark_built(data: Path) -> None:
    """Note that the archive has all that was fetched."""
    with closing(FetchStore(data)) as store:
        store.built()


def _recover(data: Path, store: FetchStore) -> None:
    """Enter what a run that was killed had written and not entered."""
    for found in recover(data, store.files()):
        page = next(filter(None, map(store.known, found.urls)), None)
        if page is not None:
            store.keep(page, found.validators, urls=found.urls, file=found.file, size=found.size)


@asynccontextmanager
async def _visitor(store: FetchStore, options: FetchOptions) -> AsyncIterator[Visitor]:
    limits = options.manners.limits
    async with http_client(
        agent=options.agent, private=options.private, connect=limits.connect, read=limits.read
    ) as client:
        yield Visitor(client, store.hosts, options.manners)


async def _fetch(
    store: FetchStore,
    files: WarcFiles,
    sources: Sequence[Source],
    options: FetchOptions,
    progress: FetchProgress,
) -> list[SourceRun]:
    started = time.monotonic()
    end = None if options.seconds is None else started + options.seconds
    async with _visitor(store, options) as visitor:
        runs = await _list_all(visitor, store, sources, options, progress)
        progress.begin("fetching pages", sum(len(run.due) for run in runs))
        await PageQueue(PageFetcher(visitor, store, files), store, progress, end).run(runs)
    for run in runs:
        if not run.not_due:
            run.counts.waiting = store.count_waiting(run.source.name)
            store.ended(run.source.name, run.source.kind, run.counts, run.error)
    return runs


async def _list_all(
    visitor: Visitor,
    store: FetchStore,
    sources: Sequence[Source],
    options: FetchOptions,
    progress: FetchProgress,
) -> list[SourceRun]:
    progress.begin("reading feeds and sitemaps", len(sources))
    at_once = asyncio.Semaphore(_AT_ONCE)

    async def listed(source: Source) -> SourceRun:
        run = SourceRun(source)
        async with at_once:
            if source.every and time.time() - store.last_success(source.name) < source.every:
                run.not_due = True
            else:
                await _list(run, visitor, store, options.limit, progress)
        progress.advance()
        return run

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(listed(source)) for source in sources]
    return [task.result() for task in tasks]


async def _list(
    run: SourceRun, visitor: Visitor, store: FetchStore, limit: int | None, progress: FetchProgress
) -> None:
    source = run.source
    try:
        listed = await Lister(source, visitor, store, limit=limit).read()
    except Unfetched as failed:
        run.error = f"{source.kind} {source.addresses[0]}: {failed}"
        progress.told(f"{source.name}: {run.error}")
        return
    for problem in listed.problems:
        progress.told(f"{source.name}: {problem}")
    due = [page for page in store.due(source.name) if source.wants(page.entry.url)]
    run.due = due[:limit]
    run.counts.skipped += listed.excluded
    run.counts.unchanged = max(0, listed.wanted - store.count_waiting(source.name))
