"""Articles of a snapshot by reference, alias and URL."""

import sqlite3
from dataclasses import dataclass

from index.text.urls import comparison_key


@dataclass(frozen=True, slots=True)
class ArticleLookup:
    """The numbers of a snapshot's articles by reference, alias and URL; for one thread."""

    db: sqlite3.Connection

    def with_reference(self, reference: str) -> int | None:
        """The number of the article with this `Citation.reference`, its own or an alias's."""
        return next(iter(self.all_with_reference(reference)), None)

    def all_with_reference(self, reference: str) -> list[int]:
        """The numbers of all articles that had this `Citation.reference` at any time."""
        query = (
            "SELECT reference, alias_reference FROM aliases"
            " WHERE reference = :asked OR alias_reference = :asked"
        )
        linked = self.db.execute(query, {"asked": reference}).fetchall()
        names = [reference, *(name for names in linked for name in names)]
        return [number for name in dict.fromkeys(names) for number in self._own(name)]

    def references(self) -> frozenset[str]:
        """The `Citation.reference` of every article."""
        return frozenset(name for (name,) in self.db.execute("SELECT reference FROM articles"))

    def with_url(self, url: str) -> int | None:
        """The number of the article at this URL, in whichever form it was passed on."""
        return next(iter(self.all_with_url(url)), None)

    def all_with_url(self, url: str) -> list[int]:
        """The numbers of all articles at this URL: those of a page and its mobile page, say."""
        query = "SELECT number FROM articles WHERE url_key = ? ORDER BY number"
        key = comparison_key(url)
        return [number for (number,) in self.db.execute(query, [key])] if key else []

    def _own(self, reference: str) -> list[int]:
        query = "SELECT number FROM articles WHERE reference = ? ORDER BY number"
        return [number for (number,) in self.db.execute(query, [reference])]
