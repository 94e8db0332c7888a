"""`.warc`, also packed: the pages of a crawl (ISO 28500; iipc.github.io/warc-specifications).

fastwarc reads 10,000 responses in .2 s, for which warcio needs 1.4 s. Neither tells of a file that
was cut off, so that is found out here.
"""

import gzip
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from index.errors import InputUnusable
from index.sources.decoding import MAX_BYTES
from index.sources.formats.fetched_pages import METADATA, Captured, Metadata, joined
from index.sources.formats.http_bodies import decode_body
from index.sources.html.charset import charset_of
from index.sources.html.pages import recognise_html
from index.sources.raw import Notice, Rejection, UnreadPage
from index.text.urls import canonical_url

_PAGES = ("text/html", "application/xhtml+xml")
# What crawlers note about captures is no capture itself.
_ABOUT = ("warcinfo", "request", "metadata")
# Why a capture is passed over, as the Notice at the end puts it.
_NO_PAGE = "{} images, scripts and other files that are no web pages"
_NOT_FOUND = "{} redirects and errors (status other than 200)"
_REPEATED = "{} captures of what had been captured before"
_OLDER = "{} captures older than one of the same address before them"
_OTHER = "{} records of kinds that hold no answer of a site"
_TOO_LARGE = "{} pages of more than " + f"{MAX_BYTES // 1_000_000} MB"
_CRAWLER_STOPPED = "the crawler stopped before the end of this page (WARC-Truncated: {})"


def recognise_warc(head: bytes) -> bool:
    """Whether a file (unpacked) begins with a WARC record."""
    return head.startswith(b"WARC/")


def read_warc(path: Path) -> Iterator[UnreadPage | Rejection | Notice]:
    """The pages that sites gave a crawler with status 200, then a Notice that counts the rest.

    Of several captures of one address the last counts: older ones behind it are passed over.
    Raises InputUnusable behind the last whole record of a file that is cut off or damaged.
    """
    crawl, damage = _Crawl(path), _Damage()
    captured = (
        found
        for record, content in _whole_records(path, damage)
        for found in crawl.capture(record, content)
    )
    yield from joined(captured)
    yield from crawl.passed_over()
    if damage.reason:
        behind = f" behind {crawl.last}" if crawl.last else ""
        raise InputUnusable(
            f"cut off or damaged{behind} ({damage.reason}); what it had there is missing, so copy "
            "or fetch it again"
        )


@dataclass(slots=True)
class _Damage:
    """What ended the reading of a file before its end, and whether its last record is wrong."""

    reason: str = ""
    in_last: bool = False


def _whole_records(path: Path, damage: _Damage) -> Iterator[tuple[WarcRecord, bytes]]:
    """The records up to the first damage, each with its content, or the first part of a large one.

    Each is held back until the next begins: only then its checksum has been read.
    """
    held: tuple[WarcRecord, bytes] | None = None
    for record in _records(path, damage):
        if held:
            yield held
        # fastwarc makes room for as much as is asked for.
        content = record.reader.read(min(record.content_length, MAX_BYTES) + 1)
        length = len(content) + record.consume()
        stated = record.headers.get("Content-Length", "") or ""
        held = (record, content)
        if not stated.strip().isdecimal() or length < record.content_length:
            damage.reason, damage.in_last = "the last record is not whole", True
            break
    if held and not damage.in_last:
        yield held


def _records(path: Path, damage: _Damage) -> Iterator[WarcRecord]:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        stream = _Gunzipped(gzip.GzipFile(fileobj=file), damage) if packed else file
        try:
            yield from ArchiveIterator(stream, record_types=WarcRecordType.any_type)
        except OSError as error:
            damage.reason = damage.reason or str(error)


