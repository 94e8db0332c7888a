"""Archives made in a test: article files written, built, opened."""

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.building.builder import Builder, BuildReport
from index.models.embedder import Embedder
from index.query.parse import ParsedQuery, parse_query
from index.search.ranking.results import RankedHits
from index.search.searcher import Searcher
from index.sources.raw import Notice, Rejection
from index.store.snapshot.open_snapshot import OpenSnapshot, open_snapshot
from index.store.snapshot.snapshots import Manifest, Snapshots


@dataclass
class Steps:
    """Progress that is kept: the tasks with their totals, the steps done, what was rejected."""

    tasks: list[tuple[str, int | None]] = field(default_factory=list)
    done: list[int] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def begin(self, task: str, total: int | None) -> None:
        self.tasks.append((task, total))
        self.done.append(0)

    def advance(self, steps: int = 1) -> None:
        self.done[-1] += steps

    def rejected(self, rejection: Rejection) -> None:
        self.rejections.append(rejection)

    def noticed(self, notice: Notice) -> None:
        self.notices.append(notice)


def written(path: Path, *records: dict[str, str] | str) -> Path:
    """A JSONL file of these records; a string stands for a record of that text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (record if isinstance(record, dict) else {"text": record} for record in records)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def asks(question: str) -> ParsedQuery:
    """The question, read on a day of October 2019."""
    return parse_query(question, today=datetime.date(2019, 10, 2))


def search(searcher: Searcher, question: str, snapshot: OpenSnapshot, **options: Any) -> RankedHits:
    """What a searcher finds for a question asked on that day."""
    return searcher.search(searcher.prepare(asks(question), snapshot), **options)


def built(
    data: Path,
    embedder: Embedder,
    *paths: Path,
    full: bool = False,
    keep: bool = False,
    steps: Steps | None = None,
) -> BuildReport:
    """Build `paths` into the data folder."""
    return Builder(data, embedder, steps or Steps()).build(paths, full=full, keep=keep)


def opened(data: Path, embedder: Embedder) -> OpenSnapshot:
    """The data folder's live snapshot."""
    path = Snapshots(data / "snapshots").current()
    assert path is not None
    return open_snapshot(path, embedder)


def snapshot_of(
    data: Path, embedder: Embedder, records: Iterable[dict[str, str] | str]
) -> OpenSnapshot:
    """A snapshot of these records, built and opened."""
    built(data, embedder, written(data / "articles.jsonl", *records))
    return opened(data, embedder)


def checksums_by_kind(manifest: Manifest) -> dict[str, str]:
    """The checksums of a snapshot's files by suffix.

    tantivy names the files of the word index by chance, and its JSON files list the names.
    """
    files = manifest.checksums.items()
    return {name.split(".")[-1]: text for name, text in files if not name.endswith(".json")}
