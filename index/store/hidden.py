"""Articles that the archive's owner has hidden: a file beside the archive that outlives rebuilds.

The program only appends to `hidden.jsonl`; people may read and edit it:

    {"at": "2026-03-01T08:15:00+00:00", "action": "hide", "id": "4f…", "title": "…"}
    {"at": "2026-03-02T10:00:00+00:00", "action": "unhide", "id": "4f…", "title": "…"}
    {"url": "https://berita.example/lain"}
    https://berita.example/satu-lagi

The last line about an article counts. `id`, `url` or `reference` suffices; a line without `action`
hides; a URL alone is a line, too. Lines that begin with # are comments.
"""

import datetime
import json
import logging
import os
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from index.errors import ArchiveError
from index.records import Citation
from index.text.urls import comparison_key

log = logging.getLogger(__name__)

HIDDEN_FILE = "hidden.jsonl"
_ACTIONS = ("hide", "unhide")
_KEPT = ("id", "url", "title", "source", "published", "author")
_REFERENCE = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, kw_only=True)
class HiddenArticle:
    """A hidden article as its line describes it; what the line lacks is "".

    `reference` is the article's `Citation.reference`, or "" if only its URL is known. `at` is when
    it was hidden (ISO 8601).
    """

    article: Citation
    reference: str
    at: str = ""

    @classmethod
    def of(cls, article: Citation) -> "HiddenArticle":
        """The entry for an article with an id."""
        return cls(article=article, reference=article.reference)

    @property
    def key(self) -> str:
        """Sixteen hexadecimal digits that identify this entry."""
        return self.reference or Citation(id=comparison_key(self.article.url)).reference

    @cached_property
    def names(self) -> frozenset[str]:
        """Reference and URL key: entries that share one of them are about the same article."""
        return frozenset((self.reference, comparison_key(self.article.url))) - {""}


class HiddenArticles:
    """The file of hidden articles; safe to share between threads, and to edit meanwhile.

    `now` gives the time that is written beside a change.
    """

    def __init__(
        self,
        path: Path,
        *,
        now: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC),
    ) -> None:
        self._path = path
        self._now = now
        self._lock = threading.Lock()
        self._seen: tuple[int, int, int] | None = None
        self._entries: tuple[HiddenArticle, ...] = ()
        self._known: frozenset[str] = frozenset()

    def entries(self) -> tuple[HiddenArticle, ...]:
        """The hidden articles in the order of the file; the same object until the file changes.

        Raises ArchiveError if the file exists but cannot be read: no hidden article may be shown by
        accident.
        """
        with self._lock:
            seen = self._state()
            if seen != self._seen:
                self._entries = self._read() if seen else ()
                self._known = frozenset(name for one in self._entries for name in one.names)
                self._seen = seen
            return self._entries

    def __contains__(self, article: Citation) -> bool:
        """Whether an article is hidden; raises what `entries` does."""
        self.entries()
        return not self._known.isdisjoint(HiddenArticle.of(article).names)

    def hide(self, article: Citation) -> None:
        """Hide an article, from now on and in later snapshots, too."""
        self._append("hide", article)

    def unhide(self, entry: HiddenArticle) -> None:
        """Show an article again."""
        self._append("unhide", entry.article, reference=entry.reference)

    def _append(self, action: str, article: Citation, *, reference: str = "") -> None:
        facts = {name: getattr(article, name) for name in _KEPT}
        if not article.id:
            facts["reference"] = reference
        record = {"at": self._now().isoformat(timespec="seconds"), "action": action}
        record |= {name: value for name, value in facts.items() if value}
        line = json.dumps(record, ensure_ascii=False) + "\n"
        try:
            with self._lock, self._path.open("a+b") as file:
                # An editor may have left the last line without a line feed.
                if file.tell() and not _ends_line(file.fileno(), file.tell()):
                    line = f"\n{line}"
                file.write(line.encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise ArchiveError(f"{self._path} cannot be written: {error.strerror}") from error

    def _state(self) -> tuple[int, int, int] | None:
        """A value that changes with the file; None if there is no file."""
        try:
            state = self._path.stat()
        except FileNotFoundError:
            return None
        return state.st_mtime_ns, state.st_size, state.st_ino

    def _read(self) -> tuple[HiddenArticle, ...]:
        try:
            text = self._path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise ArchiveError(
                f"{self._path} cannot be read ({error}); it says which articles are hidden, so no "
                "question is answered until it can be read"
            ) from error
        hidden: list[HiddenArticle] = []
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            try:
                action, entry = _parsed(line.strip())
            except ValueError as problem:
                log.warning("%s, line %d is ignored: %s", self._path, number, problem)
                continue
            hidden = [one for one in hidden if one.names.isdisjoint(entry.names)]
            hidden += [entry] if action == "hide" else []
        return tuple(hidden)


def _ends_line(descriptor: int, size: int) -> bool:
    return os.pread(descriptor, 1, size - 1) == b"\n"


def _parsed(line: str) -> tuple[str, HiddenArticle]:
    """The action of a line and its article; ValueError if it names none."""
    facts: dict[str, Any] = json.loads(line) if line.startswith("{") else {"url": line}
    if wrong := [name for name, value in facts.items() if not isinstance(value, str)]:
        raise ValueError(f"{wrong[0]} is not a string")
    action = facts.get("action", "hide")
    if action not in _ACTIONS:
        raise ValueError(f'action is {action!r}, not "hide" or "unhide"')
    article = Citation(**({"id": ""} | {n: facts[n] for n in _KEPT if n in facts}))
    reference = article.reference if article.id else facts.get("reference", "").lower()
    if reference and not _REFERENCE.fullmatch(reference):
        raise ValueError("reference is not sixteen hexadecimal digits")
    if not reference and not comparison_key(article.url):
        raise ValueError("it has neither the id, the URL nor the reference of an article")
    return action, HiddenArticle(article=article, reference=reference, at=facts.get("at", ""))
