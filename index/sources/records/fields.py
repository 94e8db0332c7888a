"""An article's fields in a loosely typed mapping: which names they go by, values made strings."""

import json
import re
from collections.abc import Mapping

from index.errors import InputUnusable
from index.sources.markup import plain_text, plain_value

FIELDS = ("id", "url", "title", "published", "source", "author", "lang", "text")
# What Hugo, Jekyll, Obsidian's clipper, news APIs and schema.org call the fields, best first; used
# where the field itself is missing.
_ALIASES = {
    "url": ("link", "permalink", "canonical", "canonical_url", "original_url", "source_url"),
    "title": ("headline", "judul"),
    "published": (
        *("date", "pubdate", "published_at", "published_time", "publish_date", "publishdate"),
        *("date_published", "datepublished", "publication_date", "tanggal"),
    ),
    "source": ("publisher", "outlet", "site", "site_name", "media", "sumber"),
    "author": ("authors", "byline", "creator", "penulis", "reporter"),
    "lang": ("language", "bahasa"),
}


def known_fields(values: Mapping[str, object]) -> dict[str, str]:
    """The article fields (`FIELDS`) of a loosely typed mapping as strings, without blank ones.

    Numbers become strings (an id, a Unix time), lists are joined (authors), objects give what they
    name, tags and entities are read; other values and unknown keys are ignored.
    """
    given = {str(name).lower().replace("-", "_"): value for name, value in values.items()}
    found: dict[str, str] = {}
    for name in FIELDS:
        texts = (_string(given.get(key)) for key in (name, *_ALIASES.get(name, ())))
        value = next((text for text in texts if text.strip()), "")
        found[name] = value if name in ("id", "text") else plain_value(value)
    # Obsidian's clipper calls the address its source.
    if not found["url"] and re.match("https?://", found["source"]):
        found["url"], found["source"] = found["source"], ""
    return {name: value for name, value in found.items() if value.strip()}


def record_fields(values: object) -> dict[str, str]:
    """The fields of one article record; raises InputUnusable for anything else.

    Tags, entities and Markdown marks of its text are read, and its blank lines are dropped: in a
    record they are no layout for cleaning to rely on.
    """
    if not isinstance(values, dict):
        raise InputUnusable(f"{_kind(values)} where an article record (an object) is expected")
    text = values.get("text")
    if text is not None and not isinstance(text, str):
        raise InputUnusable(f"`text` is {_kind(text)}; it must be a string")
    if not text or not text.strip():
        raise InputUnusable("no `text`; it is the one field an article record must have")
    paragraphs = (line for line in plain_text(text).splitlines() if line.strip())
    return {**known_fields(values), "text": "\n".join(paragraphs)}


def _string(value: object) -> str:
    """A value as text: what an object of one of the usual forms holds, any other object as JSON.

    MongoDB writes {"$date": …} and {"$oid": …}, schema.org and news APIs {"name": …}.
    """
    while isinstance(value, dict):
        inner = [value[name] for name in value if str(name).startswith("$") or name == "name"]
        if not inner:
            return json.dumps(value, ensure_ascii=False, default=str) if value else ""
        value = inner[0]
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list):
        return ", ".join(filter(None, map(_string, value)))
    return ""


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "a boolean"}
    return "null" if value is None else names.get(type(value), "a number")
