"""What lies below the files, folders and globs that an owner names: to be read, or passed over."""

import glob
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import ArchiveError
from index.sources import sidecars
from index.sources.decoding import find_path, read_head
from index.sources.records.sqlite_files import recognise_sqlite
from index.sources.registry import format_of, has_known_name

_SYSTEM_FILES = frozenset(("thumbs.db", "desktop.ini", "icon\r", "__macosx", "lost+found"))
# What editors, office programs and browsers leave behind while they work.
_UNFINISHED = re.compile(
    r"~\$.*|.*~|#.*#|.*\.(?:tmp|part|partial|crdownload|download|sw[op]|lock)", re.IGNORECASE
)
_DATABASES = frozenset((".db", ".db3", ".sqlite", ".sqlite3"))
_SITEMAP = re.compile(rb"\s*(?:<[?!][^>]*>\s*)*<(?:\w+:)?(?:urlset|sitemapindex)\b")


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file or folder that is not read, and why: a kind of reason, and more after a colon."""

    file: str
    reason: str

    @property
    def kind(self) -> str:
        """The reason without what it says of this file only."""
        return self.reason.partition(":")[0]

    @property
    def unread(self) -> bool:
        """Whether the file may hold articles all the same, which are then not gone."""
        return self.kind.startswith(("unknown format", "empty"))


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """The files to read, sorted, each once; and what lies beside them."""

    files: tuple[Path, ...]
    passed_over: tuple[PassedOver, ...]


@dataclass(frozen=True, slots=True)
class FileCounts:
    """What became of all files: how many gave articles, by format; none at all; passed over."""

    read: Mapping[str, int] = field(default_factory=dict)
    rejected: int = 0
    passed_over: tuple[PassedOver, ...] = ()

    def passed_over_by_kind(self) -> dict[str, int]:
        """How many files were passed over for each kind of reason, the most first."""
        return dict(Counter(one.kind for one in self.passed_over).most_common())


def find_files(paths: Sequence[str | Path]) -> list[Path]:
    """The files to read of `survey`."""
    return list(survey(paths).files)


def survey(paths: Sequence[str | Path]) -> FoundFiles:
    """All files at these files, folders and globs.

    Folders are searched recursively for known formats; hidden files, system files and sidecars are
    passed over. A file named itself is always to be read, whatever its format. Raises ArchiveError
    for a path that does not exist and for a glob that matches nothing.
    """
    found: dict[Path, Path] = {}
    passed: dict[str, PassedOver] = {}
    for entry in (entry for given in paths for entry in _entries(given)):
        if isinstance(entry, PassedOver):
            passed[entry.file] = entry
        elif (first := found.setdefault(entry.resolve(), entry)).absolute() != entry.absolute():
            passed[str(entry)] = PassedOver(str(entry), f"the same file as another: {first}")
    files = [file for file in found.values() if not sidecars.is_sidecar(file)]
    for file in set(found.values()) - set(files):
        passed[str(file)] = PassedOver(str(file), "a sidecar, read with its text")
    read = set(map(str, files))
    rest = (passed[file] for file in sorted(passed) if file not in read)
    return FoundFiles(tuple(sorted(files)), tuple(rest))


def _entries(given: str | Path) -> Iterator[Path | PassedOver]:
    path = find_path(Path(given))
    if path.exists() or path.is_symlink():
        yield from _below(path, set()) if path.is_dir() else [path]
        return
    if not glob.has_magic(str(given)):
        raise ArchiveError(f"{given}: no such file or folder")
    plain = list(itertools.takewhile(lambda part: not glob.has_magic(part), path.parts))
    # With "**" Path.glob follows no links, unlike glob.glob, so loops of links end here too.
    matches = sorted(Path(*plain).glob(str(Path(*path.parts[len(plain) :]))))
    if not matches:
        raise ArchiveError(f"{given}: matches no file")
    for match in matches:
        yield from _below(match, set()) if match.is_dir() else _entry(match)


def _below(folder: Path, seen: set[Path]) -> Iterator[Path | PassedOver]:
    """The entries of a folder, of linked folders too, each once, so that loops end.

    A folder that cannot be listed is yielded itself: reading it then says why.
    """
    if folder.resolve() in seen:
        yield PassedOver(str(folder), "a link to a folder that is read already")
        return
    seen.add(folder.resolve())
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        yield folder
        return
    for entry in entries:
        if entry.is_dir() and not _why_not(entry):
            yield from _below(entry, seen)
        else:
            yield from _entry(entry)


def _entry(path: Path) -> Iterator[Path | PassedOver]:
    reason = _why_not(path)
    yield PassedOver(str(path), reason) if reason else path


def _why_not(path: Path) -> str:
    """Why an entry of a folder is not to be read, "" if it is."""
    if path.name.startswith("."):
        return "a hidden folder" if path.is_dir() else "hidden"
    if path.name.lower() in _SYSTEM_FILES:
        return "a system file"
    if path.is_file() and _UNFINISHED.fullmatch(path.name):
        return "an unfinished or temporary file"
    if _is_own(path):
        return "a database of a data folder"
    if path.is_dir() or (has_known_name(path) and (path.is_file() or path.is_symlink())):
        # One that cannot be looked into is to be read, if its name is known: that says why.
        return ""
    if not path.is_file():
        return "not a regular file"
    return "" if format_of(path) else _why_unknown(path)


def _is_own(path: Path) -> bool:
    """Whether a file is a database of a data folder: a source only if it is named itself."""
    if path.suffix.lower() not in _DATABASES:
        return False
    data = (folder / "archive.db" for folder in path.parents[:3])
    try:
        return any(one.is_file() for one in data) and recognise_sqlite(read_head(path))
    except OSError:
        return False


def _why_unknown(path: Path) -> str:
    try:
        head = read_head(path)
    except OSError as error:
        return f"unknown format, and cannot be read: {error.strerror}"
    if not head.strip():
        return "empty" if not path.stat().st_size or path.suffix != ".gz" else "damaged gzip"
    if _SITEMAP.match(head):
        return "a sitemap: addresses, no articles; fetching reads it"
    suffixes = [one for one in path.suffixes[-2:] if re.fullmatch(r"\.[A-Za-z][\w-]{0,9}", one)]
    return f"unknown format ({''.join(suffixes).lower() or 'no ending'})"
