"""Statements that are nearly the same words, as outlets have them from one press conference."""

from collections import Counter
from collections.abc import Iterator
from typing import Generic, TypeVar

from index.text.analysis import words
from index.text.quotations import quotations

T = TypeVar("T")
# Words that are compared together, and the share of such runs that nearly identical ones have in
# common: of the shorter, so that a statement belongs to one that quotes more.
_RUN, _SHARED = 3, 0.6
# A quotation of fewer words does not stand for its sentence.
_QUOTED_WORDS = 5


class Grouping(Generic[T]):
    """Puts what was said in nearly the same words together, in the order in which it comes."""

    def __init__(self) -> None:
        self._groups: list[list[T]] = []
        self._sizes: list[int] = []
        self._holding: dict[tuple[str, ...], list[int]] = {}

    def add(self, quote: str, value: T) -> None:
        """Add a value to the group of its quote, or to a new one."""
        runs = _runs(quote)
        shared = Counter(group for run in runs for group in self._holding.get(run, ()))
        for group, count in shared.most_common(3):
            if count >= _SHARED * min(len(runs), self._sizes[group]):
                self._groups[group].append(value)
                return
        for run in runs:
            self._holding.setdefault(run, []).append(len(self._groups))
        self._groups.append([value])
        self._sizes.append(len(runs))

    def groups(self) -> Iterator[list[T]]:
        """The groups, each with its values in the order in which they came."""
        return iter(self._groups)


def _runs(quote: str) -> set[tuple[str, ...]]:
    """The runs of three words in what is quoted, else in all of it."""
    quoted = " ".join(quote[one.start : one.end] for one in quotations(quote))
    own = words(quoted)
    own = own if len(own) >= _QUOTED_WORDS else words(quote)
    if len(own) < _RUN:
        return {tuple(own)}
    return {tuple(own[at : at + _RUN]) for at in range(len(own) - _RUN + 1)}
