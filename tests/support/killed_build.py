"""A build that kills itself at a chosen point, run in a process of its own."""

import itertools
import os
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.building import builder
from index.building.publishing import extension
from index.store.archive import archive
from index.store.snapshot import snapshots
from index.store.vectors.faiss_writer import FaissWriter
from tests.support.archives import built
from tests.support.word_embedder import WordEmbedder

BATCH = 8
OWNERS: dict[str, Any] = {
    "Archive": archive.Archive,
    "builder": builder,
    "Embedder": WordEmbedder,
    "extension": extension,
    "FaissWriter": FaissWriter,
    "Path": Path,
    "snapshot": snapshots,
    "shutil": shutil,
}


@dataclass(frozen=True)
class Point:
    """Killed at the nth call of `owner.name`: before it is done, or just `after`."""

    owner: str
    name: str
    nth: int = 1
    after: bool = False
    full: bool = False

    def __str__(self) -> str:
        when = "after" if self.after else "at"
        return f"{when} {self.owner}.{self.name} {self.nth}{' (full)' * self.full}"


def killed_build(point: Point, data: Path, folder: Path) -> None:
    """Build in small batches until the point comes."""
    small_batches(lambda owner, name, value: setattr(owner, name, value))
    original = getattr(OWNERS[point.owner], point.name)
    calls = itertools.count(1)

    def hooked(*arguments: Any, **options: Any) -> Any:
        now = next(calls) == point.nth
        if now and not point.after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*arguments, **options)
        if now:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(OWNERS[point.owner], point.name, hooked)
    built(data, WordEmbedder(), folder, full=point.full)


def small_batches(put: Callable[[Any, str, int], None]) -> None:
    """A few articles and vectors a transaction, so that a small archive has many."""
    put(archive, "BATCH", BATCH)
    put(builder, "VECTORS_A_BATCH", BATCH)
