"""`.html`, `.htm` (also `.gz`): a saved page of a news site, its article found by trafilatura.

How good it is on real pages is said in `index/sources/html/extraction.py`; the rules for titles
raise trafilatura's 54 % right ones to 93 %.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import Enum, auto
from pathlib import Path
from types import MappingProxyType

from index.errors import InputUnusable
from index.sources.decoding import read_whole
from index.sources.html.addresses import page_address
from index.sources.html.charset import decode_page
from index.sources.html.dates import dates_of_page
from index.sources.html.extraction import extract
from index.sources.html.listings import why_no_article
from index.sources.html.metadata import author, outlet, own_title
from index.sources.html.structured_data import declared_article
from index.sources.html.tree import Element, text_of
from index.sources.raw import RawRecord, UnreadPage
from index.text.article_dates import to_iso
from index.text.normalize import normalize_line

Fields = Mapping[str, str]
_NOTHING: Fields = MappingProxyType({})
_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype html|<html\b)",
    re.IGNORECASE | re.DOTALL,
)


class _Kind(Enum):
    """What is known of a page: nothing, that it has an article, or a later part of one."""

    ANY = auto()
    ARTICLE = auto()
    PART = auto()


def recognise_html(head: bytes) -> bool:
    """Whether a file begins like a whole page, with or without an XML declaration."""
    return _START.match(head) is not None


def read_html(path: Path) -> Iterator[UnreadPage]:
    """The one page of the file."""
    yield UnreadPage(content=read_whole(path))


def read_page(
    content: bytes | str,
    *,
    charset: str = "",
    address: str = "",
    known: Fields = _NOTHING,
    is_part: bool = False,
) -> RawRecord:
    """The article of one page, whatever it came in; raises InputUnusable for a listing.

    `charset` is that of the HTTP header, "" if there is none; text needs none. `address` is where
    the page came from, and counts where the page does not name its own (see `page_address`).
    `known` has what a feed, say, tells of the article: fields (`FIELDS`) that fill what the page
    lacks. `is_part` says that it is a later page of an article, which may have a line or two.
    """
    text = decode_page(content, charset) if isinstance(content, bytes) else content
    kind = _Kind.PART if is_part else _Kind.ANY
    return _read(text, address, known, kind)


def read_fragment(content: str, *, address: str = "", known: Fields = _NOTHING) -> RawRecord:
    """The article of HTML that is no whole page: the content of a feed's entry, of a document.

    That it is an article, not a listing, is taken for granted. Raises InputUnusable if it has no
    running text.
    """
    title = html.escape(known.get("title", ""))
    heading = f"<h1>{title}</h1>" if title else ""
    page = f"<html><head><title>{title}</title></head><body><article>{heading}{content}"
    return _read(f"{page}</article></body></html>", address, known, _Kind.ARTICLE)


def _read(page: str, address: str, known: Fields, kind: _Kind) -> RawRecord:
    tree = _tree(page)
    dates = dates_of_page(tree)
    own = page_address(tree, address) if address else ""
    fields, notice = _fields(tree, own, known, kind)
    dated = bool(dates.stated or to_iso(dates.printed))
    filled = {name: value for name, value in known.items() if name != "published" or not dated}
    return RawRecord(fields={**filled, **fields}, dates=dates, notice=notice, extracted=True)


def _tree(page: str) -> Element:
    # trafilatura is imported where it is needed: it costs other formats most of a second.
    import trafilatura

    tree: Element | None = trafilatura.load_html(page) if page.strip() else None
    if tree is None:
        raise InputUnusable("not an HTML page (a feed, another format, or damaged)")
    return tree


def _fields(tree: Element, address: str, known: Fields, kind: _Kind) -> tuple[dict[str, str], str]:
    """The fields that the page gives, without its dates, and a notice; changes the tree."""
    headings = [text_of(heading) for heading in tree.iter("h1")]
    names = _meta(tree, "og:site_name")
    sections = _meta(tree, "article:section")
    declared = declared_article(tree)
    is_article = kind is _Kind.ARTICLE or declared is not None
    page = extract(tree, declared)
    page = replace(page, url=address or page.url)
    headline = declared.headline if declared else ""
    title = own_title(page, headings) or headline or known.get("title", "")
    reason = why_no_article(page.url, title, page.text, declared=is_article)
    if reason and kind is not _Kind.PART:
        raise InputUnusable(reason)
    fields = {
        "text": page.text,
        "title": title,
        "url": page.url,
        "source": outlet([*names, known.get("source", "")], page),
        "author": author(page),
        "section": (declared.section if declared else "") or next(iter(sections), ""),
    }
    return {name: value for name, value in fields.items() if value.strip()}, page.notice


def _meta(tree: Element, name: str) -> list[str]:
    """What the page says under this name of Open Graph."""
    return [normalize_line(one) for one in tree.xpath(f'//meta[@property="{name}"]/@content')]
