"""What the owner of an archive can do: look up, hide and unhide articles, change snapshots."""

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
from index.store.snapshot.live import LiveIndex
from index.store.snapshot.open_snapshot import OpenSnapshot
from index.store.snapshot.snapshots import Manifest, read_manifest

# A reference alone, as a payload, or in a link to the bot: “https://t.me/arsip_bot?start=r_…”.
_REFERENCE = re.compile(r"(?:.*[?&]start=r_|r_)?([0-9a-f]{16})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotInfo:
    """A snapshot of the archive: its name, when it was built and what it holds."""

    name: str
    created: datetime.datetime
    coverage: Coverage


class ArchiveAdmin(Protocol):
    """What the owner can do with an archive. All methods may raise ArchiveError."""

    def look_up(self, what: str) -> Citation | None:
        """The article with this URL, reference, link to the bot or id, hidden or not; else None."""
        ...

    def hidden(self) -> tuple[HiddenArticle, ...]:
        """The hidden articles, oldest first; the same object until that changes."""
        ...

    def is_hidden(self, article: Citation) -> bool:
        """Whether an article is hidden."""
        ...

    def hide(self, article: Citation) -> bool:
        """Hides an article at once and for good; False if it was already hidden."""
        ...

    def unhide(self, key: str) -> HiddenArticle | None:
        """Shows the hidden article with this key again; None if there is no such key."""
        ...

    def similar_questions(self, questions: Sequence[str]) -> list[list[int]]:
        """The indices of questions that ask the same, together: see QuestionClusters.find."""
        ...

    def current(self) -> SnapshotInfo:
        """The live snapshot."""
        ...

    def previous(self) -> SnapshotInfo | None:
        """The snapshot that `roll_back` would return to, None if there is none."""
        ...

    def reload(self) -> SnapshotInfo:
        """Opens the newest snapshot and reads the owner's names again; returns the live one."""
        ...

    def roll_back(self) -> SnapshotInfo:
        """Goes back to the previous snapshot, for later starts, too; returns the live one."""
        ...


class LiveArchiveAdmin:
    """The administration of a live index; safe to share between threads.

    `reread` reads the owner's files beside the snapshots again.
    """

    def __init__(self, live: LiveIndex, *, reread: Callable[[], None] = lambda: None) -> None:
        self._live = live
        self._reread = reread
        self._clusters = QuestionClusters(live.embedder)

    def look_up(self, what: str) -> Citation | None:
        """The article with this URL, reference, link to the bot or id, hidden or not; else None."""
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
        """The hidden articles, oldest first; the same object until that changes."""
        return self._live.hidden.entries()

    def is_hidden(self, article: Citation) -> bool:
        """Whether an article is hidden, by this id or by another that it had."""
        snapshot = self._live.current()
        number = snapshot.lookup.with_reference(article.reference)
        return article in self._live.hidden or number in snapshot.hidden

    def hide(self, article: Citation) -> bool:
        """Hides an article at once and for good; False if it was already hidden."""
        if self.is_hidden(article):
            return False
        self._live.hidden.hide(article)
        return True

    def unhide(self, key: str) -> HiddenArticle | None:
        """Shows the hidden article with this key again; None if there is no such key."""
        found = next((entry for entry in self.hidden() if entry.key == key), None)
        if found:
            self._live.hidden.unhide(found)
        return found

    def similar_questions(self, questions: Sequence[str]) -> list[list[int]]:
        """The indices of questions that ask the same, together: see QuestionClusters.find."""
        return self._clusters.find(questions)

    def current(self) -> SnapshotInfo:
        """The live snapshot."""
        snapshot = self._live.current()
        return _info(snapshot.path, snapshot.manifest)

    def previous(self) -> SnapshotInfo | None:
        """The snapshot that `roll_back` would return to, None if there is none."""
        path = self._live.snapshots.previous()
        return _info(path, read_manifest(path)) if path else None

    def reload(self) -> SnapshotInfo:
        """Opens the newest snapshot and reads the owner's names again; returns the live one."""
        self._reread()
        self._live.refresh()
        return self.current()

    def roll_back(self) -> SnapshotInfo:
        """Goes back to the previous snapshot, for later starts, too; returns the live one.

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
        return self.current()


def _info(path: Path, manifest: Manifest) -> SnapshotInfo:
    return SnapshotInfo(
        name=path.name,
        created=datetime.datetime.fromisoformat(manifest.created),
        coverage=manifest.coverage,
    )


def _citation(number: int, snapshot: OpenSnapshot) -> Citation:
    whole = snapshot.tables.article(number)
    return Citation(**{name: getattr(whole, name) for name in Citation.__slots__})
