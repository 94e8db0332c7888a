"""Personal names: whether two may be of one person. Folded words, without titles."""

from collections.abc import Iterable
from typing import TypeAlias

Name: TypeAlias = tuple[str, ...]
# Spellings and short forms of the name Muhammad.
_MUHAMMAD = frozenset("mohammad mohamad muhamad mochammad mochamad moch moh muh mohamed".split())


def name_of(words: Iterable[str]) -> Name:
    """The name of these folded words, with one spelling of Muhammad."""
    return tuple("muhammad" if word in _MUHAMMAD else word for word in words)


def is_named(asked: Name, name: Name) -> bool:
    """Whether a name may be that of the person asked for.

    A single word asked for may be any word of the name. Of several, all must be in the name in
    order, or all words of the name in them; or both end in the same family name and agree before
    it but for initials.
    """
    if len(asked) == 1:
        return asked[0] in name
    if len(name) < 2 or set(asked).isdisjoint(name):
        return False
    if _in_order(asked, name) or _in_order(name, asked):
        return True
    return asked[-1] == name[-1] and (_abbreviates(asked, name) or _abbreviates(name, asked))


def is_known_as(forms: Iterable[Name], name: Name) -> bool:
    """Whether a name may be that of somebody known by these; a single word must be equal."""
    return any(
        form == name if len(form) == 1 or len(name) == 1 else is_named(form, name) for form in forms
    )


def _in_order(few: Name, many: Name) -> bool:
    rest = iter(many)
    return all(word in rest for word in few)


def _abbreviates(few: Name, many: Name) -> bool:
    """Whether names with one family name agree but for initials, some of which may be missing.

    “Johnny G. Plate” and “Johnny Plate”, “M. Nasir” and “Mohamad Nasir” do; “Basaria Panjaitan”
    and “Rafles B. Panjaitan” do not.
    """
    rest = list(many[:-1])
    agree = few[0] == many[0] or len(few) == len(many)
    for word in few[:-1]:
        same = next((i for i, other in enumerate(rest) if _same(word, other)), None)
        if same is not None:
            del rest[: same + 1]
        elif len(word) > 1:
            return False
    return agree and _same(few[0], many[0])


def _same(one: str, other: str) -> bool:
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])
