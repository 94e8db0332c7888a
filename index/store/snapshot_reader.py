"""The snapshot that is live now, opened for reading; swapped when a new one is published."""

import datetime
import sqlite3
import sys
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.confidence import Calibration
from index.errors import SnapshotUnusable
from index.models.embedder import Embedder
from index.store import snapshot_queries as queries
from index.store.hidden import FILE, Entry, Hidden
from index.store.shelf import Shelf
from index.store.snapshots import (
    PASSAGES,
    VECTORS,
    Manifest,
    Snapshots,
    damaged_files,
    read_manifest,
)
from index.store.vectors.base import VectorStore
from index.store.vectors.faiss_flat import FaissStore


@dataclass(frozen=True)
class OpenSnapshot:
    """One snapshot in memory. A search keeps the one it began with, whatever is published.

    `articles` (passages,) holds the number of the article that each row's passage is of. By that
    number, `days` (articles,) holds the day of publication as an ordinal, 0 if unknown, `stories`
    (articles,) the number of the first article that tells the same story, `sources` the outlet;
    `repeated` (articles,) whether others tell the story that the article stands for. `explained`
    are the long forms and acronyms that the articles themselves explain. `hidden` are the numbers,
    in order, of articles that nobody may see; whoever reads articles from here leaves them out.
    """

    path: Path
    manifest: Manifest
    vectors: VectorStore
    articles: NDArray[np.int64]
    days: NDArray[np.int64]
    stories: NDArray[np.int64]
    repeated: NDArray[np.bool_]
    sources: tuple[str, ...]
    explained: tuple[tuple[str, str], ...]
    calibration: Calibration
    _first: sqlite3.Connection
    _local: threading.local = field(default_factory=threading.local)
    hidden: tuple[int, ...] = ()

    @property
    def db(self) -> sqlite3.Connection:
        """This thread's own read-only connection to the snapshot's passages.

        Once the folder has been pruned, new threads share the connection it was opened with.
        """
        if not hasattr(self._local, "db"):
            try:
                self._local.db = _connect(self.path)
            except sqlite3.OperationalError:
                self._local.db = self._first
        connection: sqlite3.Connection = self._local.db
        return connection

    @cached_property
    def shelf(self) -> Shelf:
        """All articles by reference and address, hidden ones too; made when first asked for."""
        return Shelf(queries.article_keys(self.db))

    def referred(self, reference: str) -> int | None:
        """The number of the article with this `Citation.reference`, unless it is hidden."""
        return self._seen(self.shelf.referred(reference))

    def at(self, address: str) -> int | None:
        """The number of the article at this address, unless it is hidden."""
        return self._seen(self.shelf.at(address))

    @cached_property
    def hidden_rows(self) -> NDArray[np.int64]:
        """The rows of the passages of hidden articles, in order."""
        return np.flatnonzero(np.isin(self.articles, self.hidden))

    def hiding(self, entries: Iterable[Entry]) -> "OpenSnapshot":
        """The same snapshot without the articles of these entries."""
        found: set[int] = set()
        for entry in entries:
            number = self.shelf.referred(entry.reference)
            found |= {*self.shelf.all_at(entry.article.url), *([] if number is None else [number])}
        view = replace(self, hidden=tuple(sorted(found)))
        # Made once for a snapshot, whatever is hidden.
        view.__dict__["shelf"] = self.shelf
        return view

    def _seen(self, number: int | None) -> int | None:
        return None if number in self.hidden else number


def _connect(path: Path) -> sqlite3.Connection:
    address = f"{(path / PASSAGES).absolute().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)


def open_snapshot(path: Path, embedder: Embedder) -> OpenSnapshot:
    """Open and verify a snapshot; SnapshotUnusable if it is damaged or of another model."""
    manifest = read_manifest(path)
    if manifest.fingerprint != embedder.fingerprint:
        raise SnapshotUnusable(
            f"{path} was built with the model {manifest.model} ({manifest.fingerprint}), but "
            f"EMBEDDING_MODEL is {embedder.name} ({embedder.fingerprint}); set it back, or run "
            "rebuild_index.py to build a snapshot with it"
        )
    damaged = list(damaged_files(path, manifest))
    if damaged:
        raise SnapshotUnusable(
            f"{path} is damaged ({', '.join(damaged)}); run rebuild_index.py again, or with "
            "--rollback for the snapshot before"
        )
    vectors = FaissStore.open(path / VECTORS)
    connection = _connect(path)
    rows = queries.articles_of_passages(connection)
    if not len(vectors) == len(rows) == manifest.passages:
        raise SnapshotUnusable(
            f"{path} holds {len(rows)} passages and {len(vectors)} vectors where its manifest "
            f"says {manifest.passages}; run rebuild_index.py again"
        )
    published, stories, sources = zip(*queries.article_facts(connection), strict=True)
    return OpenSnapshot(
        path=path,
        manifest=manifest,
        vectors=vectors,
        articles=np.array(rows, dtype=np.int64),
        days=np.array(list(map(_ordinal, published)), dtype=np.int64),
        stories=np.array(stories, dtype=np.int64),
        repeated=np.bincount(stories, minlength=len(stories)) > 1,
        sources=tuple(map(sys.intern, sources)),
        explained=tuple(queries.acronyms(connection)),
        calibration=Calibration.from_facts(manifest.calibration),
        _first=connection,
    )


def _ordinal(published: str) -> int:
    return datetime.date.fromisoformat(published[:10]).toordinal() if published else 0


class LiveIndex:
    """Holds the current snapshot; `refresh` swaps it in one assignment.

    What is hidden beside the archive is looked up whenever the snapshot is asked for.
    """

    def __init__(self, snapshots: Snapshots, embedder: Embedder) -> None:
        self.snapshots = snapshots
        self.hidden = Hidden(snapshots.folder.parent / FILE)
        self.embedder = embedder
        self._lock = threading.Lock()
        self._open: OpenSnapshot | None = None
        self._shown: tuple[OpenSnapshot, tuple[Entry, ...], OpenSnapshot] | None = None

    def refresh(self) -> bool:
        """Open what CURRENT names if that is not what is open; True if it was swapped.

        Raises SnapshotUnusable if it cannot be opened; the one that was open goes on serving.
        """
        with self._lock:
            path = self.snapshots.current()
            if path is None or (self._open and self._open.path == path):
                return False
            self._open = open_snapshot(path, self.embedder)
            return True

    def current(self) -> OpenSnapshot:
        """The snapshot to search, without what is hidden by now; the same until either changes.

        SnapshotUnusable if none was ever published, ArchiveError if it cannot be told what is
        hidden.
        """
        opened = self._open
        if opened is None:
            raise SnapshotUnusable(
                f"there is no index in {self.snapshots.folder.parent} yet; "
                "run scripts/rebuild_index.py with your articles"
            )
        entries = self.hidden.entries()
        shown = self._shown
        if not shown or shown[0] is not opened or shown[1] is not entries:
            view = opened.hiding(entries) if entries else opened
            shown = self._shown = (opened, entries, view)
        return shown[2]
