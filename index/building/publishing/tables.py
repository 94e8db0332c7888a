"""The tables of a snapshot's `passages.db`: articles, passages, statements, speakers."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from index.attribution.mentions import Speaker
from index.building.publishing.analysis import AnalysedArticle, SourceArticle
from index.records import Coverage
from index.store.archive.embedded_passages import EmbeddedPassage
from index.store.changes import TakenArticle
from index.store.snapshot.sentence_vectors import encode_vectors
from index.store.snapshot.speakers.speaker_queries import all_speakers
from index.text.acronyms import acronym_pairs

# `taken` says what a snapshot was made of: the next one, if it is this one extended, compares the
# archive with it. `explained` counts the articles that explain an acronym.
SCHEMA = """
CREATE TABLE articles (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, url TEXT, title TEXT, source TEXT,
    published TEXT, author TEXT, lang TEXT, text TEXT NOT NULL, section TEXT,
    reference TEXT NOT NULL, url_key TEXT NOT NULL, title_terms BLOB NOT NULL,
    language TEXT NOT NULL, story INTEGER NOT NULL REFERENCES articles (number));
CREATE TABLE taken (id TEXT PRIMARY KEY, digest BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles (number),
    position INTEGER NOT NULL, text TEXT NOT NULL, sentences TEXT NOT NULL,
    sentence_vectors BLOB NOT NULL, terms BLOB NOT NULL, term_counts BLOB NOT NULL,
    kinds BLOB NOT NULL);
CREATE TABLE explained (
    long TEXT NOT NULL, short TEXT NOT NULL, articles INTEGER NOT NULL, PRIMARY KEY (long, short))
    WITHOUT ROWID;
CREATE TABLE speakers (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, institution TEXT NOT NULL);
CREATE TABLE statements (
    passage INTEGER NOT NULL REFERENCES passages (id), sentence INTEGER NOT NULL,
    speaker INTEGER NOT NULL REFERENCES speakers (id), PRIMARY KEY (passage, sentence)
    ) WITHOUT ROWID;
"""
# Made when the tables are full, which takes a fraction of the time.
INDEXES = """
CREATE UNIQUE INDEX articles_by_id ON articles (id);
CREATE INDEX articles_by_reference ON articles (reference);
CREATE INDEX articles_by_url_key ON articles (url_key);
CREATE INDEX articles_by_story ON articles (story);
CREATE INDEX articles_by_day ON articles (published);
CREATE INDEX articles_by_outlet ON articles (source);
CREATE INDEX articles_by_author ON articles (author);
CREATE INDEX articles_by_section ON articles (section);
CREATE INDEX passages_by_article ON passages (article, position);
CREATE INDEX statements_by_speaker ON statements (speaker);
"""
# Rows that are held in memory at a time.
BATCH = 1000
_INSERTS = {
    "articles": "INSERT INTO articles (number, id, url, title, source, published, author, lang,"
    " text, section, reference, url_key, title_terms, language, story)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "taken": "INSERT INTO taken (id, digest) VALUES (?, ?)",
    "passages": "INSERT INTO passages (id, article, position, text, sentences, sentence_vectors,"
    " terms, term_counts, kinds) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "explained": "INSERT INTO explained (long, short, articles) VALUES (?, ?, 1)"
    " ON CONFLICT DO UPDATE SET articles = articles + 1",
    "speakers": "INSERT INTO speakers (id, name, role, institution) VALUES (?, ?, ?, ?)",
    # A sentence has one speaker: the first one counts.
    "statements": "INSERT OR IGNORE INTO statements (passage, sentence, speaker) VALUES (?, ?, ?)",
}


class TableWriter:
    """Adds articles to the tables, a batch at a time; `flush` after the last one."""

    def __init__(self, db: sqlite3.Connection) -> None:
        """The tables may have rows already."""
        self._db = db
        self._rows: dict[str, list[Sequence[object]]] = {name: [] for name in _INSERTS}
        self._speakers = {speaker: number for number, speaker in enumerate(all_speakers(db))}

    def add(
        self, number: int, rows: Sequence[int], source: SourceArticle, analysed: AnalysedArticle
    ) -> None:
        """Add an article under its number, its passages under these rows; its story is its own."""
        article = source.article
        self._rows["articles"].append(
            (
                *(number, article.id, article.url, article.title, article.source),
                *(article.published, article.author, article.lang, article.text, article.section),
                *(article.reference, analysed.url_key, analysed.title_terms),
                *(analysed.language, number),
            )
        )
        self._rows["taken"].append((article.id, source.digest))
        self._rows["explained"].extend(analysed.acronyms)
        for row, passage in zip(rows, source.passages, strict=True):
            self._rows["passages"].append(_passage(number, row, passage))
            self._add_statements(row, passage)
        if len(self._rows["passages"]) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what is in memory."""
        for name, rows in self._rows.items():
            self._db.executemany(_INSERTS[name], rows)
            rows.clear()

    def _add_statements(self, row: int, passage: EmbeddedPassage) -> None:
        """Add a passage's statements by the number of their sentence.

        A statement whose range is not that of a sentence is left out.
        """
        statements: Sequence[tuple[int, int, str, str, str]] = json.loads(passage.statements)
        if not statements:
            return
        spans = map(tuple, json.loads(passage.sentences))
        sentences = {span: number for number, span in enumerate(spans)}
        for start, end, name, role, institution in statements:
            if (start, end) in sentences:
                speaker = Speaker(name=name, role=role, institution=institution)
                found = row, sentences[start, end], self._number(speaker)
                self._rows["statements"].append(found)

    def _number(self, speaker: Speaker) -> int:
        """The number of a speaker, who is added if not met before."""
        number = self._speakers.get(speaker)
        if number is None:
            number = self._speakers[speaker] = len(self._speakers)
            row = number, speaker.name, speaker.role, speaker.institution
            self._rows["speakers"].append(row)
        return number


