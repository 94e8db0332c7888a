"""What a backup says of itself: `backup.json`, written last, with the checksums of all files.

{"format": 1, "version": "0.2.0", "created": "2026-03-01T08:15:00+00:00",
"files": {"archive.db": {"size": 4096, "sha256": "…"}, …}}
"""

import datetime
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import PurePosixPath
from typing import Final

from bot.operations.data_folder import DATABASES, FETCHED, SMALL_FILES, SNAPSHOTS
from index.errors import ArchiveError

MANIFEST: Final = "backup.json"
FORMAT: Final = 1


class BackupUnusable(ArchiveError):
    """A backup that cannot be made or used; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file of a backup; `sha256` is hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupManifest:
    """When a backup was made (ISO 8601, UTC), by which version, and its files by name."""

    created: str
    version: str
    files: Mapping[str, SavedFile]

    @classmethod
    def of(cls, files: Mapping[str, SavedFile]) -> "BackupManifest":
        """The manifest of a backup that is made now."""
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        return cls(created=now, version=version("tanya-arsip"), files=files)

    def to_json(self) -> bytes:
        """As it is written."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "BackupManifest":
        """Reads what `to_json` has written; BackupUnusable."""
        try:
            facts = json.loads(text)
            files = {name: SavedFile(**one) for name, one in facts["files"].items()}
            form, created, made_by = facts["format"], facts["created"], facts["version"]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupUnusable(f"its {MANIFEST} cannot be read ({error})") from error
        if form != FORMAT:
            raise BackupUnusable(
                f"it has format {form}, made by version {made_by}; this version reads {FORMAT}"
            )
        return cls(created=created, version=made_by, files=files)


def belongs(name: str) -> bool:
    """Whether a backup may hold a file of this name: only what is known in a data folder."""
    path = PurePosixPath(name)
    first, *rest = path.parts or ("",)
    plain = str(path) == name and not path.is_absolute() and ".." not in path.parts
    if not rest:
        return plain and first in {MANIFEST, *DATABASES, *SMALL_FILES}
    return plain and first in {FETCHED, SNAPSHOTS}
