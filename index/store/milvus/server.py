"""Calls of a Milvus server; all of them raise EngineUnavailable."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from index.errors import EngineUnavailable
from index.store.milvus.connection import TIMEOUT, MilvusAddress, MilvusConnection

if TYPE_CHECKING:
    from pymilvus import CollectionSchema
    from pymilvus.milvus_client import IndexParams

Row = dict[str, Any]

FULL_TEXT_SINCE = (2, 5)
# Loading and flushing a large collection takes minutes.
PATIENT = 600.0
# Rows that are read or written at a time: a passage is about 15 KB, a message at most 64 MB.
READ, WRITTEN = 500, 500
# Milvus returns no more rows for one query.
MOST_ROWS = 16_384
# From when on what was written is seen: at once, or within seconds, which waits for nothing.
STRONG, BOUNDED = "Strong", "Bounded"


class MilvusServer:
    """One server; safe to share between threads."""

    def __init__(self, address: MilvusAddress, *, timeout: float = TIMEOUT) -> None:
        self.address = address
        self._connection = MilvusConnection(address, timeout=timeout)
        self._timeout = timeout

    def check_version(self) -> str:
        """The server's version; EngineUnavailable if it is older than 2.5."""
        version = self.version()
        found = re.match(r"v?(\d+)\.(\d+)", version)
        if found and tuple(map(int, found.groups())) < FULL_TEXT_SINCE:
            raise EngineUnavailable(
                f"Milvus at {self.address.shown} is {version}, which has no full-text search; "
                f"that takes {'.'.join(map(str, FULL_TEXT_SINCE))} or newer"
            )
        return version

    def version(self) -> str:
        """The version that the server says it is."""
        with self._connection.errors():
            return str(self._connection.client().get_server_version(timeout=self._timeout))

    # -- reading --------------------------------------------------------------------------

    def target(self, alias: str) -> str | None:
        """The collection that an alias stands for, None if there is no such alias."""
        with self._connection.errors():
            if not self._connection.client().has_collection(alias, timeout=self._timeout):
                return None
            return str(self._described(alias)["collection_name"])

    def collections(self) -> list[str]:
        """The names of all collections."""
        with self._connection.errors():
            return list(self._connection.client().list_collections(timeout=self._timeout))

    def dimension(self, collection: str, vectors: str) -> int:
        """The dimension of a collection's field of vectors."""
        with self._connection.errors():
            fields = self._described(collection)["fields"]
        return next(int(one["params"]["dim"]) for one in fields if one["name"] == vectors)

    def nearest(
        self,
        collection: str,
        what: str | list[float],
        *,
        over: str,
        limit: int,
        where: str,
        give: Sequence[str],
    ) -> list[tuple[float, Row]]:
        """The `limit` best rows by the index `over`, each with its score and the fields `give`.

        `what` is a vector, or the text of a full-text search; `where` is a filter.
        """
        if limit < 1:
            return []
        with self._connection.errors():
            found = self._connection.client().search(
                collection,
                [what],
                anns_field=over,
                limit=min(limit, MOST_ROWS),
                filter=where,
                output_fields=list(give),
                consistency_level=BOUNDED,
                timeout=self._timeout,
            )
        return [(float(hit["distance"]), dict(hit["entity"])) for hit in found[0]]

    def rows(
        self,
        collection: str,
        where: str,
        give: Sequence[str],
        *,
        limit: int = MOST_ROWS,
        consistency: str = BOUNDED,
    ) -> list[Row]:
        """At most `limit` rows that a filter fits."""
        with self._connection.errors():
            found = self._connection.client().query(
                collection,
                filter=where,
                output_fields=list(give),
                limit=min(limit, MOST_ROWS),
                consistency_level=consistency,
                timeout=self._timeout,
            )
        return list(map(dict, found))

    def rows_with(
        self, collection: str, key: str, values: Iterable[int | str], give: Sequence[str]
    ) -> Iterator[Row]:
        """The rows whose field `key` has one of these values, which are in one row each."""
        wanted = list(dict.fromkeys(values))
        for start in range(0, len(wanted), READ):
            yield from self.rows(collection, among(key, wanted[start : start + READ]), give)

    def all_rows(
        self,
        collection: str,
        key: str,
        where: str,
        give: Sequence[str],
        *,
        consistency: str = BOUNDED,
    ) -> Iterator[Row]:
        """All rows that a filter fits, however many, by their primary `key`.

        Keys are numbers from 0 on, or texts: in order, and the server gives the first ones first.
        """
        after: int | str | None = None
        while True:
            beyond = f"{key} > {json.dumps(after)}" if after is not None else ""
            bounded = " and ".join(filter(None, (beyond, where and f"({where})")))
            found = self.rows(
                collection, bounded, [key, *give], limit=READ, consistency=consistency
            )
            found.sort(key=lambda row: row[key])
            yield from found
            if len(found) < READ:
                return
            after = found[-1][key]

    def count(self, collection: str, where: str = "", *, consistency: str = BOUNDED) -> int:
        """How many rows a filter fits."""
        with self._connection.errors():
            found = self._connection.client().query(
                collection,
                filter=where,
                output_fields=["count(*)"],
                consistency_level=consistency,
                timeout=self._timeout,
            )
        return int(found[0]["count(*)"])

    # -- writing --------------------------------------------------------------------------

    def create(self, collection: str, schema: "CollectionSchema") -> None:
        """Make a collection, to be written to; it can be asked once it is indexed and loaded."""
        with self._connection.errors():
            self._connection.client().create_collection(collection, schema=schema, timeout=PATIENT)

    def index(self, collection: str, indexes: "IndexParams") -> None:
        """Index what is written to a collection, and have it ready to be asked."""
        with self._connection.errors():
            self._connection.client().flush(collection, timeout=PATIENT)
            self._connection.client().create_index(collection, indexes, timeout=PATIENT)
        self.load(collection)

    def put(self, collection: str, rows: Iterable[Row]) -> int:
        """Write rows, in place of those with the same keys; returns how many."""
        batch: list[Row] = []
        written = 0
        for row in rows:
            batch.append(row)
            if len(batch) == WRITTEN:
                written += self._put(collection, batch)
                batch = []
        return written + self._put(collection, batch)

    def _put(self, collection: str, rows: list[Row]) -> int:
        if rows:
            with self._connection.errors():
                self._connection.client().upsert(collection, rows, timeout=PATIENT)
        return len(rows)

    def delete(self, collection: str, key: str, values: Collection[int | str]) -> None:
        """Delete the rows whose field `key` has one of these values."""
        wanted = list(values)
        for start in range(0, len(wanted), READ):
            with self._connection.errors():
                where = among(key, wanted[start : start + READ])
                self._connection.client().delete(collection, filter=where, timeout=PATIENT)

    def load(self, collection: str) -> None:
        """Have a collection ready to be asked; nothing if it is."""
        with self._connection.errors():
            self._connection.client().load_collection(collection, timeout=PATIENT)

    def settle(self, collection: str) -> None:
        """Wait until what was written, which the server's log keeps, is seen by whoever asks."""
        self.count(collection, consistency=STRONG)

    def point(self, alias: str, collection: str) -> None:
        """Make an alias stand for a collection, from one moment to the next."""
        known = self.target(alias) is not None
        with self._connection.errors():
            client = self._connection.client()
            change = client.alter_alias if known else client.create_alias
            change(collection, alias, timeout=self._timeout)

    def drop(self, collection: str) -> None:
        """Delete a collection."""
        with self._connection.errors():
            self._connection.client().drop_collection(collection, timeout=PATIENT)

    def _described(self, collection: str) -> Mapping[str, Any]:
        described: Mapping[str, Any] = self._connection.client().describe_collection(
            collection, timeout=self._timeout
        )
        return described


def among(key: str, values: Iterable[int | str]) -> str:
    """The filter that a field has one of these values."""
    return f"{key} in {json.dumps(list(values), ensure_ascii=False)}"
