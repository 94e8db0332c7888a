"""The bytes of a file, compressed or not, and their text."""

import functools
import gzip
import unicodedata
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from index.errors import InputUnusable

# Far more than any article (the longest of the 2019 archive has 60 kB), far less than the memory.
MAX_BYTES = 20_000_000
# What formats are told by: room for a long XML prologue or a JSON line of an article.
HEAD_BYTES = 16_384
_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"


def open_bytes(path: Path) -> BinaryIO:
    """The file's content as a binary stream; gzip is unpacked while reading, whatever its name."""
    if path.suffix.lower() == ".gz" or _starts_with(path, _GZIP):
        return gzip.open(path)  # type: ignore[return-value]  # typeshed: GzipFile is no BinaryIO
    return path.open("rb")


def read_head(path: Path) -> bytes:
    """The first bytes of a file's content, at most `HEAD_BYTES`; of damaged gzip what is there."""
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if not head.startswith(_GZIP):
        return head
    try:
        return zlib.decompressobj(wbits=31).decompress(head, HEAD_BYTES)
    except zlib.error:
        return b""


def _starts_with(path: Path, magic: bytes) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(magic)) == magic


def read_whole(path: Path) -> bytes:
    """The content of a file of one article or list; InputUnusable if it is too large or empty."""
    with open_bytes(path) as stream:
        content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise InputUnusable(
            f"larger than {MAX_BYTES // 1_000_000} MB, which no article is; split it or use .jsonl"
        )
    if not content.strip():
        raise InputUnusable("the file is empty")
    return content


def decode(content: bytes) -> str:
    """The text of UTF-8 bytes, with or without a byte-order mark; raises InputUnusable.

    Other encodings are not guessed: a wrong guess would put wrong letters into quotations.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputUnusable("UTF-16; save it as UTF-8 (iconv -f UTF-16 -t UTF-8)")
    if b"\0" in content:
        raise InputUnusable("binary data, not text")
    try:
        return content.removeprefix(_BOM).decode()
    except UnicodeDecodeError as error:
        byte = content[error.start : error.start + 1].hex()
        raise InputUnusable(
            f"not UTF-8 (byte 0x{byte} at position {error.start}); convert it, "
            "for example: iconv -f WINDOWS-1252 -t UTF-8"
        ) from None


def find_path(path: Path) -> Path:
    """The path that is there under this name, in whichever Unicode form; else `path` itself.

    macOS decomposes names (“é” is “e” and an accent), and copies keep that.
    """
    if str(path).isascii() or path.exists() or path.parent == path:
        return path
    folder = find_path(path.parent)
    if not folder.is_dir():
        return path
    names = _composed_names(folder, folder.stat().st_mtime_ns)
    return folder / names.get(unicodedata.normalize("NFC", path.name), path.name)


# Asked for each file of a folder; read again only after a file was added or removed.
@functools.lru_cache(maxsize=64)
def _composed_names(folder: Path, _changed: int) -> Mapping[str, str]:
    """The names of a folder's entries by their composed form."""
    try:
        return {unicodedata.normalize("NFC", one.name): one.name for one in folder.iterdir()}
    except OSError:
        return {}
