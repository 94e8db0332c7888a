"""Addresses of pages: in the form to ask for, compared, and those of an article's other parts."""

import re
from urllib.parse import urlsplit, urlunsplit

from index.text.urls import article_part, canonical_url, comparison_key

# An address with the whole of an article that is shown in parts, as Kompas and Tribun write it.
_WHOLE = re.compile(
    r"[?&](?:page|hal(?:aman)?|pg|show_?page)=(?:all|full|semua|lengkap)\b"
    r"|/(?:(?:page|halaman)/)?(?:all|full|semua)/?$",
    re.IGNORECASE,
)


def fetchable_url(url: str) -> str:
    """A URL to ask for: without trackers, fragment, name and password; "" if it is not http(s).

    Scheme, www. and the slash at the end stay: without them many sites answer with a redirect.
    """
    plain = canonical_url(url)
    if not plain:
        return ""
    given, canonical = urlsplit("".join(url.split())), urlsplit(plain)
    path = given.path or "/"
    return urlunsplit((given.scheme.lower(), canonical.netloc, path, canonical.query, ""))


def page_key(url: str) -> str:
    """A key that is equal for all addresses of one article: www., m., /amp, ?page=2 and so on."""
    return comparison_key(url) or canonical_url(url)


def is_whole(url: str) -> bool:
    """Whether an address says that it shows all parts of an article."""
    return _WHOLE.search(url) is not None


def is_plain(url: str) -> bool:
    """Whether an address is the ordinary one of a page, not one for a device or a part."""
    parts = urlsplit(canonical_url(url))
    shown = f"{(parts.hostname or '').removeprefix('www.')}{parts.path}{'?' * bool(parts.query)}"
    return article_part(url) == 1 and not is_whole(url) and shown + parts.query == page_key(url)


def host_of(url: str) -> str:
    """The host that a URL is asked from, in lower case, without the port."""
    return (urlsplit(url).hostname or "").lower()


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL: what one robots.txt is for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"
