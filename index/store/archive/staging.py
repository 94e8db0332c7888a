"""The articles that a run has read, kept until they are merged into archive.db."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from sqlite_utils import Database

from index.records import Article
from index.sources.articles import article_id
from index.text.urls import address_rank, article_key, canonical_url

_COLUMNS = [field.name for field in fields(Article)]


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedArticle:
    """An article with the key of its URL, None if it has none, and the file it comes from.

    `partial` says that the file holds only a part of its articles at a time, as feeds do.
    """

    article: Article
    url_key: str | None
    origin: str
    partial: bool = False


class Staging:
    """A temporary table on the archive's connection, so that no number of articles fills memory."""

    def __init__(self, db: Database) -> None:
        self._db = db
        texts = ", ".join(f"{name} TEXT" for name in _COLUMNS if name != "id")
        db.execute(
            "CREATE TEMP TABLE incoming (place INTEGER PRIMARY KEY, id TEXT UNIQUE,"
            f" url_key TEXT UNIQUE, origin TEXT, partial INTEGER, {texts})"
        )

    def add(self, article: Article, origin: str, *, partial: bool = False) -> None:
        """Stage an article as the last; it replaces those with its id or its URL.

        A feed's entry (`partial`) does not replace an article that a file has for good. Of several
        addresses of one page the best is kept.
        """
        row = asdict(article) | {"url_key": article_key(article.url) or None}
        if partial and self._has_for_good(row):
            return
        known = self.with_key(row["url_key"] or "")
        if known:
            row |= asdict(_of_one_page(known.article, article))
        row |= {"origin": origin, "partial": partial}
        values = ", ".join(f":{name}" for name in row)
        self._db.execute(
            f"INSERT OR REPLACE INTO incoming ({', '.join(row)}) VALUES ({values})",  # noqa: S608
            row,
        )

    def with_key(self, url_key: str) -> StagedArticle | None:
        """The article whose URL has this key, None if none is staged."""
        rows = self._db.query("SELECT * FROM incoming WHERE url_key = ?", [url_key])
        return next(map(_staged, rows), None)

    def series(self) -> Iterator[list[StagedArticle]]:
        """Articles in parts: that of the address without a number, then its parts from 2 on.

        Those of one series are of consecutive numbers.
        """
        rows = self._db.execute("SELECT url_key FROM incoming WHERE url_key LIKE '%#%'").fetchall()
        bases = dict.fromkeys(key.rpartition("#")[0] for (key,) in sorted(rows))
        for base in bases:
            numbered = itertools.count(2)
            keys = itertools.chain([base], (f"{base}#{number}" for number in numbered))
            found = list(itertools.takewhile(bool, map(self.with_key, keys)))
            if len(found) > 1:
                yield [one for one in found if one]

    def join(self, parts: Sequence[StagedArticle], *, title: str, text: str) -> None:
        """Make one article of several: the first, with this title and text."""
        first, *others = (part.article.id for part in parts)
        marks = ", ".join("?" for _ in others)
        self._db.execute(f"DELETE FROM incoming WHERE id IN ({marks})", others)  # noqa: S608
        update = "UPDATE incoming SET title = ?, text = ? WHERE id = ?"
        self._db.execute(update, [title, text, first])

    def _has_for_good(self, row: dict[str, Any]) -> bool:
        query = "SELECT 1 FROM incoming WHERE (id = :id OR url_key = :url_key) AND NOT partial"
        return self._db.execute(query, row).fetchone() is not None

    def __len__(self) -> int:
        """How many different articles are staged."""
        (count,) = self._db.execute("SELECT count(*) FROM incoming").fetchone()
        return int(count)

    def __contains__(self, article_id: str) -> bool:
        query = "SELECT 1 FROM incoming WHERE id = ?"
        return self._db.execute(query, [article_id]).fetchone() is not None

    def resolve_aliases(self) -> None:
        """Give articles that are staged under an alias the id that the archive knows them by.

        An alias stays where that id is staged, too: then it is a second article by now.
        """
        self._db.execute(
            "UPDATE OR IGNORE incoming SET id = (SELECT article_id FROM aliases WHERE alias = id)"
            " WHERE id IN (SELECT alias FROM aliases)"
        )

    def unknown(self) -> Iterator[StagedArticle]:
        """The staged articles that the archive has neither by id nor by address, in order."""
        known = (
            "id IN (SELECT id FROM articles) OR url_key IS NOT NULL AND"
            " url_key IN (SELECT url_key FROM articles WHERE url_key IS NOT NULL)"
        )
        for batch in self.batches(100, where=f"NOT ({known})"):
            yield from batch

    def batches(self, size: int, *, where: str = "1") -> Iterator[list[StagedArticle]]:
        """All staged articles in order (that SQL `where` selects), at most `size` at a time."""
        query = f"SELECT * FROM incoming WHERE place > ? AND {where} ORDER BY place LIMIT ?"  # noqa: S608
        last = 0
        while rows := list(self._db.query(query, [last, size])):
            last = rows[-1]["place"]
            yield list(map(_staged, rows))


def _staged(row: Mapping[str, Any]) -> StagedArticle:
    return StagedArticle(
        article=Article(**{name: row[name] for name in _COLUMNS}),
        url_key=row["url_key"],
        origin=row["origin"],
        partial=bool(row["partial"]),
    )


def _of_one_page(known: Article, later: Article) -> Article:
    """The later article, under the better of the addresses.

    Of two addresses one may show a part of the text only (?page=all): then all of it is taken.
    """
    if canonical_url(known.url) == canonical_url(later.url):
        return later
    if set(later.text.split("\n")) <= set(known.text.split("\n")):
        later = replace(later, text=known.text)
    worse = address_rank(known.url) < address_rank(later.url)
    derived = later.id == article_id(url=later.url, source="", title="", published="", text="")
    return replace(later, url=known.url, id=known.id) if worse and derived else later
