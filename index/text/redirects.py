"""Links that have another address inside: redirects, share links, copies, translations (pure)."""

import base64
import binascii
import re
from urllib.parse import parse_qsl, unquote, urlsplit

# Parameters that hold the address a link leads to; a text to share ends with it.
_TARGETS = re.compile(
    r"u|q|to|ur[il]|link|href|target|dest(?:ination)?|goto|out|away|continue|adurl|text|body"
    r"|redir(?:ect)?(?:_?(?:to|ur[il]))?",
    re.IGNORECASE,
)
# Wrappers put one address into another a few times at most.
_DEEPEST = 5
_INSIDE_PATH = re.compile(
    r"(?:https?://)?[^/?#]+/(?:[^?#]*?/|\?|[^?#]*?_)?(https?(?::|%3A)(?:/|%2F){1,2}[^/].*)",
    re.IGNORECASE,
)
# web.archive.org/web/20190901000000/…, Google's and Bing's copies of AMP pages.
_COPY = re.compile(
    r"(?:https?://)?(?:web\.archive\.org/web/[^/]+/(?=.)"
    r"|(?:www\.)?google\.[a-z.]+/amp/(?:s/)?"
    r"|[\w.-]+\.(?:ampproject\.org|bing-amp\.com)/[a-z](?:/s)?/)(?P<inner>.+)",
    re.IGNORECASE,
)
_TRANSLATED = re.compile(r"(https?://)([\w-]+)\.translate\.goog(?=/|$)", re.IGNORECASE)
_BARE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}/\S+", re.IGNORECASE)
# One of these is in every address that has another inside; most have none, and are done with.
_SIGNS = ("?", "archive.org", "ampproject.org", "google.", "bing-amp.com", ".goog")
# “http…” in Base64, as in Bing's links, there behind “a1”.
_BASE64 = re.compile(r"(?:[a-z]\d)?(aHR0c[\w+/-]+)=*")


def target_url(url: str) -> str:
    """The address that a link leads to in the end; a link without another inside is itself.

    Reads redirects (google.com/url?q=…), share links, copies (web.archive.org, AMP caches),
    translations and what mail programs make of links. Opens nothing: a short link stays.
    """
    for _ in range(_DEEPEST):
        inner = _inner_url(url)
        if not inner:
            break
        url = inner
    return url


def _inner_url(url: str) -> str:
    """The address inside another, "" if there is none."""
    if "http" not in (plain := url.lower())[5:] and not any(sign in plain for sign in _SIGNS):
        return ""
    if found := _COPY.match(url):
        return re.sub("%3F", "?", found["inner"], flags=re.IGNORECASE)
    if found := _TRANSLATED.match(url):
        host = re.sub("-(-?)", lambda dash: "-" if dash[1] else ".", found[2])
        return f"{found[1]}{host}{url[found.end() :]}"
    if found := _INSIDE_PATH.match(url):
        return re.sub(r"^(https?:)/+", r"\1//", _decoded(found[1]).partition("__;")[0])
    try:
        pairs = parse_qsl(urlsplit(url).query)
    except ValueError:
        return ""
    inside = (_url_inside(value) for name, value in pairs if _TARGETS.fullmatch(name))
    return next(filter(None, inside), "")


def _url_inside(value: str) -> str:
    """The address that the value of a parameter holds, "" if it holds none."""
    value = _decoded(value.strip())
    if re.match("https?-3A__", value):  # Proofpoint
        value = unquote(value.replace("_", "/").replace("-", "%"))
    if found := _BASE64.fullmatch(value):
        return _from_base64(found[1])
    if value.startswith("//") or _BARE.fullmatch(value):
        return f"https://{value.lstrip('/')}"
    return next(iter(reversed(re.findall(r"https?://[^\s<>\"“”]+", value, re.IGNORECASE))), "")


def _decoded(url: str) -> str:
    return unquote(url) if re.match("https?%3A", url, re.IGNORECASE) else url


def _from_base64(text: str) -> str:
    try:
        padded = text + "=" * (-len(text) % 4)
        return base64.b64decode(padded, altchars=b"-_").decode()
    except (binascii.Error, ValueError):
        return ""
