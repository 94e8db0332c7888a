"""RSS, RDF and Atom feeds as files, read by feedparser: an article for each entry.

A feed has the latest entries only, and often no more than a teaser of each. A teaser is read as
what it is, and that is told. https://www.rssboard.org/rss-specification, RFC 4287 (Atom).
"""

import html
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from index.errors import InputUnusable
from index.sources.cleaning.words import count_words
from index.sources.decoding import read_whole
from index.sources.html.fragments import fragment_text
from index.sources.markup import plain_value
from index.sources.publication import DateEvidence
from index.sources.raw import Notice, RawRecord, Rejection

# What may stand before the root element: declarations, comments, white space.
_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>)*"
    rb"<(?:[\w-]+:)?(?:rss|feed|RDF)[\s>]",
    re.DOTALL,
)
# No article of the 17,891 of the 2019 archive has fewer words.
_SHORTEST = 60
_MORE = r"continue reading|read (?:more|full|the full)|(?:baca )?selengkapnya|lanjutkan membaca"
_CUT = re.compile(
    rf"(?:\[\s*(?:…|\.{{2,}})\s*\]|…|\.{{3,}}|(?:{_MORE})\b.*)[\s»→>\])]*$", re.IGNORECASE
)
_NO_NAME = re.compile(r"@|^\S+\.\w{2,4}$")
# At either end of a feed's title: “Republika Online RSS Feed”.
_FEED = r"(?:(?:rss|feeds?|atom)\b\W*)+"
_KIND = re.compile(rf"^\W*{_FEED}|\W*\b{_FEED}$", re.IGNORECASE)
# A dictionary of feedparser's.
_Parsed = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """An entry as its feed has it, "" for what it lacks: `body` is HTML, `dates` are as written."""

    url: str
    title: str
    source: str
    author: str
    dates: DateEvidence
    body: str
    guid: str


def recognise_feed(head: bytes) -> bool:
    """Whether the beginning of a file is that of a feed: an XML document of RSS, RDF or Atom."""
    return bool(_ROOT.match(head.replace(b"\0", b"")))


def read_feed(path: Path) -> Iterator[RawRecord | Rejection | Notice]:
    """The entries in their order; one with nothing but a title is a Rejection.

    A feed that is not well-formed XML is read as far as it goes, and that is told.
    """
    entries, fault = parse_feed(read_whole(path))
    if fault:
        told = f"not XML as it should be ({fault}); look whether entries are missing"
        yield Notice(str(path), None, told)
    teasers = 0
    for number, entry in enumerate(entries, 1):
        place = f"entry {number}"
        text = fragment_text(entry.body)
        teasers += _is_teaser(text)
        if text:
            yield _record(entry, text, place)
        else:
            told = f"; its page may have one: {entry.url}" if entry.url else ""
            yield Rejection(str(path), None, f"no text, only a title{told}", place)
    if teasers:
        told = f"{teasers} of {len(entries)} entries have only a teaser; their pages have the rest"
        yield Notice(str(path), None, told)


def parse_feed(content: bytes, *, address: str = "") -> tuple[list[FeedEntry], str]:
    """The entries of a feed's bytes, and what is wrong with its XML ("" if nothing).

    `address` is where the feed came from: relative links count from there. Raises InputUnusable if
    it is no feed, or has no entries.
    """
    feed = _parsed(content, address)
    fault = _fault(feed)
    if not feed["entries"]:
        kind = "a feed without entries" if feed.get("version") else "no feed (RSS or Atom)"
        raise InputUnusable(kind + (f" ({fault})" if fault else ""))
    about = feed["feed"]
    base = _absolute(address, about.get("link", "")) or address
    atom = feed["version"].startswith("atom")
    # Plain dictionaries: feedparser's answer the question for one date with another.
    return [_entry(dict(one), about, base, atom=atom) for one in feed["entries"]], fault


def _parsed(content: bytes, address: str) -> _Parsed:
    import feedparser

    headers = {"content-location": address} if address else None
    try:
        # A stream, not bytes: feedparser takes these for a path or an address.
        found: _Parsed = feedparser.parse(io.BytesIO(content.lstrip()), response_headers=headers)
    except Exception as error:  # whatever a parser of other people's feeds may raise
        raise InputUnusable(
            f"the feed could not be parsed ({type(error).__name__}: {error})"
        ) from error
    return found


def _absolute(base: str, link: str) -> str:
    """A link as it counts from `base`; as it is if it is none (“http://[x”)."""
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def _fault(feed: _Parsed) -> str:
    """What is wrong with a feed's XML; nothing of its charset, which feedparser corrects."""
    from xml.sax import SAXParseException

    from feedparser import exceptions

    fault = feed.get("bozo_exception")
    corrected = exceptions.NonXMLContentType, exceptions.CharacterEncodingOverride
    if not fault or isinstance(fault, corrected):
        return ""
    # Without the line of a SAX error: feedparser counts another text's.
    return fault.getMessage() if isinstance(fault, SAXParseException) else str(fault)


def _entry(entry: _Parsed, about: _Parsed, base: str, *, atom: bool) -> FeedEntry:
    link = entry.get("feedburner_origlink") or entry.get("link", "")
    source = entry.get("source", {}).get("title", "") or about.get("title", "")
    published, changed = entry.get("published", ""), entry.get("updated", "")
    # Outside Atom this is dc:date, which is when an entry was published.
    stated = published or ("" if atom else changed)
    return FeedEntry(
        url=_absolute(base, link) if link else "",
        title=plain_value(entry.get("title", "")),
        source=_KIND.sub("", plain_value(source)),
        author=_authors(entry),
        dates=DateEvidence(stated=stated, implied=(changed,) if changed else ()),
        body=max(_bodies(entry), key=count_words, default=""),
        guid=entry.get("id", ""),
    )


def _authors(entry: _Parsed) -> str:
    """The names of people: no addresses, no sites (“kapanlagi.com”)."""
    names = (plain_value(one.get("name", "")) for one in entry.get("authors", ()))
    return ", ".join(dict.fromkeys(name for name in names if name and not _NO_NAME.search(name)))


def _bodies(entry: _Parsed) -> Iterator[str]:
    """Content and summary as HTML. media:description may stand in the place of either."""
    summary = {**entry.get("summary_detail", {}), "value": entry.get("summary", "")}
    for one in (*entry.get("content", ()), summary):
        value = one.get("value") or ""
        yield html.escape(value) if one.get("type") == "text/plain" else value


def _is_teaser(text: str) -> bool:
    return 0 < count_words(text) < _SHORTEST or bool(_CUT.search(text))


def _record(entry: FeedEntry, text: str, place: str) -> RawRecord:
    fields = {
        # An entry without an address is known by what the feed calls it.
        "id": "" if entry.url else entry.guid,
        "url": entry.url,
        "title": entry.title,
        "source": entry.source,
        "author": entry.author,
        "text": text,
    }
    return RawRecord(place=place, fields=fields, dates=entry.dates, extracted=True)
