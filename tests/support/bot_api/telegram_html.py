"""Telegram's HTML, read by Telegram's rules: plain text and entities, or a refusal.

The rules are those of `parse_html` in tdlib's MessageEntity.cpp and of the Bot API's description
of formatting: which tags exist, which character references are decoded, what an end tag must
match, offsets in UTF-16 units. What Telegram finds in a text by itself (names, commands, tags,
addresses) is added as far as the tests need it.
"""

import re
from dataclasses import dataclass, field
from typing import Any

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
}
NAMED_REFERENCES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
LINKABLE = ("http://", "https://", "tg://", "ton://", "tonsite://")

Entity = dict[str, Any]

_REFERENCE = re.compile(
    r"&(?:#(?P<dec>\d+)|#x(?P<hex>[0-9a-f]+)|(?P<name>[a-z]+));?", re.IGNORECASE
)
_START = re.compile(r"<([A-Za-z0-9-]*)((?:\s+[^<>]*)?)>")
_ATTRIBUTE = re.compile(r"""\s+([A-Za-z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.-]+)))?""")
_FOUND = {
    "mention": re.compile(r"(?<![\w@/])@[A-Za-z0-9_]{3,32}\b"),
    "bot_command": re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])"),
    "hashtag": re.compile(r"(?<!\w)#\w*[^\W\d]\w*"),
    "cashtag": re.compile(r"(?<!\w)\$[A-Z]{3,8}(?!\w)"),
    "url": re.compile(
        r"(?<![\w@.])(?:https?://)?(?:[^\W_][\w-]*\.)+(?:com|net|org|id|go|co|io|me|tv)\b(?:/\S*)?"
        r"|tg://\S+",
        re.IGNORECASE,
    ),
}


class CannotParse(Exception):
    """The text is refused; the message is Telegram's."""


@dataclass
class _Open:
    tag: str
    start: int
    entity: Entity = field(default_factory=dict)


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse(html: str) -> tuple[str, list[Entity]]:
    """The text a reader sees and its entities."""
    text, entities = _read(html)
    return _trimmed(text, entities)


def plain(text: str) -> tuple[str, list[Entity]]:
    """A text sent without a parse mode."""
    return _trimmed(text, [])


def _read(html: str) -> tuple[str, list[Entity]]:
    text = ""
    entities: list[Entity] = []
    stack: list[_Open] = []
    at = 0
    while at < len(html):
        character = html[at]
        if character == "&":
            decoded, at = _reference(html, at)
            text += decoded
        elif character != "<":
            text += character
            at += 1
        elif html.startswith("</", at):
            at = _end_tag(html, at, text, stack, entities)
        else:
            at = _start_tag(html, at, text, stack)
    if stack:
        raise CannotParse(f'Can\'t find end tag corresponding to start tag "{stack[-1].tag}"')
    return text, entities


def _reference(html: str, at: int) -> tuple[str, int]:
    found = _REFERENCE.match(html, at)
    if not found:
        return "&", at + 1
    if found["name"]:
        decoded = NAMED_REFERENCES.get(found["name"], "")
    else:
        code = int(found["dec"]) if found["dec"] else int(found["hex"], 16)
        valid = 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF
        decoded = chr(code) if valid else ""
    return (decoded, found.end()) if decoded else ("&", at + 1)


def _start_tag(html: str, at: int, text: str, stack: list[_Open]) -> int:
    offset = len(html[:at].encode())
    found = _START.match(html, at)
    if not found:
        if ">" not in html[at:]:
            raise CannotParse(f"Unclosed start tag at byte offset {offset}")
        raise CannotParse(f'Unsupported start tag "" at byte offset {offset}')
    tag = found[1].lower()
    attributes = {
        name.lower(): next((_decoded(value) for value in values if value), "")
        for name, *values in _ATTRIBUTE.findall(found[2])
    }
    spoiler = tag == "span" and attributes.get("class") == "tg-spoiler"
    if tag not in TAGS and not spoiler:
        raise CannotParse(f'Unsupported start tag "{tag}" at byte offset {offset}')
    entity: Entity = {"type": "spoiler" if spoiler else TAGS[tag]}
    if tag == "a":
        entity["url"] = attributes.get("href", "")
    if tag == "blockquote" and "expandable" in attributes:
        entity["type"] = "expandable_blockquote"
    stack.append(_Open(tag, units(text), entity))
    return found.end()


def _decoded(value: str) -> str:
    return _REFERENCE.sub(lambda found: _reference(found[0], 0)[0], value)


def _end_tag(html: str, at: int, text: str, stack: list[_Open], entities: list[Entity]) -> int:
    offset = len(html[:at].encode())
    if not stack:
        raise CannotParse(f"Unexpected end tag at byte offset {offset}")
    close = html.find(">", at)
    if close < 0:
        raise CannotParse(f"Unclosed end tag at byte offset {offset}")
    tag = html[at + 2 : close].strip().lower()
    opened = stack.pop()
    if tag and tag != opened.tag:
        raise CannotParse(
            f"Unmatched end tag at byte offset {offset}, "
            f'expected "</{opened.tag}>", found "</{tag}>"'
        )
    length = units(text) - opened.start
    url = opened.entity.get("url")
    # A link that leads nowhere is no error: the text stays, the entity goes.
    if length and (url is None or url.lower().startswith(LINKABLE)):
        entities.append(opened.entity | {"offset": opened.start, "length": length})
    return close + 1


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Cleans the text as Telegram does; entities keep to what is left."""
    text = re.sub(r"[\x00-\x09\x0b-\x1f]", " ", text)
    ahead = units(text) - units(text.lstrip())
    text = text.strip()
    end = units(text)
    kept = []
    for entity in entities:
        start = min(max(entity["offset"] - ahead, 0), end)
        stop = min(max(entity["offset"] + entity["length"] - ahead, 0), end)
        if stop > start:
            kept.append(entity | {"offset": start, "length": stop - start})
    kept += _found_by_telegram(text, kept)
    return text, sorted(kept, key=lambda entity: (entity["offset"], -entity["length"]))


def _found_by_telegram(text: str, written: list[Entity]) -> list[Entity]:
    taken = [e for e in written if e["type"] in {"text_link", "code", "pre"}]
    found = []
    for kind, pattern in _FOUND.items():
        for match in pattern.finditer(text):
            start, length = units(text[: match.start()]), units(match[0])
            if not any(
                e["offset"] < start + length and start < e["offset"] + e["length"] for e in taken
            ):
                found.append({"type": kind, "offset": start, "length": length})
    return found
