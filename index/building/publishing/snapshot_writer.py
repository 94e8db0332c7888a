"""archive.db → the files of a new snapshot, checked before anybody can see it."""

import datetime
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import asdict
from itertools import count
from pathlib import Path
from types import MappingProxyType

from index.building.publishing.article_writer import (
    ArticleWriter,
    SnapshotSource,
    source_articles,
)
from index.building.publishing.near_duplicates import write_stories
from index.building.publishing.officeholders import write_officeholders
from index.building.publishing.subjects import write_sample_subjects
from index.building.publishing.tables import INDEXES, SCHEMA, coverage
from index.confidence import Calibration
from index.entities.matcher import EntityIndex
from index.errors import Hint, SnapshotUnusable
from index.models.embedder import Embedder
from index.store.aliases import write_aliases
from index.store.snapshot.article_queries import acronyms
from index.store.snapshot.snapshots import FORMAT, PASSAGES, Manifest, Snapshots
from index.store.snapshot.spoken_rows import write_arrays
from index.store.snapshot.word_index import WordIndexWriter
from index.store.spelling.slips import write_spellings
from index.store.vectors.stores import new_store

# Read and written without a journal, which a file that nobody sees yet needs not; with 64 MB of
# memory for its pages.
_UNSAFE = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -64000;"


def write_snapshot(
    archive: SnapshotSource,
    snapshots: Snapshots,
    embedder: Embedder,
    table: EntityIndex,
    calibration: Calibration | None = None,
    aliases: Mapping[str, str] = MappingProxyType({}),
    *,
    advance: Callable[[int], None] = lambda _: None,
) -> Path:
    """Write, check and publish a snapshot of everything that has vectors of this model.

    `table` says which of the archive's speakers have the same office; `calibration` is by default
    the one that this version ships; `aliases` are ids of articles by alias; `advance` is told how
    many passages have been written. Raises SnapshotUnusable, and publishes nothing, if a check
    fails.
    """
    folder = snapshots.staging_folder()
    store = new_store(folder, embedder.dimension)
    index = WordIndexWriter(folder)
    with closing(sqlite3.connect(folder / PASSAGES)) as db:
        db.executescript(_UNSAFE + SCHEMA)
        writer = ArticleWriter(db, index, store, embedder.dimension)
        sources = source_articles(archive, embedder.fingerprint)
        writer.write(sources, count(), count(), advance)
        db.executescript(INDEXES)
        write_stories(db, archive.sketches())
        words = index.finish()
        write_spellings(db, words.vocabulary())
        write_aliases(db, aliases)
        write_sample_subjects(db, write_arrays(db, folder), words)
        write_officeholders(db, table.with_acronyms(acronyms(db)).gazetteer)
        covered = coverage(db)
        db.commit()
    store.save()
    _articles, expected = archive.counts()
    if not len(store) == expected == covered.passages:
        raise SnapshotUnusable(
            f"the snapshot would hold {len(store)} vectors for {expected} passages; "
            "nothing was published",
            hint=Hint.REBUILD,
        )
    manifest = Manifest(
        format=FORMAT,
        created=datetime.datetime.now(datetime.UTC).isoformat(),
        model=embedder.name,
        fingerprint=embedder.fingerprint,
        dimension=embedder.dimension,
        calibration=(calibration or Calibration.shipped()).to_json(),
        **asdict(covered),
    )
    return snapshots.publish(folder, manifest)
