"""Texts and bytes of any length as arrays of strings, which Milvus limits to 65,535 bytes each."""

import base64
import json
from collections.abc import Sequence
from typing import Any

# A character has up to four bytes.
_CHARACTERS = 16_000
# The most elements that an array is declared for: 65 MB of text.
MOST_PARTS = 4_096
LONGEST = 65_535


def text_parts(text: str) -> list[str]:
    """The text in parts."""
    return [text[at : at + _CHARACTERS] for at in range(0, len(text), _CHARACTERS)]


def whole_text(parts: Sequence[str]) -> str:
    """The text of these parts."""
    return "".join(parts)


def byte_parts(data: bytes) -> list[str]:
    """Bytes in parts, in base64."""
    return text_parts(base64.b64encode(data).decode("ascii"))


def whole_bytes(parts: Sequence[str]) -> bytes:
    """The bytes of these parts."""
    return base64.b64decode("".join(parts))


def record_parts(record: dict[str, Any]) -> list[str]:
    """A record as JSON in parts; its bytes become base64."""
    plain = {
        name: base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value
        for name, value in record.items()
    }
    return text_parts(json.dumps(plain, ensure_ascii=False))


def whole_record(parts: Sequence[str]) -> dict[str, Any]:
    """The record of these parts, its bytes still in base64 (`unpacked`)."""
    record: dict[str, Any] = json.loads("".join(parts))
    return record


def unpacked(text: str) -> bytes:
    """The bytes of a record's field."""
    return base64.b64decode(text)


def fitting(text: str) -> str:
    """As much of a text as one string can hold."""
    return text.encode()[:LONGEST].decode(errors="ignore")
