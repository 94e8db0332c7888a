"""The entries of article files are made into articles unless an earlier build did that."""

import datetime
import functools
import hashlib
import importlib.metadata
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import index
from index.building.parallel import process_map
from index.records import Article
from index.sources.raw import Notice, Rejection
from index.sources.registry import READING_MODULES, Unmade
from index.store.archive.readings import Readings

Made = Article | Notice | Rejection
_KINDS: dict[str, type[Made]] = {kind.__name__: kind for kind in (Article, Notice, Rejection)}


@functools.cache
def program_digest() -> str:
    """A digest of all code and words of `index`, and of the versions of all libraries.

    What was computed by the same program need not be computed again.
    """
    root = Path(index.__file__).parent
    digest = hashlib.sha256()
    for file in sorted((*root.rglob("*.py"), *root.glob("data/*.t*"))):
        digest.update(f"{file.relative_to(root)}\0".encode() + file.read_bytes())
    versions = {f"{one.name} {one.version}" for one in importlib.metadata.distributions()}
    digest.update("\0".join(sorted(versions)).encode())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _Reading:
    """An entry with its digests, for any day and for this one, and what was `known` of it."""

    entry: Unmade
    digest: bytes
    digest_today: bytes
    known: tuple[Made, ...] | None

    @property
    def weight(self) -> int:
        return 0 if self.known is not None else self.entry.weight

    def made(self) -> Sequence[Made]:
        return self.entry.articles() if self.known is None else self.known


def make_articles(
    entries: Iterable[Unmade], readings: Readings
) -> Iterator[tuple[Unmade, Sequence[Made]]]:
    """Entries, in order, with what is made of them; web pages are read in processes.

    What is made of an entry is kept under a digest of all that decides it: the entry, its file's
    name, its sidecar, the zone, the program. With names of fields that the owner states, nothing is
    kept: of them is told which no record had. Whether a date is in the future depends on
    the day of the build: what has no date, or anything to tell, is known for that day only.
    """
    made = process_map(
        _Reading.made,
        (_looked_up(entry, readings) for entry in entries),
        weight=lambda one: one.weight,
        preload=READING_MODULES,
    )
    for reading, found in made:
        if reading.known is None and reading.entry.names.is_empty:
            lasting = all(isinstance(one, Article) and one.published for one in found)
            digest = reading.digest if lasting else reading.digest_today
            readings.keep(digest, _encoded(found))
        yield reading.entry, found


def _looked_up(entry: Unmade, readings: Readings) -> _Reading:
    any_day = replace(entry.calendar, today=datetime.date.min)
    digest = _digest(repr(replace(entry, calendar=any_day)), program_digest())
    today = _digest(digest.hex(), str(entry.calendar.today))
    known = readings.find(digest) or readings.find(today) if entry.names.is_empty else None
    return _Reading(entry, digest, today, None if known is None else _decoded(known))


def _encoded(made: Sequence[Made]) -> bytes:
    return json.dumps([[type(one).__name__, asdict(one)] for one in made]).encode()


def _decoded(made: bytes) -> tuple[Made, ...]:
    found: list[tuple[str, dict[str, Any]]] = json.loads(made)
    return tuple(_KINDS[kind](**fields) for kind, fields in found)


def _digest(*parts: str) -> bytes:
    """128 bits of SHA-256 over length-prefixed parts."""
    framed = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(framed.encode("utf-8", "surrogatepass")).digest()[:16]
