"""Addresses of articles as people pass them on: found in a text, compared, read as words (pure)."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

# With a scheme, or a bare domain with a path: “viva.co.id/berita/123-judul”.
_ADDRESS = re.compile(
    r"(?:https?://|(?<![\w@/.])(?=(?:[\w-]+\.)+[a-z]{2,}/[\w-]))[^\s<>\"“”]+", re.IGNORECASE
)
_TRAILING = ".,;:!?)]}’”'…"
# A copy keeps the address of what it copies: web.archive.org/web/20190901000000/https://…
_COPY = re.compile(r"(?:https?://)?web\.archive\.org/web/[^/]+/(?=.)", re.IGNORECASE)
# The same page for telephones, and as Google's AMP.
_SAME_HOST = re.compile(r"^(?:(?:www|m|mobile|amp)\.)+")
_SAME_PATH = re.compile(r"/(?:amp|index\.(?:html?|php))$", re.IGNORECASE)
# Who passed an address on, or how much of the page is shown, makes no other article.
_PASSED_ON = re.compile(
    r"(?:utm_|mc_|at_|wt_|_ga|_gl|pk_).*|[a-z]*clid|igshid|igsh|si|ref|ref_?src|refer(?:r)?er|from"
    r"|share|shared|source|amp|outputtype|page|single|showpage",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r"\.[a-z]{2,5}$", re.IGNORECASE)


def urls_in(text: str) -> list[str]:
    """The web addresses in a text, in order."""
    return [found[0].rstrip(_TRAILING) for found in _ADDRESS.finditer(text)]


def without_urls(text: str) -> str:
    """The rest of the text, its lines kept."""
    return "\n".join(" ".join(line.split()) for line in _ADDRESS.sub(" ", text).splitlines())


def comparison_key(address: str) -> str:
    """What all addresses of one page have in common; "" for what is none.

    Without scheme, “www.” and its like, fragment, trailing slash and what only tells who passed it
    on. Not an address to open.
    """
    address = address.strip()
    if copied := _COPY.match(address):
        address = address[copied.end() :]
    try:
        parts = urlsplit(address if "://" in address else f"//{address.lstrip('/')}")
        host = _SAME_HOST.sub("", (parts.hostname or "").rstrip("."))
    except ValueError:
        return ""
    if "." not in host:
        return ""
    asked = [pair for pair in parse_qsl(parts.query) if not _PASSED_ON.fullmatch(pair[0])]
    path = _SAME_PATH.sub("", unquote(parts.path).rstrip("/")).rstrip("/")
    return f"{host}{path}{'?' if asked else ''}{urlencode(sorted(asked))}"


def slug_words(address: str) -> str:
    """The words that the address's last part spells, "" unless there are two.

    “…/1312976-kominfo-media-sosial-jadi-tantangan” says what the article is about.
    """
    path = comparison_key(address).partition("?")[0]
    for part in reversed(path.split("/")[1:]):
        words = _words(re.split(r"[-_+.\s]+", _EXTENSION.sub("", part)))
        if len(words) > 1:
            return " ".join(words)
    return ""


def _words(parts: Iterable[str]) -> list[str]:
    """Parts that can be words: not ids, which mix letters and digits or are long numbers."""
    return [part for part in parts if part.isalpha() or (part.isdigit() and len(part) <= 4)]
