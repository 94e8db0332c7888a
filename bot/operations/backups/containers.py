"""What a backup is kept in: a folder, a .tar.gz or a .zip. Written in order, read in order.

Files are readable by their owner only: they hold what people asked, and the salt of pseudonyms.
"""

import gzip
import os
import tarfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final, Protocol

from bot.operations.backups.manifest import BackupUnusable

_CHUNK: Final = 1 << 20
# Vectors and fetched pages hardly get smaller; the databases do so at once.
_LEVEL: Final = 3
_OWNER_ONLY: Final = 0o600
_TAR: Final = (".tar.gz", ".tgz")
_ZIP: Final = (".zip",)
_OTHERS: Final = (".tar", ".gz", ".xz", ".bz2", ".zst", ".7z", ".rar")


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, at most `size` of them if it is not negative; b"" at the end."""
        ...


class Writer(Protocol):
    """Writes a backup at a path that does not exist yet."""

    def add(self, name: str, file: Readable, size: int) -> None:
        """Adds the next `size` bytes of `file` under a name with slashes."""
        ...

    def close(self) -> None:
        """Finishes what was written; nothing can be added any more."""
        ...

    def abandon(self) -> None:
        """Closes what is open; what was written is of no use."""
        ...


class _FolderWriter:
    def __init__(self, path: Path) -> None:
        self._path = path
        path.mkdir(mode=0o700)

    def add(self, name: str, file: Readable, size: int) -> None:
        target = self._path / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with new_file(target) as copy:
            for chunk in chunks(file, size):
                copy.write(chunk)
            copy.flush()
            os.fsync(copy.fileno())

    def close(self) -> None:
        """Every file is finished already."""

    abandon = close


class _TarWriter:
    def __init__(self, path: Path) -> None:
        self._file = new_file(path)
        self._packed = gzip.GzipFile("", "wb", _LEVEL, self._file)
        self._tar = tarfile.TarFile(fileobj=self._packed, mode="w", format=tarfile.PAX_FORMAT)

    def add(self, name: str, file: Readable, size: int) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode, entry.mtime = size, _OWNER_ONLY, time.time()
        self._tar.addfile(entry, file)

    def close(self) -> None:
        with self._file:
            self._tar.close()
            self._packed.close()
            self._file.flush()
            os.fsync(self._file.fileno())

    def abandon(self) -> None:
        with suppress(OSError), self._file:
            self._packed.close()


class _ZipWriter:
    def __init__(self, path: Path) -> None:
        self._file = new_file(path)
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)

    def add(self, name: str, file: Readable, size: int) -> None:
        entry = zipfile.ZipInfo(name, time.localtime()[:6])
        entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, _OWNER_ONLY << 16
        with self._zip.open(entry, "w", force_zip64=True) as copy:
            for chunk in chunks(file, size):
                copy.write(chunk)

    def close(self) -> None:
        with self._file:
            self._zip.close()
            self._file.flush()
            os.fsync(self._file.fileno())

    def abandon(self) -> None:
        # Otherwise it writes its directory when it is collected.
        self._zip.fp = None
        with suppress(OSError):
            self._file.close()


def writer(path: Path, *, like: Path) -> Writer:
    """A writer at `path`, of the kind that the name of `like` asks for; BackupUnusable."""
    name = like.name.lower()
    if name.endswith(_TAR):
        return _TarWriter(path)
    if name.endswith(_ZIP):
        return _ZipWriter(path)
    if name.endswith(_OTHERS):
        raise BackupUnusable(f"{like}: name a folder, or a file that ends in .tar.gz or .zip")
    return _FolderWriter(path)


def read(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """The name and the open content of every file of a backup, each to be read before the next.

    What kind it is, its content tells. BackupUnusable if it is none, or damaged.
    """
    if not path.exists():
        raise BackupUnusable(f"{path} is not there")
    with damage_told(path):
        if path.is_dir():
            yield from _read_folder(path)
        elif zipfile.is_zipfile(path):
            yield from _read_zip(path)
        else:
            yield from _read_tar(path)


def _read_folder(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    for file in sorted(one for one in path.rglob("*") if not one.is_dir()):
        with file.open("rb") as opened:
            yield file.relative_to(path).as_posix(), opened


def _read_tar(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    with tarfile.open(path, "r|gz") as tar:
        for entry in tar:
            opened = tar.extractfile(entry) if entry.isfile() else None
            if opened is None:
                raise BackupUnusable(f"{path} has {entry.name!r}, which is not a plain file")
            yield entry.name, opened


def _read_zip(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    with zipfile.ZipFile(path) as packed:
        for entry in packed.infolist():
            with packed.open(entry) as opened:
                yield entry.filename, opened


@contextmanager
def damage_told(path: Path) -> Iterator[None]:
    """Turns the errors of a damaged backup, while its files are read, into BackupUnusable."""
    try:
        yield
    except (tarfile.TarError, zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise BackupUnusable(f"{path} is no backup, or it is damaged ({error})") from error


def chunks(file: Readable, size: int | None = None) -> Iterator[bytes]:
    """The rest of a file, or its next `size` bytes; OSError if it has fewer."""
    left = size
    while left is None or left:
        chunk = file.read(_CHUNK if left is None else min(_CHUNK, left))
        if not chunk:
            break
        yield chunk
        left = None if left is None else left - len(chunk)
    if left:
        raise OSError(f"{left:,} bytes less than expected")


def new_file(path: Path) -> IO[bytes]:
    """A file that only its owner may read, open for writing; FileExistsError."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY), "wb")
