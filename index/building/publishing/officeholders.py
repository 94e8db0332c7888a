"""Who held which office when, learnt from how the articles of an archive name their speakers.

positions reads the office of a speaker, tenures finds first and last days; this module brings the
names of one person together and writes the result into a snapshot.
"""

import datetime
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from index.attribution.mentions import Speaker
from index.building.publishing.positions import Position, parse_position
from index.building.publishing.tenures import LEAST_AGREEMENT, find_tenures
from index.entities.gazetteer import Gazetteer
from index.entities.names import Name, is_named
from index.store.snapshot.speakers.speaker_queries import all_speakers, statement_days
from index.text.phrase_matcher import tokenize

# `first` and `last` are ISO dates. In articles of these days, the speakers that `meanings` joins to
# a holder mean that person: “Menkominfo”, or the name alone. The view `meant` says which
# statements these are.
SCHEMA = """
DROP VIEW IF EXISTS meant;
DROP TABLE IF EXISTS meanings;
DROP TABLE IF EXISTS holders;
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
# So frequent in names that “Ahmad Rizal” identifies nobody better than “Rizal” alone.
COMMON_NAMES = frozenset("muhammad ahmad abdul".split())


class DatedStatement(NamedTuple):
    """A statement: the number of its speaker, the article's story, its day as an ordinal."""

    speaker: int
    story: int
    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TermOfOffice:
    """A person held an office from day `first` to day `last` (ordinals).

    `articles` is how many say so, `speaker` the number of a speaker with that person's name and
    office. Within these days the speakers in `meant` are the same person: named by the office
    alone, or by the name with less of the office.
    """

    speaker: int
    first: int
    last: int
    articles: int
    meant: tuple[int, ...]


def write_officeholders(db: sqlite3.Connection, gazetteer: Gazetteer) -> None:
    """Create the tables `holders` and `meanings` from those of articles, speakers, statements."""
    db.executescript(SCHEMA)
    statements = [
        DatedStatement(number, story, datetime.date.fromisoformat(day).toordinal())
        for number, story, day in statement_days(db)
    ]
    for number, term in enumerate(learn_terms(gazetteer, all_speakers(db), statements)):
        days = [datetime.date.fromordinal(day).isoformat() for day in (term.first, term.last)]
        db.execute(
            "INSERT INTO holders (id, speaker, first, last, articles) VALUES (?, ?, ?, ?, ?)",
            (number, term.speaker, *days, term.articles),
        )
        pairs = [(speaker, number) for speaker in term.meant]
        db.executemany("INSERT INTO meanings (speaker, holder) VALUES (?, ?)", pairs)


def learn_terms(
    gazetteer: Gazetteer, speakers: Sequence[Speaker], statements: Iterable[DatedStatement]
) -> Iterator[TermOfOffice]:
    """The terms of office that follow from these statements; speakers are numbered by place."""
    return _TermLearner(gazetteer, speakers, statements).terms()


