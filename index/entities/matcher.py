"""The entity index: institutions, offices and people in texts, and their other names."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

from index.entities.gazetteer import Gazetteer
from index.entities.speaker_match import SpeakerQuery
from index.entities.table import Entity, EntityTable, load_own_table, load_shipped_table
from index.text.analysis import fold, words
from index.text.phrase_matcher import FoldedToken, PhraseMatch, Sense, tokenize
from index.text.stopwords import STOP_WORDS

NAME, HEAD, HOLDER = "name", "head", "holder"

# Words between a title and its country.
_OF = {"s", "of", "dari"}
# An acronym and the beginnings of the words it stands for: articles that mean the same differ in
# small words, commas and spellings (“Organisation”).
_Meaning: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityMention:
    """`text[start:end]` names an entity, the title of its head, or a holder of that office.

    `kind` is NAME, HEAD or HOLDER. A person without an office is an entity of that name.
    """

    start: int
    end: int
    entity: Entity
    kind: str


class EntityIndex:
    """The entities of a table, to be found in texts and compared with speakers."""

    def __init__(self, table: EntityTable) -> None:
        self._table = table
        self.gazetteer = Gazetteer(table)
        self._full = {fold(name): names[0] for names in self.gazetteer.people for name in names}
        self._held: dict[int, list[int]] = {}
        for row, holders in enumerate(self.gazetteer.holders):
            for person in holders:
                self._held.setdefault(person, []).append(row)

    @classmethod
    def shipped(cls) -> "EntityIndex":
        """The index of the table that comes with the program."""
        return _shipped()

    @classmethod
    def load(cls, own: Path | None) -> "EntityIndex":
        """The index of the shipped table and of the owner's file, which need not exist.

        An entry of the file replaces the shipped one of the same first name. Raises ArchiveError
        with the file, the entry and the problem if the file cannot be used.
        """
        if own is None:
            return cls.shipped()
        return cls(load_shipped_table().with_own(load_own_table(own)))

    def find_mentions(self, text: str) -> list[EntityMention]:
        """The entities a text mentions, in order, with the longest name at each place.

        A name that several entities share gives a mention of each, with the same span. Names that
        are also words are found only as they are written in the table (“MA”, “PAN”).
        """
        return [mention for mention, _ in self._mentions(text)]

    def expand(self, text: str, *, day: datetime.date | None = None) -> list[str]:
        """Other names of what the text mentions, for query expansion.

        For an institution its names and those of its predecessor and successor; for the title of
        its head the other titles; for a person the other names. With a `day`, only of
        institutions that existed then (unless none did), and with those who held the office then.
        Names made only of words of the text are left out.
        """
        present = set(words(text))
        found: dict[str, str] = {}
        for mention, sense in self._mentions(text):
            for name in self._other_names(mention.kind, sense, day):
                if not present.issuperset(words(name)):
                    found.setdefault(fold(name), name)
        return list(found.values())

    def knows(self, name: str) -> bool:
        """Whether the table has every word of a name: as a place, an office, a known person."""
        found = list(self.gazetteer.phrases.match(tokenize(name)))
        return all(one.senses for one in found)

    def in_full(self, name: str) -> str:
        """A known person's name with the full name before it: “Jusuf Kalla (JK)”.

        The name as it is for everybody else, and if its words are all in the full name.
        """
        full = self._full.get(fold(name), name)
        return name if set(words(name)) <= set(words(full)) else f"{full} ({name})"

    def with_acronyms(self, pairs: Iterable[tuple[str, str]]) -> "EntityIndex":
        """A copy that also knows these pairs of a long form and its acronym.

        What the table has stays. An acronym means what the majority of its pairs say, or nothing
        without one. If written in capitals it is read only in capitals, unless it has no vowel
        and so cannot be a word.
        """
        known, titles = self._fixed_names(), self._table.synonyms.get("offices", {})
        new = [
            (long, short)
            for long, short in _majority_pairs(pairs)
            if fold(long) not in known
            and fold(short) not in known
            # “Kepala Bidang (Kabid)” is an office; as an institution it would hide whose it is.
            and not (len(found := words(long)) == 2 and found[0] in titles)
        ]
        entities = [Entity(names=(long, short)) for long, short in new]
        as_written = (short for _, short in new if short.isupper() and not _only_consonants(short))
        return EntityIndex(self._table.with_entities(entities, as_written))

    def _fixed_names(self) -> set[str]:
        """The folded names whose meaning an archive cannot change."""
        names = [name for entity in self._table.entities for name in (*entity.names, *entity.heads)]
        names += [name for person in self.gazetteer.people for name in person]
        changes = self._table.synonyms.get("changes", {}).values()
        return set(map(fold, names)) | {fold(phrase) for others in changes for phrase in others}

    def parse_speaker(self, who: str) -> SpeakerQuery:
        """The speaker a question describes by these words, to compare speakers with."""
        return SpeakerQuery(self.gazetteer, who)

    def _mentions(self, text: str) -> Iterator[tuple[EntityMention, Sense]]:
        tokens = tokenize(text)
        phrases = list(self.gazetteer.phrases.match(tokens))
        for number, found in enumerate(phrases):
            start, end = tokens[found.first].start, tokens[found.end - 1].end
            for sense in found.senses:
                if sense.kind == HEAD and _is_abroad(phrases, tokens, number):
                    continue
                for kind, entity in self._entities_of(sense):
                    yield EntityMention(start=start, end=end, entity=entity, kind=kind), sense

    def _entities_of(self, sense: Sense) -> Iterator[tuple[str, Entity]]:
        entities = self._table.entities
        if sense.kind in (NAME, HEAD):
            yield sense.kind, entities[sense.number]
        elif sense.kind == "vice":
            # A deputy's title names the institution; the table has no deputies.
            yield NAME, entities[sense.number]
        elif sense.kind == "person":
            held = self._held.get(sense.number, ())
            if not held:
                yield NAME, Entity(names=self.gazetteer.people[sense.number])
            yield from ((HOLDER, entities[row]) for row in held)

    def _other_names(self, kind: str, sense: Sense, day: datetime.date | None) -> Iterator[str]:
        if sense.kind == "person":
            yield from self.gazetteer.people[sense.number]
            return
        related = [
            self._table.entities[row] for row in sorted(self.gazetteer.related[sense.number])
        ]
        valid = [entity for entity in related if day is None or entity.existed(day)]
        for entity in valid or related:
            yield from entity.names if kind == NAME else entity.heads
            if kind == HEAD and day:
                yield from (holder.name for holder in entity.holders if holder.held(day))


@cache
def _shipped() -> EntityIndex:
    return EntityIndex(load_shipped_table())


def _is_abroad(phrases: Sequence[PhraseMatch], tokens: Sequence[FoldedToken], number: int) -> bool:
    """Whether a title is of another country: “Malaysia's foreign minister”, “Menlu AS”."""
    for step in (-1, 1):
        beside = number + step
        if 0 <= beside < len(phrases) and tokens[phrases[beside].first].word in _OF:
            beside += step
        if 0 <= beside < len(phrases) and "countries" in phrases[beside].kinds:
            return True
    return False


def _majority_pairs(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Each acronym with the long form of most of its pairs, in their most frequent spelling."""
    meanings: dict[str, Counter[_Meaning]] = {}
    spellings: dict[_Meaning, Counter[tuple[str, str]]] = {}
    for long, short in pairs:
        meaning = (fold(short), *(word[:4] for word in words(long) if word not in STOP_WORDS))
        meanings.setdefault(fold(short), Counter())[meaning] += 1
        spellings.setdefault(meaning, Counter())[long, short] += 1
    for counts in meanings.values():
        meaning, most = counts.most_common(1)[0]
        if 2 * most > counts.total():
            yield spellings[meaning].most_common(1)[0][0]


def _only_consonants(acronym: str) -> bool:
    return set("aeiou").isdisjoint(fold(acronym))
