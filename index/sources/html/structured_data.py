"""What a page says of its article in JSON-LD (schema.org), https://schema.org/Article."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from index.sources.html.tree import Element
from index.sources.markup import plain_text

_ARTICLE_TYPES = ("article", "blogposting", "report", "liveblogposting", "newsarticle")


@dataclass(frozen=True, slots=True)
class DeclaredArticle:
    """An article as JSON-LD declares it; `body` has a paragraph a line, "" where it is missing."""

    headline: str
    body: str
    section: str = ""


def declared_article(tree: Element) -> DeclaredArticle | None:
    """The article that the page declares in JSON-LD, the one with the longest body; None if none.

    Articles within lists of other items (a listing's `ItemList`) are not the page's.
    """
    found = [
        DeclaredArticle(
            headline=_text(item.get("headline")),
            body=_text(item.get("articleBody")),
            section=_first(item.get("articleSection")),
        )
        for script in tree.iter("script")
        if script.attrib.get("type", "").strip().lower() == "application/ld+json"
        for item in _items(_parsed(script.text or ""))
        if _is_article(item)
    ]
    return max(found, key=lambda article: len(article.body), default=None)


def _parsed(text: str) -> object:
    try:
        # Line breaks within strings are errors in JSON, and common here.
        value: object = json.loads(text.strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return None
    return value


def _items(value: object) -> Iterator[dict[str, object]]:
    """The objects at the top of a JSON-LD text: alone, in a list, in a `@graph`."""
    if isinstance(value, list):
        for item in value:
            yield from _items(item)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity"):
            yield from _items(value.get(name))


def _is_article(item: dict[str, object]) -> bool:
    types = item.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(str(name).lower().endswith(_ARTICLE_TYPES) for name in names)


def _first(value: object) -> str:
    """A text, or the first of several."""
    return _text(next(iter(value), "") if isinstance(value, list) else value)


def _text(value: object) -> str:
    return plain_text(value) if isinstance(value, str) else ""
