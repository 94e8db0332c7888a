"""What is taken of archive.db to be searched: articles, passages with their vectors, digests."""

from collections.abc import Collection, Iterator

from sqlite_utils import Database

from index.records import Article
from index.store.archive.article_rows import ARTICLE_COLUMNS, put_digest
from index.store.archive.embedded_passages import EmbeddedPassage, read_embedded
from index.store.changes import TakenArticle

_ALL = "SELECT article_id FROM passages"
_CHOSEN = "SELECT id FROM chosen"


class Contents:
    """The articles of the archive that have a passage, or some of them (`part`)."""

    def __init__(self, db: Database, *, articles: str = _ALL) -> None:
        """`articles` is the SQL that selects their ids."""
        self._db = db
        self._articles = articles

    def part(self, ids: Collection[str]) -> "Contents":
        """Only the articles with these ids; there is one part at a time."""
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (id TEXT PRIMARY KEY)")
        self._db.execute("DELETE FROM chosen")
        self._db.conn.executemany("INSERT INTO chosen VALUES (?)", ((one,) for one in ids))
        return Contents(self._db, articles=f"{_CHOSEN} WHERE id IN ({_ALL})")

    def articles(self) -> Iterator[Article]:
        """All articles that have a passage, ordered by id."""
        columns = ", ".join(ARTICLE_COLUMNS)
        query = f"SELECT {columns} FROM articles WHERE id IN ({self._articles}) ORDER BY id"  # noqa: S608
        for row in self._db.execute(query):
            yield Article(**dict(zip(ARTICLE_COLUMNS, row, strict=True)))

    def embedded(self, model: str) -> Iterator[EmbeddedPassage]:
        """All passages with their vectors of one model, ordered by article and position."""
        among = "" if self._articles == _ALL else self._articles
        return read_embedded(self._db, model, among=among)

    def sketches(self) -> Iterator[bytes]:
        """The sketch of each article's words, b"" if it has none, in the order of `articles`."""
        query = f"SELECT sketch FROM articles WHERE id IN ({self._articles}) ORDER BY id"  # noqa: S608
        return (sketch or b"" for (sketch,) in self._db.execute(query))

    def digests(self) -> Iterator[TakenArticle]:
        """Each article with the digest of all that is taken of it, ordered by id."""
        missing = f"SELECT id FROM articles WHERE parts_digest IS NULL AND id IN ({_ALL})"  # noqa: S608
        with self._db.atomic():
            for (article_id,) in self._db.execute(missing).fetchall():
                put_digest(self._db, article_id)
        query = f"SELECT id, parts_digest FROM articles WHERE id IN ({self._articles}) ORDER BY id"  # noqa: S608
        return map(TakenArticle._make, self._db.execute(query))

    def aliases(self) -> dict[str, str]:
        """The ids of the archive's articles by their aliases."""
        query = "SELECT alias, article_id FROM aliases JOIN articles ON id = article_id"
        return dict(self._db.execute(query).fetchall())

    def counts(self) -> tuple[int, int]:
        """How many articles with passages, and how many passages."""
        counted = "SELECT count(DISTINCT article_id), count(*) FROM passages WHERE article_id IN"
        articles, passages = self._db.execute(f"{counted} ({self._articles})").fetchone()
        return articles, passages