class _TermLearner:
    """All speakers with their positions and names. A story counts on the day of its first article.

    Of articles that tell one story the first stands for all, so that agency copy counts once.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        speakers: Sequence[Speaker],
        statements: Iterable[DatedStatement],
    ) -> None:
        self._gazetteer = gazetteer
        self._people = {form: row for row, forms in enumerate(gazetteer.forms) for form in forms}
        self._stories: defaultdict[int, dict[int, int]] = defaultdict(dict)
        for one in sorted(statements):
            self._stories[one.speaker].setdefault(one.story, one.day)
        self._names = [self._name(speaker.name) for speaker in speakers]
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        self._by_part: defaultdict[Name, list[int]] = defaultdict(list)
        self._positions: list[Position | None] = []
        self._named: defaultdict[Position, list[int]] = defaultdict(list)
        self._nameless: defaultdict[Position, list[int]] = defaultdict(list)
        for number, speaker in enumerate(speakers):
            self._add(number, speaker)

    def _name(self, name: str) -> Name:
        """The words of a person's name; none if it contains the name of an institution."""
        matches = self._gazetteer.phrases.match(tokenize(name))
        has_institution = any("name" in match.kinds for match in matches)
        return () if has_institution or not name else self._gazetteer.read_name(name)

    def _add(self, number: int, speaker: Speaker) -> None:
        for word in set(self._names[number]):
            self._by_word[word].append(number)
        for part in _parts(self._names[number]):
            self._by_part[part].append(number)
        position, single = parse_position(self._gazetteer, speaker)
        self._positions.append(position)
        if position and single and self._names[number]:
            self._named[position].append(number)
        elif position and single and not speaker.name:
            self._nameless[position].append(number)

    def terms(self) -> Iterator[TermOfOffice]:
        for position, named in self._named.items():
            people = self._by_person(named)
            for tenure in find_tenures({n: self._days(own) for n, own in enumerate(people)}):
                own = people[tenure.person]
                yield TermOfOffice(
                    speaker=max(own, key=self._preference),
                    first=tenure.first,
                    last=tenure.last,
                    articles=tenure.articles,
                    meant=(*self._nameless.get(position, ()), *self._shorter(position, own)),
                )

    def _preference(self, number: int) -> tuple[int, int, int]:
        """Orders ways to name a person: the most frequent is best, then the fullest, the first."""
        return len(self._stories[number]), len(self._names[number]), -number

    def _days(self, numbers: Iterable[int]) -> list[int]:
        """The day of each story in which one of these speakers speaks, in order."""
        days = {story: day for n in numbers for story, day in self._stories[n].items()}
        return sorted(days.values())

    # -- one person by several names --------------------------------------------------------

    def _by_person(self, numbers: Iterable[int]) -> list[list[int]]:
        """The speakers of one office grouped by person.

        A name joins the person whose names it fits; if it fits several people's, none of them.
        """
        by_name: defaultdict[Name, list[int]] = defaultdict(list)
        for number in numbers:
            by_name[self._names[number]].append(number)
        often = {name: len(self._days(own)) for name, own in by_name.items()}
        people: list[list[Name]] = []
        # Only people who share a key with a name are compared with it: hundreds may be named in an
        # office, and a hundred times as many in an archive a hundred times as large.
        by_key: defaultdict[object, set[int]] = defaultdict(set)
        # Full names come first, as a single word may be part of several people's.
        for name in sorted(often, key=lambda name: (len(name) == 1, -often[name], name)):
            near = set[int]().union(*(by_key.get(key, ()) for key in self._asked_keys(name)))
            same = [n for n in near if any(self._is_same(name, other) for other in people[n])]
            if len(same) == 1:
                person = same[0]
                people[person].append(name)
            else:
                person = len(people)
                people.append([name])
            for key in self._keys(name):
                by_key[key].add(person)
        return [[number for name in person for number in by_name[name]] for person in people]

    def _asked_keys(self, name: Name) -> set[object]:
        """Keys of which every name of the same person has one among its `_keys`."""
        known = {("row", self._people[name])} if name in self._people else set()
        if len(name) == 1:
            return {*known, ("word", name[0])}
        return {*known, *_parts(name), *(("single", word) for word in name)}

    def _keys(self, name: Name) -> set[object]:
        keys = {*_parts(name), *(("word", word) for word in name)}
        keys |= {("single", name[0])} if len(name) == 1 else set()
        return keys | ({("row", self._people[name])} if name in self._people else set())

    def _is_same(self, name: Name, other: Name) -> bool:
        known = self._people.get(name)
        if known is not None and known == self._people.get(other):
            return True
        return is_named(name, other) or is_named(other, name)

    def _shorter(self, position: Position, own: Sequence[int]) -> Iterator[int]:
        """Speakers with this person's name, but less of the office beside it or none."""
        names = {self._names[number] for number in own}
        parts = {part for name in names for part in _parts(name)}
        near = {number for part in parts for number in self._by_part[part]}
        distinctive: dict[Name, bool] = {}
        for number in sorted(near):
            name = self._names[number]
            if not self._may_hold(number, position) or not _fits(name, names):
                continue
            if name not in distinctive:
                distinctive[name] = self._is_distinctive(name, names, position)
            if distinctive[name]:
                yield number

    def _may_hold(self, number: int, position: Position) -> bool:
        theirs = self._positions[number]
        return theirs is not None and position.covers(theirs)

    def _is_distinctive(self, name: Name, names: set[Name], position: Position) -> bool:
        """Whether hardly anybody else has this name.

        Taken for granted of two words that are not common; of one, its speakers are counted.
        """
        rare = [word for word in name if len(word) > 1 and word not in COMMON_NAMES]
        if len(rare) != 1:
            return len(rare) > 1
        near = self._by_word[rare[0]]
        fitting = {n for n in near if _fits(self._names[n], names) and self._may_hold(n, position)}
        # Those without any office are the ones in question, so they do not count.
        own = [n for n in fitting if any(self._positions[n] or ())]
        others = set(near) - fitting
        count = len(self._days(own))
        return count >= LEAST_AGREEMENT * (count + len(self._days(others)))


def _parts(name: Name) -> set[Name]:
    """Any two words in order, and the last word: any two names of one person share one of these."""
    return {name[-1:], *combinations(name, 2)} if name else set()


def _fits(name: Name, names: set[Name]) -> bool:
    """Whether a person with these names may have this one; a single word must be one of them."""
    return name in names or any(
        len(name) > 1 and len(other) > 1 and (is_named(name, other) or is_named(other, name))
        for other in names
    )
