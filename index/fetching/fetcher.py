"""Fetching: sources → their listings → pages → WARC files; the entry point of this package."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Coroutine, Iterator, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from index.errors import ArchiveError, is_disk_full, naming_full_disk
from index.fetching.articles.pages import PageFetcher
from index.fetching.articles.queue import FetchProgress, PageQueue, SourceRun
from index.fetching.listings.lister import Lister
from index.fetching.sources_file import Source
from index.fetching.state import DATABASE
from index.fetching.store import FetchStore
from index.fetching.warc.files import FOLDER, WarcFiles
from index.fetching.warc.recovery import recover
from index.fetching.web.network import http_client
from index.fetching.web.request import Unfetched
from index.fetching.web.visitor import Manners, Visitor
from index.locks import FETCH_LOCK, process_lock

T = TypeVar("T")

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

    Raises ArchiveError, such as for another fetch that is at work, or DiskFull. Whatever ends it,
    what was fetched is kept, and the next run goes on from there.
    """
    with (
        naming_full_disk(data),
        fetch_lock(data),
        _database_errors(data),
        closing(FetchStore(data)) as store,
    ):
        files = WarcFiles(data, software=options.agent)
        _recover(data, store)
        runs = _run(_fetch(store, files, sources, options, progress))
        return FetchReport(tuple(runs), store.unbuilt)


def _run(work: Coroutine[Any, Any, T]) -> T:
    """The result of `work`; of the errors of its tasks the first."""
    try:
        return asyncio.run(work)
    except BaseExceptionGroup as group:
        error: BaseException = group
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        raise error from None


@contextmanager
def _database_errors(data: Path) -> Iterator[None]:
    """Turn errors of SQLite into ArchiveError."""
    try:
        yield
    except sqlite3.Error as error:
        if is_disk_full(error):
            raise
        raise ArchiveError(
            f"{data / DATABASE}: {error}; if no other program uses the file, it is damaged: move "
            f"it away; the next fetch makes a new one from what is in {FOLDER}/"
        ) from error


def fetch_lock(data: Path) -> AbstractContextManager[None]:
    """The lock of whoever fetches into a data folder, to be held; ArchiveError if it is held."""
    return process_lock(data / FETCH_LOCK, "fetched into")


def preview(
    data: Path, sources: Sequence[Source], options: FetchOptions, progress: FetchProgress
) -> tuple[SourceRun, ...]:
    """The runs as they would begin, with the pages that are due; only listings are asked for.

    Nothing is written. Raises ArchiveError if fetch.db cannot be read.
    """
    with _database_errors(data), closing(FetchStore.copy(data)) as store:

        async def listed() -> list[SourceRun]:
            async with _visitor(store, options) as visitor:
                return await _list_all(visitor, store, sources, options, progress)

        return tuple(_run(listed()))


def mark_built(data: Path) -> None:
    """Note that the archive has all that was fetched."""
    with _database_errors(data), closing(FetchStore(data)) as store:
        store.built()


def _recover(data: Path, store: FetchStore) -> None:
    """Enter what a run that was killed had written and not entered."""
    for found in recover(data, store.files()):
        # Of a page that fetch.db does not know, if that was lost, the file has all that is needed.
        page = next(filter(None, map(store.known, found.urls)), None)
        page = page or store.listed(found.source, found.entry)
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
