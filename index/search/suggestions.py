"""What an archive can be asked about: who speaks in it, and on which matters with a name."""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from index.entities.matcher import EntityIndex
from index.entities.speaker_match import SpeakerQuery
from index.search.speaker_scores import SAME
from index.store.snapshot_reader import OpenSnapshot
from index.text.analysis import any_of, fold, words
from index.text.article_dates import MONTH
from index.text.sentences import sentences

# Speakers that are looked at, those of most articles first, and of each the newest articles.
SPEAKERS = 20
ARTICLES = 8
# A matter that more of all articles name in their titles is a place or the government.
COMMON = 0.03
_ALWAYS_FEW = 10

# “Palapa Ring”, “RUU KPK”, “5G”: written large inside a sentence.
_NAMED = re.compile(r"(?<=[\w,;:] )(?:[A-Z][\w-]+|\d*[A-Z]+)(?: (?:[A-Z][\w-]+|\d*[A-Z]+))*\b")
_LONGEST = 3  # words
_SHORTEST = 3  # letters
_MONTH = re.compile(MONTH, re.IGNORECASE)
_PERSON = re.compile(r"[A-Z][a-z'’.-]+(?: [A-Z][a-z'’.-]+){,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Somebody who speaks in the archive, and a matter named in the title of such an article."""

    speaker: str
    topic: str
    article: str


def subjects(snapshot: OpenSnapshot) -> tuple[Subject, ...]:
    """For each of those who speak in most articles, the matter that most titles name.

    The same for the same snapshot. No two are on the same matter.
    """
    found: dict[str, Subject] = {}
    for speaker in _speakers(snapshot):
        titles = Counter(dict(_matters(speaker, snapshot)))
        fresh = [matter for matter in titles if fold(matter[0]) not in found]
        if fresh:
            topic, article = max(fresh, key=lambda matter: (titles[matter], len(matter[0])))
            found[fold(topic)] = Subject(speaker=speaker, topic=topic, article=article)
    return tuple(found.values())


def _speakers(snapshot: OpenSnapshot) -> Iterator[str]:
    """Names of people, those of most articles first, nobody by two names."""
    query = (
        "SELECT s.name FROM statements t JOIN speakers s ON s.id = t.speaker"
        " JOIN passages p ON p.id = t.passage WHERE s.name <> ''"
        " AND p.article NOT IN (SELECT value FROM json_each(?)) GROUP BY s.name"
        " ORDER BY count(DISTINCT p.article) DESC, s.name"
    )
    seen: list[SpeakerQuery] = []
    for (name,) in snapshot.db.execute(query, [json.dumps(snapshot.hidden)]).fetchall():
        others = (one.match(name=name, role="", institution="") for one in seen)
        if _PERSON.fullmatch(name) and all(agreement < SAME for agreement in others):
            seen.append(EntityIndex.shipped().parse_speaker(name))
            yield name
        if len(seen) == SPEAKERS:
            return


def _matters(speaker: str, snapshot: OpenSnapshot) -> Iterator[tuple[tuple[str, str], int]]:
    """Matters that somebody's articles name in title and text, with the articles' ids.

    And how many articles have it in their title, none of them too common.
    """
    query = (
        "SELECT DISTINCT a.id, a.title, a.text FROM statements t"
        " JOIN speakers s ON s.id = t.speaker JOIN passages p ON p.id = t.passage"
        " JOIN articles a ON a.number = p.article WHERE s.name = ?"
        " AND a.number NOT IN (SELECT value FROM json_each(?))"
        " ORDER BY a.published DESC, a.id LIMIT ?"
    )
    few = max(_ALWAYS_FEW, COMMON * len(snapshot.days))
    asked = [speaker, json.dumps(snapshot.hidden), ARTICLES]
    for article, title, text in snapshot.db.execute(query, asked).fetchall():
        for topic in _named(title, text, apart=set(words(speaker))):
            titles = _titles(topic, snapshot.db)
            if titles <= few:
                yield (topic, article), titles


def _named(title: str, text: str, *, apart: set[str]) -> list[str]:
    """Names that stand at least twice inside sentences of the text, and in the title.

    Not those of places, offices and people that are known, of months, of parts of longer names.
    """
    known, small = f" {' '.join(words(title))} ", set(re.findall(r"\b[a-z]+\b", text))
    inside = Counter(
        found[0] for start, end in sentences(text) for found in _NAMED.finditer(text, start, end)
    )
    parts = {word for name in inside if " " in name for word in name.split()}
    return [
        name
        for name, times in sorted(inside.items())
        if times > 1
        and f" {' '.join(words(name))} " in known
        and apart.isdisjoint(words(name))
        and len(name) >= _SHORTEST
        and len(name.split()) <= _LONGEST
        and not (name in parts or name.lower() in small or _MONTH.search(name))
        and not EntityIndex.shipped().knows(name)
    ]


def _titles(topic: str, db: sqlite3.Connection) -> int:
    """How many articles have these words, one after the other, in their title."""
    query = (
        "SELECT count(DISTINCT article) FROM words JOIN passages ON id = words.rowid"
        " WHERE words MATCH ?"
    )
    (count,) = db.execute(query, [f"title : {any_of([topic])}"]).fetchone()
    return int(count)
