"""What was fetched, as it came: WARC 1.1 files (https://iipc.github.io/warc-specifications/).

`fetched/NAME-YYYYMMDD.warc.gz`, one a source and day (UTC), a gzip member a record. All records of
an article (one a part) are added by one write and reach the disk before anything else says so. A
write that was cut off is cut away by the next run (`recovery.py`).

`WARC-JSON-Metadata`, which other web archivers write, too, has what is known of a page besides: the
outlet (`source`), `title`, `author` and `published` from its listing, the `listed` address and the
article's own `address`, `part` and `parts` of an article in parts, the `timezone` of the source.
`index/sources/formats/fetched_pages.py` reads it.
"""

import datetime
import hashlib
import io
import json
import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

from index.fetching.web.request import Answer

FOLDER = "fetched"
METADATA = "WARC-JSON-Metadata"
ENDING = ".warc.gz"
_OWN = re.compile(rf"[a-z0-9-]+-\d{{8}}{re.escape(ENDING)}")
_LONGEST_NAME = 40
# The body is kept without it: the parts that it came in are put together.
_TRANSFER = ("transfer-encoding", "content-length")


@dataclass(frozen=True, slots=True)
class FetchedPart:
    """One answer with what is known of its page."""

    answer: Answer
    metadata: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Appended:
    """The file that an article was added to, and its bytes with it."""

    file: str
    size: int


def digest(contents: Sequence[bytes]) -> str:
    """A digest of the unpacked parts of an article."""
    return hashlib.sha256(b"\0".join(contents)).hexdigest()


class WarcFiles:
    """The WARC files of a data folder; `software` is written into each."""

    def __init__(self, data: Path, *, software: str) -> None:
        self._folder = data / FOLDER
        self._software = software

    def append(self, source: str, parts: Sequence[FetchedPart]) -> Appended:
        """Add an article and wait until the disk has it, or raise OSError and leave the file."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{_file_name(source)}-{_today()}{ENDING}"
        is_new = not path.exists()
        records = b"".join(_response(part) for part in parts)
        with path.open("ab", buffering=0) as file:
            before = file.tell()
            try:
                _write(file, (self._info() if before == 0 else b"") + records)
                os.fsync(file.fileno())
            except BaseException:
                os.ftruncate(file.fileno(), before)
                raise
            size = file.tell()
        if is_new:
            _sync_folder(self._folder)
        return Appended(path.name, size)

    def _info(self) -> bytes:
        record = WarcRecord()
        record.init_headers(record_type=WarcRecordType.warcinfo)
        record.headers["Content-Type"] = "application/warc-fields"
        fields = (
            f"software: {self._software}\r\nformat: WARC File Format 1.1\r\nrobots: classic\r\n"
        )
        record.set_bytes_content(fields.encode())
        return _packed(record)


def _write(file: io.RawIOBase | io.FileIO, content: bytes) -> None:
    """All of it: a raw write may take only a part, as on a disk that is nearly full."""
    view = memoryview(content)
    while view:
        view = view[file.write(view) or 0 :]


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # not every file system can
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _response(part: FetchedPart) -> bytes:
    answer = part.answer
    record = WarcRecord()
    record.init_headers(record_type=WarcRecordType.response)
    record.headers["WARC-Target-URI"] = answer.url
    # ASCII: what does not fit into a header is escaped.
    record.headers[METADATA] = json.dumps(
        {name: value for name, value in part.metadata.items() if value}
    )
    record.headers["Content-Type"] = "application/http; msgtype=response"
    record.set_bytes_content(_http_message(answer))
    return _packed(record)


def _http_message(answer: Answer) -> bytes:
    lines = [f"HTTP/1.1 {answer.status} {_line(answer.reason)}"]
    for name, value in answer.headers:
        kept = f"X-Orig-{name}" if name.lower() in _TRANSFER else name
        lines.append(f"{kept}: {_line(value)}")
    lines.append(f"Content-Length: {len(answer.body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + answer.body


def _line(text: str) -> str:
    return " ".join(text.split())


def _packed(record: WarcRecord) -> bytes:
    buffer = io.BytesIO()
    writer = GzipWriter(buffer)
    record.write(writer, checksum_data=True)
    writer.close()
    return buffer.getvalue()


def _file_name(source: str) -> str:
    """A name for files of a source; two may have the same, since every record names its own."""
    plain = unicodedata.normalize("NFKD", source).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_NAME].strip("-") or "source"


def is_own(path: Path) -> bool:
    """Whether a file is one of those that fetching writes, by its name."""
    return _OWN.fullmatch(path.name) is not None


def _today() -> str:
    return datetime.datetime.now(datetime.UTC).strftime("%Y%m%d")
