"""Bodies of HTTP answers as they went over the wire, made what they are (RFC 9110, RFC 9112)."""

import io
import zlib

from fastwarc.stream_io import BrotliReader, ChunkedReader, ZstdReader

from index.errors import InputUnusable
from index.sources.decoding import MAX_BYTES


def decode_body(body: bytes, *, transfer: str = "", encoding: str = "") -> bytes:
    """A body without its Transfer-Encoding and Content-Encoding (the values of these headers).

    Archives often have bodies that were decoded while the headers stayed; what is not in its
    encoding is taken as it is if it begins like a page. Raises InputUnusable if it is neither, and
    for what would be larger than `MAX_BYTES`.
    """
    names = [*_names(encoding), *_names(transfer)]
    for name in reversed(names):
        try:
            decoded = _decoded(body, name)
        except (OSError, EOFError, zlib.error, ValueError) as error:
            if not body.lstrip().startswith(b"<"):
                raise InputUnusable(f"its body is no whole {name}: {error}") from None
            continue
        if len(decoded) > MAX_BYTES:
            raise InputUnusable(f"larger than {MAX_BYTES // 1_000_000} MB, which no article is")
        body = decoded
    return body


def _names(header: str) -> list[str]:
    return [name for name in map(str.strip, header.lower().split(",")) if name not in _PLAIN]


_PLAIN = ("", "identity", "none", "utf-8")


def _decoded(body: bytes, name: str) -> bytes:
    if name in ("gzip", "x-gzip"):
        return _inflated(body, 31)
    if name == "deflate":
        # By the standard with zlib's header, from some servers without.
        try:
            return _inflated(body, 15)
        except zlib.error:
            return _inflated(body, -15)
    readers = {"chunked": ChunkedReader, "br": BrotliReader, "zstd": ZstdReader}
    if name not in readers:
        raise ValueError("an unknown encoding")
    decoded = bytearray()
    # fastwarc makes room for as much as is asked for.
    with readers[name](io.BytesIO(body)) as stream:
        while len(decoded) <= MAX_BYTES and (piece := stream.read(len(body) + 1)):
            decoded += piece
    return bytes(decoded)


def _inflated(body: bytes, wbits: int) -> bytes:
    stream = zlib.decompressobj(wbits)
    decoded = stream.decompress(body, MAX_BYTES + 1)
    if not stream.eof and len(decoded) <= MAX_BYTES:
        raise EOFError("cut off")
    return decoded
