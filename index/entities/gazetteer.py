"""The table of aliases, made ready to read offices and names with."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from index.entities.affiliation import Affiliation, AffiliationBuilder
from index.entities.names import Name, name_of
from index.entities.table import Entity, EntityTable
from index.text.analysis import fold, words
from index.text.phrase_matcher import FoldedToken, PhraseMatcher, Sense, tokenize

# Speakers of one question; the same few officials speak in many articles.
_REMEMBERED = 4096
# Words beside a name that are no part of it; a question may have any of them in any place.
_HONORIFICS = ("honorific", "title", "degree")


class Gazetteer:
    """Reads what an office is, and the words of a personal name."""

    def __init__(self, table: EntityTable) -> None:
        self.entities = table.entities
        self._as_written = table.as_written
        changes = table.synonyms.get("changes", {})
        self._honorifics = {fold(word) for kind in _HONORIFICS for word in changes.get(kind, ())}
        self.one_holder = table.one_holder
        self.people = _people(table)
        self._person_rows = {fold(names[0]): row for row, names in enumerate(self.people)}
        self.holders = [self._holders(entity) for entity in table.entities]
        self.phrases = self._lexicon(table)
        self._synonyms = _synonyms(table)
        self.related = _related(table.entities)
        self.head_roles = _head_roles(table)
        self.forms = [
            tuple(dict.fromkeys(self._read_name(name) for name in names)) for names in self.people
        ]
        self.read_affiliation = lru_cache(_REMEMBERED)(self._read_affiliation)
        self.read_name = lru_cache(_REMEMBERED)(self._read_name)

    def read_tokens(self, tokens: Sequence[FoldedToken]) -> Affiliation:
        """What the words of an office say."""
        draft = AffiliationBuilder(self.head_roles)
        for found in self.phrases.read(tokens):
            draft.add(found, tokens)
        return draft.finished(" ".join(token.word for token in tokens))

    def acronyms(self, rows: Iterable[int]) -> frozenset[str]:
        """The names of one word, folded, that these institutions have in any spelling."""
        names = (name for row in rows for name in self.entities[row].names)
        return frozenset(
            fold(name) for name in names if name.isalpha() and name not in self._as_written
        )

    def synonyms_of(self, sense: Sense) -> tuple[str, ...]:
        """The folded words that stand for the same office, place or subject."""
        return self._synonyms[sense]

    def person_row(self, name: str) -> int:
        """The row of a person by the full name of the table."""
        return self._person_rows[fold(name)]

    def _read_affiliation(self, role: str, institution: str) -> Affiliation:
        text = role if institution in role else f"{role} {institution}"
        if "(" in text:
            # “Menteri Koordinator (Menko) Bidang …”
            text = " ".join(part.rpartition(")")[2] for part in text.split("("))
        return self.read_tokens(tokenize(text))

    def _read_name(self, name: str) -> Name:
        """The words of a personal name without titles."""
        parts = words(name)
        return name_of([word for word in parts if word not in self._honorifics] or parts)

    def _holders(self, entity: Entity) -> frozenset[int]:
        return frozenset(self.person_row(holder.name) for holder in entity.holders)

    def _lexicon(self, table: EntityTable) -> PhraseMatcher:
        lexicon = PhraseMatcher()
        for phrase, sense in self._phrases(table):
            lexicon.add(phrase, sense, as_written=phrase in table.as_written)
        return lexicon

    def _phrases(self, table: EntityTable) -> Iterator[tuple[str, Sense]]:
        for row, entity in enumerate(table.entities):
            yield from ((name, Sense("name", row)) for name in entity.names)
            for head in entity.heads:
                yield head, Sense("head", row)
                if head.isalpha() and head.startswith(("Men", "Kap")):
                    yield f"Wa{head}", Sense("vice", row)
        for row, names in enumerate(self.people):
            yield from ((name, Sense("person", row)) for name in names)
        yield from _words(table)


def _people(table: EntityTable) -> tuple[tuple[str, ...], ...]:
    """Everybody on the table once, with all names."""
    holders = ((holder.name,) for entity in table.entities for holder in entity.holders)
    people: dict[str, tuple[str, ...]] = {}
    for names in (*table.people, *holders):
        people.setdefault(fold(names[0]), names)
    return tuple(people.values())


def _head_roles(table: EntityTable) -> list[frozenset[str]]:
    """For each institution, the roles in the first title of its head that has any."""
    lexicon = PhraseMatcher()
    for phrase, sense in _words(table):
        if sense.kind == "offices":
            lexicon.add(phrase, sense)
    return [
        next(filter(None, (_senses_of(head, lexicon) for head in entity.heads)), frozenset())
        for entity in table.entities
    ]


def _senses_of(phrase: str, lexicon: PhraseMatcher) -> frozenset[str]:
    read = lexicon.read(tokenize(phrase))
    return frozenset(sense.word for found in read for sense in found.senses)


def _words(table: EntityTable) -> Iterator[tuple[str, Sense]]:
    """The words of offices. “Wakil menteri” is left out: it would hide “menteri keuangan”."""
    heads = {fold(head) for entity in table.entities for head in entity.heads}
    deputies = tuple(f"{fold(d)} " for d in table.synonyms.get("changes", {}).get("deputy", ()))
    for section, synonyms in table.synonyms.items():
        for word, others in synonyms.items():
            if section == "changes":
                kind = "honorific" if word in _HONORIFICS else word
                yield from ((other, Sense(kind, word=fold(other))) for other in others)
                continue
            sense = Sense(section, word=fold(word))
            for phrase in (word, *others):
                if fold(phrase) in heads or not fold(phrase).startswith(deputies):
                    yield phrase, sense


def _synonyms(table: EntityTable) -> dict[Sense, tuple[str, ...]]:
    return {
        Sense(section, word=fold(word)): tuple(
            dict.fromkeys(part for phrase in (word, *others) for part in words(phrase))
        )
        for section, synonyms in table.synonyms.items()
        for word, others in synonyms.items()
    }


def _related(entities: Sequence[Entity]) -> list[frozenset[int]]:
    """For each institution, itself with what it was called before and after."""
    rows = {fold(name): row for row, entity in enumerate(entities) for name in entity.names}
    groups = {row: frozenset({row}) for row in range(len(entities))}
    for row, entity in enumerate(entities):
        successor = rows.get(fold(entity.became))
        if successor is not None:
            joined = groups[row] | groups[successor]
            groups.update(dict.fromkeys(joined, joined))
    return [groups[row] for row in range(len(entities))]
