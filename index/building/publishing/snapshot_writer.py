"""archive.db → the files of a new snapshot, checked before anybody can see it."""

import datetime
import logging
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from types import MappingProxyType

from index.building.publishing.article_writer import (
    ArticleWriter,
    SnapshotSource,
    source_articles,
)
from index.building.publishing.extension import Extension, free_places, plan_extension, take_over
from index.building.publishing.near_duplicates import write_stories
from index.building.publishing.officeholders import write_officeholders
from index.building.publishing.subjects import write_sample_subjects
from index.building.publishing.tables import INDEXES, SCHEMA, coverage, remove_articles
from index.building.reading.entries import program_digest
from index.confidence import Calibration
from index.entities.matcher import EntityIndex
from index.errors import Hint, SnapshotUnusable
from index.models.embedder import Embedder
from index.records import Coverage
from index.store.aliases import write_aliases
from index.store.snapshot.article_queries import acronyms
from index.store.snapshot.snapshots import FORMAT, PASSAGES, Manifest, Snapshots
from index.store.snapshot.speakers.speaker_index import write_speaker_index
from index.store.snapshot.speakers.spoken_rows import write_arrays
from index.store.snapshot.word_index import WordIndexWriter
from index.store.spelling.slips import write_spellings
from index.store.vectors.base import VectorWriter
from index.store.vectors.stores import extend_store, new_store

log = logging.getLogger(__name__)

# Written without a journal, which a file that nobody sees yet does not need; with 64 MB of memory
# for its pages.
_UNSAFE = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -64000;"


def write_snapshot(
    archive: SnapshotSource,
    snapshots: Snapshots,
    embedder: Embedder,
    table: EntityIndex,
    calibration: Calibration | None = None,
    aliases: Mapping[str, str] = MappingProxyType({}),
    *,
    whole: bool = False,
    advance: Callable[[int], None] = lambda _: None,
) -> Path:
    """Write, check and publish a snapshot of everything that has vectors of this model.

    The live snapshot is extended where that can be, unless all is to be written (`whole`). `table`
    says which of the archive's speakers have the same office; `calibration` is by default the one
    that this version ships; `aliases` are ids of articles by alias; `advance` is told how many
    passages are done. Raises SnapshotUnusable, and publishes nothing, if a check fails.
    """
    rules = program_digest()
    found = calibration or Calibration.shipped()
    writing = _Writing(archive, snapshots, embedder, table, found, aliases, rules, advance)
    extension = None if whole else plan_extension(archive, snapshots, embedder.fingerprint, rules)
    if extension:
        try:
            return writing.write(extension)
        except SnapshotUnusable as error:
            log.warning("%s cannot be extended (%s): all is written", extension.live, error)
    return writing.write(None)


@dataclass(frozen=True, slots=True)
class _Writing:
    """What a snapshot is made of."""

    archive: SnapshotSource
    snapshots: Snapshots
    embedder: Embedder
    table: EntityIndex
    calibration: Calibration
    aliases: Mapping[str, str]
    rules: str
    advance: Callable[[int], None]

    def write(self, extension: Extension | None) -> Path:
        """Write all, or what is to be done to a live snapshot; publish it; SnapshotUnusable."""
        folder = self.snapshots.staging_folder()
        if extension:
            take_over(extension, folder)
            store = extend_store(folder, extension.live)
        else:
            store = new_store(folder, self.embedder.dimension)
        index = WordIndexWriter(folder)
        with closing(sqlite3.connect(folder / PASSAGES)) as db:
            db.executescript(_UNSAFE)
            if extension:
                self._extend(db, index, store, extension)
            else:
                self._write_all(db, index, store)
            covered = self._write_totals(db, index, folder)
            db.commit()
        self._check(covered, vectors=len(store))
        store.save()
        return self.snapshots.publish(folder, self._manifest(covered, extension))

    def _write_all(
        self, db: sqlite3.Connection, index: WordIndexWriter, store: VectorWriter
    ) -> None:
        db.executescript(SCHEMA)
        writer = ArticleWriter(db, index, store, self.embedder.dimension)
        sources = source_articles(self.archive, self.embedder.fingerprint)
        writer.write(sources, count(), count(), self.advance)
        db.executescript(INDEXES)

    def _extend(
        self,
        db: sqlite3.Connection,
        index: WordIndexWriter,
        store: VectorWriter,
        extension: Extension,
    ) -> None:
        index.remove(remove_articles(db, extension.changes.leaving))
        store.shorten(extension.passages)
        numbers, rows = free_places(db, extension)
        part = self.archive.part(extension.changes.arriving)
        self.advance(extension.passages - part.counts()[1])
        writer = ArticleWriter(db, index, store, self.embedder.dimension)
        writer.write(source_articles(part, self.embedder.fingerprint), numbers, rows, self.advance)

    def _write_totals(
        self, db: sqlite3.Connection, index: WordIndexWriter, folder: Path
    ) -> Coverage:
        """Write what depends on all articles together."""
        write_stories(db, self.archive.sketches())
        words = index.finish()
        write_spellings(db, words.vocabulary())
        write_aliases(db, self.aliases)
        write_speaker_index(db, folder)
        write_sample_subjects(db, write_arrays(db, folder), words)
        write_officeholders(db, self.table.with_acronyms(acronyms(db)).gazetteer)
        return coverage(db)

    def _check(self, covered: Coverage, *, vectors: int) -> None:
        _articles, expected = self.archive.counts()
        if not vectors == expected == covered.passages:
            raise SnapshotUnusable(
                f"the snapshot would hold {vectors} vectors for {expected} passages; "
                "nothing was published",
                hint=Hint.REBUILD,
            )

    def _manifest(self, covered: Coverage, extension: Extension | None) -> Manifest:
        return Manifest(
            format=FORMAT,
            created=datetime.datetime.now(datetime.UTC).isoformat(),
            model=self.embedder.name,
            fingerprint=self.embedder.fingerprint,
            dimension=self.embedder.dimension,
            calibration=self.calibration.to_json(),
            rules=self.rules,
            extends=extension.live.name if extension else "",
            added=extension.added if extension else 0,
            taken_out=extension.taken_out if extension else 0,
            **asdict(covered),
        )
