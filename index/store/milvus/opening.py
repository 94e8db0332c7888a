"""A snapshot in Milvus opened for searching."""

import datetime
from pathlib import Path

from index.confidence import Calibration
from index.errors import Hint, SnapshotUnusable
from index.models.embedder import Embedder
from index.store.milvus.memory import read_memory, read_state
from index.store.milvus.schema import Collections
from index.store.milvus.searching.bm25 import Statistics
from index.store.milvus.searching.tables import MilvusTables
from index.store.milvus.searching.vectors import MilvusVectors
from index.store.milvus.searching.words import MilvusWords
from index.store.milvus.server import MilvusServer
from index.store.snapshot.open_snapshot import OpenSnapshot, check_model


class MilvusSnapshots:
    """`live.SnapshotShelf` of a server: the live snapshot is the one that the alias stands for."""

    def __init__(self, server: MilvusServer, folder: Path) -> None:
        """`folder` is that of snapshots in the data folder, where there need be none."""
        self._server = server
        self.folder = folder
        # Asked every few seconds: collections are looked at when they are new.
        self._checked = ""

    @property
    def place(self) -> str:
        """The server, as messages name it."""
        return f"Milvus at {self._server.address.shown} ({self._server.address.prefix})"

    def previous(self) -> None:
        """None: what was live before is known where the archive is built."""

    def rollback(self) -> Path:
        """Raise SnapshotUnusable: see `previous`."""
        raise SnapshotUnusable(
            f"the archive in {self.place} goes back to an earlier snapshot where it is built",
            hint=Hint.ROLL_BACK_AT_BUILDER,
        )

    def point_to(self, path: Path) -> None:
        """Nothing: a bot changes nothing in the engine."""

    def current(self) -> Path | None:
        """Collection and name of the live snapshot, None before the first is published.

        SnapshotUnusable if collections of it are missing.
        """
        target = self._server.target(self._server.address.prefix)
        if target is None:
            return None
        if target != self._checked:
            self._names(target)
            self._checked = target
        state = read_state(self._server, Collections(target))
        if state is None:
            raise SnapshotUnusable(
                f"the collection {target} was never completed", hint=Hint.PUBLISH
            )
        return Path(target, state.name)

    def open(self, path: Path, embedder: Embedder) -> OpenSnapshot:
        """Open what `current` gave; SnapshotUnusable if it is incomplete or of another model."""
        names = self._names(path.parent.name)
        state = read_state(self._server, names)
        if state is None:
            raise SnapshotUnusable(f"the collection {path} is gone", hint=Hint.PUBLISH)
        manifest = state.manifest
        check_model(f"the collection {names.passages}", manifest, embedder)
        dimension = self._server.dimension(names.passages, "vector")
        if dimension != manifest.dimension:
            raise SnapshotUnusable(
                f"the vectors of the collection {names.passages} have {dimension} numbers, but "
                f"those of the model have {manifest.dimension}",
                hint=Hint.PUBLISH,
            )
        memory = read_memory(self._server, names)
        newest = datetime.date.fromisoformat(manifest.last) if manifest.last else None
        statistics = Statistics(passages=manifest.passages, words=state.words)
        return OpenSnapshot(
            path=path,
            manifest=manifest,
            vectors=MilvusVectors(self._server, names, manifest.passages),
            words=MilvusWords(self._server, names, statistics, newest),
            tables=MilvusTables(self._server, names, memory),
            arrays=memory.arrays,
            acronyms=memory.acronyms,
            calibration=Calibration.from_json(manifest.calibration),
        )

    def _names(self, target: str) -> Collections:
        """The collections of a snapshot; SnapshotUnusable if any is missing."""
        names = Collections(target)
        if missing := sorted({*names.all} - {*self._server.collections()}):
            raise SnapshotUnusable(
                f"Milvus at {self._server.address.shown} lacks {', '.join(missing)}",
                hint=Hint.PUBLISH,
            )
        for one in names.all:
            self._server.load(one)
        return names
