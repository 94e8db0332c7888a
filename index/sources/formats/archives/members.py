"""The members of a ZIP or tar file, in its order, each with a stream of its content."""

import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from index.errors import InputUnusable

# What the readers of Python raise for damaged archives, and for methods they do not know.
DAMAGE = (
    *(zipfile.BadZipFile, tarfile.TarError, lzma.LZMAError, zlib.error),
    *(EOFError, OSError, NotImplementedError, RuntimeError, ValueError),
)
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_PACKED = (b"BZh", b"\xfd7zXZ\x00")
# Bytes of a name; file systems take up to 255.
_LONGEST = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file in an archive; `problem` says why it cannot be read, "" if it can.

    `open` gives its content, and is to be called before the next member is asked for.
    """

    name: str
    problem: str
    open: Callable[[], IO[bytes]]

    @property
    def path(self) -> PurePosixPath:
        """Its name as a relative path that leads nowhere else and that every file system takes."""
        parts = self.name.replace("\\", "/").split("/")
        kept = [_shortened(part) for part in parts if part.strip(". ") and ":" not in part]
        return PurePosixPath(*kept) if kept else PurePosixPath("_")

    @property
    def is_hidden(self) -> bool:
        """Whether it is hidden, or one of macOS's notes on other files."""
        parts = self.name.replace("\\", "/").split("/")
        return any(part.startswith(".") and part.strip(".") for part in parts) or (
            "__MACOSX" in parts
        )


def recognise_zip(head: bytes) -> bool:
    """Whether a file begins like a ZIP."""
    return head.startswith((_ZIP, _EMPTY_ZIP))


def recognise_tar(head: bytes) -> bool:
    """Whether a file (out of its gzip) begins like a tar file, or is packed with bzip2 or xz."""
    return head[257:262] == b"ustar" or head.startswith(_PACKED)


def members(path: Path) -> Iterator[Member]:
    """The regular files in the archive at `path`; raises what is in `DAMAGE`, or InputUnusable."""
    with path.open("rb") as stream:
        is_zip = recognise_zip(stream.read(4))
    yield from _zip_members(path) if is_zip else _tar_members(path)


def _zip_members(path: Path) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if not info.is_dir():
                yield Member(
                    name=_zip_name(info),
                    problem=_zip_problem(info),
                    open=lambda info=info: archive.open(info),  # type: ignore[misc]  # its default
                )


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name; many programs write UTF-8 without saying so, which is then read as cp437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode()
    except UnicodeError:
        return info.filename


def _zip_problem(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & 1:
        return "encrypted; unpack the archive with its password and give the files"
    return "a link" if stat.S_ISLNK(info.external_attr >> 16) else ""


def _tar_members(path: Path) -> Iterator[Member]:
    try:
        archive = tarfile.open(path)  # noqa: SIM115  # closed below
    except tarfile.ReadError:
        raise InputUnusable("no tar file in it; unpack it and give the files") from None
    with archive:
        for info in archive:
            if not info.isdir():
                yield Member(
                    name=info.name.removeprefix("./"),
                    problem="" if info.isreg() else "a link or a device",
                    open=lambda info=info: _content(archive, info),  # type: ignore[misc]  # its default
                )
        _check_end(archive)


def _content(archive: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    content = archive.extractfile(info)
    if content is None:
        raise EOFError("no content")
    return content


def _check_end(archive: tarfile.TarFile) -> None:
    """Raise EOFError unless the mark of the end follows the last member, which tarfile does not."""
    stream = archive.fileobj
    if stream is not None:
        stream.seek(archive.offset)
        if stream.read(tarfile.BLOCKSIZE) != bytes(tarfile.BLOCKSIZE):
            raise EOFError("cut off behind the last member")


def _shortened(part: str) -> str:
    """A part of a path that file systems take, with the ending of its name."""
    plain = "".join(char if char.isprintable() else "_" for char in part)
    # A character has up to four bytes.
    return plain if len(plain.encode(errors="replace")) <= _LONGEST else plain[-_LONGEST // 4 :]
