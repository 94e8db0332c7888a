"""`result.json` of Telegram Desktop: the posts of channels, one channel's export or all chats'.

Only channels are read: what people write in chats and groups is no article. The format is that of
`export_output_json.cpp` of Telegram Desktop: no username, a text that is a string or a list of
strings and objects, `date` in the exporter's own time and, since 2021, `date_unixtime`.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import InputUnusable
from index.sources.cleaning.words import count_words, is_running_text
from index.sources.decoding import open_bytes
from index.sources.formats.exports.json_stream import JsonStream
from index.sources.raw import Entry, Notice, RawRecord
from index.text.normalize import normalized_lines

_CHAT = re.compile(
    rb'"type"\s*:\s*"(?:(?:public|private)_(?:channel|supergroup|group)|personal_chat|bot_chat'
    rb'|saved_messages|replies)"'
)
_ALL_CHATS = re.compile(rb'\s*(?:\xef\xbb\xbf)?\{\s*"about"\s*:\s*"[^"]*\bTelegram\b')
_CHANNELS = ("public_channel", "private_channel")
# Characters of posts in which a channel is looked for under its own name; a footer repeats it.
_SEARCHED = 4_000_000
# 999 of 1,000 headlines of the 2019 archive have no more words.
_HEADLINE = 17
# Words of a title that is the beginning of its text.
_BEGINNING = 12
_REFERENCE = re.compile(r"(?:https?://|t\.me/|www\.)\S+|[@#]\w+")
# Most words beside the links, mentions and hashtags of a line that is no text (“Ikuti @kanal”).
_BESIDE = 4


@dataclass(frozen=True, slots=True)
class _Channel:
    """A channel: its number, its name ("" if it was deleted), and its username, "" if unknown."""

    id: str
    name: str
    username: str

    def address(self, post: object) -> str:
        """A post's address; without a username one that opens for the channel's readers only."""
        if not self.id:
            return ""
        return f"https://t.me/{self.username or f'c/{self.id}'}/{post}"


def recognise_telegram(head: bytes) -> bool:
    """Whether the beginning of a file is that of an export: a chat with its kind, or all chats."""
    one = b'"messages"' in head and _CHAT.search(head)
    return bool(one or _ALL_CHATS.match(head))


def read_telegram(path: Path) -> Iterator[Entry]:
    """The posts of all channels that have running text; the others are counted at the end.

    A post has its own id, so that an edited one stays the same article. A forwarded one has the
    name of where it was written first as its outlet, the time when it was forwarded, and the
    address in this channel: the export has no other.
    """
    with open_bytes(path) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace")
        other: Counter[str] = Counter()
        channels = 0
        for entry in _chats(path, JsonStream(text), other):
            channels += isinstance(entry, Notice)
            yield entry
    kinds = ", ".join(f"{count} {kind}" for kind, count in other.items())
    if not channels:
        raise InputUnusable(f"no channel in this export, only {kinds or 'an empty list'}")
    if other:
        yield Notice(str(path), None, f"chats that are no channels passed over: {kinds}")


def recognise_telegram_html(head: bytes) -> bool:
    """Whether the beginning of a file is that of an export for reading, `messages.html`."""
    return b"<title>Exported Data</title>" in head and b'href="css/style.css"' in head


def read_telegram_html(_path: Path) -> Iterator[Entry]:
    """Nothing: it does not say whether it is a channel; raises InputUnusable with the way out."""
    raise InputUnusable(
        "Telegram's export as HTML; export the channel again with “Machine-readable JSON” as its "
        "format (under “Export chat history”, behind the words “Format: HTML”)"
    )


def _chats(path: Path, export: JsonStream, other: Counter[str]) -> Iterator[Entry]:
    """The posts of a chat or, below `chats` and `left_chats`, of all; a Notice a channel."""
    about: dict[str, object] = {}
    for name in export.members():
        if name == "messages":
            yield from _messages(path, export, about, other)
        elif name in ("chats", "left_chats") and export.peek() == "{":
            for inner in export.members():
                if inner == "list":
                    for _ in export.items():
                        yield from _chats(path, export, other)
                else:
                    export.value()
        else:
            about[name] = export.value()


def _messages(
    path: Path, export: JsonStream, about: Mapping[str, object], other: Counter[str]
) -> Iterator[Entry]:
    kind = str(about.get("type") or "")
    if not kind:
        raise InputUnusable("its messages stand before the `type` of the chat; export it again")
    if kind not in _CHANNELS:
        other[kind] += 1
        for _ in export.items():
            export.value()
        return
    channel = _channel(about, export, public=kind == "public_channel")
    count: Counter[str] = Counter()
    for _ in export.items():
        post = _read_message(export.value(), channel)
        if isinstance(post, RawRecord):
            yield post
        count[post if isinstance(post, str) else ""] += 1
    yield Notice(str(path), None, _summary(channel, count))


def _channel(about: Mapping[str, object], export: JsonStream, *, public: bool) -> _Channel:
    """The channel with its username: as given, else its name, if the posts call it so (@kabar)."""
    name = str(about.get("name") or "")
    given = str(about.get("username") or "").removeprefix("@")
    letters = [char for char in name if char.isascii() and char.isalnum()]
    if public and not given and 5 <= len(letters) <= 32:
        spelt = "_?".join(letters)
        called = re.compile(rf"(?:t\.me/(?:s/)?|@)({spelt})(?!\w)", re.IGNORECASE)
        found = called.search(export.ahead(_SEARCHED))
        given = found[1] if found else ""
    return _Channel(str(about.get("id") or ""), name, given)


def _read_message(message: object, channel: _Channel) -> RawRecord | str:
    """The article that a message is, or what it is instead."""
    if not isinstance(message, dict) or message.get("type") != "message":
        return "service messages"
    lines = _lines(message)
    if not lines:
        return "without text (pictures, films, polls)"
    if not any(map(is_running_text, lines)):
        return "too short for an article"
    return _record(message, lines, channel)


def _lines(message: Mapping[str, object]) -> list[str]:
    """The lines of a post without those that are only links, mentions or hashtags."""
    text = message.get("text") or message.get("text_entities") or ""
    parts = text if isinstance(text, list) else [text]
    whole = "".join(str(one.get("text", "") if isinstance(one, dict) else one) for one in parts)
    return [line for line in normalized_lines(whole) if line and not _is_reference(line)]


def _is_reference(line: str) -> bool:
    rest, found = _REFERENCE.subn(" ", line)
    words = re.findall(r"\w+", rest)
    return len(words) <= (_BESIDE if found else 0)


def _record(message: Mapping[str, object], lines: Sequence[str], channel: _Channel) -> RawRecord:
    headed = len(lines) > 1 and count_words(lines[0]) <= _HEADLINE
    post = message.get("id", "")
    fields = {
        "id": f"telegram-{channel.id}-{post}" if channel.id else "",
        "url": channel.address(post),
        "title": lines[0] if headed else _beginning(lines[0]),
        "published": str(message.get("date_unixtime") or message.get("date") or ""),
        "source": str(message.get("forwarded_from") or channel.name),
        "author": str(message.get("author") or ""),
        "text": "\n".join(lines[1:] if headed else lines),
    }
    return RawRecord(place=f"message {post}", fields=fields)


def _beginning(text: str) -> str:
    words = text.split()
    return text if len(words) <= _BEGINNING else " ".join(words[:_BEGINNING]).rstrip(",;:–-") + " …"


def _summary(channel: _Channel, count: Counter[str]) -> str:
    passed = ", ".join(f"{why} ({number})" for why, number in sorted(count.items()) if why)
    told = f"“{channel.name}”: {count['']} of {count.total()} messages are articles"
    return told + (f"; passed over: {passed}" if passed else "")
