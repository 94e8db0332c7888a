"""Articles of a snapshot in Milvus by reference, alias and URL."""

import json
from collections.abc import Iterable
from functools import lru_cache

from index.store.milvus.schema import Collections
from index.store.milvus.server import MilvusServer, Row, among
from index.text.urls import comparison_key

# Links, hidden articles and follows ask for the same few again and again.
_KEPT = 10_000


class MilvusLookup:
    """`contents.Lookup`: each question is one of the server, and what was found is kept."""

    def __init__(self, server: MilvusServer, names: Collections, articles: int) -> None:
        """`articles` is how many there are: what is beyond is of a later state."""
        self._articles = articles
        self._server = server
        self._names = names
        self.all_with_reference = lru_cache(_KEPT)(self._with_reference)
        self._at_key = lru_cache(_KEPT)(self._with_key)

    def with_reference(self, reference: str) -> int | None:
        """The number of the article with this `Citation.reference`, its own or an alias's."""
        return next(iter(self.all_with_reference(reference)), None)

    def references(self) -> frozenset[str]:
        """The `Citation.reference` of every article."""
        found = self._server.all_rows(self._names.articles, "number", "", ["reference"])
        return frozenset(row["reference"] for row in found)

    def with_url(self, url: str) -> int | None:
        """The number of the article at this URL, in whichever form it was passed on."""
        return next(iter(self.all_with_url(url)), None)

    def all_with_url(self, url: str) -> list[int]:
        """The numbers of all articles at this URL: those of a page and its mobile page, say."""
        key = comparison_key(url)
        return self._at_key(key) if key else []

    def _with_reference(self, reference: str) -> list[int]:
        """The article of this reference comes first, then those linked with it by an alias."""
        if not reference:
            return []
        where = f"array_contains(names, {json.dumps(reference)})"
        named = self._server.all_rows(self._names.articles, "number", where, ["names"])
        linked = dict.fromkeys([reference, *(name for row in named for name in row["names"])])
        where = among("reference", linked)
        found = self._server.all_rows(self._names.articles, "number", where, ["reference"])
        order = list(linked)
        ordered = sorted(found, key=lambda row: order.index(row["reference"]))
        return self.own(ordered)

    def _with_key(self, key: str) -> list[int]:
        where = f"url_key == {json.dumps(key, ensure_ascii=False)}"
        return self.own(self._server.all_rows(self._names.articles, "number", where, ()))

    def own(self, rows: Iterable[Row]) -> list[int]:
        """The numbers of those rows that are of this state of the collection."""
        return [row["number"] for row in rows if self.is_own(row)]

    def is_own(self, row: Row) -> bool:
        """Whether an article is of this state of the collection."""
        return bool(row["number"] < self._articles)
