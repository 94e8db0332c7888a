"""The articles that a run has read, kept until they are merged into archive.db."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields

from sqlite_utils import Database

from index.records import Article
from index.text.urls import canonical_url

_COLUMNS = [field.name for field in fields(Article)]


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedArticle:
    """An article with its canonical URL, None if it has no URL, and the file it comes from."""

    article: Article
    url_key: str | None
    origin: str


class Staging:
    """A temporary table on the archive's connection, so that no number of articles fills memory."""

    def __init__(self, db: Database) -> None:
        self._db = db
        texts = ", ".join(f"{name} TEXT" for name in _COLUMNS if name != "id")
        db.execute(
            "CREATE TEMP TABLE incoming (place INTEGER PRIMARY KEY, id TEXT UNIQUE,"
            f" url_key TEXT UNIQUE, origin TEXT, {texts})"
        )

    def add(self, article: Article, origin: str) -> None:
        """Stage an article as the last; it replaces those with its id or its URL."""
        row = asdict(article) | {"url_key": canonical_url(article.url) or None, "origin": origin}
        values = ", ".join(f":{name}" for name in row)
        self._db.execute(
            f"INSERT OR REPLACE INTO incoming ({', '.join(row)}) VALUES ({values})",  # noqa: S608
            row,
        )

    def __len__(self) -> int:
        """How many different articles are staged."""
        (count,) = self._db.execute("SELECT count(*) FROM incoming").fetchone()
        return int(count)

    def __contains__(self, article_id: str) -> bool:
        query = "SELECT 1 FROM incoming WHERE id = ?"
        return self._db.execute(query, [article_id]).fetchone() is not None

    def batches(self, size: int) -> Iterator[list[StagedArticle]]:
        """All staged articles in order, at most `size` at a time."""
        query = "SELECT * FROM incoming WHERE place > ? ORDER BY place LIMIT ?"
        last = 0
        while rows := list(self._db.query(query, [last, size])):
            last = rows[-1]["place"]
            yield [
                StagedArticle(
                    article=Article(**{name: row[name] for name in _COLUMNS}),
                    url_key=row["url_key"],
                    origin=row["origin"],
                )
                for row in rows
            ]
