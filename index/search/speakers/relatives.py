"""Relatives of somebody, known by how an article introduces them: “Istri Munir, Suciwati, …”.

Later statements of the article give the name alone (“kata Suciwati”), so that nothing beside the
speaker says whose wife she is.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from index.entities.names import Name, is_named, name_of
from index.store.snapshot.open_snapshot import OpenSnapshot
from index.text.analysis import words
from index.text.phrase_matcher import FoldedToken, tokenize
from index.text.sentences import sentences
from index.text.stopwords import STOP_WORDS

# Words for one tie, Indonesian and English.
_ALIKE = (
    "istri isteri wife",
    "suami husband",
    "anak putra putri son daughter",
    "ayah ayahanda bapak father",
    "ibunda ibu mother",
    "adik kakak saudara brother sister",
    "keluarga kerabat family",
    "cucu grandson granddaughter",
    "sepupu cousin",
    "keponakan nephew niece",
)
# How many words may stand from the word for the tie to the name (“Istri mendiang aktivis HAM Munir
# Said Thalib, Suciwati”), how many of these in small letters, and how many from the name to it
# (“Suciwati yang merupakan istri Munir”).
_AFTER, _SMALL, _BEFORE = 7, 2, 2
_LINKS = frozenset(["dari", "yang", "of", "the", "who", "is", "adalah", "merupakan"])
_POSSESSIVE = re.compile(r"nya$")


class RelativeLike(Protocol):
    """Whose relative is asked for, as `entities.speaker_match.SpeakerQuery` prepares it."""

    @property
    def relation(self) -> frozenset[str]:
        """Folded words for the tie; none if no relative is asked for."""
        ...

    @property
    def relation_to(self) -> tuple[Name, ...]:
        """The names of the person whose relative is asked for."""
        ...


def relatives_in(
    number: int, names: Collection[str], asked: RelativeLike, snapshot: OpenSnapshot
) -> frozenset[str]:
    """Those of the `names` of people whom the article with this number introduces as the relative.

    The person they belong to is named beside them or in the title: links that a page lost often
    were names.
    """
    ties = _ties(asked.relation)
    told = snapshot.tables.article(number)
    in_title = _names_any(words(told.title), asked.relation_to)
    introduced = {
        name
        for said in _sentences_with(told.text, ties)
        if in_title or _names_any({token.word for token in said}, asked.relation_to)
        for name in names
        if _is_introduced(tuple(words(name)), said, ties)
    }
    return frozenset(name for name in introduced if not _is_one_of(name, asked.relation_to))


def _ties(relation: Collection[str]) -> frozenset[str]:
    groups = (set(group.split()) for group in _ALIKE)
    return frozenset(relation).union(*(group for group in groups if group & set(relation)))


def _sentences_with(text: str, ties: Collection[str]) -> Iterator[list[FoldedToken]]:
    """The sentences that have a word for the tie, “istrinya” as “istri”."""
    for start, end in sentences(text):
        said = [_bare(token, ties) for token in tokenize(text[start:end])]
        if any(token.word in ties for token in said):
            yield said


def _bare(token: FoldedToken, ties: Collection[str]) -> FoldedToken:
    bare = _POSSESSIVE.sub("", token.word)
    return token._replace(word=bare) if bare in ties else token


def _names_any(said: Collection[str], people: Collection[Name]) -> bool:
    return any(set(name) <= set(said) for name in people)


def _is_introduced(name: Name, said: Sequence[FoldedToken], ties: Collection[str]) -> bool:
    """Whether a name stands soon after a word for the tie, or shortly before it."""
    places = [at for at, token in enumerate(said) if token.word == name[0]]
    tied = [at for at, token in enumerate(said) if token.word in ties]
    return any(
        _leads(said[tie + 1 : place], _AFTER)
        if tie < place
        else _leads(said[place + len(name) : tie], _BEFORE)
        for place in places
        for tie in tied
    )


def _leads(between: Sequence[FoldedToken], most: int) -> bool:
    """Whether these words lead from one to the other: names, and few small words of no clause."""
    small = [token.word for token in between if token.written[0].islower()]
    told = [word for word in small if word not in _LINKS]
    return len(between) <= most and len(told) <= _SMALL and STOP_WORDS.isdisjoint(told)


def _is_one_of(name: str, people: Collection[Name]) -> bool:
    return any(is_named(person, name_of(words(name))) for person in people)
