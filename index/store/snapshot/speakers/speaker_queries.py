"""Every SELECT on a snapshot's speakers and statements; article_queries has the others.

Speakers are known by their `number`, passages by their `row`, sentences by their place in the
passage. A statement is a sentence with its speaker; `meant` has, for statements by an office or
part of a name alone, the person who held that office on the day of the article.
"""

import datetime
import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from index.attribution.mentions import Speaker

_SUBJECTS_SCHEMA = """
DROP TABLE IF EXISTS subjects;
CREATE TABLE subjects (
    place INTEGER PRIMARY KEY, speaker TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (number), topic TEXT NOT NULL,
    titles INTEGER NOT NULL);
"""


class NumberedSpeaker(NamedTuple):
    """A speaker of the snapshot."""

    number: int
    speaker: Speaker


class SpokenSentence(NamedTuple):
    """A sentence of a passage and a speaker of it."""

    row: int
    sentence: int
    number: int
    speaker: Speaker


class StatementDay(NamedTuple):
    """A speaker makes a statement in a story, in an article of this day (ISO 8601)."""

    number: int
    story: int
    day: str


class Meaning(NamedTuple):
    """In articles of the days `first` to `last` (ordinals), a speaker means an officeholder."""

    speaker: int
    holder: int
    first: int
    last: int


class TitledText(NamedTuple):
    """The parts of an article in which topics are looked for."""

    number: int
    title: str
    text: str


class Subject(NamedTuple):
    """A speaker, the number of an article that quotes them, and a topic of it, "" if it has none.

    `titles` is how many articles have the topic in their title.
    """

    speaker: str
    article: int
    topic: str
    titles: int


def statements_in(db: sqlite3.Connection, rows: Collection[int]) -> Iterator[SpokenSentence]:
    """All statements in the passages of these rows."""
    query = (
        "SELECT passage, sentence, speaker, name, role, institution FROM statements"
        " JOIN speakers ON speakers.id = speaker"
        " WHERE passage IN (SELECT value FROM json_each(?))"
    )
    return _sentences(db, query, rows)


def officeholders_meant_in(
    db: sqlite3.Connection, rows: Collection[int]
) -> Iterator[SpokenSentence]:
    """The statements in these rows that mean an officeholder, with that person as the speaker."""
    query = (
        "SELECT passage, sentence, holder, name, role, institution FROM meant"
        " JOIN speakers ON id = holder WHERE passage IN (SELECT value FROM json_each(?))"
    )
    return _sentences(db, query, rows)


def meanings_of(db: sqlite3.Connection, holders: Collection[int]) -> list[Meaning]:
    """Which speakers mean one of these officeholders, and when."""
    query = (
        "SELECT m.speaker, h.speaker, first, last FROM holders h JOIN meanings m ON m.holder = h.id"
        " WHERE h.speaker IN (SELECT value FROM json_each(?))"
    )
    return [
        Meaning(speaker, holder, _ordinal(first), _ordinal(last))
        for speaker, holder, first, last in db.execute(query, [_list(holders)])
    ]


def speakers_numbered(db: sqlite3.Connection, numbers: Collection[int]) -> dict[int, Speaker]:
    """The speakers with these numbers."""
    query = (
        "SELECT id, name, role, institution FROM speakers"
        " WHERE id IN (SELECT value FROM json_each(?))"
    )
    return {number: _speaker(columns) for number, *columns in db.execute(query, [_list(numbers)])}


def all_speakers(db: sqlite3.Connection) -> list[Speaker]:
    """Every speaker, by number."""
    query = "SELECT name, role, institution FROM speakers ORDER BY id"
    return list(map(_speaker, db.execute(query)))


def statement_days(db: sqlite3.Connection) -> Iterator[StatementDay]:
    """In which stories every speaker makes a statement, and when; each once, undated ones never."""
    query = (
        "SELECT DISTINCT speaker, story, substr(published, 1, 10) FROM statements"
        " JOIN passages p ON p.id = passage JOIN articles ON number = article"
        " WHERE published <> ''"
    )
    return map(StatementDay._make, db.execute(query))


# -- what can be asked ----------------------------------------------------------------------


def newest_texts(
    db: sqlite3.Connection, numbers: Collection[int], *, limit: int
) -> list[TitledText]:
    """The newest of these articles, at most `limit`."""
    query = (
        "SELECT number, title, text FROM articles WHERE number IN (SELECT value FROM json_each(?))"
        " ORDER BY published DESC, id LIMIT ?"
    )
    return list(map(TitledText._make, db.execute(query, [_list(numbers), limit])))


def write_subjects(db: sqlite3.Connection, subjects: Iterable[Subject]) -> None:
    """Write what can be asked into a snapshot, in this order."""
    db.executescript(_SUBJECTS_SCHEMA)
    query = "INSERT INTO subjects (speaker, article, topic, titles) VALUES (?, ?, ?, ?)"
    db.executemany(query, subjects)


def stored_subjects(db: sqlite3.Connection) -> list[Subject]:
    """What was written, in the same order."""
    query = "SELECT speaker, article, topic, titles FROM subjects ORDER BY place"
    return list(map(Subject._make, db.execute(query)))


def _sentences(
    db: sqlite3.Connection, query: str, rows: Collection[int]
) -> Iterator[SpokenSentence]:
    known: dict[int, Speaker] = {}
    for row, sentence, number, *columns in db.execute(query, [_list(rows)]):
        if number not in known:
            known[number] = _speaker(columns)
        yield SpokenSentence(row, sentence, number, known[number])


def _speaker(columns: Sequence[str]) -> Speaker:
    name, role, institution = columns
    return Speaker(name=name, role=role, institution=institution)


def _ordinal(day: str) -> int:
    return datetime.date.fromisoformat(day).toordinal()


def _list(values: Collection[int]) -> str:
    return json.dumps(list(values))
