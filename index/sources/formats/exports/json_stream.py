"""A JSON text of any size, read value by value; the standard library's reader holds all of it."""

import json
import re
from collections.abc import Iterator
from typing import TextIO

from index.errors import InputUnusable
from index.sources.decoding import MAX_BYTES

_CHUNK = 1 << 16  # characters
_SPACE = re.compile(r"[ \t\r\n]*")
_EARLY = "it ends too early; it was cut off, or is still being written"
# Telegram Desktop writes control characters like this, which is no JSON.
_HEX_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*)\\x([01][0-9A-F])")


class JsonStream:
    """A place in a JSON text; objects and lists are entered, other values read whole.

    Raises InputUnusable where the text is no JSON, ends too early, or has a value of more than
    `MAX_BYTES` characters.
    """

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._decoder = json.JSONDecoder(strict=False)
        self._buffer, self._at, self._ended = "", 0, False

    def peek(self) -> str:
        """The next character that is no white space, "" at the end."""
        while True:
            self._at = _SPACE.match(self._buffer, self._at).end()  # type: ignore[union-attr]  # matches ""
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._read():
                return ""

    def ahead(self, size: int) -> str:
        """The next `size` characters, fewer at the end; the place stays."""
        while len(self._buffer) - self._at < size and self._read(size):
            pass
        return self._buffer[self._at : self._at + size]

    def members(self) -> Iterator[str]:
        """The names in the object here; each value has to be read or entered before the next."""
        for _ in self._parts("{", "}"):
            name = str(self.value())
            self._take(":")
            yield name

    def items(self) -> Iterator[None]:
        """A turn for each item of the list here; it has to be read or entered before the next."""
        return self._parts("[", "]")

    def value(self) -> object:
        """The value here, read whole."""
        self.peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                self._mend_or_read(error)
            except RecursionError:
                raise InputUnusable("not JSON that can be read (nested too deeply)") from None
            else:
                if end < len(self._buffer):
                    self._at = end
                    return value
                # A number may go on beyond what was read.
                if not self._read():
                    self._at = len(self._buffer)
                    return value

    def _parts(self, first: str, last: str) -> Iterator[None]:
        self._take(first)
        if self.peek() != last:
            yield None
            while self.peek() == ",":
                self._take(",")
                yield None
        self._take(last)

    def _take(self, char: str) -> None:
        found = self.peek()
        if not found:
            raise InputUnusable(_EARLY)
        if found != char:
            raise InputUnusable(f"not JSON ({found!r} where {char!r} is expected)")
        self._at += 1

    def _mend_or_read(self, error: json.JSONDecodeError) -> None:
        """Make a value readable, or read more of it; raise InputUnusable if neither can be."""
        before, rest = self._buffer[: self._at], self._buffer[self._at :]
        mended = _HEX_ESCAPE.sub(r"\1\\u00\2", rest) if "escape" in error.msg else rest
        self._buffer = before + mended
        if mended != rest:
            return
        if len(rest) > MAX_BYTES:
            raise InputUnusable(
                f"not JSON ({error.msg}), or a value of more than {MAX_BYTES:,} bytes"
            )
        early = error.pos - len(before) >= len(rest.rstrip()) or "Unterminated" in error.msg
        if self._read(len(rest)):
            return
        if early:
            raise InputUnusable(_EARLY)
        raise InputUnusable(f"not JSON ({error.msg})")

    def _read(self, size: int = 0) -> bool:
        """Read on, dropping what is behind; False at the end."""
        more = "" if self._ended else self._text.read(max(size, _CHUNK))
        self._ended = not more
        self._buffer, self._at = self._buffer[self._at :] + more, 0
        return bool(more)
