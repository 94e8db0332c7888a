"""What a page says of its article: headline, outlet, author."""

import re
from collections.abc import Sequence

from index.sources.cleaning.words import count_words
from index.sources.html.extraction import ExtractedPage
from index.text.urls import site_host

_JOINT = re.compile(r"\s+(?:\||[-–—]|::|·|»)\s+|\s*[｜丨]\s*|(?<=\.com):\s+", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[\w-]+\.)+(?:com|id|co|net|tv|news)")
_NO_AUTHOR = re.compile(
    r"\b(?:PT|media|redaksi|redaktur|admin|web|design|developer|editor|team|tim)\b|\d|http",
    re.IGNORECASE,
)
_ROLE = re.compile(r"(?:pewarta|penulis|reporter|oleh|by)\b\W*", re.IGNORECASE)


def own_title(page: ExtractedPage, headings: Sequence[str]) -> str:
    """The page's title as in its headline, without section and outlet."""
    inside = [h for h in headings if count_words(h) >= 3 and h in page.title]
    if inside:
        return max(inside, key=len)
    parts = _JOINT.split(page.title)
    if len(parts) > 1 and _names_outlet(parts[-1], page):
        return page.title[: page.title.rindex(parts[-1])].rstrip(" |-–—:·»｜丨")
    if len(parts) > 1 and _names_outlet(parts[0], page):
        return page.title.removeprefix(parts[0]).lstrip(" |-–—:·»｜丨")
    return page.title


def outlet(names: Sequence[str], page: ExtractedPage) -> str:
    """The name that the page gives its site, else its host."""
    named = next((name for name in names if name and "/" not in name), "")
    return named or page.domain or ("" if "/" in page.site else page.site) or site_host(page.url)


def author(page: ExtractedPage) -> str:
    """The author, "" if the page gives a company or a role instead."""
    name = _ROLE.sub("", page.author, count=1)
    return "" if _NO_AUTHOR.search(name) or _names_outlet(name, page) else name


def _names_outlet(part: str, page: ExtractedPage) -> bool:
    if count_words(part) > 4:
        return False
    label = page.domain.partition(".")[0]
    known = set(re.findall(r"\w{4,}", f"{page.site} {label}".lower()))
    if re.fullmatch(r"[^\W_]{2,}", page.site) and not page.site.isascii():
        known.add(page.site.lower())
    return bool(_DOMAIN.fullmatch(part.lower()) or known & set(re.findall(r"\w+", part.lower())))
