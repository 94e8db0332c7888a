"""Snapshots: immutable, searchable copies of the archive, published by one rename.

A snapshot is a folder `<time>-<hash>` with `passages.db` (articles, passages, speakers), the folder
`words` (the full-text index), the folder `speakers` (the index of their words), the folder `arrays`
(facts of all articles and speakers), the files of the vector store (row n is the passage with rowid
n) and `manifest.json`. The file `CURRENT` beside the folders names the live one.
"""

import datetime
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from index.errors import Hint, SnapshotUnusable
from index.records import Coverage
from index.store.snapshot.article_arrays import FOLDER as ARRAYS
from index.store.snapshot.speakers.speaker_index import FOLDER as SPEAKERS
from index.store.snapshot.word_index import FOLDER as WORDS
from index.store.snapshot.word_index import LOCKS
from index.store.vectors.stores import STORE_FILES

CURRENT = "CURRENT"
PASSAGES = "passages.db"
MANIFEST = "manifest.json"
# What each of them is, its module says.
FOLDERS = (WORDS, SPEAKERS, ARRAYS)
SNAPSHOTS_KEPT = 3
FORMAT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a snapshot is made of.

    `rules` is a digest of the program that made it. A snapshot that `extends` another is made of
    that one, "" if it was written whole; since one was, `added` and `taken_out` count passages.
    `checksums` are SHA-256 (hexadecimal) by file name, `sizes` the numbers of bytes.
    `fingerprint` and `dimension` are those of the embedding model, `first` and `last` the days of
    the earliest and the latest article, `calibration` the facts of a `Calibration`.
    """

    format: int
    created: str
    model: str
    fingerprint: str
    dimension: int
    articles: int
    passages: int
    outlets: tuple[str, ...]
    first: str
    last: str
    calibration: dict[str, Any]
    rules: str = ""
    extends: str = ""
    added: int = 0
    taken_out: int = 0
    checksums: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    @property
    def coverage(self) -> Coverage:
        """What the snapshot contains, as people are told."""
        return Coverage(
            articles=self.articles,
            passages=self.passages,
            outlets=tuple(self.outlets),
            first=self.first,
            last=self.last,
        )


@dataclass(frozen=True, slots=True)
class Snapshots:
    """The folder with all snapshots of one archive."""

    folder: Path

    @property
    def place(self) -> str:
        """The data folder, as messages name it."""
        return str(self.folder.parent)

    def current(self) -> Path | None:
        """The live snapshot's folder, None before the first is published.

        SnapshotUnusable if CURRENT names a folder that does not exist.
        """
        name = self._named()
        if name is None:
            return None
        path = self.folder / name
        if not name or not path.is_dir():
            raise SnapshotUnusable(
                f"{self.folder / CURRENT} names {name!r}, which is not there",
                hint=Hint.REBUILD_OR_ROLL_BACK,
            )
        return path

    def _named(self) -> str | None:
        """The name in CURRENT, whether or not such a folder exists; None without CURRENT."""
        try:
            return (self.folder / CURRENT).read_text(encoding="utf-8", errors="replace").strip()
        except FileNotFoundError:
            return None

    def all(self) -> list[Path]:
        """Every published snapshot, oldest first."""
        return sorted(path.parent for path in self.folder.glob(f"[0-9]*/{MANIFEST}"))

    def staging_folder(self) -> Path:
        """A new folder to write a snapshot into; what killed runs left behind is removed."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.remove_unfinished()
        return Path(tempfile.mkdtemp(prefix=".writing-", dir=self.folder))

    def remove_unfinished(self) -> None:
        """Remove what runs that were killed, or found the disk full, have left unpublished."""
        for left in self.folder.glob(".writing-*"):
            shutil.rmtree(left, ignore_errors=True)

    def publish(self, staged: Path, manifest: Manifest) -> Path:
        """Give the finished staging folder its name, then make it live; both by a single rename."""
        names = data_files(staged)
        checksums = {name: checksum(staged / name) for name in names}
        sizes = {name: (staged / name).stat().st_size for name in names}
        facts = asdict(manifest) | {"checksums": checksums, "sizes": sizes}
        text = json.dumps(facts, indent=2, ensure_ascii=False)
        _write(staged / MANIFEST, text)
        for name in names:
            # The bot may be another user than who rebuilds: tantivy keeps some files to one.
            (staged / name).chmod(0o644)
            _sync(staged / name)
        for folder in FOLDERS:
            _sync(staged / folder)
        content = hashlib.sha256(text.encode()).hexdigest()[:8]
        moment = datetime.datetime.fromisoformat(manifest.created)
        path = self.folder / f"{moment:%Y%m%dT%H%M%S%f}-{content}"
        staged.chmod(0o755)
        staged.rename(path)
        self.point_to(path)
        self._prune()
        return path

    def previous(self) -> Path | None:
        """The newest snapshot that is older than the live one, None if there is none."""
        live = self._named()
        earlier = [path for path in self.all() if not live or path.name < live]
        return earlier[-1] if earlier else None

    def rollback(self) -> Path:
        """Make the previous snapshot live and return it; SnapshotUnusable if there is none."""
        earlier = self.previous()
        if earlier is None:
            raise SnapshotUnusable(f"there is no earlier snapshot in {self.folder} to return to")
        self.point_to(earlier)
        return earlier

    def following(self) -> Path | None:
        """The oldest snapshot that is newer than the live one, None if there is none."""
        live = self._named()
        later = [path for path in self.all() if live and path.name > live]
        return later[0] if later else None

    def forward(self) -> Path:
        """Undo a rollback: make the following snapshot live; SnapshotUnusable if there is none."""
        later = self.following()
        if later is None:
            raise SnapshotUnusable(f"the live snapshot is the newest one in {self.folder} already")
        self.point_to(later)
        return later

    def point_to(self, path: Path) -> None:
        """Make a snapshot live: CURRENT has its old content or the new, never anything between."""
        _write(self.folder / f".{CURRENT}", path.name + "\n")
        (self.folder / f".{CURRENT}").replace(self.folder / CURRENT)
        _sync(self.folder)

    def _prune(self) -> None:
        """Delete all but the newest snapshots and the live one."""
        for path in self.all()[:-SNAPSHOTS_KEPT]:
            if path.name != self._named():
                shutil.rmtree(path, ignore_errors=True)


