"""How long snapshots of an archive take: all of it, and with 1 % more articles."""

import resource
import shutil
import time
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from bot.command_line.progress import ProgressBars
from index.building.builder import Builder
from index.building.guards import build_lock
from index.building.publishing.snapshot_writer import write_snapshot
from index.building.reading.files import Progress
from index.entities.matcher import EntityIndex
from index.models.embedder import Embedder
from index.sources.raw import Notice, Rejection
from index.store.archive.archive import Archive
from index.store.snapshot.snapshots import Snapshots
from scripts.dev.bench.figures import seconds
from scripts.dev.bench.scale.archives import ARCHIVE, adopt, remove_articles, write_new_articles

NEW_SHARE = 0.01
NEW_ARTICLES = "new.jsonl"


def snapshot_figures(folder: Path, embedder: Embedder) -> dict[str, float]:
    """Seconds and peak megabytes of writing and publishing a snapshot of a whole archive."""
    adopt(folder, embedder)
    shutil.rmtree(folder / "snapshots", ignore_errors=True)
    with build_lock(folder), closing(Archive.open(folder / ARCHIVE)) as archive:
        taken = seconds(
            lambda: write_snapshot(
                archive,
                Snapshots(folder / "snapshots"),
                embedder,
                EntityIndex.load(folder / "aliases.toml"),
                aliases=archive.aliases(),
            )
        )
    return {"snapshot_s": taken, "snapshot_memory_mb": _peak()}


def delta_figures(
    folder: Path, base: Path, embedder: Embedder, *, without: Collection[str]
) -> dict[str, float]:
    """Seconds to bring in 1 % new articles: from their file until they can be searched.

    Of it embedding them, which takes as long in an archive of any size, and publishing.
    """
    adopt(folder, embedder)
    snapshots = Snapshots(folder / "snapshots")
    before = snapshots.current()
    with closing(Archive.open(folder / ARCHIVE)) as archive:
        count = round(NEW_SHARE * archive.counts()[1])
    file = folder / NEW_ARTICLES
    new = write_new_articles(file, base, count, embedder, without=without)
    remove_articles(folder, new)
    try:
        with ProgressBars() as bars:
            stages = Stages(bars)
            Builder(folder, embedder, stages).build([file])
        taken = stages.finish()
    finally:
        remove_articles(folder, new)
        published = snapshots.current()
        if before and published and published != before:
            snapshots.point_to(before)
            shutil.rmtree(published)
    return {
        "delta_s": sum(taken.values()),
        "delta_embedding_s": taken["embedding passages"],
        "delta_publishing_s": taken["writing the snapshot"],
        "delta_memory_mb": _peak(),
    }


class Stages:
    """The seconds of each stage of a build, which is shown to people as it goes on."""

    def __init__(self, shown: Progress) -> None:
        self._shown = shown
        self._began = time.perf_counter()
        self._stage = "opening"
        self._seconds: dict[str, float] = {}

    def finish(self) -> dict[str, float]:
        """End the last stage; seconds by stage."""
        now = time.perf_counter()
        self._seconds[self._stage] = self._seconds.get(self._stage, 0.0) + now - self._began
        self._began = now
        return self._seconds

    def begin(self, task: str, total: int | None) -> None:
        """End a stage, begin another."""
        self.finish()
        self._stage = task
        self._shown.begin(task, total)

    def advance(self, steps: int = 1) -> None:
        """Show steps."""
        self._shown.advance(steps)

    def rejected(self, rejection: Rejection) -> None:
        """Show an input that could not be used."""
        self._shown.rejected(rejection)

    def noticed(self, notice: Notice) -> None:
        """Show an article that was accepted without part of its input."""
        self._shown.noticed(notice)


def _peak() -> float:
    """The most megabytes that this process has had in memory."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
