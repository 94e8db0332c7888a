"""Sitemaps (https://www.sitemaps.org/protocol.html): pages, indexes, Google's news sitemaps.

Read as a stream, of any XML that is nearly one. trafilatura's `sitemap_search` gives addresses
only, without dates and titles, and nothing where a site refuses HEAD.
"""

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree

from index.errors import InputUnusable
from index.fetching.addresses import fetchable_url
from index.fetching.records import Entry
from index.fetching.web.request import gunzip
from index.text.article_dates import to_iso
from index.text.normalize import normalize_line

# The protocol's limit: 50 MB unpacked, 50,000 addresses.
MOST_BYTES = 52_428_800
_GZIP = b"\x1f\x8b"
_NEWS = re.compile("news|berita|terkini|latest", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A sitemap that an index lists; `modified` is ISO 8601, "" if it says nothing."""

    url: str
    modified: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What one sitemap lists: the newest pages first, those of news before other sitemaps."""

    entries: tuple[Entry, ...]
    children: tuple[Child, ...]


def read_sitemap(content: bytes, url: str) -> Sitemap:
    """The pages or sitemaps that a sitemap lists; InputUnusable if it is none. May be gzipped."""
    try:
        plain = gunzip(content, MOST_BYTES) if content.startswith(_GZIP) else content
    except (EOFError, zlib.error):
        raise InputUnusable("its gzip content is damaged") from None
    entries: list[Entry] = []
    children: list[Child] = []
    for kind, fields in _nodes(plain):
        address = _absolute(url, fields.get("loc", ""))
        if address and kind == "url":
            entries.append(_entry(address, fields))
        elif address:
            children.append(Child(url=address, modified=_moment(fields, "lastmod")))
    # Sorting keeps the order of equals, so the second one decides.
    children.sort(key=lambda child: child.modified, reverse=True)
    children.sort(key=lambda child: _NEWS.search(child.url) is None)
    entries.sort(key=lambda entry: entry.published or entry.modified, reverse=True)
    return Sitemap(entries=tuple(entries), children=tuple(children))


def _nodes(content: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """Each `url` or `sitemap` element with the texts in it by their names without prefixes."""
    root = ""
    try:
        stream = etree.iterparse(
            io.BytesIO(content),
            events=("start", "end"),
            recover=True,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        for event, element in stream:
            name = _name(element)
            if event == "start":
                root = root or name
                if root not in ("urlset", "sitemapindex"):
                    raise InputUnusable(f"no sitemap: its XML is a {root[:40]!r}")
            elif name in ("url", "sitemap"):
                yield name, dict(_texts(element))
                _forget(element)
    except etree.XMLSyntaxError as error:
        raise InputUnusable(f"no sitemap: {error}") from None
    if not root:
        raise InputUnusable("no sitemap: it has no XML")


def _texts(element: etree._Element) -> Iterator[tuple[str, str]]:
    for child in element:
        name = _name(child)
        if name == "news":
            # Image and video sitemaps have a title, too.
            yield from ((f"news {_name(one)}", one.text or "") for one in child)
        else:
            yield name, child.text or ""


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _forget(element: etree._Element) -> None:
    """Free what was read; the elements before it, too."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _entry(address: str, fields: dict[str, str]) -> Entry:
    published = _moment(fields, "news publication_date")
    return Entry(
        url=address,
        title=normalize_line(fields.get("news title", "")),
        published=published,
        modified=_moment(fields, "lastmod"),
    )


def _moment(fields: dict[str, str], name: str) -> str:
    value = fields.get(name, "").strip()
    return to_iso(value) if value else ""


def _absolute(base: str, address: str) -> str:
    try:
        return fetchable_url(urljoin(base, address.strip())) if address.strip() else ""
    except ValueError:
        return ""
