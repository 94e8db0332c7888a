"""Ordinals that tell things of one kind apart: the first revision is not the second."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from index.text.analysis import stem
from index.text.stopwords import STOP_WORDS

_INDONESIAN = (
    *("pertama", "kedua", "ketiga", "keempat", "kelima", "keenam", "ketujuh", "kedelapan"),
    *("kesembilan", "kesepuluh"),
)
_ENGLISH = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    "tenth",
)
_BEHIND = {word: number for number, word in enumerate(_INDONESIAN, 1)}
_BEFORE = {word: number for number, word in enumerate(_ENGLISH, 1)}
# “For the first time” counts no things.
_TIMES = {"kali", "time"}
_AND = {"dan", "atau", "and", "or"}


def has_ordinal(words: Iterable[str]) -> bool:
    """Whether one of the folded words is an ordinal."""
    return any(word in _BEHIND or word in _BEFORE for word in words)


def names_another(asked: Sequence[str], said: Sequence[str]) -> bool:
    """Whether a text has a thing only with other ordinals than the one asked for (pure).

    Both are folded words in order. Indonesian ordinals stand behind what they count, English ones
    before it. A text without any ordinal of the thing names no other.
    """
    found: dict[str, set[int]] = {}
    for thing, number in _counted(said):
        found.setdefault(thing, set()).add(number)
    return any(thing in found and number not in found[thing] for thing, number in _counted(asked))


def _counted(words: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Stems of the things that have an ordinal, and its number."""
    thing = ""
    for before, word in pairwise((*words, "")):
        if before in _BEFORE and word not in _TIMES | STOP_WORDS:
            yield stem(word, "english"), _BEFORE[before]
        if word in _BEHIND:
            # “Revisi pertama dan kedua” are two revisions.
            thing = thing if before in _AND and thing else stem(before)
            if thing not in STOP_WORDS:
                yield thing, _BEHIND[word]
        elif word not in _AND:
            thing = ""
