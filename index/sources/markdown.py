"""`.md`: an article with front matter between two `---` lines, paragraphs below it.

The front matter is read as lines of `key: value`, not as YAML: there an unquoted headline with a
colon in it ("Kominfo: …") is an error.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from index.errors import InputUnusable
from index.sources.decoding import decode, read_whole
from index.sources.raw import RawRecord, known_fields

_FRONT = re.compile(r"\s*---[ \t]*\n(?P<front>.*?)(?:\n|^)---[ \t]*(?:\n|$)", re.DOTALL)
_KEY = re.compile(r"([A-Za-z_]+)[ \t]*:(?:[ \t]+(.*))?")
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t#]*")
_OWN_LINE = re.compile(r"\s*(?:[-*+]|\d+[.)]|#{1,6}|>|\|)\s")


def read_markdown(path: Path) -> Iterator[RawRecord]:
    """The one article of the file; a `# heading` is its title where the front matter has none."""
    content = decode(read_whole(path)).replace("\r\n", "\n")
    match = _FRONT.match(content)
    fields = known_fields(_front(match["front"])) if match else {}
    title, paragraphs = _body(content[match.end() :] if match else content)
    if not paragraphs:
        raise InputUnusable("no text below the front matter")
    # Single newlines: unlike a scraped page, this has no other articles' headlines to remove.
    yield RawRecord(fields={"title": title, **fields, "text": "\n".join(paragraphs)})


def _front(block: str) -> dict[str, str]:
    values: dict[str, str] = {}
    key = ""
    for line in block.splitlines():
        match = _KEY.fullmatch(line)
        if match:
            key = match[1].lower()
            values[key] = _unquoted((match[2] or "").strip())
        elif key and line[:1].isspace():
            values[key] = (
                f"{values[key].removeprefix('>').removeprefix('|')} {line.strip()}".strip()
            )
    return values


def _unquoted(value: str) -> str:
    if len(value) < 2 or value[0] != value[-1] or value[0] not in "'\"":
        return value
    if value[0] == "'":
        return value[1:-1].replace("''", "'")
    try:
        return str(json.loads(value))
    except ValueError:
        return value[1:-1]


def _body(body: str) -> tuple[str, list[str]]:
    """The title heading ("" if none) and the paragraphs, with wrapped lines joined."""
    title = ""
    paragraphs: list[str] = []
    for block in re.split(r"\n\s*\n", body):
        for line in _unwrapped(block):
            heading = _HEADING.fullmatch(line)
            if heading and len(heading[1]) == 1 and not title and not paragraphs:
                title = heading[2]
            elif line:
                paragraphs.append(heading[2] if heading else line)
    return title, paragraphs


def _unwrapped(block: str) -> Iterator[str]:
    joined = ""
    for line in block.splitlines():
        if _OWN_LINE.match(line) or _HEADING.fullmatch(joined):
            yield joined
            joined = ""
        joined = f"{joined} {line.strip()}".strip()
    yield joined
