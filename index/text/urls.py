"""URLs of articles: found in a text, canonicalised, compared, read as words (pure).

`comparison_key` is one for all addresses of a page: by it an address that somebody pasted is looked
up. `article_key` decides which stored article an address belongs to; it is the same but for the
numbered pages of a long article, which are told apart, because each holds a part of its text.
`canonical_url` drops less; the ids of articles derive from it, so it has to stay as it is.

Parameters that say nothing of the page are those of the general lists of AdGuard
(TrackParamFilter/sections/general_url.txt) and ClearURLs, by families, and those by which news
sites show one page in several ways. courlan, which trafilatura brings, drops “cid” and all that
begins with “ga”, too (?galeri=12): on small sites that is all that tells two articles apart.
"""

import contextlib
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

from index.text.redirects import target_url

# To be raised when `article_key` changes: archives then compute the keys they have stored again.
KEY_RULE = 2

# With a scheme, or a bare domain with a path: “viva.co.id/berita/123-judul”.
_URL = re.compile(
    r"(?:https?://|(?<![\w@/.])(?=(?:[\w-]+\.)+[a-z]{2,}/[\w-]))[^\s<>\"“”]+", re.IGNORECASE
)
_TRAILING = ".,;:!?)]}’”'…"
_DEFAULT_PORTS = (None, 80, 443)

# Query parameters that only say how an address was shared (utm_* as well). The ids of stored
# articles derive from canonical URLs, so nothing may be added here.
_TRACKERS = frozenset(
    "fbclid gclid dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh mc_cid mc_eid "
    "_ga _gl ref_src".split()
)
# Parameters that choose no article: campaigns, clicks and sharing; a session or the cache; how much
# of the page is shown, and for which device.
_IRRELEVANT = re.compile(
    r"(?:utm|[mw]t|mc|at|pk|mtm|matomo|piwik|itm|hsa|_*hs|fb|ga|oly|vero|ir|adjust|bsft|mkt|dpg"
    r"|cx|hmb|otm|guce|stm|trk|soc|tt|amp|_branch|_x_tr|mindbox)[_-].*|_?_(?:ga|gl|hs|cf|io).*"
    r"|cm_mmc.*|action_\w+_map|[a-z_]*cli?c?k?_?id|[gw]braid|gclsrc|srsltid|igsh(?:id)?|mibextid"
    r"|[fs]?ref(?:_?(?:src|url|source|campaign))?|refer(?:r?er)?|ref_|source|from|adfrom|feature"
    r"|shared?(?:_?id)?|si|spm|smid|cmpid|ncid|ocid|s_cid|sscid|erid|xtor|xt(?:ref|cr|loc|np|s)"
    r"|dicbo|tblci|awc|irgwc|tduid|usqp|echobox|wickedid|_openstat|_kx|__s|__twitter_impression"
    r"|track(?:ing)?_?(?:id|source)|campaign|medium|partner(?:id)?"
    r"|(?:php|j)sessi(?:d|onid)|no_?cache|_|replytocom"
    r"|amp|outputtype|single|showpage|print|mobile|desktop|device|_?rdr",
    re.IGNORECASE,
)
# Parameters for a part of an article, and the values that mean all of it or its beginning.
_PART = re.compile(r"page|hal(?:aman)?|pg", re.IGNORECASE)
_WHOLE = re.compile(r"|0|1|all|full|single|semua|lengkap", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,2}")
_VARIANT_LABELS = frozenset("www www1 www2 www3 m mobile mobi wap touch amp lite".split())
# What is left is a public suffix: in “m.co.id” the m is the site.
_SUFFIX = re.compile(r"(?:ac|com?|desa|edu|gov?|my|net?|or|org|sch|web)\.[a-z]{2}")
_VARIANT_PATH = re.compile(
    r"^/(?:amp|print)(?=/.)|/(?:amp|print|all|full|index\.(?:html?|php)|amp\.html?)$"
    r"|\.amp(?=$|\.html?$)|;jsessionid=[^/]*|/(?:page|halaman)/(?:all|full|semua|1)$",
    re.IGNORECASE,
)
_VARIANT_NAMES = frozenset(
    "amp print all full semua 1 index.htm index.html index.php amp.htm amp.html".split()
)
# A part as the end of a path, after words: “/judul-berita-itu/2”, “/judul-itu/page/2”.
_PART_PATH = re.compile(r"(?:(?<=[^/])/(?:page|halaman)|(?<=-)(?P<word>[^/-]+))/(?P<part>\d{1,2})$")
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


