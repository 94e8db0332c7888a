"""archive.db → the files of a new snapshot, checked before anybody can see it."""

import datetime
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Protocol

import numpy as np

from index.building.near_duplicates import group_stories
from index.building.officeholders import write_officeholders
from index.confidence import Calibration
from index.entities.matcher import EntityIndex
from index.errors import Hint, SnapshotUnusable
from index.models.embedder import Embedder, Vector
from index.records import Article, Coverage
from index.store.archive import EmbeddedPassage
from index.store.snapshots import FORMAT, PASSAGES, Manifest, Snapshots
from index.store.spelling import write_spellings
from index.store.vectors.stores import new_store
from index.text.acronyms import acronym_pairs
from index.text.analysis import index_text, words
from index.text.language import language_of
from index.text.sentence_features import sentence_features, term_numbers

# The full-text table holds no text of its own (contentless), only which words are where.
SCHEMA = """
CREATE TABLE articles (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, url TEXT, title TEXT, source TEXT,
    published TEXT, author TEXT, lang TEXT, text TEXT NOT NULL, title_terms BLOB NOT NULL,
    language TEXT NOT NULL, story INTEGER NOT NULL REFERENCES articles (number));
CREATE TABLE passages (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles (number),
    position INTEGER NOT NULL, text TEXT NOT NULL, sentences TEXT NOT NULL,
    sentence_vectors BLOB NOT NULL, terms BLOB NOT NULL, term_counts BLOB NOT NULL,
    kinds BLOB NOT NULL);
CREATE TABLE explained (long TEXT NOT NULL, short TEXT NOT NULL, PRIMARY KEY (long, short))
    WITHOUT ROWID;
CREATE TABLE speakers (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, institution TEXT NOT NULL);
CREATE TABLE statements (
    passage INTEGER NOT NULL REFERENCES passages (id), sentence INTEGER NOT NULL,
    speaker INTEGER NOT NULL REFERENCES speakers (id), PRIMARY KEY (passage, sentence)
    ) WITHOUT ROWID;
CREATE INDEX statements_by_speaker ON statements (speaker);
CREATE VIRTUAL TABLE speaker_words USING fts5 (
    words, content = '', tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE words USING fts5 (
    title, body, content = '', tokenize = 'unicode61 remove_diacritics 2');
"""
VOCABULARY = """
CREATE VIRTUAL TABLE temp.word_counts USING fts5vocab ('main', 'words', 'row');
CREATE TABLE vocabulary (word TEXT PRIMARY KEY, passages INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO vocabulary SELECT term, doc FROM word_counts;
"""


class SnapshotSource(Protocol):
    """What a snapshot is made of: an Archive, or a part of one."""

    def articles(self) -> Iterator[Article]:
        """All articles that have a passage, ordered by id."""
        ...

    def embedded(self, model: str) -> Iterator[EmbeddedPassage]:
        """All passages with their vectors of one model, ordered by article and position."""
        ...

    def sketches(self) -> dict[str, bytes]:
        """The sketch of each article's words, by id."""
        ...

    def counts(self) -> tuple[int, int]:
        """How many articles with passages, and how many passages."""
        ...


def write_snapshot(
    archive: SnapshotSource,
    snapshots: Snapshots,
    embedder: Embedder,
    entities: EntityIndex,
    calibration: Calibration | None = None,
) -> Path:
    """Write, check and publish a snapshot of everything that has vectors of this model.

    `entities` tell which of the archive's speakers have one office; without a `calibration` it gets
    the one that is shipped. Raises SnapshotUnusable, and
    publishes nothing, if a check fails.
    """
    folder = snapshots.staging_folder()
    _articles, expected = archive.counts()
    store = new_store(embedder.dimension, expected=expected)
    with closing(sqlite3.connect(folder / PASSAGES)) as db:
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)
        titles, coverage = _write_articles(db, archive)
        speakers: dict[tuple[str, str, str], int] = {}
        rows = iter(archive.embedded(embedder.fingerprint))
        while batch := list(islice(rows, 1000)):
            _write_passages(db, batch, titles, speakers, first=len(store))
            store.add(_vectors(batch, embedder.dimension))
        db.execute("INSERT INTO words (words) VALUES ('optimize')")
        db.executescript(VOCABULARY)
        write_spellings(db)
        known = entities.with_acronyms(db.execute("SELECT long, short FROM explained"))
        write_officeholders(db, known.gazetteer)
        db.commit()
    store.save(folder)
    if not len(store) == expected == coverage.passages:
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
        calibration=asdict(calibration or Calibration.shipped()),
        **asdict(coverage),
    )
    return snapshots.publish(folder, manifest)


