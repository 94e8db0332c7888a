"""Building: article files → archive.db → vectors → a published snapshot."""

import datetime
import time
from collections.abc import Iterator, Sequence, Set
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path

from index.attribution.attribute import attribute_statements
from index.building.describing import describe_sentences
from index.building.embedding.embedding import Embedding, in_threads
from index.building.embedding.shard_files import VectorRecipe
from index.building.embedding.shards import Shard, ShardReport, TakenIn, take_in, write_shard
from index.building.guards import build_lock, nothing_unfinished, sqlite_errors
from index.building.publishing.near_duplicates import sketch_text
from index.building.publishing.snapshot_writer import write_snapshot
from index.building.reading.entries import program_digest
from index.building.reading.files import Progress, Reading, normalized
from index.building.recalibration import load_calibration
from index.building.record_linkage import link_records
from index.building.splitter import passage_heading, split_article
from index.entities.matcher import EntityIndex
from index.errors import ArchiveError, naming_full_disk
from index.models.embedder import Embedder
from index.records import Article
from index.sources.files import FileCounts, survey
from index.sources.raw import Rejection
from index.sources.records.names import NO_MAP, FieldMap
from index.sources.registry import read_entries
from index.store.archive.archive import Archive
from index.store.archive.article_rows import ArticleParts, Changes
from index.store.hidden import HIDDEN_FILE, HiddenArticle, HiddenArticles
from index.store.snapshot.open_snapshot import unmatched
from index.store.snapshot.snapshots import Snapshots, read_manifest
from index.text.article_dates import WIB
from index.text.sentences import sentences

