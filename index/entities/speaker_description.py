"""What a question calls a speaker, parsed: personal names, other names, affiliation."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from index.entities.affiliation import Affiliation
from index.entities.gazetteer import Gazetteer
from index.entities.names import Name
from index.text.analysis import words
from index.text.phrase_matcher import FoldedToken, PhraseMatch, tokenize
from index.text.stopwords import STOP_WORDS

_POSSESSIVE = re.compile(r"(?<=\w)['’]s?(?!\w)")
# “Munir's wife” and “istrinya Munir” are the “istri Munir” by which relatives are read.
_WHOSE = re.compile(r"(?P<of>.+?)['’]s?\s+(?P<who>\S+)")
_LINKED = re.compile(r"(?P<who>\w{3,})nya\s+(?P<of>\S.*)", re.IGNORECASE)
_ONE = re.compile(r"(?:seorang|sang|salah\s+(?:satu|seorang)|an?|one)\s", re.IGNORECASE)
# Ties that are first names as well: “putri sari”.
_FIRST_NAMES = ("putri", "putra")
_PARENTS = {"ibu": "ibunda", "bapak": "ayah"}
# Kinds of words that may continue a name: “Lion Air Indonesia”.
_IN_NAMES = {
    "own", "places", "countries", "subjects", "offices", "people", "anyone", "relative", "none",
}  # fmt: skip
# Words in lower case inside a personal name.
_PARTICLES = frozenset("bin binti de da van von der den al el ibn".split())
_NO_PART = {"honorific", "firm", "none"}
# Roles of people who speak for somebody else, whose name may follow.
_BELONGING = {"perusahaan", "pengacara", "juru bicara", "staf khusus"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerDescription:
    """The speaker that a question asks for, as it describes them.

    `persons` are rows of known people, `names` the names of unknown people and institutions;
    `personal`: at least one is a person's. `belongs`: somebody who speaks for them is asked for,
    not they themselves. `definite`: more than a description (“the artist”). `singular`: one of many
    is asked for (“seorang warga”). `words`: the folded words by which to find such a speaker.
    """

    affiliation: Affiliation
    persons: frozenset[int]
    names: tuple[Name, ...]
    personal: bool
    belongs: bool
    definite: bool
    singular: bool
    words: tuple[str, ...]


def describe_speaker(gazetteer: Gazetteer, who: str) -> SpeakerDescription:
    """Parse what a question calls a speaker (`who`)."""
    who = _relative_first(gazetteer, who)
    tokens = tokenize(_POSSESSIVE.sub(" ", who))
    found = list(gazetteer.phrases.match(tokens))
    whole = gazetteer.read_tokens(tokens)
    names = _Names(tokens, found)
    runs = tuple(names.capitalised())
    lower = () if runs or names.persons else tuple(names.in_lower_case(whole))
    taken = {word for run in (*runs, *lower) for word in run}
    affiliation = whole._replace(words=whole.words - taken, relatives=whole.relatives - taken)
    persons = frozenset(names.persons)
    named = bool(persons or runs or lower)
    known = bool(affiliation.groups or persons or names.personal)
    placed = bool(affiliation.roles and (affiliation.places or affiliation.countries))
    return SpeakerDescription(
        affiliation=affiliation,
        persons=persons,
        names=runs or lower,
        personal=names.personal,
        belongs=named and _belongs(affiliation, who),
        definite=known or bool(runs) or placed or (bool(lower) and who != who.lower()),
        singular=_ONE.match(who) is not None,
        words=tuple(_searchable(tokens, found, gazetteer)),
    )


def _relative_first(gazetteer: Gazetteer, who: str) -> str:
    """A tie to somebody, if `who` is one, with the word for it at the beginning."""
    match = _WHOSE.fullmatch(who) or _LINKED.fullmatch(who)
    if match is None:
        return who
    tie = _PARENTS.get(match["who"].lower(), match["who"])
    is_tie = gazetteer.read_affiliation(tie, "").relatives
    return f"{tie} {match['of']}" if is_tie else who


class _Names:
    """The names among the phrases of a description."""

    def __init__(self, tokens: Sequence[FoldedToken], found: Sequence[PhraseMatch]) -> None:
        self._tokens = tokens
        self._found = found
        self.persons: set[int] = set()
        self.personal = False

    def capitalised(self) -> Iterator[Name]:
        """Runs of unknown capitalised words; known people go to `persons`."""
        run: list[str] = []
        for number, found in enumerate(self._found):
            kinds = found.kinds
            if "person" in kinds and not self._beside_unknown(number):
                self.persons.update(s.number for s in found.senses if s.kind == "person")
            elif self._is_unknown(number) or "person" in kinds or self._continues_name(number, run):
                self.personal |= not run and self._after_honorific(number)
                run += [t.word for t in self._tokens[found.first : found.end]]
                continue
            if run and not kinds & {"honorific", "firm"}:
                yield tuple(run)
                run = []
        if run:
            yield tuple(run)

    def in_lower_case(self, affiliation: Affiliation) -> Iterator[Name]:
        """What follows a title (“pak budi”), or all of it if nothing in it is an office."""
        after: list[str] = []
        for number, found in enumerate(self._found):
            if not found.senses and (after or self._after_honorific(number)):
                after.append(self._tokens[found.first].word)
            elif after:
                break
        if after:
            self.personal = True
            yield tuple(after)
        elif not (
            affiliation.groups
            or affiliation.roles
            or affiliation.occupations
            or affiliation.generic_roles
        ):
            kept = tuple(
                token.word
                for number, found in enumerate(self._found)
                if not (found.kinds & _NO_PART or (not number and self._is_tie(found)))
                for token in self._tokens[found.first : found.end]
            )
            if kept:
                yield kept

    def _is_tie(self, found: PhraseMatch) -> bool:
        return "relative" in found.kinds and self._tokens[found.first].word not in _FIRST_NAMES

    def _is_unknown(self, number: int) -> bool:
        if not 0 <= number < len(self._found):
            return False
        found = self._found[number]
        written = self._tokens[found.first].written
        return not found.senses and len(written) > 1 and written[0].isupper()

    def _continues_name(self, number: int, run: Sequence[str]) -> bool:
        """Whether a known word is part of a name: “Lion Air Indonesia”, “Putri Sari”."""
        found = self._found[number]
        # An acronym the archive explains is a name as well: “Jawa Barat (Jabar)”.
        kinds = found.kinds - {"name"} or found.kinds
        if run and self._tokens[found.first].word in _PARTICLES:
            return self._is_unknown(number + 1)
        if not self._tokens[found.first].written[0].isupper() or not kinds <= _IN_NAMES:
            return False
        begins = "relative" in kinds and self._is_unknown(number + 1)
        return bool(run) or begins

    def _beside_unknown(self, number: int) -> bool:
        """Whether a known person's name of one word is part of somebody else's."""
        found = self._found[number]
        if found.end - found.first > 1:
            return False
        return self._is_unknown(number - 1) or self._is_unknown(number + 1)

    def _after_honorific(self, number: int) -> bool:
        return number > 0 and "honorific" in self._found[number - 1].kinds


def _belongs(affiliation: Affiliation, who: str) -> bool:
    """Whether the role belongs to somebody else: the lawyer of, the company of."""
    if affiliation.groups:
        return False
    roles = affiliation.roles | affiliation.occupations
    return bool(roles & _BELONGING or affiliation.relatives) or bool(
        roles and _POSSESSIVE.search(who)
    )


def _searchable(
    tokens: Sequence[FoldedToken], read: Sequence[PhraseMatch], gazetteer: Gazetteer
) -> Iterator[str]:
    """The words of the question that can find a speaker, and synonyms of roles and places."""
    for found in read:
        kinds = found.kinds
        if kinds & _NO_PART or "own" in kinds:
            continue
        yield from (token.word for token in tokens[found.first : found.end])
        for sense in found.senses:
            if sense.kind in ("offices", "people", "places", "countries", "subjects"):
                yield from gazetteer.synonyms_of(sense)


def searchable_words(
    gazetteer: Gazetteer, asked: SpeakerDescription, rows: Set[int], people: Set[int]
) -> tuple[str, ...]:
    """The words of a description, and of all names, titles and holders of what it means."""
    found = list(asked.words)
    for row in sorted(rows):
        entity = gazetteer.entities[row]
        found += [word for name in (*entity.names, *entity.heads) for word in words(name)]
    for person in sorted(people):
        found += [word for name in gazetteer.people[person] for word in words(name)]
    return tuple(w for w in dict.fromkeys(found) if len(w) > 1 and w not in STOP_WORDS)
