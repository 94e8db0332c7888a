"""The address of a page: the one that it declares, where that can be believed."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from index.sources.html.tree import Element
from index.text.redirects import target_url
from index.text.urls import article_part, canonical_url, http_url, same_site

_DECLARED = (
    "//link[translate(@rel, 'CANOIL', 'canoil')='canonical']/@href",
    "//meta[@property='og:url' or @name='og:url']/@content",
)


def page_address(tree: Element, came_from: str) -> str:
    """The address that a page declares for itself (`rel=canonical`, `og:url`), else `came_from`.

    A declared address counts only on the site that the page came from, be it without www., m. or
    amp. Not the front page, which some sites name on every page, and not the beginning of an
    article for one of its later pages.
    """
    came_from = _without_tracking(http_url(target_url(came_from.strip())))
    declared = (_same_page(one, came_from) for one in _declared(tree, came_from))
    return next(filter(None, declared), came_from)


def _without_tracking(url: str) -> str:
    """An address without what only says how it was shared, and without a place on the page."""
    if "?" not in url and "#" not in url:
        return url
    plain = canonical_url(url)
    return plain.replace("https:", "http:", 1) if url.startswith("http:") else plain


def _declared(tree: Element, came_from: str) -> Iterator[str]:
    for path in _DECLARED:
        for value in tree.xpath(path):
            try:
                yield http_url(target_url(urljoin(came_from, value.strip())))
            except ValueError:
                continue


def _same_page(declared: str, came_from: str) -> str:
    if not declared or not same_site(declared, came_from):
        return ""
    front = not urlsplit(declared).path.strip("/") and not urlsplit(declared).query
    if front and urlsplit(came_from).path.strip("/"):
        return ""
    return "" if article_part(declared) != article_part(came_from) > 1 else declared
