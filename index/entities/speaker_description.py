"""What a question calls a speaker, taken apart: personal names, other names, office."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.entities.affiliation import Affiliation
from index.entities.gazetteer import Gazetteer
from index.entities.names import Name
from index.text.phrase_matcher import FoldedToken, PhraseMatch, tokenize

_POSSESSIVE = re.compile(r"(?<=\w)['’]s?(?!\w)")
# May go on with a name that has begun: “Lion Air Indonesia”.
_IN_NAMES = {
    "own", "places", "countries", "subjects", "offices", "people", "anyone", "relative", "none",
}  # fmt: skip
# Small letters inside a personal name.
_PARTICLES = frozenset("bin binti de da van von der den al el ibn".split())
_NO_PART = {"honorific", "firm", "none"}
# Who has one of these speaks for somebody else, whose name may follow.
_BELONGING = {"perusahaan", "pengacara", "juru bicara", "staf khusus"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerDescription:
    """Who is asked for.

    `persons` are rows of the table, `names` those of unknown people and institutions;
    `personal` tells that they are of people. `belongs`: somebody who speaks for them is asked for.
    """

    office: Affiliation
    persons: frozenset[int]
    names: tuple[Name, ...]
    personal: bool
    belongs: bool
    definite: bool
    words: tuple[str, ...]


def describe_speaker(gazetteer: Gazetteer, who: str) -> SpeakerDescription:
    """Take apart what a question calls a speaker."""
    tokens = tokenize(_POSSESSIVE.sub(" ", who))
    found = list(gazetteer.phrases.read(tokens))
    whole = gazetteer.read_tokens(tokens)
    names = _Names(tokens, found)
    runs = tuple(names.capitalised())
    lower = () if runs or names.persons else tuple(names.in_small_letters(whole))
    taken = {word for run in (*runs, *lower) for word in run}
    office = whole._replace(words=whole.words - taken, relatives=whole.relatives - taken)
    persons = frozenset(names.persons)
    named = bool(persons or runs or lower)
    known = bool(office.groups or persons or names.personal)
    placed = bool(office.roles and (office.places or office.countries))
    return SpeakerDescription(
        office=office,
        persons=persons,
        names=runs or lower,
        personal=names.personal,
        belongs=named and _belongs(office, who),
        definite=known or bool(runs) or placed or (bool(lower) and who != who.lower()),
        words=tuple(_searchable(tokens, found, gazetteer)),
    )


class _Names:
    """The names in a text that has been read."""

    def __init__(self, tokens: Sequence[FoldedToken], found: Sequence[PhraseMatch]) -> None:
        self._tokens = tokens
        self._found = found
        self.persons: set[int] = set()
        self.personal = False

    def capitalised(self) -> Iterator[Name]:
        """Runs of unknown capitalised words; known people are put aside."""
        run: list[str] = []
        for number, found in enumerate(self._found):
            kinds = found.kinds
            if "person" in kinds and not self._beside_unknown(number):
                self.persons.update(s.number for s in found.senses if s.kind == "person")
            elif self._is_unknown(number) or "person" in kinds or self._goes_on(number, run):
                self.personal |= not run and self._after_honorific(number)
                run += [t.word for t in self._tokens[found.first : found.end]]
                continue
            if run and not kinds & {"honorific", "firm"}:
                yield tuple(run)
                run = []
        if run:
            yield tuple(run)

    def in_small_letters(self, office: Affiliation) -> Iterator[Name]:
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
        elif not (office.groups or office.roles or office.people or office.loose):
            kept = tuple(
                token.word
                for found in self._found
                if not found.kinds & _NO_PART
                for token in self._tokens[found.first : found.end]
            )
            if kept:
                yield kept

    def _is_unknown(self, number: int) -> bool:
        if not 0 <= number < len(self._found):
            return False
        found = self._found[number]
        written = self._tokens[found.first].written
        return not found.senses and len(written) > 1 and written[0].isupper()

    def _goes_on(self, number: int, run: Sequence[str]) -> bool:
        """Whether a known word is part of a name here: “Lion Air Indonesia”, “Putri Sari”."""
        found = self._found[number]
        # A word may be a name as well: “Jawa Barat (Jabar)”.
        kinds = found.kinds - {"name"} or found.kinds
        if run and self._tokens[found.first].word in _PARTICLES:
            return self._is_unknown(number + 1)
        if not self._tokens[found.first].written[0].isupper() or not kinds <= _IN_NAMES:
            return False
        begins = "relative" in kinds and self._is_unknown(number + 1)
        return bool(run) or begins

    def _beside_unknown(self, number: int) -> bool:
        """Whether one word that names somebody known is part of another's name."""
        found = self._found[number]
        if found.end - found.first > 1:
            return False
        return self._is_unknown(number - 1) or self._is_unknown(number + 1)

    def _after_honorific(self, number: int) -> bool:
        return number > 0 and "honorific" in self._found[number - 1].kinds


def _belongs(office: Affiliation, who: str) -> bool:
    """Whether the role is one that somebody else gives: the lawyer of, the company of."""
    if office.groups:
        return False
    roles = office.roles | office.people
    return bool(roles & _BELONGING or office.relatives) or bool(roles and _POSSESSIVE.search(who))


def _searchable(
    tokens: Sequence[FoldedToken], read: Sequence[PhraseMatch], gazetteer: Gazetteer
) -> Iterator[str]:
    """The asked words that can find a speaker, and the other words for roles and places."""
    for found in read:
        kinds = found.kinds
        if kinds & _NO_PART or "own" in kinds:
            continue
        yield from (token.word for token in tokens[found.first : found.end])
        for sense in found.senses:
            if sense.kind in ("offices", "people", "places", "countries", "subjects"):
                yield from gazetteer.synonyms_of(sense)