def read_manifest(path: Path) -> Manifest:
    """The manifest of a snapshot; SnapshotUnusable says what is wrong with it."""
    try:
        facts = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        known = {name.name for name in fields(Manifest)}
        manifest = Manifest(**{name: value for name, value in facts.items() if name in known})
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise SnapshotUnusable(
            f"{path / MANIFEST} cannot be read ({error})", hint=Hint.REBUILD
        ) from error
    if manifest.format != FORMAT:
        raise SnapshotUnusable(
            f"{path} has format {manifest.format}, this version reads {FORMAT}", hint=Hint.REBUILD
        )
    return manifest


def data_files(path: Path) -> tuple[str, ...]:
    """The names of a snapshot's files besides its manifest, which pins their checksums."""
    inner = (
        f"{folder}/{file.name}"
        for folder in FOLDERS
        for file in (path / folder).iterdir()
        if file.name not in LOCKS
    )
    return (PASSAGES, *STORE_FILES, *sorted(inner))


def checksum(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def incomplete_files(path: Path, manifest: Manifest) -> Iterator[str]:
    """The names of files that are missing or of another size than what was published."""
    for name in sorted(manifest.sizes.keys() | {PASSAGES, *STORE_FILES}):
        if not (path / name).is_file() or (path / name).stat().st_size != manifest.sizes.get(name):
            yield name


def damaged_files(path: Path, manifest: Manifest) -> Iterator[str]:
    """The names of files that are missing or differ from what was published.

    Every file is read: a million passages take ten seconds.
    """
    for name in sorted(manifest.checksums.keys() | {PASSAGES, *STORE_FILES}):
        if not (path / name).is_file() or checksum(path / name) != manifest.checksums.get(name):
            yield name


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
