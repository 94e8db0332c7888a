"""The entity table, made ready to read affiliations and personal names with."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from index.entities.affiliation import Affiliation, AffiliationBuilder
from index.entities.names import Name, name_of
from index.entities.table import Entity, EntityTable
from index.text.analysis import fold, words
from index.text.phrase_matcher import FoldedToken, PhraseMatcher, Sense, tokenize

# Results kept by the caches: about the speakers of one question. The same few officials speak in
# many articles.
_CACHE_SIZE = 4096
# Rows of [changes] whose words stand beside a name and are no part of it.
_HONORIFICS = ("honorific", "title", "degree")


class Gazetteer:
    """Reads affiliations and personal names.

    Entities and people are known by their rows in `entities` and `people`. By entity:
    `holders`, the rows of its heads; `related`, the rows of itself, its predecessors and
    successors; `head_roles`, the roles in the title of its head. By person: `forms`, all names.
    """

    def __init__(self, table: EntityTable) -> None:
        self.entities = table.entities
        self._as_written = table.as_written
        changes = table.synonyms.get("changes", {})
        self._honorifics = {fold(word) for kind in _HONORIFICS for word in changes.get(kind, ())}
        self.one_holder = table.one_holder
        self.people = _people(table)
        self._person_rows = {fold(names[0]): row for row, names in enumerate(self.people)}
        self.holders = [self._holders(entity) for entity in table.entities]
        self.phrases = self._phrase_matcher(table)
        self._synonyms = _synonyms(table)
        self.related = _related(table.entities)
        self.head_roles = _head_roles(table)
        self.forms = [
            tuple(dict.fromkeys(self._read_name(name) for name in names)) for names in self.people
        ]
        self.read_affiliation = lru_cache(_CACHE_SIZE)(self._read_affiliation)
        self.read_name = lru_cache(_CACHE_SIZE)(self._read_name)

    def read_tokens(self, tokens: Sequence[FoldedToken]) -> Affiliation:
        """The affiliation that these tokens describe."""
        builder = AffiliationBuilder(self.head_roles)
        for found in self.phrases.match(tokens):
            builder.add(found, tokens)
        return builder.build(" ".join(token.word for token in tokens))

    def acronyms(self, rows: Iterable[int]) -> frozenset[str]:
        """The folded names of one word of these entities, but for those read only as written."""
        names = (name for row in rows for name in self.entities[row].names)
        return frozenset(
            fold(name) for name in names if name.isalpha() and name not in self._as_written
        )

    def synonyms_of(self, sense: Sense) -> tuple[str, ...]:
        """The folded words of all phrases for the same office, place or subject."""
        return self._synonyms[sense]

    def person_row(self, name: str) -> int:
        """The row of the person who has this full name in the table."""
        return self._person_rows[fold(name)]

    def _read_affiliation(self, role: str, institution: str) -> Affiliation:
        text = role if institution in role else f"{role} {institution}"
        if "(" in text:
            # “Menteri Koordinator (Menko) Bidang …”: without what is in brackets.
            text = " ".join(part.rpartition(")")[2] for part in text.split("("))
        return self.read_tokens(tokenize(text))

    def _read_name(self, name: str) -> Name:
        """The words of a personal name without titles."""
        parts = words(name)
        return name_of([word for word in parts if word not in self._honorifics] or parts)

    def _holders(self, entity: Entity) -> frozenset[int]:
        return frozenset(self.person_row(holder.name) for holder in entity.holders)

    def _phrase_matcher(self, table: EntityTable) -> PhraseMatcher:
        matcher = PhraseMatcher()
        for phrase, sense in self._all_senses(table):
            matcher.add(phrase, sense, as_written=phrase in table.as_written)
        return matcher

    def _all_senses(self, table: EntityTable) -> Iterator[tuple[str, Sense]]:
        for row, entity in enumerate(table.entities):
            yield from ((name, Sense("name", row)) for name in entity.names)
            for head in entity.heads:
                yield head, Sense("head", row)
                if head.isalpha() and head.startswith(("Men", "Kap")):
                    yield f"Wa{head}", Sense("vice", row)
        for row, names in enumerate(self.people):
            yield from ((name, Sense("person", row)) for name in names)
        yield from _word_senses(table)


def _people(table: EntityTable) -> tuple[tuple[str, ...], ...]:
    """Everybody in the table once, with all names."""
    holders = ((holder.name,) for entity in table.entities for holder in entity.holders)
    people: dict[str, tuple[str, ...]] = {}
    for names in (*table.people, *holders):
        people.setdefault(fold(names[0]), names)
    return tuple(people.values())


def _head_roles(table: EntityTable) -> list[frozenset[str]]:
    """For each institution, the roles in the first title of its head that has any."""
    matcher = PhraseMatcher()
    for phrase, sense in _word_senses(table):
        if sense.kind == "offices":
            matcher.add(phrase, sense)
    return [
        next(filter(None, (_senses_of(head, matcher) for head in entity.heads)), frozenset())
        for entity in table.entities
    ]


def _senses_of(phrase: str, matcher: PhraseMatcher) -> frozenset[str]:
    read = matcher.match(tokenize(phrase))
    return frozenset(sense.word for found in read for sense in found.senses)


def _word_senses(table: EntityTable) -> Iterator[tuple[str, Sense]]:
    """The phrases of all sections of words with their senses.

    “Wakil menteri” is left out: it would hide the “menteri keuangan” in “wakil menteri keuangan”.
    """
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
    """For each entity, the rows of itself and of what it was called before and after."""
    rows = {fold(name): row for row, entity in enumerate(entities) for name in entity.names}
    groups = {row: frozenset({row}) for row in range(len(entities))}
    for row, entity in enumerate(entities):
        successor = rows.get(fold(entity.became))
        if successor is not None:
            joined = groups[row] | groups[successor]
            groups.update(dict.fromkeys(joined, joined))
    return [groups[row] for row in range(len(entities))]
