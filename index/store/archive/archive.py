"""archive.db: all articles, their passages, and every vector that was computed for them.

Snapshots are made from it and can always be made again; nothing is stored only in a snapshot.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Set
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Self

from sqlite_utils import Database

from index.records import Article
from index.store.aliases import add_alias, apply_key_rule
from index.store.archive.article_rows import (
    Changes,
    Linker,
    SentenceRanges,
    Splitter,
    articles_not_staged,
    delete_articles,
    is_below,
    put_article,
    split_anew,
)
from index.store.archive.contents import Contents
from index.store.archive.embedded_passages import (
    Describe,
    compute_features,
)
from index.store.archive.passage_vectors import (
    PassagesToEmbed,
    PassageVectors,
    known_passages,
)
from index.store.archive.readings import Readings
from index.store.archive.schema import archive_schema
from index.store.archive.staging import Staging

BATCH = 500


class Archive(Contents):
    """The database file. There is one writer at a time: the builder holds a lock."""

    def __init__(self, db: Database) -> None:
        super().__init__(db)
        self.staging = Staging(db)
        self.readings = Readings(db)
        self._run = datetime.datetime.now(datetime.UTC).isoformat()

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open or create `path` and bring its schema up to date."""
        path.parent.mkdir(parents=True, exist_ok=True)
        db = Database(path)
        db.enable_wal()
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("CREATE TEMP TABLE marked (id TEXT PRIMARY KEY)")
        archive_schema.apply(db)
        with db.atomic():
            delete_articles(db, apply_key_rule(db))
        return cls(db)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    # -- articles of a run ----------------------------------------------------------------

    def stage(self, article: Article, origin: str, *, partial: bool = False) -> None:
        """Stage an article for `merge`; of two with one URL or id, the later one counts.

        One whose origin is `partial` (a feed, an export: it holds only some articles at a time)
        counts only where no other file has the article, and is not missing when it is gone there.
        """
        self.staging.add(article, origin, partial=partial)

    def staged(self) -> int:
        """How many different articles are staged."""
        return len(self.staging)

    def link(self, linker: Linker, roots: Set[Path] | None, *, spare: Set[Path]) -> None:
        """Before `merge`: staged articles keep the ids of those that they are under other ids.

        `linker` is shown the articles that would be new and those that `mark_missing` would mark.
        """
        self.staging.resolve_aliases()
        known = articles_not_staged(self._db, but_partial=roots is not None)
        leaving = [one for one in known if is_below(one.origin, roots, spare=spare)]
        if leaving:
            with self._db.atomic():
                for alias, kept in linker(self.staging.unknown(), leaving).items():
                    add_alias(self._db, alias, kept)

    def merge(self, split: Splitter) -> Iterator[Changes]:
        """Bring the staged articles in, a batch a transaction; yields the changes of each batch.

        `split` gives an article's parts; it is called only for new and changed articles. If the
        process is killed, the batches that were brought in stay in.
        """
        self.staging.resolve_aliases()
        for batch in self.staging.batches(BATCH):
            with self._db.atomic():
                kinds = [
                    put_article(self._db, staged, split, run=self._run, staging=self.staging)
                    for staged in batch
                ]
            yield Changes(
                new=kinds.count("new"),
                changed=kinds.count("changed"),
                unchanged=kinds.count("unchanged"),
            )

    def mark_missing(self, roots: Set[Path] | None, *, spare: Set[Path] = frozenset()) -> Changes:
        """Mark the articles from below `roots` (None: from anywhere) that this run did not bring.

        Articles from below `spare` are not marked: what is there could not be read completely this
        time; neither are those with a partial origin, unless `roots` is None. Returns how many were
        marked (`removed`; `without_marked` removes them), and how many kept for their origin.
        """
        rows = self._db.query(
            "SELECT id, origin, origin_partial FROM articles WHERE last_seen <> ?", [self._run]
        )
        missing = [row for row in rows if is_below(row["origin"], roots, spare=spare)]
        gone = [row["id"] for row in missing if roots is None or not row["origin_partial"]]
        with self._db.atomic():
            self._db.execute("DELETE FROM marked")
            self._db.table("marked").insert_all({"id": name} for name in gone)
        return Changes(removed=len(gone), kept=len(missing) - len(gone))

    @contextmanager
    def without_marked(self) -> Iterator[None]:
        """Remove the marked articles for the block, and for good unless it raises something."""
        with self._db.atomic():
            marked = self._db.execute("SELECT id FROM marked").fetchall()
            delete_articles(self._db, [name for (name,) in marked])
            yield

    # -- passages and vectors -------------------------------------------------------------

    def apply_split_rule(self, rule: str, split: Splitter, ranges: SentenceRanges) -> None:
        """Split every article anew if another rule split them; the same sentences keep vectors."""
        query = "SELECT value FROM facts WHERE name = 'passages cut by'"
        known = self._db.execute(query).fetchone()
        if known not in (None, (rule,)):
            with self._db.atomic():
                split_anew(self._db, split, ranges)
        self._db.table("facts").upsert({"name": "passages cut by", "value": rule}, pk="name")

    def passages_to_embed(
        self, model: str, *, anew: bool = False, chosen: Callable[[str], bool] = bool
    ) -> PassagesToEmbed:
        """Every distinct passage of unmarked articles without a vector of this model.

        `model` is the model's fingerprint. With `anew`, passages with a vector are included;
        `chosen` may leave some out by their hash.
        """
        return PassagesToEmbed(self._db, model, anew=anew, chosen=chosen)

    def known_passages(self, model: str, hashes: Collection[str]) -> dict[str, bool]:
        """Which of these hashes are of passages, and whether those have vectors of this model."""
        return known_passages(self._db, model, hashes)

    def put_vectors(self, model: str, found: Iterable[PassageVectors]) -> None:
        """Store vectors of this model in one transaction."""
        with self._db.atomic():
            self._db.table("vectors").insert_all(
                (asdict(vectors) | {"model": model} for vectors in found), replace=True
            )

    def compute_features(self, model: str, rule: str, describe: Describe) -> None:
        """Compute what passages with a vector are scored by, and by this rule are not yet."""
        compute_features(self._db, model, rule, describe)

    def prune_vectors(self) -> None:
        """Delete the vectors and features of passages that no longer exist."""
        with self._db.atomic():
            for table in ("vectors", "features"):
                # Looked for in an index: the rows of a million passages are 7 GB.
                self._db.execute(
                    f"DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table}"  # noqa: S608
                    " WHERE embedded_hash NOT IN (SELECT embedded_hash FROM passages))"
                )
