"""Every SELECT on a snapshot's speakers and statements; article_queries has the others.

Speakers are known by their `number`, passages by their `row`, sentences by their place in the
passage. A statement is a sentence with its speaker; `meant` has, for statements by an office or
part of a name alone, the person who held that office on the day of the article.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from index.attribution.mentions import Speaker


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


class ArticleText(NamedTuple):
    """The parts of an article in which topics are looked for."""

    id: str
    title: str
    text: str


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


def speakers_matching(
    db: sqlite3.Connection, expression: str, *, limit: int
) -> Iterator[NumberedSpeaker]:
    """At most `limit` speakers whose words an FTS5 expression matches, the best first."""
    query = (
        "SELECT id, name, role, institution FROM speaker_words w JOIN speakers ON id = w.rowid"
        " WHERE speaker_words MATCH ? ORDER BY rank LIMIT ?"
    )
    for number, *columns in db.execute(query, [expression, limit]):
        yield NumberedSpeaker(number, _speaker(columns))


def passages_spoken_by(db: sqlite3.Connection, speakers: Sequence[int]) -> set[int]:
    """The rows of passages with statements by these speakers, or meaning them."""
    query = (
        "WITH asked AS (SELECT value FROM json_each(?))"
        " SELECT passage FROM statements WHERE speaker IN asked"
        " UNION SELECT passage FROM meant WHERE holder IN asked"
    )
    return {row for (row,) in db.execute(query, [_list(speakers)])}


def sentences_spoken_by(
    db: sqlite3.Connection, speakers: Collection[int]
) -> Iterator[tuple[int, int, int, int]]:
    """Row, sentence, speaker and officeholder meant of every statement by these speakers.

    In order of row and sentence. The officeholder is the number of one of these speakers, 0 if none
    of them is meant.
    """
    query = (
        "WITH asked AS (SELECT value FROM json_each(?))"
        " SELECT passage, sentence, max(speaker), max(holder) FROM ("
        "  SELECT passage, sentence, speaker, 0 AS holder FROM statements WHERE speaker IN asked"
        "  UNION ALL SELECT m.passage, m.sentence, s.speaker, m.holder FROM meant m"
        "   JOIN statements s ON s.passage = m.passage AND s.sentence = m.sentence"
        "   WHERE m.holder IN asked"
        " ) GROUP BY passage, sentence ORDER BY passage, sentence"
    )
    return iter(db.execute(query, [_list(speakers)]))


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


def names_by_articles(db: sqlite3.Connection, *, hidden: Collection[int]) -> list[str]:
    """The names of all speakers, those who speak in most articles first, equal ones by name."""
    query = (
        "SELECT s.name FROM statements t JOIN speakers s ON s.id = t.speaker"
        " JOIN passages p ON p.id = t.passage WHERE s.name <> ''"
        " AND p.article NOT IN (SELECT value FROM json_each(?)) GROUP BY s.name"
        " ORDER BY count(DISTINCT p.article) DESC, s.name"
    )
    return [name for (name,) in db.execute(query, [_list(hidden)])]


def articles_with(
    db: sqlite3.Connection, name: str, *, hidden: Collection[int], limit: int
) -> list[ArticleText]:
    """The newest articles, at most `limit`, in which a speaker of this name speaks."""
    query = (
        "SELECT DISTINCT a.id, a.title, a.text FROM statements t"
        " JOIN speakers s ON s.id = t.speaker JOIN passages p ON p.id = t.passage"
        " JOIN articles a ON a.number = p.article WHERE s.name = ?"
        " AND a.number NOT IN (SELECT value FROM json_each(?))"
        " ORDER BY a.published DESC, a.id LIMIT ?"
    )
    found = db.execute(query, [name, _list(hidden), limit])
    return list(map(ArticleText._make, found))


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


def _list(values: Collection[int]) -> str:
    return json.dumps(list(values))
