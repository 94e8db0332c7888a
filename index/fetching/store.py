"""fetch.db as fetching writes it: what is known of sources, pages, listings and hosts.

Every method is one transaction. A page is entered as kept only after its WARC file has it on the
disk; what a kill leaves between the two is found in the file and entered by the next run.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, Self

from sqlite_utils import Database

from index.fetching.addresses import is_plain, page_key
from index.fetching.host_store import HostStore
from index.fetching.records import Counts, DuePage, Entry, Listing, Validators
from index.fetching.schema import fetch_schema
from index.fetching.state import DATABASE

WAITING: Final = "waiting"
KEPT: Final = "kept"
GIVEN_UP: Final = "given up"
# Fetched, and not yet in the archive: the fact that a rebuild is due.
_UNBUILT = "unbuilt"
_INSERT_PAGE = (
    "insert into pages (source, url, title, author, published, modified, seen) "
    "values (:source, :url, :title, :author, :published, :modified, '')"
)


class FetchStore:
    """The one writer of a data folder's fetch.db; `now` gives seconds since 1970."""

    def __init__(self, data: Path, *, now: Callable[[], float] = time.time) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self._open(Database(data / DATABASE), now)

    @classmethod
    def copy(cls, data: Path) -> Self:
        """A store in memory that knows what a data folder's knows; nothing is written to that."""
        memory = Database(memory=True)
        path = data / DATABASE
        if path.is_file():
            uri = f"{path.absolute().as_uri()}?mode=ro"
            with closing(sqlite3.connect(uri, uri=True)) as kept:
                kept.backup(memory.conn)
        store = cls.__new__(cls)
        store._open(memory, time.time)
        return store

    def _open(self, db: Database, now: Callable[[], float]) -> None:
        self._db = db
        self._now = now
        self.hosts = HostStore(db)
        self._db.enable_wal()
        # A commit is safe from a kill; after a power cut the WARC files fill what is missing.
        self._db.execute("pragma synchronous = normal").fetchall()
        fetch_schema.apply(self._db)

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    # -- listings ---------------------------------------------------------------------------------

    def listing(self, source: str, url: str) -> Listing | None:
        """What is kept of a feed or sitemap of a source, None if it was never read."""
        query = (
            "select etag, last_modified, sha, stated, rule, pages from listings "
            "where source = ? and url = ?"
        )
        row = self._db.execute(query, [source, url]).fetchone()
        if not row:
            return None
        validators = Validators(etag=row[0], last_modified=row[1], sha=row[2])
        return Listing(validators=validators, stated=row[3], rule=row[4], pages=row[5])

    def keep_listing(
        self, source: str, url: str, listing: Listing, entries: Sequence[Entry]
    ) -> None:
        """Keep a listing together with its pages, so that none is lost once it counts as read.

        A page that is known by another address is the same; one that was changed since it was
        fetched, as its listing says, becomes due again.
        """
        row: dict[str, Any] = {
            "source": source,
            "url": url,
            **asdict(listing),
            "pages": len(entries),
        }
        row.update(row.pop("validators"))
        with self._db.atomic():
            for entry in entries:
                self._list(source, entry)
            self._db.table("listings").upsert(row, pk=("source", "url"))

    def _list(self, source: str, entry: Entry) -> None:
        key = page_key(entry.url)
        page = self._page(key)
        if page is None:
            self._insert(source, entry, key)
            return
        known = self._db.table("pages").get(page)
        if known["state"] == WAITING and is_plain(entry.url) and not is_plain(known["url"]):
            self._db.table("pages").update(page, {"url": entry.url})
        if known["state"] == KEPT and entry.modified > (known["seen"] or known["modified"] or ""):
            later = {"state": WAITING, "modified": entry.modified, "tries": 0, "next_try": 0}
            self._db.table("pages").update(page, later)

    def _insert(self, source: str, entry: Entry, key: str) -> int:
        made = self._db.execute(_INSERT_PAGE, {"source": source, **asdict(entry)})
        self._db.execute("insert into addresses values (?, ?)", [key, made.lastrowid])
        return int(made.lastrowid or 0)

    # -- pages ------------------------------------------------------------------------------------

    def due(self, source: str) -> Iterator[DuePage]:
        """The pages of a source that are to be fetched now, the newest first, undated ones last."""
        query = (
            "select id, url, title, author, published, modified, tries, etag, last_modified, sha "
            "from pages where source = ? and state = ? and next_try <= ? "
            "order by coalesce(nullif(published, ''), modified) desc, id"
        )
        for row in self._db.execute(query, [source, WAITING, self._now()]).fetchall():
            entry = Entry(
                url=row[1], title=row[2], author=row[3], published=row[4], modified=row[5]
            )
            validators = Validators(etag=row[7] or "", last_modified=row[8] or "", sha=row[9] or "")
            yield DuePage(id=row[0], entry=entry, tries=row[6], validators=validators)

    def count_due(self, source: str) -> int:
        """How many pages of a source are to be fetched now."""
        query = "select count(*) from pages where source = ? and state = ? and next_try <= ?"
        return int(self._db.execute(query, [source, WAITING, self._now()]).fetchone()[0])

    def count_waiting(self, source: str) -> int:
        """How many pages of a source are to be fetched, now or later."""
        query = "select count(*) from pages where source = ? and state = ?"
        return int(self._db.execute(query, [source, WAITING]).fetchone()[0])

    def known(self, url: str) -> int | None:
        """The page that an address is of, None if there is none."""
        return self._page(page_key(url))

    def listed(self, source: str, entry: Entry) -> int:
        """The page of an entry; a new one if it is not known yet."""
        with self._db.atomic():
            key = page_key(entry.url)
            return self._page(key) or self._insert(source, entry, key)

    def kept(self, url: str) -> bool:
        """Whether the page of an address was fetched."""
        query = (
            "select 1 from addresses join pages on pages.id = page "
            "where key = ? and fetched is not null"
        )
        return self._value(query, page_key(url)) is not None

    def keep(
        self,
        page: int,
        validators: Validators,
        *,
        urls: Sequence[str],
        file: str,
        size: int,
    ) -> None:
        """A page is in a file, which has `size` bytes with it; `urls` are all its addresses."""
        with self._db.atomic():
            self._known_as(page, urls)
            self._done(page, {"status": 200, **asdict(validators)})
            self._db.table("files").upsert({"name": file, "bytes": size}, pk="name")
            self._db.table("facts").upsert({"name": _UNBUILT, "value": "1"}, pk="name")

    def keep_unchanged(self, page: int, *, urls: Sequence[str]) -> None:
        """A page is as it was when it was fetched last, or is another one by another address."""
        with self._db.atomic():
            self._known_as(page, urls)
            self._done(page, {})

    def fail(self, page: int, reason: str, *, status: int, next_try: float | None) -> None:
        """A page could not be fetched; it is tried again from `next_try` on, or never (None)."""
        with self._db.atomic():
            self._db.execute(
                "update pages set state = ?, tries = tries + 1, next_try = ?, status = ?, "
                "reason = ? where id = ?",
                [GIVEN_UP if next_try is None else WAITING, next_try or 0, status, reason, page],
            )

    def _done(self, page: int, values: dict[str, Any]) -> None:
        done = {"state": KEPT, "tries": 0, "next_try": 0, "fetched": self._now(), "reason": ""}
        self._db.table("pages").update(page, {**done, **values})
        self._db.execute("update pages set seen = modified where id = ?", [page])

    def _known_as(self, page: int, urls: Sequence[str]) -> None:
        rows = [{"key": page_key(url), "page": page} for url in urls]
        self._db.table("addresses").insert_all(rows, pk="key", ignore=True)

    def _page(self, key: str) -> int | None:
        found = self._value("select page from addresses where key = ?", key)
        return None if found is None else int(found)

    # -- files ------------------------------------------------------------------------------------

    def files(self) -> dict[str, int]:
        """How many bytes of each WARC file are entered here."""
        return dict(self._db.execute("select name, bytes from files").fetchall())

    def put_file(self, name: str, size: int) -> None:
        """All of a file's `size` bytes are entered."""
        with self._db.atomic():
            self._db.table("files").upsert({"name": name, "bytes": size}, pk="name")

    @property
    def unbuilt(self) -> bool:
        """Whether something was fetched since the archive was rebuilt."""
        return bool(self._value("select value from facts where name = ?", _UNBUILT) == "1")

    def built(self) -> None:
        """The archive has everything that was fetched."""
        with self._db.atomic():
            self._db.table("facts").upsert({"name": _UNBUILT, "value": "0"}, pk="name")

    # -- sources ----------------------------------------------------------------------------------

    def last_success(self, source: str) -> float:
        """When a source last worked, 0 if it never did."""
        return float(self._value("select last_success from sources where name = ?", source) or 0.0)

    def ended(self, source: str, kind: str, counts: Counts, error: str) -> None:
        """A run of a source has ended; with an `error` it has failed."""
        now = self._now()
        before = self._value("select failing_since from sources where name = ?", source)
        total = self._value("select count(*) from pages where source = ? and sha <> ''", source)
        row = {
            "name": source,
            "kind": kind,
            "last_attempt": now,
            "last_error": error,
            "failing_since": (before or now) if error else None,
            "articles_total": total,
            **asdict(counts),
        }
        if not error:
            row["last_success"] = now
        with self._db.atomic():
            self._db.table("sources").upsert(row, pk="name")

    def _value(self, query: str, value: str) -> Any:  # noqa: ANN401 (SQLite decides)
        row = self._db.execute(query, [value]).fetchone()
        return row[0] if row else None
