"""The files of a build, read in order, with counts of what became of them."""

import functools
import os
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from index.building.reading.entries import make_articles
from index.building.reading.page_series import ArticleFiles, join_parts
from index.records import Article
from index.sources.files import FileCounts, FoundFiles
from index.sources.raw import Notice, Rejection
from index.sources.registry import Unmade, format_of
from index.store.archive.readings import Readings
from index.store.archive.staging import Staging


class Progress(Protocol):
    """Shows people how far a build has got."""

    def begin(self, task: str, total: int | None) -> None:
        """A task of `total` steps starts; None if their number is not known."""
        ...

    def advance(self, steps: int = 1) -> None:
        """`steps` further steps of the task are done."""
        ...

    def rejected(self, rejection: Rejection) -> None:
        """One file or record could not be used."""
        ...

    def noticed(self, notice: Notice) -> None:
        """An article was accepted, but part of its input could not be used."""
        ...


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article and its file; `partial` if that only ever holds a part, as a feed does."""

    article: Article
    file: Path
    partial: bool


@dataclass(slots=True)
class Reading:
    """The files of a build, and what reading them has given so far.

    `read` counts records, `formats` has the formats of the files that gave one.
    """

    found: FoundFiles
    entries: Callable[[Path], Iterator[Unmade]]
    read: int = 0
    rejections: list[Rejection] = field(default_factory=list)
    notices: int = 0
    formats: dict[Path, str] = field(default_factory=dict)

    def articles(self, progress: Progress, readings: Readings) -> Iterator[ReadArticle]:
        """The articles of all files; of several with one URL or id, the later counts.

        What was made of an entry by an earlier build comes from `readings`.
        """
        same = ArticleFiles(self._read_again)
        formats = functools.cache(format_of)
        for file, found in self._read(progress, readings):
            if not isinstance(found, Article):
                self._tell(found, progress)
                continue
            self.read += 1
            known = formats(file)
            self.formats[file] = known.name if known else ""
            staged = same.add(found, file)
            self._tell(Notice(str(file), None, staged.notice), progress)
            if staged.article:
                partial = known is not None and not known.complete
                yield ReadArticle(staged.article, file, partial)

    def join(self, staging: Staging, progress: Progress) -> None:
        """Once all are staged: make one article of those whose addresses say they are parts."""
        for notice in join_parts(staging):
            self._tell(notice, progress)

    def _read(self, progress: Progress, readings: Readings) -> Iterator[tuple[Path, object]]:
        """What is in the files, in order, each with its file."""
        entries = (entry for file in self.found.files for entry in self._entries(file, progress))
        for entry, articles in make_articles(entries, readings):
            yield from ((entry.path, one) for one in articles)

    def _entries(self, file: Path, progress: Progress) -> Iterator[Unmade]:
        yield from self.entries(file)
        progress.advance()

    def _read_again(self, file: Path) -> Iterator[object]:
        return (one for entry in self.entries(file) for one in entry.articles())

    def _tell(self, found: object, progress: Progress) -> None:
        if isinstance(found, Rejection):
            self.rejections.append(found)
            progress.rejected(found)
        elif isinstance(found, Notice) and found.reason:
            self.notices += 1
            progress.noticed(found)

    def files(self) -> FileCounts:
        """What became of all files."""
        return FileCounts(
            read=Counter(self.formats.values()),
            rejected=len(self.found.files) - len(self.formats),
            passed_over=self.found.passed_over,
        )

    def unread(self) -> set[Path]:
        """The files whose articles may be there although they were not read."""
        passed = (one.file for one in self.found.passed_over if one.unread)
        return set(map(normalized, (*(one.file for one in self.rejections), *passed)))


def normalized(path: str | Path) -> Path:
    r"""The absolute path without “..”, in NFC; links stay, as they may point elsewhere later.

    Bytes of a name that are not UTF-8 stand as \xff, since the archive cannot keep them otherwise.
    """
    given = os.fsencode(os.path.normpath(Path(path).absolute()))
    return Path(unicodedata.normalize("NFC", given.decode("utf-8", "backslashreplace")))
