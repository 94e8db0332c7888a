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
from types import MappingProxyType
from typing import Protocol

import numpy as np

from index.attribution.mentions import Speaker
from index.building.publishing.near_duplicates import group_stories
from index.building.publishing.officeholders import write_officeholders
from index.building.publishing.subjects import write_sample_subjects
from index.confidence import Calibration
from index.entities.matcher import EntityIndex
from index.errors import Hint, SnapshotUnusable
from index.models.embedder import Embedder, Vector
from index.records import Article, Citation, Coverage
from index.store.aliases import write_aliases
from index.store.archive.embedded_passages import EmbeddedPassage
from index.store.snapshot.article_queries import acronyms
from index.store.snapshot.sentence_vectors import encode_vectors
from index.store.snapshot.snapshots import FORMAT, PASSAGES, Manifest, Snapshots
from index.store.snapshot.spoken_rows import write_arrays
from index.store.snapshot.word_index import IndexedArticle, WordIndexWriter
from index.store.spelling.slips import write_spellings
from index.store.vectors.stores import new_store
from index.text.acronyms import acronym_pairs
from index.text.analysis import words
from index.text.language import language_of
from index.text.sentence_features import term_numbers
from index.text.urls import comparison_key

# Passages that are held in memory at a time.
BATCH = 1000
# The full-text table is contentless: it holds no text of its own, only which words are where.
SCHEMA = """
CREATE TABLE articles (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, url TEXT, title TEXT, source TEXT,
    published TEXT, author TEXT, lang TEXT, text TEXT NOT NULL, section TEXT,
    reference TEXT NOT NULL, url_key TEXT NOT NULL, title_terms BLOB NOT NULL,
    language TEXT NOT NULL, story INTEGER NOT NULL REFERENCES articles (number));
CREATE INDEX articles_by_reference ON articles (reference);
CREATE INDEX articles_by_url_key ON articles (url_key);
CREATE INDEX articles_by_story ON articles (story);
CREATE INDEX articles_by_day ON articles (published);
CREATE INDEX articles_by_outlet ON articles (source);
CREATE INDEX articles_by_author ON articles (author);
CREATE INDEX articles_by_section ON articles (section);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles (number),
    position INTEGER NOT NULL, text TEXT NOT NULL, sentences TEXT NOT NULL,
    sentence_vectors BLOB NOT NULL, terms BLOB NOT NULL, term_counts BLOB NOT NULL,
    kinds BLOB NOT NULL);
CREATE INDEX passages_by_article ON passages (article, position);
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
"""


class SnapshotSource(Protocol):
    """What a snapshot is made of: an Archive, or a part of one."""

    def articles(self) -> Iterator[Article]:
        """All articles that have a passage, ordered by id."""
        ...

    def embedded(self, model: str) -> Iterator[EmbeddedPassage]:
        """All passages with their vectors of one model, ordered by article and position."""
        ...

    def sketches(self) -> Iterator[bytes]:
        """The sketch of each article's words, in the order of `articles`."""
        ...

    def counts(self) -> tuple[int, int]:
        """How many articles with passages, and how many passages."""
        ...


def write_snapshot(
    archive: SnapshotSource,
    snapshots: Snapshots,
    embedder: Embedder,
    table: EntityIndex,
    calibration: Calibration | None = None,
    aliases: Mapping[str, str] = MappingProxyType({}),
) -> Path:
    """Write, check and publish a snapshot of everything that has vectors of this model.

    `table` says which of the archive's speakers have the same office; `calibration` is by default
    the one that this version ships; `aliases` are ids of articles by alias. Raises
    SnapshotUnusable, and publishes nothing, if a check fails.
    """
    folder = snapshots.staging_folder()
    _articles, expected = archive.counts()
    store = new_store(folder, embedder.dimension)
    index = WordIndexWriter(folder)
    with closing(sqlite3.connect(folder / PASSAGES)) as db:
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)
        articles, coverage = _write_articles(db, archive)
        speakers: dict[Speaker, int] = {}
        rows = iter(archive.embedded(embedder.fingerprint))
        while batch := list(islice(rows, BATCH)):
            _write_passages(db, index, batch, articles, speakers, first=len(store))
            store.add(_vectors(batch, embedder.dimension))
        words_written = index.finish()
        write_spellings(db, words_written.vocabulary())
        write_aliases(db, aliases)
        write_sample_subjects(db, write_arrays(db, folder), words_written)
        write_officeholders(db, table.with_acronyms(acronyms(db)).gazetteer)
        db.commit()
    store.save()
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
        calibration=(calibration or Calibration.shipped()).to_json(),
        **asdict(coverage),
    )
    return snapshots.publish(folder, manifest)


