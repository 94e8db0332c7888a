"""The archive as its owner sees it: what is live, what is hidden, and how to change both."""

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.answers.question_clusters import QuestionClusters
from index.errors import ArchiveError
from index.records import Citation, Coverage
from index.store.hidden import HiddenArticle
from index.store.live import LiveIndex
from index.store.snapshot_queries import article
from index.store.snapshot_reader import OpenSnapshot
from index.store.snapshots import read_manifest

# A reference alone, as a payload, or in a link to the bot: “https://t.me/arsip_bot?start=r_…”.
_REFERENCE = re.compile(r"(?:.*[?&]start=r_|r_)?([0-9a-f]{16})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotInfo:
    """One snapshot of the archive: its name, when it was made, what it holds."""

    name: str
    created: datetime.datetime
    coverage: Coverage


class ArchiveAdmin(Protocol):
    """What an archive's owner can do. Everything raises ArchiveError; nothing knows a chat."""

    def look_up(self, what: str) -> Citation | None:
        """The article of an address, a reference, a link to the bot or an id; hidden ones too."""
        ...

    def hidden(self) -> tuple[HiddenArticle, ...]:
        """What is hidden, in the order in which it was; the same object until that changes."""
        ...

    def hides(self, article: Citation) -> bool:
        """Whether an article is hidden."""
        ...

    def hide(self, article: Citation) -> bool:
        """Hides an article at once and for good; False if it was hidden already."""
        ...

    def unhide(self, key: str) -> HiddenArticle | None:
        """Shows what the entry of this key hid again; None if there is none such."""
        ...

    def alike(self, questions: Sequence[str]) -> list[list[int]]:
        """The places of questions that ask the same; see index.alike."""
        ...

    def edition(self) -> SnapshotInfo:
        """The live snapshot."""
        ...

    def previous(self) -> SnapshotInfo | None:
        """The snapshot that a rollback returns to, None if there is none."""
        ...

    def reload(self) -> SnapshotInfo:
        """Takes the snapshot that was published last, and the owner's names; what is live then."""
        ...

    def roll_back(self) -> SnapshotInfo:
        """Returns to the snapshot before, here and for whoever starts later; what is live then."""
        ...


class LiveArchiveAdmin:
    """The library of one data folder; safe to share between threads.

    `reread` reads again what the owner keeps beside the snapshots.
    """

    def __init__(self, live: LiveIndex, *, reread: Callable[[], None] = lambda: None) -> None:
        self._live = live
        self._reread = reread
        self._alike = QuestionClusters(live.embedder)

    def look_up(self, what: str) -> Citation | None:
        """The article of an address, a reference, a link to the bot or an id; hidden ones too."""
        snapshot, what = self._live.current(), what.strip()
        named = _REFERENCE.fullmatch(what)
        found = [
            snapshot.lookup.with_reference(named[1].lower()) if named else None,
            snapshot.lookup.with_reference(Citation(id=what).reference),
            snapshot.lookup.with_url(what),
        ]
        number = next((one for one in found if one is not None), None)
        return None if number is None else _citation(number, snapshot)

    def hidden(self) -> tuple[HiddenArticle, ...]:
        """What is hidden, in the order in which it was; the same object until that changes."""
        return self._live.hidden.entries()

    def hides(self, article: Citation) -> bool:
        """Whether an article is hidden."""
        return article in self._live.hidden

    def hide(self, article: Citation) -> bool:
        """Hides an article at once and for good; False if it was hidden already."""
        if self.hides(article):
            return False
        self._live.hidden.hide(article)
        return True

    def unhide(self, key: str) -> HiddenArticle | None:
        """Shows what the entry of this key hid again; None if there is none such."""
        found = next((entry for entry in self.hidden() if entry.key == key), None)
        if found:
            self._live.hidden.unhide(found)
        return found

    def alike(self, questions: Sequence[str]) -> list[list[int]]:
        """The places of questions that ask the same; see index.alike."""
        return self._alike.groups(questions)

    def edition(self) -> SnapshotInfo:
        """The live snapshot."""
        return _edition(self._live.current().path)

    def previous(self) -> SnapshotInfo | None:
        """The snapshot that a rollback returns to, None if there is none."""
        path = self._live.snapshots.previous()
        return _edition(path) if path else None

    def reload(self) -> SnapshotInfo:
        """Takes the snapshot that was published last, and the owner's names; what is live then."""
        self._reread()
        self._live.refresh()
        return self.edition()

    def roll_back(self) -> SnapshotInfo:
        """Returns to the snapshot before, here and for whoever starts later; what is live then.

        If that cannot be opened, everything stays as it was.
        """
        before = self._live.snapshots.current()
        self._live.snapshots.rollback()
        try:
            self._live.refresh()
        except ArchiveError:
            if before:
                self._live.snapshots.point_to(before)
            raise
        return self.edition()


def _edition(path: Path) -> SnapshotInfo:
    manifest = read_manifest(path)
    return SnapshotInfo(
        name=path.name,
        created=datetime.datetime.fromisoformat(manifest.created),
        coverage=manifest.coverage,
    )


def _citation(number: int, snapshot: OpenSnapshot) -> Citation:
    whole = article(snapshot.db, number)
    return Citation(**{name: getattr(whole, name) for name in Citation.__slots__})