def _passage(number: int, row: int, passage: EmbeddedPassage) -> Sequence[object]:
    features = passage.features
    vectors = encode_vectors(passage.sentence_vectors, len(passage.vector))
    return (
        *(row, number, passage.position, passage.text, passage.sentences),
        *(vectors, features.terms.tobytes()),
        *(features.lengths.tobytes(), features.kinds.tobytes()),
    )


def taken_articles(db: sqlite3.Connection) -> Iterator[TakenArticle]:
    """What a snapshot was made of, ordered by id."""
    return map(TakenArticle._make, db.execute("SELECT id, digest FROM taken ORDER BY id"))


def remove_articles(db: sqlite3.Connection, ids: Iterable[str]) -> list[int]:
    """Take articles out of the tables with all that is theirs; gives the numbers they had.

    Speakers stay, also those without a statement, so that none has another's number.
    """
    numbers = []
    for name in ids:
        query = "SELECT number, text FROM articles WHERE id = ?"
        number, text = db.execute(query, [name]).fetchone()
        numbers.append(number)
        db.executemany(
            "UPDATE explained SET articles = articles - 1 WHERE long = ? AND short = ?",
            set(acronym_pairs(text)),
        )
        own = "(SELECT id FROM passages WHERE article = ?)"
        db.execute(f"DELETE FROM statements WHERE passage IN {own}", [number])  # noqa: S608
        db.execute("DELETE FROM passages WHERE article = ?", [number])
        db.execute("DELETE FROM articles WHERE number = ?", [number])
        db.execute("DELETE FROM taken WHERE id = ?", [name])
    db.execute("DELETE FROM explained WHERE articles < 1")
    return numbers


def coverage(db: sqlite3.Connection) -> Coverage:
    """What a snapshot with these tables holds."""
    (articles,) = db.execute("SELECT count(*) FROM articles").fetchone()
    (passages,) = db.execute("SELECT count(*) FROM passages").fetchone()
    outlets = db.execute(
        "SELECT source FROM articles WHERE source <> '' GROUP BY source"
        " ORDER BY count(*) DESC, min(number)"
    )
    days = "SELECT min(published), max(published) FROM articles WHERE published <> ''"
    first, last = db.execute(days).fetchone()
    return Coverage(
        articles=articles,
        passages=passages,
        outlets=tuple(name for (name,) in outlets),
        first=(first or "")[:10],
        last=(last or "")[:10],
    )
