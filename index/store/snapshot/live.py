"""The snapshot that is live now; swapped when a new one is published."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from index.errors import Hint, SnapshotUnusable
from index.models.embedder import Embedder
from index.store.hidden import HIDDEN_FILE, HiddenArticle, HiddenArticles
from index.store.snapshot.open_snapshot import OpenSnapshot, open_snapshot


class SnapshotShelf(Protocol):
    """Where the snapshots of an archive are published, as `Snapshots` has them in a folder.

    A snapshot's path has its name at the end.
    """

    @property
    def folder(self) -> Path:
        """The folder of snapshots in the data folder, whatever engine keeps them."""
        ...

    @property
    def place(self) -> str:
        """Where they are, as messages name it."""
        ...

    def current(self) -> Path | None:
        """The live snapshot, None before the first is published; SnapshotUnusable."""
        ...

    def previous(self) -> Path | None:
        """The snapshot that `rollback` would return to, None if there is none."""
        ...

    def rollback(self) -> Path:
        """Make the previous snapshot live and return it; SnapshotUnusable if there is none."""
        ...

    def point_to(self, path: Path) -> None:
        """Make a snapshot live."""
        ...


class LiveIndex:
    """Holds the current snapshot; `refresh` swaps it in one assignment.

    `hidden.jsonl` beside the archive is consulted whenever the snapshot is asked for.
    """

    def __init__(
        self,
        snapshots: SnapshotShelf,
        embedder: Embedder,
        *,
        opening: Callable[[Path, Embedder], OpenSnapshot] = open_snapshot,
    ) -> None:
        """`opening` opens a snapshot of these."""
        self.snapshots = snapshots
        self._opening = opening
        self.hidden = HiddenArticles(snapshots.folder.parent / HIDDEN_FILE)
        self.embedder = embedder
        self._lock = threading.Lock()
        self._open: OpenSnapshot | None = None
        self._shown: tuple[OpenSnapshot, tuple[HiddenArticle, ...], OpenSnapshot] | None = None

    def refresh(self) -> bool:
        """Open what CURRENT names if that is not what is open; True if it was swapped.

        Raises SnapshotUnusable if it cannot be opened; the one that was open goes on serving.
        """
        with self._lock:
            path = self.snapshots.current()
            if path is None or (self._open and self._open.path == path):
                return False
            self._open = self._opening(path, self.embedder)
            return True

    def current(self) -> OpenSnapshot:
        """The snapshot to search, without hidden articles; the same object until either changes.

        SnapshotUnusable if none was ever published, ArchiveError if `hidden.jsonl` cannot be read.
        """
        opened = self._open
        if opened is None:
            raise SnapshotUnusable(
                f"there is no index in {self.snapshots.place} yet", hint=Hint.BUILD
            )
        entries = self.hidden.entries()
        shown = self._shown
        if not shown or shown[0] is not opened or shown[1] is not entries:
            view = opened.with_hidden(entries) if entries else opened
            shown = self._shown = (opened, entries, view)
        return shown[2]
