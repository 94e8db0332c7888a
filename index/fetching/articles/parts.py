"""The other parts of an article that is shown on several pages, as its page links them."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from index.fetching.addresses import fetchable_url, host_of, is_whole, page_key
from index.text.urls import article_part, same_site

MOST_PARTS = 30


def whole_article(content: bytes, url: str) -> str:
    """The address that shows all parts of the article, "" if the page links none."""
    if is_whole(url):
        return ""
    return next((link for link in _own_links(content, url) if is_whole(link)), "")


def first_part(content: bytes, url: str) -> str:
    """The address of the first part, "" if `url` is that itself or the page links none."""
    if article_part(url) == 1:
        return ""
    return next((link for link in _own_links(content, url) if article_part(link) == 1), "")


def next_part(content: bytes, url: str) -> str:
    """The address of the part after the one at `url`, "" if the page links none.

    Told by the address, whatever the link says (“Selanjutnya”, “2”, rel=next): on many sites
    rel=next leads to another article.
    """
    if is_whole(url):
        return ""
    wanted = article_part(url) + 1
    return next((link for link in _own_links(content, url) if article_part(link) == wanted), "")


def _own_links(content: bytes, url: str) -> Iterator[str]:
    """The addresses in a page that belong to the same article, in order."""
    key = page_key(url)
    tree = _tree(content)
    for given in [] if tree is None else tree.xpath("//link[@href]/@href | //a[@href]/@href"):
        try:
            link = fetchable_url(urljoin(url, given.strip()))
        except ValueError:
            continue
        if link and page_key(link) == key:
            yield link


def _tree(content: bytes) -> html.HtmlElement | None:
    try:
        return html.document_fromstring(content)
    except (etree.ParserError, ValueError):
        return None


def declared_address(content: bytes, url: str) -> str:
    """The address that a page declares for its article (rel=canonical), "" if none to believe.

    It has to be on the same site, and not its front page, which some sites name on every page.
    """
    tree = _tree(content)
    found = [] if tree is None else tree.xpath("//link[@rel='canonical']/@href")
    try:
        declared = fetchable_url(urljoin(url, found[0].strip())) if found else ""
    except ValueError:
        return ""
    front = not urlsplit(declared).path.strip("/") and not urlsplit(declared).query
    return declared if declared and not front and _on_one_site(declared, url) else ""


def _on_one_site(one: str, other: str) -> bool:
    return host_of(one) == host_of(other) or same_site(one, other)
