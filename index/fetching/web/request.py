"""One request: sent, read within limits of time and size, unpacked; no redirects, no retries."""

import asyncio
import email.utils
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import httpx

from index.errors import InputUnusable
from index.fetching.web.network import AddressRefused

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Seconds for connecting, between two pieces of an answer and for all of it; bytes unpacked."""

    connect: float = 10.0
    read: float = 20.0
    total: float = 60.0
    size: int = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server sent. `body` is as it came, maybe packed; `content` is unpacked."""

    url: str
    status: int
    reason: str
    headers: Headers
    body: bytes
    content: bytes

    def header(self, name: str) -> str:
        """The first header of a name, "" if there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def content_type(self) -> str:
        """The media type in lower case, without parameters."""
        return self.header("content-type").partition(";")[0].strip().lower()


class Unfetched(Exception):
    """An address that could not be fetched, and why.

    `passing` says that it may be there in a moment; `lasting` that it will not be there soon, so
    that nobody has to ask again. `status` is that of HTTP, 0 if there was no answer.
    """

    def __init__(
        self, reason: str, *, passing: bool = False, lasting: bool = False, status: int = 0
    ) -> None:
        super().__init__(reason)
        self.passing = passing
        self.lasting = lasting
        self.status = status


class Skipped(Unfetched):
    """An address that is not to be fetched: robots.txt forbids it, or there is no web page."""


class HostUnavailable(Unfetched):
    """A host that wants no request at the moment, for about `wait` seconds (0: not known)."""

    def __init__(self, reason: str, *, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.wait = wait


async def ask(client: httpx.AsyncClient, url: str, headers: Headers, limits: Limits) -> Answer:
    """The answer to a GET, whatever its status; raises Unfetched if there is no whole answer."""
    try:
        async with asyncio.timeout(limits.total):
            async with client.stream("GET", url, headers=list(headers)) as response:
                body = await _read(response, limits.size)
    except TimeoutError:
        raise Unfetched(f"no whole answer in {limits.total:g} s", passing=True) from None
    except httpx.TimeoutException:
        raise Unfetched("timed out", passing=True) from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
        raise Unfetched(f"no usable address: {error}", lasting=True) from None
    except httpx.HTTPError as error:
        if isinstance(error.__cause__, AddressRefused):
            raise Unfetched(str(error), lasting=True) from None
        raise Unfetched(_reason(error), passing=True) from None
    answer = Answer(
        url=url,
        status=response.status_code,
        reason=response.reason_phrase,
        headers=[
            (key.decode("latin-1"), value.decode("latin-1")) for key, value in response.headers.raw
        ],
        body=body,
        content=b"",
    )
    return replace(answer, content=unpacked(answer, limits.size))


def _reason(error: httpx.HTTPError) -> str:
    return str(error) or type(error).__name__


async def _read(response: httpx.Response, most: int) -> bytes:
    declared = response.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > most:
        raise Unfetched(_too_large(most), lasting=True)
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > most:
            raise Unfetched(_too_large(most), lasting=True)
    return bytes(body)


def unpacked(answer: Answer, most: int) -> bytes:
    """The body without its Content-Encoding; raises Unfetched if it is too large or damaged."""
    encoding = answer.header("content-encoding").strip().lower()
    if encoding in ("", "identity") or not answer.body:
        return answer.body
    if encoding not in ("gzip", "x-gzip"):
        raise Unfetched(f"packed as {encoding[:40]!r}, which was not asked for", lasting=True)
    try:
        return gunzip(answer.body, most)
    except InputUnusable as error:
        raise Unfetched(str(error), lasting=True) from None
    except (EOFError, zlib.error):
        raise Unfetched("its gzip content is damaged", passing=True) from None


def gunzip(packed: bytes, most: int) -> bytes:
    """Gzip data of one member or more, unpacked to at most `most` bytes, else InputUnusable.

    Raises EOFError or zlib.error for damaged data.
    """
    unpacked = bytearray()
    while packed:
        member = zlib.decompressobj(wbits=31)
        unpacked += member.decompress(packed, most + 1 - len(unpacked))
        if len(unpacked) > most:
            raise InputUnusable(_too_large(most))
        if not member.eof:
            raise EOFError
        packed = member.unused_data.lstrip(b"\0")
    return bytes(unpacked)


def _too_large(most: int) -> str:
    return f"larger than {most / 1e6:g} MB"


def seconds_to_wait(value: str, now: float) -> float | None:
    """The seconds of a Retry-After header, a number or a date; None if it says nothing."""
    if re.fullmatch(r"\d{1,9}", value.strip()):
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return None
