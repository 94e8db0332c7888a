"""A speaker's affiliation: role, institution, place and duties, in terms of the entity table."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from index.text.phrase_matcher import FoldedToken, PhraseMatch, Sense

_NOBODY: frozenset[int] = frozenset()
_NO_PART = frozenset({"none", "own", "honorific", "firm", "acting"})
# A phrase of such a kind stays what it is where an article explains its acronym, which makes it
# the name of an institution as well: “Juru Bicara (Jubir)”.
_WORD_KINDS = {"offices", "people", "anyone", "places", "countries", "subjects"}
# With words of these kinds, “President” alone is not the head of this state.
_QUALIFYING = ("words", "places", "countries", "relative")


class Affiliation(NamedTuple):
    """An affiliation in terms of the table; a tuple because a question makes thousands.

    `groups` are the institutions it mentions, each as the rows of the entities it may be,
    `entities` all of these rows. `leads` are rows of which it is the head office; `bare` says that
    the head office is all there is (“Presiden”). `roles` are offices, `occupations` what many
    people are, `generic_roles` occupations that fit everybody of an institution (“politikus”).
    `words` are duties and unknown words, `relatives` ties to somebody else (“istri”), `persons`
    rows of people it mentions. `text` is all its words, with spaces around. All words are folded.
    """

    groups: tuple[frozenset[int], ...]
    entities: frozenset[int]
    leads: frozenset[int]
    bare: bool
    roles: frozenset[str]
    occupations: frozenset[str]
    generic_roles: frozenset[str]
    places: frozenset[str]
    countries: frozenset[str]
    words: frozenset[str]
    relatives: frozenset[str]
    persons: frozenset[int]
    former: bool
    text: str

    @property
    def all_roles(self) -> frozenset[str]:
        """The offices and all occupations."""
        return self.roles | self.occupations | self.generic_roles


class AffiliationBuilder:
    """Collects an affiliation, phrase by phrase, from left to right."""

    def __init__(self, head_roles: Sequence[frozenset[str]]) -> None:
        self._head_roles = head_roles
        self._groups: list[frozenset[int]] = []
        self._leads = self._bare = _NOBODY
        self._words: dict[str, set[str]] = {
            kind: set()
            for kind in ("offices", "people", "anyone", "places", "countries", "words", "relative")
        }
        self._persons: set[int] = set()
        self._former = self._deputy = False

    def add(self, found: PhraseMatch, tokens: Sequence[FoldedToken]) -> None:
        """Take in the next phrase."""
        kinds = found.kinds
        if not kinds:
            self._words["words"].add(tokens[found.first].word)
        elif kinds <= _NO_PART:
            return
        elif "former" in kinds:
            self._former = True
        elif "deputy" in kinds:
            self._deputy = True
        elif kinds & {"name", "head", "vice"} and not kinds & _WORD_KINDS:
            self._add_institution(found.senses)
        else:
            self._add_other(found)

    def build(self, text: str) -> Affiliation:
        """The affiliation that was read, from a text of these folded words."""
        words = {kind: frozenset(found) for kind, found in self._words.items()}
        bare = self._bare and not (self._groups or any(words[kind] for kind in _QUALIFYING))
        if bare:
            self._groups.append(self._bare)
        return Affiliation(
            groups=tuple(self._groups),
            entities=_NOBODY.union(*self._groups),
            leads=self._leads | (self._bare if bare else _NOBODY),
            bare=bool(bare),
            roles=words["offices"],
            occupations=words["people"],
            generic_roles=words["anyone"],
            places=words["places"],
            countries=words["countries"],
            words=words["words"],
            relatives=words["relative"],
            persons=frozenset(self._persons),
            former=self._former,
            text=f" {text} ",
        )

    def _begun(self) -> bool:
        return bool(self._groups) or any(self._words.values())

    def _add_institution(self, senses: Iterable[Sense]) -> None:
        """Add a name of an institution, or a title of its head; a first title is the office."""
        kind = next(k for k in ("head", "vice", "name") if any(s.kind == k for s in senses))
        rows = _rows(senses, kind)
        self._groups.append(rows | _rows(senses, "name"))
        if kind == "name":
            return
        roles = frozenset[str]().union(*(self._head_roles[row] for row in rows))
        first = not self._words["offices"] - roles and not self._words["relative"]
        if kind == "vice" or self._deputy:
            self._words["offices"].update(f"wakil {role}" for role in roles)
        elif first:
            self._leads |= rows
            self._words["offices"].update(roles)
        self._deputy = False

    def _add_other(self, found: PhraseMatch) -> None:
        """Add a word of no institution in particular, or “President”, which may be of one."""
        if "head" in found.kinds and not self._deputy:
            self._bare = _rows(found.senses, "head")
        if "relative" in found.kinds and not self._begun():
            self._words["relative"].update(s.word for s in found.senses if s.kind == "relative")
        for sense in found.senses:
            self._add_word(sense, generic="anyone" in found.kinds)
        self._deputy = self._deputy and "offices" not in found.kinds

    def _add_word(self, sense: Sense, *, generic: bool) -> None:
        if sense.kind == "person":
            self._persons.add(sense.number)
        elif sense.kind == "offices":
            self._words["offices"].add(f"wakil {sense.word}" if self._deputy else sense.word)
        elif sense.kind == "people":
            self._words["anyone" if generic else "people"].add(sense.word)
        elif sense.kind == "subjects" and not self._words["relative"]:
            self._words["words"].update(sense.word.split())
        elif sense.kind in ("places", "countries"):
            self._words[sense.kind].add(sense.word)


def _rows(senses: Iterable[Sense], kind: str) -> frozenset[int]:
    return frozenset(sense.number for sense in senses if sense.kind == kind)
