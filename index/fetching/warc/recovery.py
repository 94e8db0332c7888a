"""What a killed run left in the WARC files: whole articles are entered, the rest is cut away."""

import io
import json
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType

from index.fetching.records import Entry, Validators
from index.fetching.warc.files import ENDING, FOLDER, METADATA, digest, is_own

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    """An article in a file: its parts' addresses, those that its listing gave first."""

    source: str
    entry: Entry
    urls: tuple[str, ...]
    validators: Validators
    file: str
    size: int


def recover(data: Path, entered: Mapping[str, int]) -> Iterator[FoundPage]:
    """The articles behind what is `entered` of each file of a data folder, whole ones only.

    Cuts off what a killed run began to write. Files of other programs are left alone.
    """
    for path in filter(is_own, sorted((data / FOLDER).glob(f"*{ENDING}"))):
        start, size = entered.get(path.name, 0), path.stat().st_size
        if size == start:
            continue
        # A file that is shorter than it was is another file.
        end = start = start if size > start else 0
        for parts, behind in _articles(path, start):
            end = behind
            if parts:
                yield _found(parts, path.name, end)
        os.truncate(path, end)


@dataclass(frozen=True, slots=True)
class _Part:
    url: str
    metadata: Mapping[str, object]
    etag: str
    last_modified: str
    content: bytes


def _articles(path: Path, start: int) -> Iterator[tuple[list[_Part], int]]:
    """The parts of each whole article from a byte on, and where it ends; none of other records."""
    parts: list[_Part] = []
    for member, end in _members(path, start):
        part = _part(member)
        if part is None:
            yield [], end
            continue
        parts.append(part)
        if part.metadata.get("part", 1) == part.metadata.get("parts", 1):
            yield parts, end
            parts = []


def _members(path: Path, start: int) -> Iterator[tuple[bytes, int]]:
    """The whole gzip members of a file from a byte on, and where each ends."""
    with path.open("rb") as file:
        file.seek(start)
        rest, at = b"", start
        member, content = zlib.decompressobj(wbits=31), bytearray()
        while piece := rest or file.read(_PIECE):
            try:
                content += member.decompress(piece)
            except zlib.error:
                return
            rest = member.unused_data
            at += len(piece) - len(rest)
            if member.eof:
                yield bytes(content), at
                member, content = zlib.decompressobj(wbits=31), bytearray()


def _part(member: bytes) -> _Part | None:
    for record in ArchiveIterator(io.BytesIO(member), auto_decode="all"):
        if record.record_type != WarcRecordType.response or record.http_headers is None:
            return None
        headers = {str(name).lower(): str(value) for name, value in record.http_headers.items()}
        return _Part(
            url=str(record.headers.get("WARC-Target-URI") or ""),
            metadata=json.loads(record.headers.get(METADATA) or "{}"),
            etag=headers.get("etag", ""),
            last_modified=headers.get("last-modified", ""),
            content=record.reader.read(),
        )
    return None


def _found(parts: Sequence[_Part], file: str, size: int) -> FoundPage:
    about = {name: str(value) for name, value in parts[0].metadata.items()}
    urls = tuple(filter(None, (about.get("listed", ""), *(part.url for part in parts))))
    known = {name: about.get(name, "") for name in ("title", "author", "published")}
    return FoundPage(
        source=about.get("source", ""),
        entry=Entry(url=urls[0], **known),
        urls=urls,
        validators=Validators(
            etag=parts[0].etag,
            last_modified=parts[0].last_modified,
            sha=digest([part.content for part in parts]),
        ),
        file=file,
        size=size,
    )
