"""What fetching has come to, as others see it: the table `sources` of fetch.db, read only."""

import datetime
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

DATABASE = "fetch.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus:
    """One source of sources.toml that was fetched at least once.

    Moments are aware, in UTC. `failing_since` is the first failure after the last success, None
    while it works; `last_error` is "" then. The counts are of the last run: articles `new` and
    `changed`, `unchanged` ones that are listed, `failed` and `skipped` addresses, and those that
    are `waiting` for a later run. `articles_total` are all articles it has given.
    """

    name: str
    kind: str
    last_attempt: datetime.datetime | None
    last_success: datetime.datetime | None
    last_error: str
    failing_since: datetime.datetime | None
    new: int
    changed: int
    unchanged: int
    failed: int
    skipped: int
    waiting: int
    articles_total: int


class FetchState:
    """Reads fetch.db of a data folder, also while a fetch is writing to it."""

    def __init__(self, data: Path) -> None:
        self._path = data / DATABASE

    def sources(self) -> tuple[SourceStatus, ...]:
        """All sources in the order of their names; none where nothing was ever fetched.

        Raises sqlite3.Error if the file is damaged.
        """
        if not self._path.is_file():
            return ()
        uri = f"{self._path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=5)) as connection:
            connection.row_factory = sqlite3.Row
            rows = connection.execute("select * from sources order by name collate nocase")
            return tuple(map(_status, rows))


def _status(row: sqlite3.Row) -> SourceStatus:
    return SourceStatus(
        name=row["name"],
        kind=row["kind"],
        last_attempt=_moment(row["last_attempt"]),
        last_success=_moment(row["last_success"]),
        last_error=row["last_error"] or "",
        failing_since=_moment(row["failing_since"]),
        new=row["new"],
        changed=row["changed"],
        unchanged=row["unchanged"],
        failed=row["failed"],
        skipped=row["skipped"],
        waiting=row["waiting"],
        articles_total=row["articles_total"],
    )


def _moment(seconds: float | None) -> datetime.datetime | None:
    return None if seconds is None else datetime.datetime.fromtimestamp(seconds, datetime.UTC)