def _write_articles(
    db: sqlite3.Connection, archive: SnapshotSource
) -> tuple[dict[str, IndexedArticle], Coverage]:
    """Copy the articles; gives what was written by id, and what the snapshot covers."""
    stories = group_stories(archive.sketches()).tolist()
    written: dict[str, IndexedArticle] = {}
    outlets: Counter[str] = Counter()
    days: list[str] = []
    for number, article in enumerate(archive.articles()):
        written[article.id] = IndexedArticle(
            number=number,
            title=article.title,
            outlet=article.source,
            published=article.published,
            author=article.author,
            section=article.section,
        )
        derived = {
            "reference": Citation(id=article.id).reference,
            "url_key": comparison_key(article.url),
            "title_terms": term_numbers(article.title).tobytes(),
            "language": language_of(article.text),
            "story": stories[number],
        }
        _insert(db, "articles", {"number": number} | asdict(article) | derived)
        pairs = acronym_pairs(article.text)
        db.executemany("INSERT OR IGNORE INTO explained (long, short) VALUES (?, ?)", pairs)
        outlets.update([article.source] if article.source else [])
        days.extend([article.published[:10]] if article.published else [])
    return written, Coverage(
        articles=len(written),
        passages=archive.counts()[1],
        outlets=tuple(name for name, _ in outlets.most_common()),
        first=min(days, default=""),
        last=max(days, default=""),
    )


def _write_passages(
    db: sqlite3.Connection,
    index: WordIndexWriter,
    batch: Sequence[EmbeddedPassage],
    articles: Mapping[str, IndexedArticle],
    speakers: dict[Speaker, int],
    *,
    first: int,
) -> None:
    """Write passages, their words and statements; row ids go on from `first`, as vectors do."""
    for row, passage in enumerate(batch, first):
        article = articles[passage.article_id]
        spans = json.loads(passage.sentences)
        columns = {
            "id": row,
            "article": article.number,
            "position": passage.position,
            "text": passage.text,
            "sentences": passage.sentences,
            "sentence_vectors": encode_vectors(passage.sentence_vectors, len(passage.vector)),
            "terms": passage.features.terms.tobytes(),
            "term_counts": passage.features.lengths.tobytes(),
            "kinds": passage.features.kinds.tobytes(),
        }
        _insert(db, "passages", columns)
        index.add(row, passage.position, passage.text, article)
        _write_statements(db, row, spans, json.loads(passage.statements), speakers)


def _write_statements(
    db: sqlite3.Connection,
    row: int,
    spans: Sequence[Sequence[int]],
    statements: Sequence[tuple[int, int, str, str, str]],
    speakers: dict[Speaker, int],
) -> None:
    """Write a passage's statements by the number of their sentence, with speakers not met before.

    A statement whose range is not that of a sentence is left out.
    """
    sentences = {tuple(span): number for number, span in enumerate(spans)}
    for start, end, name, role, institution in statements:
        speaker = Speaker(name=name, role=role, institution=institution)
        if (start, end) not in sentences:
            continue
        if speaker not in speakers:
            speakers[speaker] = len(speakers)
            _write_speaker(db, speakers[speaker], speaker)
        query = "INSERT OR IGNORE INTO statements (passage, sentence, speaker) VALUES (?, ?, ?)"
        db.execute(query, (row, sentences[start, end], speakers[speaker]))


def _write_speaker(db: sqlite3.Connection, number: int, speaker: Speaker) -> None:
    _insert(db, "speakers", {"id": number} | asdict(speaker))
    searched = " ".join(words(f"{speaker.name} {speaker.role} {speaker.institution}"))
    _insert(db, "speaker_words", {"rowid": number, "words": searched})


def _insert(db: sqlite3.Connection, table: str, row: Mapping[str, object]) -> None:
    values = ", ".join(f":{name}" for name in row)
    db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({values})", row)  # noqa: S608


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
