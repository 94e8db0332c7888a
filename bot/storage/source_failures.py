"""Which failing sources the owners know of, so that a restart tells them nothing twice."""

import datetime
from collections.abc import Iterable

from sqlite_utils import Database, Migrations

_migrations = Migrations("source_failures")


@_migrations()
def source_failures(db: Database) -> None:
    """One row for each source that the owners were told fails."""
    db.table("source_failures").create(
        {"name": str, "told_at": str}, pk="name", not_null={"told_at"}
    )


class SourceFailureStore:
    """The sources that were told to fail, in bot.db. Use it only in the thread that opened `db`."""

    def __init__(self, db: Database) -> None:
        _migrations.apply(db)
        self._db = db

    def told(self) -> frozenset[str]:
        """The names of the sources that the owners know to fail."""
        return frozenset(row["name"] for row in self._db.query("select name from source_failures"))

    def put(self, names: Iterable[str]) -> None:
        """Records that the owners know now that these, and no others, fail."""
        now = datetime.datetime.now(datetime.UTC).isoformat()
        kept, known = frozenset(names), self.told()
        table = self._db.table("source_failures")
        with self._db.atomic():
            for name in known - kept:
                table.delete(name)
            table.insert_all({"name": name, "told_at": now} for name in kept - known)
