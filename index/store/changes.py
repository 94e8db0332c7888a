"""What differs between an archive and what was made of it before, article by article.

A snapshot, or the collection of a search engine, keeps the digest of everything that it has taken
of each article. What is taken from the archive now is compared with that, so that only the
difference is written.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple


class TakenArticle(NamedTuple):
    """An article by its id, with the digest of everything that is taken of it."""

    id: str
    digest: bytes


@dataclass(frozen=True, kw_only=True)
class ChangeSet:
    """The ids of the articles that are added, changed and removed, each in order.

    `kept` is how many stay as they are.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: int = 0

    @cached_property
    def arriving(self) -> tuple[str, ...]:
        """The articles to be written, in order: those added, and those changed as they are now."""
        return tuple(sorted((*self.added, *self.changed)))

    @cached_property
    def leaving(self) -> tuple[str, ...]:
        """The articles to be taken out, in order: those removed, and those changed as they were."""
        return tuple(sorted((*self.removed, *self.changed)))

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.changed or self.removed)


def changes_between(before: Iterable[TakenArticle], now: Iterable[TakenArticle]) -> ChangeSet:
    """The change set from what was taken `before` to what is taken `now`, both ordered by id."""
    added: list[str] = []
    changed: list[str] = []
    removed: list[str] = []
    kept = 0
    for old, new in _side_by_side(before, now):
        if old is None and new is not None:
            added.append(new.id)
        elif old is not None and new is None:
            removed.append(old.id)
        elif old != new and new is not None:
            changed.append(new.id)
        else:
            kept += 1
    return ChangeSet(added=tuple(added), changed=tuple(changed), removed=tuple(removed), kept=kept)


def _side_by_side(
    before: Iterable[TakenArticle], now: Iterable[TakenArticle]
) -> Iterator[tuple[TakenArticle | None, TakenArticle | None]]:
    """Both lists merged: the articles of one id beside each other, None where one has it not."""
    ours, theirs = iter(before), iter(now)
    old, new = next(ours, None), next(theirs, None)
    while old or new:
        if old and (new is None or old.id < new.id):
            yield old, None
            old = next(ours, None)
        elif new and (old is None or new.id < old.id):
            yield None, new
            new = next(theirs, None)
        else:
            yield old, new
            old, new = next(ours, None), next(theirs, None)
