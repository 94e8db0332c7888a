"""A snapshot opened for reading: arrays in memory, a database, articles by reference and URL."""

import datetime
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.confidence import Calibration
from index.entities.matcher import EntityIndex
from index.errors import Hint, SnapshotUnusable
from index.models.embedder import Embedder
from index.store.hidden import HiddenArticle
from index.store.snapshot import article_queries as queries
from index.store.snapshot.article_lookup import ArticleLookup
from index.store.snapshot.contents import PassageVectors, PassageWords, SnapshotTables
from index.store.snapshot.embedded import EmbeddedTables, EmbeddedVectors, connect
from index.store.snapshot.snapshots import Manifest, damaged_files, read_manifest
from index.store.snapshot.word_index import WordIndex
from index.store.vectors.stores import open_store


def unmatched(snapshot: Path, hidden: Iterable[HiddenArticle]) -> tuple[HiddenArticle, ...]:
    """The hidden articles that a published snapshot does not have, under any id or address."""
    with closing(connect(snapshot)) as db:
        lookup = EmbeddedTables(snapshot, db).lookup()
    return tuple(
        one
        for one in hidden
        if not (lookup.all_with_reference(one.reference) or lookup.all_with_url(one.article.url))
    )


@dataclass(frozen=True)
class OpenSnapshot:
    """One snapshot, whichever engine keeps it.

    A search keeps the one it began with, whatever is published.

    `articles` (passages,) holds the number of each passage's article, by row. By that number,
    `days` (articles,) holds the day of publication as an ordinal, 0 if unknown; `stories`
    (articles,) the number of the first article that tells the same story; `repeated` (articles,)
    whether other articles tell the story that the article is the first of; `outlet_of` (articles,)
    the place of its outlet in `outlets`, "" if it names none.
    `acronyms` are long forms with the acronyms that the articles explain. `hidden` are the numbers,
    in order, of the articles that nobody may see; callers leave them out themselves.
    """

    path: Path
    manifest: Manifest
    vectors: PassageVectors
    words: PassageWords
    tables: SnapshotTables
    articles: NDArray[np.int64]
    days: NDArray[np.int64]
    stories: NDArray[np.int64]
    repeated: NDArray[np.bool_]
    outlets: tuple[str, ...]
    outlet_of: NDArray[np.int64]
    acronyms: tuple[tuple[str, str], ...]
    calibration: Calibration
    _entities: list[tuple[EntityIndex, EntityIndex]] = field(default_factory=list)
    hidden: tuple[int, ...] = ()

    @cached_property
    def lookup(self) -> ArticleLookup:
        """All articles by reference and URL, hidden ones too; made when first asked for."""
        return self.tables.lookup()

    def with_reference(self, reference: str) -> int | None:
        """The number of the article with this `Citation.reference`, unless it is hidden."""
        return self._unless_hidden(self.lookup.with_reference(reference))

    def with_url(self, url: str) -> int | None:
        """The number of the article at this URL, unless it is hidden."""
        return self._unless_hidden(self.lookup.with_url(url))

    def entities(self, table: EntityIndex) -> EntityIndex:
        """`table` with the acronyms that these articles explain; kept for the table used last."""
        for known, extended in self._entities:
            if known is table:
                return extended
        extended = table.with_acronyms(self.acronyms)
        self._entities[:] = [(table, extended)]
        return extended

    @cached_property
    def authors(self) -> tuple[str, ...]:
        """The authors as articles name them, alone or several in one; read when first asked for."""
        return tuple(self.tables.names_in("author"))

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """The sections of all outlets as articles name them; read when first asked for."""
        return tuple(self.tables.names_in("section"))

    @cached_property
    def hidden_rows(self) -> NDArray[np.int64]:
        """The rows of the passages of hidden articles, in order."""
        return np.flatnonzero(np.isin(self.articles, self.hidden))

    def with_hidden(self, entries: Iterable[HiddenArticle]) -> "OpenSnapshot":
        """The same snapshot with exactly the articles of these entries hidden."""
        found: set[int] = set()
        for entry in entries:
            found.update(self.lookup.all_with_reference(entry.reference))
            found.update(self.lookup.all_with_url(entry.article.url))
        view = replace(self, hidden=tuple(sorted(found)))
        # Made once for a snapshot, whatever is hidden.
        view.__dict__["lookup"] = self.lookup
        return view

    def _unless_hidden(self, number: int | None) -> int | None:
        return None if number in self.hidden else number


def open_snapshot(path: Path, embedder: Embedder) -> OpenSnapshot:
    """Open and verify a snapshot; SnapshotUnusable if it is damaged or of another model."""
    manifest = read_manifest(path)
    if manifest.fingerprint != embedder.fingerprint:
        raise SnapshotUnusable(
            f"{path} was built with the embedding model {manifest.model} ({manifest.fingerprint}), "
            f"but the model in use is {embedder.name} ({embedder.fingerprint})",
            hint=Hint.RESTORE_EMBEDDER,
        )
    damaged = list(damaged_files(path, manifest))
    if damaged:
        raise SnapshotUnusable(
            f"{path} is damaged ({', '.join(damaged)})", hint=Hint.REBUILD_OR_ROLL_BACK
        )
    vectors, words = open_store(path), WordIndex.open(path)
    connection = connect(path)
    articles = queries.articles_of_passages(connection)
    if not len(vectors) == len(words) == len(articles) == manifest.passages:
        raise SnapshotUnusable(
            f"{path} holds {len(articles)} passages, the words of {len(words)} and {len(vectors)} "
            f"vectors, but its manifest says {manifest.passages}",
            hint=Hint.REBUILD,
        )
    published, stories, sources = zip(*queries.article_facts(connection), strict=True)
    outlets, outlet_of = np.unique(np.array(sources, dtype=np.str_), return_inverse=True)
    return OpenSnapshot(
        path=path,
        manifest=manifest,
        vectors=EmbeddedVectors(vectors),
        words=words,
        tables=EmbeddedTables(path, connection),
        articles=np.array(articles, dtype=np.int64),
        days=np.array(list(map(_ordinal, published)), dtype=np.int64),
        stories=np.array(stories, dtype=np.int64),
        repeated=np.bincount(stories, minlength=len(stories)) > 1,
        outlets=tuple(outlets.tolist()),
        outlet_of=outlet_of,
        acronyms=tuple(queries.acronyms(connection)),
        calibration=Calibration.from_json(manifest.calibration),
    )


def _ordinal(published: str) -> int:
    return datetime.date.fromisoformat(published[:10]).toordinal() if published else 0
