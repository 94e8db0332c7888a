"""`.md`: an article with front matter, paragraphs below it, read by markdown-it (CommonMark).

The front matter is read as lines of `key: value`, not as YAML: there an unquoted headline with a
colon in it ("Kominfo: …") is an error. It stands between `---` lines, or `+++` as TOML; one that
was left open ends at the first blank line, and that is told.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import InputUnusable
from index.sources.decoding import decode, read_whole
from index.sources.markup import plain_text
from index.sources.raw import RawRecord
from index.sources.records.fields import known_fields

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(
    r"\s*---[ \t]*\n(?P<front>.*?)(?:\n|^)(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL | re.MULTILINE
)
_OPEN = re.compile(r"\s*---[ \t]*\n(?P<front>(?:[A-Za-z][\w-]*[ \t]*:.*\n|[ \t]+\S.*\n|- .*\n)+)")
# Fields without the rule above them, with a title among them.
_HEADLESS = re.compile(
    r"(?P<front>(?:[A-Za-z][\w-]*:[ \t]+\S.*\n){2,})[ \t]*(?:---)?[ \t]*\n", re.MULTILINE
)
_TITLE = re.compile(r"^(?:title|judul|headline):", re.IGNORECASE | re.MULTILINE)
_TOML = re.compile(r"\s*\+\+\+[ \t]*\n(?P<front>.*?)\n\+\+\+[ \t]*(?:\n|$)", re.DOTALL)
# Lines of fields, their further lines, comments and blank lines.
_FIELDS = re.compile(r"(?:(?:[A-Za-z][\w-]*[ \t]*:.*|[ \t]+\S.*|- .*|#.*|[ \t]*)(?:\n|$))*")
_KEY = re.compile(r"([A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(.*))?")
_UNCLOSED = "its front matter has no closing `---`; it was taken to end at the first blank line"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The article fields above a text, the text below them, and a notice, "" if none."""

    fields: Mapping[str, str]
    body: str
    notice: str = ""


def read_markdown(path: Path) -> Iterator[RawRecord]:
    """The one article of the file; a `# heading` is its title where the front matter has none."""
    front = split_front_matter(decode(read_whole(path)))
    title, paragraphs = _body(front.body)
    if not paragraphs:
        raise InputUnusable("no text below the front matter")
    # Single newlines: unlike a scraped page, this has no other articles' headlines to remove.
    fields = {"title": title, **front.fields, "text": "\n".join(paragraphs)}
    yield RawRecord(fields=fields, notice=front.notice)


def split_front_matter(content: str) -> FrontMatter:
    """The front matter of a text and the text below it; raises InputUnusable for broken TOML."""
    content = content.replace("\r\n", "\n")
    if match := _TOML.match(content):
        return FrontMatter(known_fields(_toml(match["front"])), content[match.end() :])
    match, notice = _FRONT.match(content), ""
    # Without its end, the next rule of the text ("---") would close it far below.
    if not match or not _FIELDS.fullmatch(match["front"]):
        match, notice = _OPEN.match(content), _UNCLOSED
    if not match and (headless := _HEADLESS.match(content)) and _TITLE.search(headless["front"]):
        match, notice = headless, ""
    if not match:
        return FrontMatter({}, content)
    return FrontMatter(known_fields(_front(match["front"])), content[match.end() :], notice)


def _toml(block: str) -> dict[str, object]:
    try:
        values = tomllib.loads(block)
    except tomllib.TOMLDecodeError as error:
        raise InputUnusable(f"its front matter is not TOML ({error})") from None
    return {name: str(v) if hasattr(v, "isoformat") else v for name, v in values.items()}


def _front(block: str) -> dict[str, str]:
    values: dict[str, str] = {}
    key = ""
    for line in block.splitlines():
        match = _KEY.fullmatch(line)
        if match:
            key = match[1].lower()
            values[key] = _unquoted((match[2] or "").strip())
        elif key and line.lstrip().startswith("- "):
            values[key] = ", ".join(filter(None, (values[key], _unquoted(line.lstrip(" -")))))
        elif key and line[:1].isspace():
            values[key] = (
                f"{values[key].removeprefix('>').removeprefix('|')} {line.strip()}".strip()
            )
    return values


def _unquoted(value: str) -> str:
    """A value without its quotation marks; the items of a list in brackets, joined."""
    if value.startswith("[") and value.endswith("]"):
        return ", ".join(_unquoted(item.strip()) for item in value[1:-1].split(","))
    if len(value) < 2 or value[0] != value[-1] or value[0] not in "'\"":
        return value
    if value[0] == "'":
        return value[1:-1].replace("''", "'")
    try:
        return str(json.loads(value))
    except ValueError:
        return value[1:-1]


def _body(body: str) -> tuple[str, list[str]]:
    """The title heading ("" if none) and the paragraphs, without marks."""
    # markdown-it is imported where it is needed: other formats do not wait for it.
    from markdown_it import MarkdownIt

    title = ""
    paragraphs: list[str] = []
    for tag, text in _blocks(MarkdownIt("commonmark").enable("table").parse(body)):
        if tag == "h1" and not title and not paragraphs:
            title = text
        else:
            paragraphs += [line.strip() for line in text.splitlines() if line.strip()]
    return title, paragraphs


def _blocks(tokens: Sequence["Token"]) -> Iterator[tuple[str, str]]:
    """The tag and the text of each block; items of lists keep their marks, rows their strokes."""
    tag, mark, cells = "", "", []
    for token in tokens:
        if token.type == "list_item_open":
            mark = f"{token.info}{token.markup} "
        elif token.type == "inline" and tag in ("td", "th"):
            cells.append(_inline(token))
        elif token.type == "inline":
            yield tag, mark + _inline(token)
            mark = ""
        elif token.type == "tr_close":
            yield "tr", f"| {' | '.join(cells)} |"
            cells = []
        elif token.type in ("html_block", "fence", "code_block"):
            yield token.type, plain_text(token.content)
        elif token.nesting == 1:
            tag = token.tag


def _inline(token: "Token") -> str:
    """The text of an inline token: a wrapped line is one, tags and pictures are left out."""
    parts: list[str] = []
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type in ("text", "code_inline", "html_inline"):
            parts.append(child.content)
    return plain_text("".join(parts))
