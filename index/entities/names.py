"""Whether two names may be of one person; names are tuples of folded words without titles."""

from collections.abc import Iterable
from typing import TypeAlias

Name: TypeAlias = tuple[str, ...]
# Spellings and short forms of one given name.
_MUHAMMAD = frozenset("mohammad mohamad muhamad mochammad mochamad moch moh muh mohamed".split())


def name_of(words: Iterable[str]) -> Name:
    """A name of these folded words."""
    return tuple("muhammad" if word in _MUHAMMAD else word for word in words)


def is_named(asked: Name, name: Name) -> bool:
    """Whether a name may be the one that is asked for.

    A single word may be any of the name; several must all be there in order, or the name gives
    several of them. An initial may stand for a word before the same family name, or be left out.
    """
    if len(asked) == 1:
        return asked[0] in name
    if len(name) < 2 or set(asked).isdisjoint(name):
        return False
    if _in_order(asked, name) or _in_order(name, asked):
        return True
    return asked[-1] == name[-1] and (_abbreviates(asked, name) or _abbreviates(name, asked))


def is_known_as(forms: Iterable[Name], name: Name) -> bool:
    """Whether a name is one of somebody known by these; a single word must be the whole name."""
    return any(
        form == name if len(form) == 1 or len(name) == 1 else is_named(form, name) for form in forms
    )


def _in_order(few: Name, many: Name) -> bool:
    rest = iter(many)
    return all(word in rest for word in few)


def _abbreviates(few: Name, many: Name) -> bool:
    """Whether two names of one family name agree but for initials, of which some may be missing.

    “Johnny G. Plate” and “Johnny Plate”, “M. Nasir” and “Mohamad Nasir”; not “Basaria Panjaitan”
    and “Rafles B. Panjaitan”.
    """
    rest = list(many[:-1])
    alike = few[0] == many[0] or len(few) == len(many)
    for word in few[:-1]:
        same = next((i for i, other in enumerate(rest) if _same(word, other)), None)
        if same is not None:
            del rest[: same + 1]
        elif len(word) > 1:
            return False
    return alike and _same(few[0], many[0])


def _same(one: str, other: str) -> bool:
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])
