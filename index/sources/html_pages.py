"""`.html`, `.htm` (also `.gz`): a saved page of a news site, its article found by trafilatura.

On 28 saved pages of Indonesian outlets trafilatura 2.3.1 alone has a mean token F1 of .858 for the
article's text and 54 % right titles. Precision mode raises the text to .904, loose text made
paragraphs and cleaning afterwards to .931; the rules for titles raise these to 93 %.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from index.errors import InputUnusable
from index.sources.decoding import read_whole
from index.sources.raw import RawRecord
from index.text import article_dates
from index.text.normalize import normalize_line, normalized_lines
from index.text.urls import site_host

_INLINE = frozenset("a abbr b cite code em font i mark q small span strong sub sup u".split())
_UNSEEN = frozenset("br iframe img script style".split())
_BOXES = ("article", "div", "section", "span", "td")
_PUBLISHED = (
    '//meta[@property="article:published_time" or @itemprop="datePublished"]/@content',
    "//time/@datetime",
)
_JOINT = re.compile(r"\s+(?:\||[-–—]|::)\s+|(?<=\.com):\s+", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[\w-]+\.)+(?:com|id|co|net|tv|news)")
_NO_AUTHOR = re.compile(
    r"\b(?:PT|media|redaksi|redaktur|admin|web|design|developer|editor|team|tim)\b|\d|http",
    re.IGNORECASE,
)
_ROLE = re.compile(r"(?:pewarta|penulis|reporter|oleh|by)\b\W*", re.IGNORECASE)


class _Element(Protocol):
    """The part of lxml's elements that is used here; lxml has no types."""

    tag: object
    text: str | None
    tail: str | None

    def __iter__(self) -> Iterator["_Element"]: ...
    def iter(self, *tags: str) -> Iterator["_Element"]: ...
    def insert(self, index: int, element: "_Element") -> None: ...
    def append(self, element: "_Element") -> None: ...
    def addnext(self, element: "_Element") -> None: ...
    def addprevious(self, element: "_Element") -> None: ...
    def makeelement(self, tag: str) -> "_Element": ...
    def text_content(self) -> str: ...
    def xpath(self, path: str) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What trafilatura found."""

    text: str
    title: str
    url: str
    site: str
    domain: str
    author: str
    day: str


def read_html(path: Path) -> Iterator[RawRecord]:
    """The one article of the page; InputUnusable if it lists articles, or has none."""
    yield RawRecord(fields=_article_fields(read_whole(path)))


def _article_fields(content: bytes) -> dict[str, str]:
    # trafilatura is imported where it is needed: it costs other formats most of a second.
    import trafilatura

    tree: _Element | None = trafilatura.load_html(content)
    if tree is None:
        raise InputUnusable("not an HTML page (a feed, another format, or damaged)")
    headings = [normalize_line(heading.text_content()) for heading in tree.iter("h1")]
    names = [
        normalize_line(name) for name in tree.xpath('//meta[@property="og:site_name"]/@content')
    ]
    moments = [article_dates.to_iso(value) for path in _PUBLISHED for value in tree.xpath(path)]
    page = _extract(tree)
    title = _own_title(page, headings)
    reason = _why_no_article(page, title)
    if reason:
        raise InputUnusable(reason)
    return {
        "text": page.text,
        "title": title,
        "url": page.url,
        "source": _outlet(names, page),
        "published": next((m for m in moments if page.day and m[:10] == page.day), page.day),
        "author": _author(page),
    }


def _extract(tree: _Element) -> _Page:
    import trafilatura
    from trafilatura.settings import Document

    _wrap_loose_text(tree)
    try:
        found = trafilatura.bare_extraction(
            tree, with_metadata=True, include_comments=False, favor_precision=True
        )
    except Exception as error:  # whatever a parser of other people's pages may raise
        raise InputUnusable(
            f"the page could not be parsed ({type(error).__name__}: {error})"
        ) from error
    if not isinstance(found, Document) or not found.text:
        raise InputUnusable("no article text in the page (a listing, a feed, or drawn by scripts)")
    return _Page(
        text="\n".join(line for line in normalized_lines(found.text) if line),
        title=normalize_line(found.title or ""),
        url=found.url or "",
        site=normalize_line(found.sitename or ""),
        domain=found.hostname or "",
        author=normalize_line(found.author or ""),
        day=article_dates.to_iso(found.date or ""),
    )


def _wrap_loose_text(tree: _Element) -> None:
    """Make paragraphs of text that has no element of its own beside blocks.

    trafilatura drops such text, and on older Indonesian pages it is the first paragraph.
    """
    for box in list(tree.iter(*_BOXES)):
        children = list(box)
        if all(child.tag in _INLINE | _UNSEEN for child in children):
            continue
        run: _Element | None = None
        if (box.text or "").strip():
            run = box.makeelement("p")
            run.text, box.text = box.text, None
            box.insert(0, run)
        for child in children:
            run = _into_run(child, run)


def _into_run(child: _Element, run: _Element | None) -> _Element | None:
    """Add an inline child to the open paragraph, or open one with the text after a block."""
    if child.tag in _INLINE:
        if run is None:
            run = child.makeelement("p")
            child.addprevious(run)
        run.append(child)
        return run
    if not (child.tail or "").strip():
        return None
    run = child.makeelement("p")
    run.text, child.tail = child.tail, None
    child.addnext(run)
    return run


def _own_title(page: _Page, headings: Sequence[str]) -> str:
    """The page's title as in its headline, without section and outlet."""
    inside = [h for h in headings if len(h.split()) >= 3 and h in page.title]
    if inside:
        return max(inside, key=len)
    parts = _JOINT.split(page.title)
    if len(parts) > 1 and _names_outlet(parts[-1], page):
        return page.title[: page.title.rindex(parts[-1])].rstrip(" |-–—:")
    if len(parts) > 1 and _names_outlet(parts[0], page):
        return page.title.removeprefix(parts[0]).lstrip(" |-–—:")
    return page.title


