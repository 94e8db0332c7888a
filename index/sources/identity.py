"""Which article is which: addresses in one form, and ids that stay the same between runs."""

import hashlib
import logging
from urllib.parse import SplitResult, urlsplit

log = logging.getLogger(__name__)

_TRACKING = frozenset(
    "fbclid gclid dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh mc_cid mc_eid "
    "_ga _gl ref_src".split()
)
_DEFAULT_PORTS = (None, 80, 443)


def web_address(url: str) -> str:
    """`url` without white space if it is an http or https address, else ""."""
    url = "".join(url.split())
    if url and not _split(url):
        log.debug("not a web address, left out: %r", url)
        return ""
    return url


def canonical_url(url: str) -> str:
    """One form for all the ways to write an article's address; "" for what is no web address.

    https, host in lower case, no default port, fragment, trailing slash or tracking parameters.
    Other parameters and the path stay: they may tell articles apart.
    """
    parts = _split("".join(url.split()))
    if not parts or not parts.hostname:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = "" if parts.port in _DEFAULT_PORTS else f":{parts.port}"
    kept = [pair for pair in parts.query.split("&") if pair and not _is_tracking(pair)]
    query = "?" + "&".join(kept) if kept else ""
    return f"https://{host}{port}{parts.path.rstrip('/')}{query}"


def article_id(*, url: str, source: str, title: str, published: str, text: str) -> str:
    """A short stable id: from the address if there is one, else from all that is known."""
    known = canonical_url(url) or "\n".join((source, title, published, text))
    return hashlib.sha256(known.encode()).hexdigest()[:16]


def host(url: str) -> str:
    """The site of an address without "www.", "" when it has none."""
    parts = _split(url)
    return (parts.hostname or "").removeprefix("www.") if parts else ""


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
    except ValueError:
        return None
    return parts if usable else None


def _is_tracking(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    return name.startswith("utm_") or name in _TRACKING