def _write_articles(
    db: sqlite3.Connection, archive: SnapshotSource
) -> tuple[dict[str, tuple[int, str]], Coverage]:
    """Copy the articles; gives each one's number and indexed title, and what there is."""
    # The smallest id of a story stands for it, and comes first.
    same = group_stories(archive.sketches())
    titles: dict[str, tuple[int, str]] = {}
    outlets: Counter[str] = Counter()
    days: list[str] = []
    for number, article in enumerate(archive.articles()):
        db.execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                article.id,
                article.url,
                article.title,
                article.source,
                article.published,
                article.author,
                article.lang,
                article.text,
                term_numbers(article.title).tobytes(),
                language_of(article.text),
                titles.get(same[article.id], (number, ""))[0],
            ),
        )
        pairs = acronym_pairs(article.text)
        db.executemany("INSERT OR IGNORE INTO explained VALUES (?, ?)", pairs)
        titles[article.id] = (number, index_text(article.title))
        outlets.update([article.source] if article.source else [])
        days.extend([article.published[:10]] if article.published else [])
    return titles, Coverage(
        articles=len(titles),
        passages=archive.counts()[1],
        outlets=tuple(name for name, _ in outlets.most_common()),
        first=min(days, default=""),
        last=max(days, default=""),
    )


def _write_passages(
    db: sqlite3.Connection,
    batch: Sequence[EmbeddedPassage],
    titles: Mapping[str, tuple[int, str]],
    speakers: dict[tuple[str, str, str], int],
    *,
    first: int,
) -> None:
    """Passage rows and their words; the row ids go on from `first`, as the vectors' do."""
    for row, passage in enumerate(batch, first):
        number, title = titles[passage.article_id]
        spans = json.loads(passage.sentences)
        found = sentence_features(passage.text, spans)
        db.execute(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                row,
                number,
                passage.position,
                passage.text,
                passage.sentences,
                passage.sentence_vectors,
                found.terms.tobytes(),
                found.lengths.tobytes(),
                found.kinds.tobytes(),
            ),
        )
        text = (row, title, index_text(passage.text))
        db.execute("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", text)
        _write_statements(db, row, spans, json.loads(passage.statements), speakers)


def _write_statements(
    db: sqlite3.Connection,
    row: int,
    spans: Sequence[Sequence[int]],
    found: Sequence[tuple[int, int, str, str, str]],
    speakers: dict[tuple[str, str, str], int],
) -> None:
    """A passage's statements by the number of their sentence; speakers new to `speakers` too."""
    sentences = {tuple(span): number for number, span in enumerate(spans)}
    for start, end, *who in found:
        speaker = (who[0], who[1], who[2])
        if (start, end) not in sentences:
            continue
        if speaker not in speakers:
            speakers[speaker] = len(speakers)
            number = speakers[speaker]
            db.execute("INSERT INTO speakers VALUES (?, ?, ?, ?)", (number, *speaker))
            known = " ".join(words(" ".join(speaker)))
            db.execute("INSERT INTO speaker_words (rowid, words) VALUES (?, ?)", (number, known))
        said = (row, sentences[start, end], speakers[speaker])
        db.execute("INSERT OR IGNORE INTO statements VALUES (?, ?, ?)", said)


def _vectors(batch: Sequence[EmbeddedPassage], dimension: int) -> Vector:
    """The batch's vectors (n, dimension); SnapshotUnusable unless all are of unit length."""
    if all(len(passage.vector) == dimension for passage in batch):
        vectors = np.vstack([passage.vector for passage in batch])
        if np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3):
            return vectors
    raise SnapshotUnusable(
        f"a stored vector does not have {dimension} numbers and length 1; nothing was published",
        hint=Hint.REBUILD_FULLY,
    )
