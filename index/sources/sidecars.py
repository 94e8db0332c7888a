"""Sidecars: `NAME.json` beside `NAME.txt` has what the text lacks (URL, outlet, date).

A JSON object without a `text` may also name the file it describes (`"file": "NAME.txt"`), as some
collections do.
"""

import functools
from collections.abc import Mapping
from pathlib import Path

from index.errors import InputUnusable
from index.sources.decoding import decode, find_path, read_whole
from index.sources.records.fields import known_fields
from index.sources.records.json_files import parse_json

SUFFIXES = (".txt", ".md", ".html", ".htm", ".html.gz", ".htm.gz")
_MAX_BYTES = 65_536  # a larger .json contains articles


def sidecar_of(path: Path) -> Path | None:
    """The sidecar of an article file, None if it has none."""
    suffix = next((s for s in SUFFIXES if path.name.lower().endswith(s)), "")
    if not suffix:
        return None
    named = find_path(path.with_name(path.name[: -len(suffix)] + ".json"))
    return named if named.is_file() else _naming(path.parent).get(path.name)


def is_sidecar(path: Path) -> bool:
    """Whether a `.json` file describes a file beside it and is no article itself."""
    if path.suffix.lower() != ".json":
        return False
    stem = path.name[: -len(".json")]
    if any(find_path(path.with_name(stem + suffix)).is_file() for suffix in SUFFIXES):
        return True
    return path in _naming(path.parent).values()


def stated_fields(path: Path) -> dict[str, str]:
    """The fields that the sidecar of an article file states, never a text; {} without a sidecar.

    Raises InputUnusable if the sidecar cannot be read.
    """
    sidecar = sidecar_of(path)
    if not sidecar:
        return {}
    try:
        return _fields(sidecar)
    except InputUnusable as error:
        raise InputUnusable(f"its sidecar {sidecar.name} cannot be used: {error}") from None


def _fields(sidecar: Path) -> dict[str, str]:
    values = parse_json(decode(read_whole(sidecar)))
    if not isinstance(values, dict):
        raise InputUnusable("a sidecar must be one JSON object")
    return known_fields({**values, "text": None})


def _naming(folder: Path) -> Mapping[str, Path]:
    return _named_files(folder, folder.stat().st_mtime_ns)


# Needed for each file of a folder; read again only after a file was added or removed.
@functools.lru_cache(maxsize=64)
def _named_files(folder: Path, _changed: int) -> Mapping[str, Path]:
    found: dict[str, Path] = {}
    for path in sorted(folder.glob("*.json")):
        name = _named_file(path)
        file = find_path(path.with_name(name)) if name and Path(name).name == name else None
        if file and file.is_file():
            found.setdefault(file.name, path)
    return found


def _named_file(path: Path) -> str:
    try:
        if not path.is_file() or path.stat().st_size > _MAX_BYTES:
            return ""
        values = parse_json(decode(read_whole(path)))
    except (OSError, InputUnusable):
        return ""
    name = values.get("file") if isinstance(values, dict) and "text" not in values else None
    return name if isinstance(name, str) else ""