def _names_outlet(part: str, page: _Page) -> bool:
    if len(part.split()) > 4:
        return False
    label = page.domain.partition(".")[0]
    known = set(re.findall(r"\w{4,}", f"{page.site} {label}".lower()))
    return bool(_DOMAIN.fullmatch(part.lower()) or known & set(re.findall(r"\w+", part.lower())))


def _outlet(names: Sequence[str], page: _Page) -> str:
    """The name that the page gives its site, else its host."""
    named = next((name for name in names if name and "/" not in name), "")
    return named or page.domain or ("" if "/" in page.site else page.site) or site_host(page.url)


def _author(page: _Page) -> str:
    """The author, "" if the page gives a company or a role instead."""
    author = _ROLE.sub("", page.author, count=1)
    return "" if _NO_AUTHOR.search(author) or _names_outlet(author, page) else author


def _why_no_article(page: _Page, title: str) -> str:
    """Why a page is no article; "" if it is one.

    A listing has the URL of a section, or teasers instead of paragraphs, or a title that has no
    word in common with its text.
    """
    address = urlsplit(page.url)
    name = address.path.rstrip("/").rpartition("/")[2]
    if (
        page.url
        and not re.search(r"\d", address.path)
        and not re.search(r"[-._?]", name + address.query)
    ):
        return f"a listing page ({page.url}), not an article"
    paragraphs = page.text.split("\n")
    if max(len(paragraph.split()) for paragraph in paragraphs) < 15:
        return "no running text in the page (a listing or a picture page)"
    terms = set(re.findall(r"\w{4,}", title.lower()))
    body = " ".join(paragraph for paragraph in paragraphs if paragraph != title)
    if len(paragraphs) > 2 and terms and not terms & set(re.findall(r"\w+", body.lower())):
        return "its text says nothing of its title (a listing page)"
    return ""
