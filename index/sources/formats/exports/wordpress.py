"""WordPress exports (WXR, an extended RSS): an article for each published post or page.

Read item by item by lxml, as exports have hundreds of megabytes. The format is that of
`wp-admin/includes/export.php`; what blocks, shortcodes and paragraphs without tags stand for is
what WordPress makes of them (`wpautop`, `do_blocks`, `do_shortcode`).
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Protocol

from index.errors import InputUnusable
from index.sources.decoding import MAX_BYTES, open_bytes
from index.sources.formats.exports.shortcodes import post_html
from index.sources.html.fragments import fragment_text
from index.sources.markup import plain_value
from index.sources.raw import Entry, Notice, RawRecord, Rejection

_NAMESPACE = re.compile(rb"xmlns:wp\s*=|wordpress\.org/export/")
_ROOT = re.compile(rb"<rss[\s>]")
# XML forbids them, even escaped; older exports have them in posts pasted from elsewhere.
_FORBIDDEN = bytes(set(range(32)) - {9, 10, 13})
# What WordPress and its common plugins keep as posts that are none.
_INTERNAL = re.compile(
    r"attachment|revision|nav_menu_item|custom_css|customize_changeset|oembed_cache|user_request"
    r"|(?:wp|acf|elementor|jp|amp|shop|product|vc|fl|et|wpcf7|tablepress|mc4wp|ninja|give)[-_].*"
    r"|product|feedback|popup|custom-post-type|scheduled-action|page-template"
)


class _Item(Protocol):
    """The part of lxml's elements that is used here; lxml has no types."""

    tag: str
    text: str | None

    def __iter__(self) -> Iterator["_Item"]: ...
    def clear(self) -> None: ...
    def getprevious(self) -> "_Item | None": ...
    def getparent(self) -> "_Item | None": ...
    def remove(self, item: "_Item") -> None: ...


def recognise_wordpress(head: bytes) -> bool:
    """Whether the beginning of a file is that of an export: RSS with the namespace of WXR."""
    return bool(_ROOT.search(head) and _NAMESPACE.search(head))


def read_wordpress(path: Path) -> Iterator[Entry]:
    """The published posts in their order; what was passed over is counted at the end.

    Raises InputUnusable behind the last whole post of an export that was cut off.
    """
    passed: Counter[str] = Counter()
    with open_bytes(path) as stream:
        export = _Export(stream)
        number = 0
        for number, item in enumerate(export.items(), 1):
            place = f"post {item.get('post_id') or number}"
            why = _why_no_article(item)
            if why:
                passed[why] += 1
            else:
                yield _read_item(path, place, item, export)
    if passed:
        kinds = ", ".join(f"{count} {why}" for why, count in sorted(passed.items()))
        yield Notice(str(path), None, f"passed over of {number} items: {kinds}")
    if export.cut_off:
        raise InputUnusable(f"it ends in the middle, after {number} items; export it again")
    if not number:
        raise InputUnusable("a WordPress export without posts")


class _Export:
    """The items of an export as mappings of their parts, and what it says of its site before."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._tail = b""
        self.site = ""
        self.authors: dict[str, str] = {}
        self.cut_off = False

    def read(self, size: int = -1) -> bytes:
        """The next bytes of the file, without characters that XML forbids."""
        allowed = b""
        # Nothing would mean the end.
        while not allowed and (content := self._stream.read(size)):
            self._tail = (self._tail + content)[-1_000:]
            allowed = content.translate(None, _FORBIDDEN)
        return allowed

    def items(self) -> Iterator[Mapping[str, str]]:
        """Each item's parts by their names; the last of a file that was cut off is left out."""
        from lxml import etree

        waiting: Mapping[str, str] | None = None
        events = etree.iterparse(
            self, events=("end",), recover=True, huge_tree=True, resolve_entities=False
        )
        try:
            for _, element in events:
                name = _name(element.tag)
                if name == "item":
                    if waiting is not None:
                        yield waiting
                    waiting = _parts(element)
                    _forget(element)
                elif name == "author":
                    parts = _parts(element)
                    shown = parts.get("author_display_name", "")
                    self.authors[parts.get("author_login", "")] = shown
                elif name == "title" and not self.site and waiting is None:
                    self.site = plain_value((element.text or "").strip())
        except etree.XMLSyntaxError as error:
            raise InputUnusable(f"not XML that can be read ({error.msg})") from None
        self.cut_off = b"</rss>" not in self._tail
        if waiting is not None and not self.cut_off:
            yield waiting


def _name(tag: object) -> str:
    """A name without its namespace, also an undeclared one; `excerpt` for excerpt:encoded."""
    text = str(tag)
    return "excerpt" if "excerpt" in text else text.rpartition("}")[2].rpartition(":")[2]


def _parts(element: _Item) -> dict[str, str]:
    return {_name(part.tag): part.text or "" for part in reversed(list(element))}


def _forget(element: _Item) -> None:
    """Free what was read: the item and those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and (before := element.getprevious()) is not None:
        parent.remove(before)


def _why_no_article(item: Mapping[str, str]) -> str:
    """What an item is instead of a published article, "" if it is one."""
    kind, status = item.get("post_type", "post"), item.get("status", "publish")
    if _INTERNAL.fullmatch(kind):
        return kind
    if status != "publish":
        return f"{kind} ({status})"
    return f"{kind} with a password" if item.get("post_password", "").strip() else ""


def _read_item(
    path: Path, place: str, item: Mapping[str, str], export: _Export
) -> RawRecord | Rejection:
    content = item.get("encoded", "")
    if len(content) > MAX_BYTES:
        return Rejection(str(path), None, f"larger than {MAX_BYTES // 1_000_000} MB", place)
    text = fragment_text(post_html(content))
    if not text:
        return Rejection(str(path), None, "no text (pictures, a form, or drawn by a plugin)", place)
    login = item.get("creator", "")
    fields = {
        "url": item.get("link", "").strip() or _permalink(item),
        "title": plain_value(item.get("title", "").strip()),
        "published": _published(item),
        "source": export.site,
        "author": plain_value(export.authors.get(login) or login),
        "text": text,
    }
    return RawRecord(place=place, fields=fields, extracted=True)


def _permalink(item: Mapping[str, str]) -> str:
    guid = item.get("guid", "").strip()
    return guid if re.match("https?://", guid) else ""


def _published(item: Mapping[str, str]) -> str:
    """The local time with its offset, which is what it is ahead of the time in UTC.

    A post that was imported may have no time in UTC ("0000-00-00 00:00:00"): then it is the day.
    """
    local, utc = _moment(item.get("post_date", "")), _moment(item.get("post_date_gmt", ""))
    if local and utc:
        ahead = local - utc
        if abs(ahead) <= datetime.timedelta(hours=14) and not ahead.seconds % 900:
            return local.replace(tzinfo=datetime.timezone(ahead)).isoformat()
    if utc:
        return utc.replace(tzinfo=datetime.UTC).isoformat()
    return item.get("pubDate", "") if not local else local.isoformat()


def _moment(value: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.strptime(value.strip(), "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007
    except ValueError:
        return None
