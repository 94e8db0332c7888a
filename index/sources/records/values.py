"""The values of loosely typed records as strings: names, moments, addresses, texts of any build."""

import datetime
import json
import re
from collections.abc import Mapping

from index.sources.html.fragments import fragment_text
from index.sources.markup import plain_text
from index.text.urls import http_url

# What objects hold where a text is expected: WordPress' {"rendered": …}, Drupal's {"value": …},
# Blogger's {"$t": …}, XML's {"#text": …}, rich text of Contentful, Portable Text, TipTap, EditorJS.
_TEXT_KEYS = (
    *("rendered", "html", "text", "plain", "value", "$t", "#text", "@value", "body", "content"),
    *("children", "paragraphs", "blocks", "document", "data", "items"),
)
_NAME_KEYS = ("name", "title", "label", "display_name", "rendered", "$t", "#text", "@value")
_MOMENT_KEYS = ("date", "iso", "seconds", "_seconds", "value", "#text", "@value")
_ADDRESS_KEYS = ("href", "url", "@id", "link", "canonical", "#text", "@value")
_BLOCKS = re.compile(r"</?(?:p|div|br|figure|li|h[1-6]|article)\b[^<>]*>", re.IGNORECASE)
# NewsAPI's sign for the rest of a text that it does not give.
_CUT_OFF = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+\d+ chars\]\s*$")
# A moment that ends with its clock, without an offset.
_CLOCK = re.compile(r"\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$")
_DEEPEST = 12


def raw_text(value: object) -> str:
    """The text of a string, of a list of paragraphs or of an editor's tree of blocks, as it is."""
    return _text(value, _DEEPEST)


def text_value(raw: str) -> str:
    """A raw text without tags, entities and Markdown marks, none of its lines blank.

    HTML with paragraphs is read as an article's: captions of pictures are left out, too.
    """
    if _BLOCKS.search(raw) and (found := fragment_text(raw)):
        return found
    return "\n".join(line for line in plain_text(raw).splitlines() if line.strip())


def without_cut_mark(text: str) -> str:
    """A text without the mark of an API that gives only its beginning (“… [+1234 chars]”)."""
    return _CUT_OFF.sub("", text)


def utc_value(value: object) -> object:
    """A moment that is said to be UTC, with its offset where it is written without one."""
    return f"{value}+00:00" if isinstance(value, str) and _CLOCK.search(value) else value


def name_value(value: object) -> str:
    """A name or title: of objects what they name, of lists all, joined; numbers as digits."""
    return _joined(value, _NAME_KEYS)


def moment_value(value: object) -> str:
    """A date as it is written; a dict of unknown form as JSON, so that it can be told."""
    found = _joined(value, _MOMENT_KEYS)
    unread = isinstance(value, dict | list) and value and not found
    return json.dumps(value, ensure_ascii=False, default=str) if unread else found


def address_value(value: object) -> str:
    """The first web address among what a value holds; else its first text."""
    if isinstance(value, list):
        alternate = [
            one for one in value if isinstance(one, dict) and one.get("rel") == "alternate"
        ]
        found = [address_value(one) for one in (*alternate, *value)]
        return next(filter(http_url, found), next(filter(None, found), ""))
    return _joined(value, _ADDRESS_KEYS)


def _joined(value: object, keys: tuple[str, ...]) -> str:
    while isinstance(value, dict):
        value = _held(value, keys)
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, (_joined(one, keys) for one in value)))
    return _scalar(value)


def _held(value: Mapping[str, object], keys: tuple[str, ...]) -> object:
    """What an object of a usual form holds; MongoDB writes {"$date": …} and {"$oid": …}."""
    named = (name for name in keys if value.get(name))
    special = (name for name in value if str(name).startswith("$"))
    return next((value[name] for group in (named, special) for name in group), None)


def _scalar(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    # Decimal and numpy's numbers are not int or float, and print as numbers.
    is_number = hasattr(value, "__round__") and not isinstance(value, bool)
    return str(value) if is_number else ""


def _text(value: object, depth: int) -> str:
    if depth and isinstance(value, list | tuple):
        return "\n".join(filter(None, (_text(one, depth - 1) for one in value)))
    if depth and isinstance(value, dict):
        return _text_of_object(value, depth - 1)
    return value if isinstance(value, str) else _scalar(value) if isinstance(value, bytes) else ""


def _text_of_object(value: Mapping[str, object], depth: int) -> str:
    for key in _TEXT_KEYS:
        inner = value.get(key)
        if isinstance(inner, list) and key in ("children", "content") and _are_runs(inner):
            return "".join(_text(one, depth) for one in inner)
        if found := _text(inner, depth):
            return found
    return ""


def _are_runs(items: list[object]) -> bool:
    """Whether the children of a block are runs of one line, not blocks themselves."""
    objects = [one for one in items if isinstance(one, dict)]
    kinds = {one.get(key) for one in objects for key in ("type", "_type", "nodeType")} - {None}
    inline = {"text", "span", "link", "hyperlink", "inline", "hardBreak", "a"}
    return bool(items) and len(objects) == len(items) and kinds <= inline
