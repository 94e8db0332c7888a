"""Who held which office when, learnt from how the articles of an archive name their speakers."""

import datetime
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from index.attribution.mentions import Speaker
from index.building.positions import Position, parse_position
from index.building.tenures import LEAST_AGREEMENT, find_tenures
from index.entities.gazetteer import Gazetteer
from index.entities.names import Name, is_named
from index.text.phrase_matcher import tokenize

# `first` and `last` are ISO dates. In articles of these days the speakers that `meanings` has with
# a holder are that person: “Menkominfo”, and the name alone. `meant` is what they say.
SCHEMA = """
CREATE TABLE holders (
    id INTEGER PRIMARY KEY, speaker INTEGER NOT NULL REFERENCES speakers (id),
    first TEXT NOT NULL, last TEXT NOT NULL, articles INTEGER NOT NULL);
CREATE TABLE meanings (
    speaker INTEGER NOT NULL REFERENCES speakers (id),
    holder INTEGER NOT NULL REFERENCES holders (id), PRIMARY KEY (speaker, holder)) WITHOUT ROWID;
CREATE INDEX holders_by_speaker ON holders (speaker);
CREATE INDEX meanings_by_holder ON meanings (holder);
CREATE VIEW meant AS
    SELECT s.passage, s.sentence, h.speaker AS holder FROM statements s
    JOIN meanings m ON m.speaker = s.speaker JOIN holders h ON h.id = m.holder
    JOIN passages p ON p.id = s.passage JOIN articles a ON a.number = p.article
    WHERE substr(a.published, 1, 10) BETWEEN h.first AND h.last;
"""
# Says little of a name: with one word more it is like that word alone.
COMMON_NAMES = frozenset("muhammad ahmad abdul".split())


class DatedStatement(NamedTuple):
    """That a speaker says something in an article: by number, its story, its day as an ordinal."""

    speaker: int
    story: int
    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TermOfOffice:
    """That a person held an office from one day to another, ordinals; so many `articles` say so.

    `speaker` is the number of one who is named with that office. In that time `meant` are the same
    person: by the office alone, or by the name with less of it.
    """

    speaker: int
    first: int
    last: int
    articles: int
    meant: tuple[int, ...]


def write_officeholders(db: sqlite3.Connection, gazetteer: Gazetteer) -> None:
    """Create the tables `holders` and `meanings` from those of articles, speakers, statements."""
    db.executescript(SCHEMA)
    rows = db.execute("SELECT name, role, institution FROM speakers ORDER BY id")
    speakers = [Speaker(name=name, role=role, institution=place) for name, role, place in rows]
    query = (
        "SELECT DISTINCT speaker, story, substr(published, 1, 10) FROM statements"
        " JOIN passages p ON p.id = passage JOIN articles ON number = article"
        " WHERE published <> ''"
    )
    said = [
        DatedStatement(speaker, story, datetime.date.fromisoformat(day).toordinal())
        for speaker, story, day in db.execute(query)
    ]
    for number, term in enumerate(learn_terms(gazetteer, speakers, said)):
        days = [datetime.date.fromordinal(day).isoformat() for day in (term.first, term.last)]
        row = (number, term.speaker, *days, term.articles)
        db.execute("INSERT INTO holders VALUES (?, ?, ?, ?, ?)", row)
        pairs = [(speaker, number) for speaker in term.meant]
        db.executemany("INSERT INTO meanings VALUES (?, ?)", pairs)


def learn_terms(
    gazetteer: Gazetteer, speakers: Sequence[Speaker], said: Iterable[DatedStatement]
) -> Iterator[TermOfOffice]:
    """The terms of office that these speakers tell of, who are known by their places here."""
    return _TermLearner(gazetteer, speakers, said).terms()


