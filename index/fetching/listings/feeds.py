"""RSS and Atom feeds: bytes → entries, by feedparser.

Dates are read from what the feed has: feedparser takes “WIB” for UTC and knows no “Rab, 02 Okt”.
"""

import html
import re
import time
from typing import Any
from urllib.parse import urljoin

import feedparser

from index.errors import InputUnusable
from index.fetching.addresses import fetchable_url
from index.fetching.records import Entry
from index.text.article_dates import to_iso
from index.text.normalize import normalize_line

_TAG = re.compile(r"</?[a-zA-Z][^>]*>")


def read_feed(content: bytes, url: str, content_type: str = "") -> list[Entry]:
    """The entries of a feed that have a link, in its order; InputUnusable if it is no feed."""
    headers = {"content-location": url}
    # Without a type feedparser looks into the XML itself; as text/html it would be Latin-1.
    if "xml" in content_type:
        headers["content-type"] = content_type
    parsed = feedparser.parse(content, response_headers=headers)
    if not parsed.get("version") and not parsed.entries:
        raise InputUnusable("no RSS or Atom feed; is this the address of a page?")
    entries = (_entry(one, url) for one in parsed.entries)
    return [one for one in entries if one.url]


def _entry(given: Any, base: str) -> Entry:  # noqa: ANN401 (feedparser has no types)
    link = given.get("feedburner_origlink") or given.get("link") or ""
    if not link and str(given.get("id", "")).startswith(("http://", "https://")):
        link = given["id"]
    return Entry(
        url=_absolute(base, str(link)),
        title=_title(given),
        author=normalize_line(str(given.get("author", ""))),
        published=_moment(given, "published"),
        modified=_moment(given, "updated"),
    )


def _title(given: Any) -> str:  # noqa: ANN401
    """The title as text: feedparser gives HTML where it finds any."""
    title = str(given.get("title", ""))
    if given.get("title_detail", {}).get("type") != "text/plain":
        title = html.unescape(_TAG.sub("", title))
    return normalize_line(title)


def _absolute(base: str, link: str) -> str:
    try:
        return fetchable_url(urljoin(base, link.strip())) if link.strip() else ""
    except ValueError:
        return ""


def _moment(given: Any, name: str) -> str:  # noqa: ANN401
    # Asked for as an item of the dict: feedparser gives “published” for a missing “updated”.
    value = dict.get(given, name)
    if not value:
        return ""
    parsed = dict.get(given, f"{name}_parsed")
    return to_iso(str(value)) or (
        time.strftime("%Y-%m-%dT%H:%M:%S+00:00", parsed) if parsed else ""
    )