class _Gunzipped:
    """A gzip file as fastwarc reads it: damage ends it and is noted, and loses nothing before."""

    def __init__(self, stream: gzip.GzipFile, damage: _Damage) -> None:
        self._stream = stream
        self._damage = damage

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; none at the end, or where the file is damaged."""
        try:
            return self._stream.read1(size)
        except (EOFError, zlib.error) as error:
            self._damage.reason = str(error)
        except gzip.BadGzipFile as error:
            self._damage.reason = str(error)
            # Either a checksum is wrong, or what follows is no gzip.
            self._damage.in_last = not self._damage.reason.startswith("Not a gzipped file")
        return b""

    def tell(self) -> int:
        """How many unpacked bytes were read."""
        return self._stream.tell()

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go elsewhere among the unpacked bytes."""
        return self._stream.seek(offset, whence)

    def close(self) -> None:
        """Close the file."""
        self._stream.close()


@dataclass(slots=True)
class _Crawl:
    """What has been seen of a crawl: the latest capture of each address, what was passed over."""

    path: Path
    last: str = ""
    _seen: dict[int, tuple[str, int]] = field(default_factory=dict)
    _passed_over: Counter[str] = field(default_factory=Counter)

    def capture(self, record: WarcRecord, content: bytes) -> Iterator[Captured]:
        """The page of a record, if it is one and not known; `content` is without HTTP header."""
        kind = record.headers.get("WARC-Type", "") or ""
        if kind in _ABOUT:
            return
        address = (record.headers.get("WARC-Target-URI", "") or "").strip("<> ")
        self.last = address
        reason = _why_no_page(record, kind, content)
        moment = record.headers.get("WARC-Date", "") or ""
        about = Metadata.of(record.headers.get(METADATA, "") or "")
        if not about.in_parts:
            reason = reason or self._why_known(address, moment, content)
        if reason:
            self._passed_over[reason] += 1
            return
        try:
            yield _page(record, address, moment, content), about
        except InputUnusable as error:
            yield Rejection(str(self.path), None, str(error), address), about

    def passed_over(self) -> Iterator[Notice]:
        """One Notice that counts what was passed over, by reason; none if nothing was."""
        counts = self._passed_over.most_common()
        if counts:
            told = "; ".join(reason.format(f"{count:,}") for reason, count in counts)
            yield Notice(str(self.path), None, f"not read: {told}")

    def _why_known(self, address: str, moment: str, content: bytes) -> str:
        """Why a capture adds nothing to those before it, "" if it does."""
        key, digest = hash(canonical_url(address) or address), hash(content)
        latest, known = self._seen.get(key, ("", 0))
        if moment < latest:
            return _OLDER
        self._seen[key] = (moment, digest)
        return _REPEATED if latest and digest == known else ""


def _why_no_page(record: WarcRecord, kind: str, content: bytes) -> str:
    if kind == "revisit":
        return _REPEATED
    if kind not in ("response", "resource"):
        return _OTHER
    if record.is_http and _status(record) != 200:  # HTTP's “OK”
        return _NOT_FOUND
    media_type = _content_type(record).partition(";")[0].strip().lower()
    if media_type not in _PAGES and (media_type or not recognise_html(content)):
        return _NO_PAGE
    return _TOO_LARGE if len(content) > MAX_BYTES else ""


def _page(record: WarcRecord, address: str, moment: str, content: bytes) -> UnreadPage:
    headers = record.http_headers
    if headers:
        transfer = headers.get("Transfer-Encoding", "") or ""
        encoding = headers.get("Content-Encoding", "") or ""
        content = decode_body(content, transfer=transfer, encoding=encoding)
    cut = record.headers.get("WARC-Truncated", "") or ""
    return UnreadPage(
        place=address,
        content=content,
        charset=charset_of(_content_type(record)),
        address=address,
        fetched=moment,
        notice=_CRAWLER_STOPPED.format(cut) if cut else "",
    )


def _status(record: WarcRecord) -> int | None:
    return record.http_headers.status_code if record.http_headers else None


def _content_type(record: WarcRecord) -> str:
    headers = record.http_headers if record.is_http else record.headers
    return (headers.get("Content-Type", "") or "") if headers else ""