def article_key(url: str) -> str:
    """A key that is equal for all addresses of one article, "" if `url` is not one.

    The comparison key, with the number of the part behind “#” from the second on.
    """
    key, part = _key_and_part(url)
    # A host without a dot, as in a local network, has only the canonical form.
    return f"{key}#{part}" if part > 1 else key or canonical_url(url)


def comparison_key(url: str) -> str:
    """A key that is equal for all URLs of one page; "" if `url` is not one.

    Of the address that a link leads to, without scheme, “www.” and its like, fragment, trailing
    slash, tracking parameters and the page's variants. Not a URL to open.
    """
    return _key_and_part(url)[0]


def article_part(url: str) -> int:
    """The number of the part of an article that an address has: 1 for the first, or all of it."""
    return _key_and_part(url)[1]


def address_rank(url: str) -> tuple[int, bool, str]:
    """A key that sorts addresses of one page, the best first.

    That is the one with the least that says nothing of the page (a label for phones, /amp,
    ?page=all, how it was shared), by https.
    """
    plain = canonical_url(url).removeprefix("https://").removeprefix("www.")
    return len(plain) - len(comparison_key(url)), not url.startswith("https:"), url


def same_site(one: str, other: str) -> bool:
    """Whether two URLs are of one registered domain: “m.situs.co.id” and “news.situs.co.id”."""
    first, second = map(_registered_domain, (one, other))
    return bool(first) and first == second


def _registered_domain(url: str) -> str:
    parts = _split(url)
    host = _plain_host((parts.hostname or "").rstrip(".")) if parts else ""
    labels = host.split(".")
    kept = 3 if _SUFFIX.fullmatch(".".join(labels[-2:])) else 2
    # An IP address has no domain.
    return host if labels[-1].isdecimal() or ":" in host else ".".join(labels[-kept:])


def _key_and_part(url: str) -> tuple[str, int]:
    """The comparison key, and the number of the part of the article (1: the first, or all)."""
    url = target_url(url.strip())
    try:
        parts = urlsplit(url if "://" in url else f"//{url.lstrip('/')}")
        host = _plain_host((parts.hostname or "").rstrip("."))
    except ValueError:
        return "", 1
    if "." not in host:
        return "", 1
    part, kept = 1, []
    for name, value in parse_qsl(parts.query, keep_blank_values=True) if parts.query else ():
        if _PART.fullmatch(name) and (_WHOLE.fullmatch(value) or _NUMBER.fullmatch(value)):
            part = int(value) if value.isdecimal() else 1
        elif not _IRRELEVANT.fullmatch(name) and (name, value) not in (("m", "0"), ("m", "1")):
            kept.append((name, value))
    path, numbered = _plain_path(unicodedata.normalize("NFC", unquote(parts.path)))
    query = f"?{urlencode(sorted(kept))}" if kept else ""
    return f"{host}{path}{query}", max(part, numbered)


def _plain_host(host: str) -> str:
    """A host in Unicode without labels for a device: “id.m.situs.id” is “id.situs.id”."""
    if "xn--" in host:
        with contextlib.suppress(UnicodeError):
            host = host.encode().decode("idna")
    labels = unicodedata.normalize("NFC", host).split(".")
    plain = [one for one in labels[:-2] if one not in _VARIANT_LABELS] + labels[-2:]
    shorter = ".".join(plain)
    return host.removeprefix("www.") if _SUFFIX.fullmatch(shorter) else shorter


def _may_vary(path: str, last: str) -> bool:
    """Whether a path can hold what `_VARIANT_PATH` finds; most do not, and this is much faster."""
    return (
        ";" in path
        or last.lower() in _VARIANT_NAMES
        or path[:7].lower().startswith(("/amp/", "/print/"))
        or ".amp" in last.lower()
    )


def _plain_path(path: str) -> tuple[str, int]:
    """A path without what stands for a variant of its page, and the number of the part."""
    before, part = "", 1
    while path != before:
        before = path
        path = re.sub("/{2,}", "/", path).rstrip("/") if "//" in path else path.rstrip("/")
        last = path.rpartition("/")[2]
        path = _VARIANT_PATH.sub("", path) if _may_vary(path, last) else path
        if last.isdecimal() and (numbered := _PART_PATH.search(path)):
            part = int(numbered["part"])
            path = path[: numbered.start()] + (numbered["word"] or "")
    return path, part


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
