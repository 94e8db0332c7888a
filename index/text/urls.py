"""URLs of articles: found in a text, canonicalised, compared, read as words (pure).

Two forms answer two questions. `canonical_url` decides which stored article an address belongs to;
a wrong match there loses an article, so it drops only what never chooses one. `comparison_key`
looks an address up that somebody pasted; a wrong match there shows a neighbour, a missed one an
empty answer, so it drops more. URLs with one canonical form have one key.
"""

import re
from collections.abc import Iterable
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

# With a scheme, or a bare domain with a path: “viva.co.id/berita/123-judul”.
_URL = re.compile(
    r"(?:https?://|(?<![\w@/.])(?=(?:[\w-]+\.)+[a-z]{2,}/[\w-]))[^\s<>\"“”]+", re.IGNORECASE
)
_TRAILING = ".,;:!?)]}’”'…"
_DEFAULT_PORTS = (None, 80, 443)
# A copy keeps the address of its original: web.archive.org/web/20190901000000/https://…
_COPY = re.compile(r"(?:https?://)?web\.archive\.org/web/[^/]+/(?=.)", re.IGNORECASE)

# Query parameters that only say how an address was shared (utm_* as well). The ids of stored
# articles derive from canonical URLs: if a name is added here, older archives take articles whose
# address has it for new ones, unless their `url_key`s are computed again.
_TRACKERS = frozenset(
    "fbclid gclid dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh mc_cid mc_eid "
    "_ga _gl ref_src".split()
)
# What a comparison key drops in addition: further trackers, how much of the page is shown, and
# the same page for telephones or as Google's AMP. These would be the next for `canonical_url`.
_VARIANTS = re.compile(
    r"(?:mc_|at_|wt_|_ga|_gl|pk_).*|[a-z]*clid|si|ref|refsrc|refer(?:r)?er|from"
    r"|share|shared|source|amp|outputtype|page|single|showpage",
    re.IGNORECASE,
)
_VARIANT_HOST = re.compile(r"^(?:(?:www|m|mobile|amp)\.)+")
_VARIANT_PATH = re.compile(r"/(?:amp|index\.(?:html?|php))$", re.IGNORECASE)
_EXTENSION = re.compile(r"\.[a-z]{2,5}$", re.IGNORECASE)


def urls_in(text: str) -> list[str]:
    """The URLs in a text, in order."""
    return [found[0].rstrip(_TRAILING) for found in _URL.finditer(text)]


def without_urls(text: str) -> str:
    """The rest of the text, its lines kept."""
    return "\n".join(" ".join(line.split()) for line in _URL.sub(" ", text).splitlines())


def http_url(url: str) -> str:
    """`url` without white space if it is an http or https URL, else ""."""
    url = "".join(url.split())
    return url if _split(url) else ""


def canonical_url(url: str) -> str:
    """One form for all the ways to write an article's URL; "" if it is no http(s) URL.

    https, host in lower case, no default port, fragment, trailing slash or tracking parameters.
    Other parameters and the path stay: they may tell articles apart.
    """
    parts = _split("".join(url.split()))
    if not parts or not parts.hostname:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = "" if parts.port in _DEFAULT_PORTS else f":{parts.port}"
    kept = [pair for pair in parts.query.split("&") if pair and not _is_tracker(pair)]
    query = "?" + "&".join(kept) if kept else ""
    return f"https://{host}{port}{parts.path.rstrip('/')}{query}"


def comparison_key(url: str) -> str:
    """A key that is equal for all URLs of one page; "" if `url` is not one.

    Without scheme, “www.” and its like, fragment, trailing slash, tracking parameters and the
    page's variants. Not a URL to open.
    """
    url = url.strip()
    if copied := _COPY.match(url):
        url = url[copied.end() :]
    try:
        parts = urlsplit(url if "://" in url else f"//{url.lstrip('/')}")
        host = _VARIANT_HOST.sub("", (parts.hostname or "").rstrip("."))
    except ValueError:
        return ""
    if "." not in host:
        return ""
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query)
        if not _is_tracker(name) and not _VARIANTS.fullmatch(name)
    ]
    path = _VARIANT_PATH.sub("", unquote(parts.path).rstrip("/")).rstrip("/")
    return f"{host}{path}{'?' if kept else ''}{urlencode(sorted(kept))}"


def site_host(url: str) -> str:
    """The host of a URL without "www.", "" if it has none."""
    parts = _split(url)
    return (parts.hostname or "").removeprefix("www.") if parts else ""


def slug_words(url: str) -> str:
    """The words that the last part of a URL's path spells, "" unless there are two.

    “…/1312976-kominfo-media-sosial-jadi-tantangan” says what the article is about.
    """
    path = comparison_key(url).partition("?")[0]
    for part in reversed(path.split("/")[1:]):
        words = _words(re.split(r"[-_+.\s]+", _EXTENSION.sub("", part)))
        if len(words) > 1:
            return " ".join(words)
    return ""


def _split(url: str) -> SplitResult | None:
    """The parts of an http(s) URL with a host and a valid port, None for anything else."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
    except ValueError:
        return None
    return parts if usable else None


def _is_tracker(parameter: str) -> bool:
    """Whether a query parameter, with its value or without, is one that adds nothing."""
    name = parameter.partition("=")[0].lower()
    return name.startswith("utm_") or name in _TRACKERS


def _words(parts: Iterable[str]) -> list[str]:
    """Parts that can be words: not ids, which mix letters and digits or are long numbers."""
    return [part for part in parts if part.isalpha() or (part.isdigit() and len(part) <= 4)]
