"""ZIP and tar files (also .gz, .bz2, .xz) of files of any format, as a folder of them.

Each member is unpacked to a temporary file, read and dropped; archives within archives to a depth
of two. The names of all members stand beside it, so that a sidecar finds its file.
"""

import errno
import os
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import InputUnusable
from index.sources import sidecars
from index.sources.formats.archives.members import DAMAGE, Member, members
from index.sources.raw import Entry, InMember, Notice, Reader, Rejection

# What reads a file of any format; None if its format is unknown.
Choose = Callable[[Path], Reader | None]

_DEEPEST = 2
# Bytes. Pages and JSON shrink to a tenth; nothing that is worth reading to a hundredth.
_ALWAYS_ALLOWED = 1_000_000_000
_LARGEST_RATIO = 100
# A sidecar is smaller: index/sources/sidecars.py.
_SIDECAR = 65_536
_CHUNK = 1 << 20
_WORD = "word/document.xml"
_OTHER_PROGRAMS = {
    "xl/workbook.xml": "an Excel workbook; save its table as CSV",
    "ppt/presentation.xml": "a PowerPoint presentation; save its text as .docx or .txt",
    "META-INF/container.xml": "an e-book (EPUB); unpack it and give its pages",
    "content.xml": "an OpenDocument file; save it as .docx",
}


@dataclass(frozen=True, slots=True)
class ArchiveReader:
    """The Reader of ZIP and tar files: `choose` finds the one of a member.

    The entries of a member come as they would from a file, each with the member's name. A member
    that cannot be unpacked is a Rejection; a Notice counts what was passed over. Raises
    InputUnusable for an archive that is damaged, that unpacks to far too much, or that is another
    program's document. Of a WACZ the WARC files are read (specs.webrecorder.net/wacz).
    """

    choose: Choose
    read_word: Reader

    def __call__(self, path: Path, /) -> Iterator[Entry]:
        """The entries of all members, in the archive's order."""
        allowed = max(_ALWAYS_ALLOWED, _LARGEST_RATIO * path.stat().st_size)
        yield from _Archive(path, self, _Allowance(allowed)).entries()


@dataclass(slots=True)
class _Allowance:
    """How many bytes may still be unpacked, archives within archives included."""

    left: int

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise InputUnusable(
                f"it unpacks to more than {_LARGEST_RATIO} times its size; if that is right, "
                "unpack it and give the folder"
            )


@dataclass(slots=True)
class _Archive:
    path: Path
    reader: ArchiveReader
    allowance: _Allowance
    depth: int = 1
    _below: str = ""
    _passed_over: Counter[str] = field(default_factory=Counter)

    def entries(self) -> Iterator[Entry]:
        names = {member.name for member in self._members()}
        if _WORD in names:
            yield from self.reader.read_word(self.path)
            return
        other = next((_OTHER_PROGRAMS[name] for name in _OTHER_PROGRAMS if name in names), "")
        if other:
            raise InputUnusable(other)
        is_wacz = "datapackage.json" in names and any(".warc" in name for name in names)
        self._below = "archive/" if is_wacz else ""
        with tempfile.TemporaryDirectory(prefix="tanya-arsip-") as folder:
            if any(name.lower().endswith(".json") for name in names):
                self._stand_in(Path(folder))
            for member in self._members():
                yield from self._member(member, Path(folder) / member.path)
        if self._passed_over:
            counts = self._passed_over.most_common()
            told = "; ".join(f"{count:,} {reason}" for reason, count in counts)
            yield Notice(str(self.path), None, f"not read: {told}")

    def _members(self) -> Iterator[Member]:
        """The members that may be read; the others are counted by whoever reads them."""
        try:
            yield from members(self.path)
        except DAMAGE as error:
            raise InputUnusable(f"a damaged archive ({error}); copy or download it again") from None

    def _stand_in(self, folder: Path) -> None:
        """Make all files, empty but for what may be a sidecar: these look for files beside them."""
        for member in self._members():
            file = folder / member.path
            if member.problem or member.is_hidden or not _made(file):
                continue
            if file.suffix.lower() == ".json":
                with suppress(*DAMAGE), member.open() as content:
                    head = content.read(_SIDECAR + 1)
                    file.write_bytes(head if len(head) <= _SIDECAR else b"")

    def _member(self, member: Member, file: Path) -> Iterator[Entry]:
        if not member.name.startswith(self._below):
            return
        if member.is_hidden:
            self._passed_over["hidden files and macOS's notes on files (__MACOSX)"] += 1
            return
        if reason := member.problem or self._unpacked(member, file):
            yield self._rejected(member, reason)
        elif sidecars.is_sidecar(file):
            return
        else:
            yield from self._read(member, file)
        # Not removed: what stands in a folder is looked at again whenever that changes.
        if file.is_file():
            os.truncate(file, 0)

    def _unpacked(self, member: Member, file: Path) -> str:
        """Unpack a member; why that failed, "" if it did not."""
        if not _made(file):
            return "cannot be unpacked under this name"
        with file.open("wb") as target:
            try:
                with member.open() as content:
                    while chunk := content.read(_CHUNK):
                        self.allowance.take(len(chunk))
                        target.write(chunk)
            except DAMAGE as error:
                if isinstance(error, OSError) and error.errno == errno.ENOSPC:
                    raise
                return f"damaged ({error})"
        return ""

    def _read(self, member: Member, file: Path) -> Iterator[Entry]:
        reader = self.reader.choose(file)
        if reader is None:
            suffix = file.suffix.lower() or "no ending"
            self._passed_over[f"files of no known format ({suffix})"] += 1
            return
        try:
            stated = sidecars.stated_fields(file)
            for entry in self._entries(reader, file):
                yield InMember(name=member.name, entry=entry, stated=stated)
        except (InputUnusable, OSError, EOFError, zlib.error) as error:
            yield self._rejected(member, str(error))

    def _entries(self, reader: Reader, file: Path) -> Iterator[Entry]:
        if not isinstance(reader, ArchiveReader):
            return reader(file)
        if self.depth >= _DEEPEST:
            raise InputUnusable("an archive within an archive within an archive; unpack it")
        inner = _Archive(file, self.reader, self.allowance, depth=self.depth + 1)
        return inner.entries()

    def _rejected(self, member: Member, reason: str) -> InMember:
        rejection = Rejection(str(self.path), None, reason)
        return InMember(name=member.name, entry=rejection, stated={})


def _made(file: Path) -> bool:
    """Make a file with its folders; False where another member has made that impossible."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    except (FileExistsError, NotADirectoryError, IsADirectoryError):
        return False
    return file.is_file()
