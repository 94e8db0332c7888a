"""The files to read below what an owner names: files, folders and globs."""

import glob
import itertools
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.errors import ArchiveError
from index.sources import sidecars
from index.sources.decoding import find_path, read_head
from index.sources.records.sqlite_files import recognise_sqlite
from index.sources.registry import format_of

log = logging.getLogger(__name__)


def find_files(paths: Sequence[str | Path]) -> list[Path]:
    """The files to read for these files, folders and globs: sorted, each once, without sidecars.

    Folders are searched recursively for known formats, hidden files are skipped. A file named
    itself is always included, whatever its format. Raises ArchiveError for a path that does not
    exist and for a glob that matches nothing.
    """
    found: dict[Path, Path] = {}
    for given in paths:
        for path in _named(given):
            below = _below(path, set()) if path.is_dir() else [path]
            for file in below:
                found.setdefault(file.resolve(), file)
    return sorted(file for file in found.values() if not sidecars.is_sidecar(file))


def _named(given: str | Path) -> list[Path]:
    path = find_path(Path(given))
    if path.exists() or path.is_symlink():
        return [path]
    if not glob.has_magic(str(given)):
        raise ArchiveError(f"{given}: no such file or folder")
    plain = list(itertools.takewhile(lambda part: not glob.has_magic(part), path.parts))
    # With "**" Path.glob follows no links, unlike glob.glob, so loops of links end here too.
    matches = list(Path(*plain).glob(str(Path(*path.parts[len(plain) :]))))
    if not matches:
        raise ArchiveError(f"{given}: matches no file")
    return [path for path in matches if path.is_dir() or _known(path)]


def _below(folder: Path, seen: set[Path]) -> Iterator[Path]:
    """Files of known formats below a folder; linked folders too, each once, so that loops end.

    A folder that cannot be listed is yielded itself: reading it then says why.
    """
    if folder.resolve() in seen:
        return
    seen.add(folder.resolve())
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        yield folder
        return
    ignored = 0
    for entry in entries:
        if entry.name.startswith("."):
            ignored += 1
        elif entry.is_dir():
            yield from _below(entry, seen)
        elif _known(entry) and not _is_own(entry):
            yield entry
        else:
            ignored += 1
    log.debug("%s: %d hidden files or unknown formats ignored", folder, ignored)


def _is_own(path: Path) -> bool:
    """Whether a file is a database of a data folder: a source only if it is named itself."""
    databases = (folder / "archive.db" for folder in path.parents[:3])
    try:
        return recognise_sqlite(read_head(path)) and any(one.is_file() for one in databases)
    except OSError:
        return False


def _known(path: Path) -> bool:
    """Whether a file has a known format; one that cannot be looked into counts, if its name does.

    Reading it then says what is wrong with it.
    """
    return (path.is_file() or path.is_symlink()) and format_of(path) is not None