class _TermLearner:
    """All speakers, read. Of articles that tell one story the first stands for all."""

    def __init__(
        self, gazetteer: Gazetteer, speakers: Sequence[Speaker], said: Iterable[DatedStatement]
    ) -> None:
        self._gazetteer = gazetteer
        self._people = {form: row for row, forms in enumerate(gazetteer.forms) for form in forms}
        self._stories: defaultdict[int, dict[int, int]] = defaultdict(dict)
        for one in sorted(said):
            self._stories[one.speaker].setdefault(one.story, one.day)
        self._names = [self._name(speaker.name) for speaker in speakers]
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        self._by_part: defaultdict[Name, list[int]] = defaultdict(list)
        self._posts: list[Position | None] = []
        self._named: defaultdict[Position, list[int]] = defaultdict(list)
        self._nameless: defaultdict[Position, list[int]] = defaultdict(list)
        for number, speaker in enumerate(speakers):
            self._add(number, speaker)

    def _name(self, name: str) -> Name:
        """The words of a person's name, none if one of them is the name of an institution."""
        read = self._gazetteer.phrases.match(tokenize(name))
        torn = any("name" in found.kinds for found in read)
        return () if torn or not name else self._gazetteer.read_name(name)

    def _add(self, number: int, speaker: Speaker) -> None:
        for word in set(self._names[number]):
            self._by_word[word].append(number)
        for part in _parts(self._names[number]):
            self._by_part[part].append(number)
        post, single = parse_position(self._gazetteer, speaker)
        self._posts.append(post)
        if post and single and self._names[number]:
            self._named[post].append(number)
        elif post and single and not speaker.name:
            self._nameless[post].append(number)

    def terms(self) -> Iterator[TermOfOffice]:
        for post, named in self._named.items():
            people = self._by_person(named)
            for tenure in find_tenures({n: self._days(own) for n, own in enumerate(people)}):
                own = people[tenure.person]
                yield TermOfOffice(
                    speaker=max(own, key=self._weight),
                    first=tenure.first,
                    last=tenure.last,
                    articles=tenure.articles,
                    meant=(*self._nameless.get(post, ()), *self._alike(post, own)),
                )

    def _weight(self, number: int) -> tuple[int, int, int]:
        """Which way to name somebody is best: the most frequent, the fullest, the first."""
        return len(self._stories[number]), len(self._names[number]), -number

    def _days(self, numbers: Iterable[int]) -> list[int]:
        """The day of each story in which one of these speaks, in order."""
        days = {story: day for n in numbers for story, day in self._stories[n].items()}
        return sorted(days.values())

    # ── One person by several names ────────────────────────────────────────────────────────────

    def _by_person(self, numbers: Iterable[int]) -> list[list[int]]:
        """The speakers of one office by person: those whose names may be one, if it is only one."""
        by_name: defaultdict[Name, list[int]] = defaultdict(list)
        for number in numbers:
            by_name[self._names[number]].append(number)
        often = {name: len(self._days(own)) for name, own in by_name.items()}
        people: list[list[Name]] = []
        # Full names come first, as a single word may be of several.
        for name in sorted(often, key=lambda name: (len(name) == 1, -often[name], name)):
            same = [person for person in people if any(self._is_same(name, n) for n in person)]
            if len(same) == 1:
                same[0].append(name)
            else:
                people.append([name])
        return [[number for name in person for number in by_name[name]] for person in people]

    def _is_same(self, name: Name, other: Name) -> bool:
        known = self._people.get(name)
        if known is not None and known == self._people.get(other):
            return True
        return is_named(name, other) or is_named(other, name)

    def _alike(self, post: Position, own: Sequence[int]) -> Iterator[int]:
        """Those of the same name with nothing or less of the office beside it."""
        names = {self._names[number] for number in own}
        parts = {part for name in names for part in _parts(name)}
        near = {number for part in parts for number in self._by_part[part]}
        told: dict[Name, bool] = {}
        for number in sorted(near):
            name = self._names[number]
            if not self._may_hold(number, post) or not _fits(name, names):
                continue
            if name not in told:
                told[name] = self._is_told(name, names, post)
            if told[name]:
                yield number

    def _may_hold(self, number: int, post: Position) -> bool:
        theirs = self._posts[number]
        return theirs is not None and post.covers(theirs)

    def _is_told(self, name: Name, names: set[Name], post: Position) -> bool:
        """Whether a name is hardly anybody else's; of two words that tell something it is not."""
        telling = [word for word in name if len(word) > 1 and word not in COMMON_NAMES]
        if len(telling) != 1:
            return len(telling) > 1
        near = self._by_word[telling[0]]
        fitting = {n for n in near if _fits(self._names[n], names) and self._may_hold(n, post)}
        # Those without any office are whom it is about.
        own = [n for n in fitting if any(self._posts[n] or ())]
        others = set(near) - fitting
        count = len(self._days(own))
        return count >= LEAST_AGREEMENT * (count + len(self._days(others)))


def _parts(name: Name) -> set[Name]:
    """What names of one person share one of: two words in order, or the last."""
    return {name[-1:], *combinations(name, 2)} if name else set()


def _fits(name: Name, names: set[Name]) -> bool:
    """Whether a name is one of somebody with these; a single word must be one of them."""
    return name in names or any(
        len(name) > 1 and len(other) > 1 and (is_named(name, other) or is_named(other, name))
        for other in names
    )