# Vectors written in one transaction: a run that is killed loses at most this much work.
VECTORS_A_BATCH = 64
# To be raised when the rules for sentences, passages, statements or sketches change, so that every
# article is split anew.
SPLIT_RULE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did. `rejections` are in order, `notices` are counted; `seconds` is wall time.

    `read` counts records: of several with one URL or id, the last becomes the article, and
    files that are pages of one become one together.
    `extended` says that the snapshot before was extended, and not all written.
    `hidden_gone` are the hidden articles that the snapshot does not have; `files` counts all files
    at the paths.
    """

    read: int
    changes: Changes
    rejections: tuple[Rejection, ...]
    notices: int
    passages: int
    embedded: int
    taken_in: int
    snapshot: str
    extended: bool
    seconds: float
    hidden_gone: tuple[HiddenArticle, ...] = ()
    files: FileCounts = field(default_factory=FileCounts)


class Builder:
    """Builds into one data folder: `archive.db` and `snapshots/`.

    `zone` gives the day of articles that are dated in UTC, `names` what the owner says of the names
    of fields, `embedding` how passages are embedded.
    """

    def __init__(
        self,
        data: Path,
        embedder: Embedder,
        progress: Progress,
        *,
        zone: datetime.tzinfo = WIB,
        names: FieldMap = NO_MAP,
        embedding: Embedding = in_threads,
    ) -> None:
        self._entries = partial(read_entries, zone=zone, names=names)
        self._data = data
        self._embedder = embedder
        self._embedding = embedding
        self._progress = progress

    def build(
        self,
        paths: Sequence[str | Path],
        *,
        full: bool = False,
        keep: bool = False,
        files: Sequence[Path] = (),
    ) -> BuildReport:
        """Read `paths`, bring the archive up to date with them and publish a snapshot.

        Articles that an earlier run read from below these paths and that are no longer there are
        removed, unless their file only ever holds a part, as a feed does; with `keep` none are.
        Other articles stay. With `full` the paths are the whole archive: everything else is removed
        and everything is embedded anew. An interrupted build loses nothing: it has not removed
        anything yet, the published snapshot goes on serving, and the next run continues with what
        is not embedded. Vectors in `files`, which shards have written, are taken in, so that only
        what is in none of them is embedded here. Raises ArchiveError.
        """
        started = time.monotonic()
        reading = Reading(survey(paths), self._entries)
        entities = EntityIndex.load(self._data / "aliases.toml")
        calibration = load_calibration(self._data)
        snapshots = Snapshots(self._data / "snapshots")
        with self._open() as archive, nothing_unfinished(snapshots):
            self._stage(archive, reading)
            roots = None if full else {normalized(path) for path in paths if not keep}
            changes = self._merge(archive, roots, reading.unread())
            taken_in = self._take_in(archive, files).stored if files else 0
            embedded = self._embed(archive, anew=full)
            archive.compute_features(
                self._embedder.fingerprint, program_digest(), describe_sentences
            )
            # Articles are removed last and only together with the publication, so that a run which
            # ends before that has lost nothing.
            with archive.without_marked():
                _articles, passages = archive.counts()
                self._progress.begin("writing the snapshot", passages)
                published = write_snapshot(
                    archive,
                    snapshots,
                    self._embedder,
                    entities,
                    calibration,
                    archive.aliases(),
                    whole=full,
                    advance=self._progress.advance,
                )
            archive.prune_vectors()
            manifest = read_manifest(published)
        return BuildReport(
            read=reading.read,
            changes=changes,
            rejections=tuple(reading.rejections),
            notices=reading.notices,
            passages=manifest.passages,
            extended=manifest.extends != "",
            embedded=embedded,
            taken_in=taken_in,
            snapshot=published.name,
            seconds=round(time.monotonic() - started, 2),
            hidden_gone=unmatched(published, HiddenArticles(self._data / HIDDEN_FILE).entries()),
            files=reading.files(),
        )

    def write_shard(
        self, paths: Sequence[str | Path], shard: Shard, file: Path, *, keep: bool = False
    ) -> ShardReport:
        """Read `paths` as `build` does, embed one share of what has no vector into `file`.

        Nothing is published or removed. What a run that was interrupted has put into the file is
        not embedded again. Raises ArchiveError.
        """
        reading = Reading(survey(paths), self._entries)
        with self._open() as archive:
            self._stage(archive, reading)
            roots = {normalized(path) for path in paths if not keep}
            self._merge(archive, roots, reading.unread())
            return write_shard(
                archive,
                self._embedder,
                self._embedding,
                self._progress,
                recipe=self._recipe,
                shard=shard,
                path=file,
            )

    def take_in(self, files: Sequence[Path]) -> TakenIn:
        """Store the vectors that files of shards have for the archive's passages; ArchiveError."""
        with self._open() as archive:
            return self._take_in(archive, files)

    def _take_in(self, archive: Archive, files: Sequence[Path]) -> TakenIn:
        return take_in(archive, files, self._progress, recipe=self._recipe)

    @contextmanager
    def _open(self) -> Iterator[Archive]:
        """The archive, which no other process writes as long as it is open."""
        path = self._data / "archive.db"
        with (
            naming_full_disk(self._data),
            build_lock(self._data),
            sqlite_errors(path),
            closing(Archive.open(path)) as archive,
        ):
            yield archive

    @property
    def _recipe(self) -> VectorRecipe:
        return VectorRecipe(
            model=self._embedder.name,
            fingerprint=self._embedder.fingerprint,
            dimension=self._embedder.dimension,
            rule=SPLIT_RULE,
        )

    def _stage(self, archive: Archive, reading: Reading) -> None:
        self._progress.begin("reading", len(reading.found.files))
        for one in reading.articles(self._progress, archive.readings):
            archive.stage(one.article, str(normalized(one.file)), partial=one.partial)
        archive.readings.flush()
        reading.join(archive.staging, self._progress)
        if not archive.staged():
            raise ArchiveError(
                f"no usable article in {len(reading.found.files)} files "
                f"({len(reading.rejections)} rejected); the archive was left as it is"
            )

    def _merge(self, archive: Archive, roots: Set[Path] | None, unread: Set[Path]) -> Changes:
        self._progress.begin("comparing with the archive", archive.staged())
        rule = f"{SPLIT_RULE} {self._embedder.fingerprint}"
        archive.apply_split_rule(rule, self._split, sentences)
        archive.link(link_records, roots, spare=unread)
        new = changed = unchanged = 0
        for batch in archive.merge(self._split):
            new, changed = new + batch.new, changed + batch.changed
            unchanged += batch.unchanged
            self._progress.advance(batch.new + batch.changed + batch.unchanged)
        missing = archive.mark_missing(roots, spare=unread)
        return replace(missing, new=new, changed=changed, unchanged=unchanged)

    def _split(self, article: Article) -> ArticleParts:
        limit = self._embedder.max_tokens
        return ArticleParts(
            heading=passage_heading(article),
            passages=split_article(article, self._embedder.count_tokens, limit=limit),
            statements=attribute_statements(article.text, title=article.title),
            sketch=sketch_text(article.text),
        )

    def _embed(self, archive: Archive, *, anew: bool) -> int:
        """Embed passages without a vector, or all, and store them in batches; returns how many."""
        model = self._embedder.fingerprint
        missing = archive.passages_to_embed(model, anew=anew)
        self._progress.begin("embedding passages", len(missing))
        results = iter(self._embedding(self._embedder, missing))
        while batch := list(islice(results, VECTORS_A_BATCH)):
            archive.put_vectors(model, batch)
            self._progress.advance(len(batch))
        return len(missing)
