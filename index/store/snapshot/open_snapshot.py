"""A snapshot opened for reading: mapped arrays, a database, articles by reference and URL."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.confidence import Calibration
from index.entities.matcher import EntityIndex
from index.errors import Hint, SnapshotUnusable
from index.models.embedder import Embedder
from index.store.hidden import HiddenArticle
from index.store.snapshot import article_queries as queries
from index.store.snapshot.article_arrays import ArticleArrays, Numbers
from index.store.snapshot.article_lookup import ArticleLookup
from index.store.snapshot.engines.contents import (
    Lookup,
    PassageVectors,
    PassageWords,
    SnapshotTables,
)
from index.store.snapshot.engines.embedded import EmbeddedTables, EmbeddedVectors, connect
from index.store.snapshot.snapshots import Manifest, incomplete_files, read_manifest
from index.store.snapshot.speakers.speaker_index import SpeakerIndex
from index.store.snapshot.speakers.spoken_rows import SpokenRows
from index.store.snapshot.word_index import WordIndex
from index.store.vectors.stores import open_store


def unmatched(snapshot: Path, hidden: Iterable[HiddenArticle]) -> tuple[HiddenArticle, ...]:
    """The hidden articles that a published snapshot does not have, under any id or address."""
    with closing(connect(snapshot)) as db:
        lookup = ArticleLookup(db)
        return tuple(
            one
            for one in hidden
            if not lookup.all_with_reference(one.reference)
            and not lookup.all_with_url(one.article.url)
        )


@dataclass(frozen=True)
class OpenSnapshot:
    """One snapshot, whichever engine keeps it.

    A search keeps the one it began with, whatever is published.

    `arrays` has facts of all articles and passages.
    `acronyms` are long forms with the acronyms that the articles explain. `hidden` are the numbers,
    in order, of the articles that nobody may see; callers leave them out themselves.
    """

    path: Path
    manifest: Manifest
    vectors: PassageVectors
    words: PassageWords
    tables: SnapshotTables
    arrays: ArticleArrays
    acronyms: tuple[tuple[str, str], ...]
    calibration: Calibration
    _entities: list[tuple[EntityIndex, EntityIndex]] = field(default_factory=list)
    hidden: tuple[int, ...] = ()

    @property
    def articles(self) -> Numbers:
        """The number of each passage's article, by row (passages,)."""
        return self.arrays.articles

    @property
    def days(self) -> Numbers:
        """The day of each article as an ordinal, 0 if unknown (articles,)."""
        return self.arrays.days

    @property
    def stories(self) -> Numbers:
        """The number of the first article that tells the same story as each (articles,)."""
        return self.arrays.stories

    @property
    def lookup(self) -> Lookup:
        """This thread's way to all articles by reference and URL, hidden ones too."""
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

    def with_hidden(self, entries: Iterable[HiddenArticle]) -> "OpenSnapshot":
        """The same snapshot with exactly the articles of these entries hidden."""
        found: set[int] = set()
        for entry in entries:
            found.update(self.lookup.all_with_reference(entry.reference))
            found.update(self.lookup.all_with_url(entry.article.url))
        return replace(self, hidden=tuple(sorted(found)))

    def _unless_hidden(self, number: int | None) -> int | None:
        return None if number in self.hidden else number


def check_model(what: str, manifest: Manifest, embedder: Embedder) -> None:
    """Raise SnapshotUnusable if `what`, a snapshot, is of another embedding model."""
    if manifest.fingerprint != embedder.fingerprint:
        raise SnapshotUnusable(
            f"{what} was built with the embedding model {manifest.model} ({manifest.fingerprint}), "
            f"but the model in use is {embedder.name} ({embedder.fingerprint})",
            hint=Hint.RESTORE_EMBEDDER,
        )


def open_snapshot(path: Path, embedder: Embedder) -> OpenSnapshot:
    """Open a snapshot; SnapshotUnusable if it is of another model or a file is missing or cut off.

    That every byte is as it was published is for `damaged_files` to tell, which reads all files.
    """
    manifest = read_manifest(path)
    check_model(str(path), manifest, embedder)
    damaged = list(incomplete_files(path, manifest))
    if damaged:
        raise SnapshotUnusable(
            f"{path} is damaged ({', '.join(damaged)})", hint=Hint.REBUILD_OR_ROLL_BACK
        )
    vectors, words, arrays = open_store(path), WordIndex.open(path), ArticleArrays.open(path)
    passages = len(arrays.articles)
    if not len(vectors) == len(words) == passages == manifest.passages:
        raise SnapshotUnusable(
            f"{path} holds {passages} passages, the words of {len(words)} and {len(vectors)} "
            f"vectors, but its manifest says {manifest.passages}",
            hint=Hint.REBUILD,
        )
    connection = connect(path)
    speakers, spoken = SpeakerIndex.open(path), SpokenRows.open(path, arrays)
    return OpenSnapshot(
        path=path,
        manifest=manifest,
        vectors=EmbeddedVectors(vectors),
        words=words,
        tables=EmbeddedTables(path, connection, speakers, spoken),
        arrays=arrays,
        acronyms=tuple(queries.acronyms(connection)),
        calibration=Calibration.from_json(manifest.calibration),
    )
