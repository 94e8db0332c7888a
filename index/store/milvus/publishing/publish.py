"""Publishing: a snapshot of this machine → collections, and the alias that bots follow.

Where little has changed (UPDATED), the live collections are brought up to date in place, article by
article. Else new ones are written beside them, and the alias is switched when they are complete.
Whatever ends a run, the next one goes on: an article is written last of its passages, and the state
last of all.
"""

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple, get_args

from index.errors import SnapshotUnusable
from index.models.embedder import Embedder
from index.store.changes import ChangeSet, TakenArticle, changes_between
from index.store.milvus.memory import Memory, State, memory_rows, read_state, state_row
from index.store.milvus.publishing.rows import ArticleRows, SnapshotRows, vocabulary_row
from index.store.milvus.schema import EXACT_LIMIT, Collections, Layout
from index.store.milvus.server import STRONG, MilvusServer
from index.store.snapshot.article_arrays import NameKind
from index.store.snapshot.article_queries import all_names, spellings
from index.store.snapshot.engines.embedded import connect
from index.store.snapshot.open_snapshot import OpenSnapshot, open_snapshot
from index.store.snapshot.snapshots import Manifest
from index.store.snapshot.word_index import WordIndex
from index.store.spelling.slips import LONGEST
from index.store.vectors.stores import open_store

# Up to this share of changed articles, collections are updated in place.
UPDATED = 0.2
# Articles whose passages are written together.
_TOGETHER = 100

Advance = Callable[[int], None]


class Publication(NamedTuple):
    """What was published: the snapshot, and how many articles were written and removed.

    `in_place` if the live collections were updated.
    """

    snapshot: str
    collection: str
    written: int
    removed: int = 0
    in_place: bool = True


@dataclass(frozen=True)
class _Source:
    """The snapshot that is published."""

    snapshot: OpenSnapshot
    rows: SnapshotRows
    memory: Memory
    vocabulary: dict[str, int]


def publish(
    folder: Path,
    embedder: Embedder,
    server: MilvusServer,
    advance: Advance = lambda _: None,
    *,
    full_text: bool = True,
) -> Publication:
    """Publish the snapshot in `folder`; `advance` is told of articles as they are done.

    `full_text` False writes what a server without full-text search can take. Raises
    EngineUnavailable, SnapshotUnusable.
    """
    if full_text:
        server.check_version()
    snapshot = open_snapshot(folder, embedder)
    with closing(connect(folder)) as db:
        vocabulary = dict(WordIndex.open(folder).vocabulary())
        memory = Memory(
            arrays=snapshot.arrays,
            names={kind: all_names(db, kind) for kind in get_args(NameKind)},
            acronyms=snapshot.acronyms,
            subjects=snapshot.tables.subjects(),
            spellings=tuple(spellings(db, 0, LONGEST)),
        )
        source = _Source(snapshot, SnapshotRows(db, open_store(folder)), memory, vocabulary)
        return _Publisher(server, source, advance).run(full_text=full_text)


class _Publisher:
    def __init__(self, server: MilvusServer, source: _Source, advance: Advance) -> None:
        self._server = server
        self._source = source
        self._advance = advance
        self._alias = server.address.prefix
        self._name = source.snapshot.path.name

    def run(self, *, full_text: bool) -> Publication:
        target = self._server.target(self._alias)
        self._remove_all_but(target)
        names = Collections(target) if target else None
        state = self._state(names) if names else None
        if names and state and self._continues(state.manifest):
            before = {one.id: one for one in self._published(names)}
            changes = self._changes(before)
            if not changes and state.name == self._name:
                return Publication(self._name, names.passages, 0)
            touched = len(changes.arriving) + len(changes.removed)
            if touched <= UPDATED * self._source.snapshot.manifest.articles:
                return self._update(names, changes, before)
        return self._write(target, full_text=full_text)

    def _changes(self, before: Mapping[str, "_PublishedArticle"]) -> ChangeSet:
        now = (TakenArticle(one.id, one.digest) for one in self._source.rows.articles())
        known = (TakenArticle(one, before[one].digest) for one in sorted(before))
        return changes_between(known, now)

    def _state(self, names: Collections) -> State | None:
        """What the live collections hold, None if they are incomplete or of another version."""
        if not set(names.all) <= set(self._server.collections()):
            return None
        self._each(names, self._server.load)
        with contextlib.suppress(SnapshotUnusable):
            return read_state(self._server, names)
        return None

    def _continues(self, before: Manifest) -> bool:
        """Whether the live collections are of the same model, and indexed as they should be now."""
        now = self._source.snapshot.manifest
        same_index = (before.passages <= EXACT_LIMIT) == (now.passages <= EXACT_LIMIT)
        return same_index and before.fingerprint == now.fingerprint

    def _published(self, names: Collections) -> Iterator["_PublishedArticle"]:
        give = ["id", "digest", "words"]
        for row in self._server.all_rows(names.articles, "number", "", give, consistency=STRONG):
            digest = bytes.fromhex(row["digest"])
            yield _PublishedArticle(row["id"], digest, row["number"], row["words"])

    def _remove_all_but(self, live: str | None) -> None:
        """Delete the snapshot before the live one, and what runs that were killed have left."""
        kept = set(Collections(live).all) if live else set()
        own = re.compile(rf"{self._alias}_\d{{8}}T\d+_[0-9a-f]{{8}}(_again)?(_[a-z]+)?")
        for name in self._server.collections():
            if own.fullmatch(name) and name not in kept:
                self._server.drop(name)

    # -- anew -----------------------------------------------------------------------------

    def _write(self, live: str | None, *, full_text: bool) -> Publication:
        name = f"{self._alias}_{self._name.replace('-', '_')}"
        names = Collections(f"{name}_again" if name == live else name)
        manifest = self._source.snapshot.manifest
        layout = Layout(manifest.dimension, manifest.passages, full_text=full_text)
        definitions = dict(zip(names.all, layout.all(), strict=True))
        for one, (schema, _) in definitions.items():
            self._server.create(one, schema)
        words = self._put_articles(names, self._source.rows.articles())
        self._server.put(names.speakers, self._source.rows.speakers())
        vocabulary = self._source.vocabulary.items()
        self._server.put(names.words, (vocabulary_row(*one) for one in vocabulary))
        self._server.put(names.tables, memory_rows(self._source.memory))
        self._each(names, lambda one: self._server.index(one, definitions[one][1]))
        self._finish(names, words)
        self._server.point(self._alias, names.passages)
        return Publication(self._name, names.passages, manifest.articles, in_place=False)

    def _put_articles(self, names: Collections, articles: Iterator[ArticleRows]) -> int:
        """Write articles with their passages; returns how many words the passages have."""
        count = 0
        while together := list(islice(articles, _TOGETHER)):
            complete = list(map(self._source.rows.complete, together))
            self._server.put(names.passages, (row for one in complete for row in one.passages))
            self._server.put(names.articles, (one.article for one in complete))
            count += sum(one.words for one in complete)
            self._advance(len(together))
        return count

    def _finish(self, names: Collections, words: int) -> None:
        """Let the state say that everything is there, once it is."""
        self._each(names, self._server.settle)
        manifest = self._source.snapshot.manifest
        state = State(name=self._name, manifest=manifest, words=words)
        self._server.put(names.tables, [state_row(state)])

    def _each(self, names: Collections, work: Callable[[str], None]) -> None:
        """Do `work`, mostly waiting for the server, for all collections at once."""
        with ThreadPoolExecutor(len(names.all)) as threads:
            list(threads.map(work, names.all))

    # -- in place -------------------------------------------------------------------------

    def _update(
        self, names: Collections, changes: ChangeSet, before: dict[str, "_PublishedArticle"]
    ) -> Publication:
        leaving = [before.pop(one).number for one in changes.leaving]
        self._server.delete(names.passages, "article", leaving)
        self._server.delete(names.articles, "number", leaving)
        words = sum(one.words for one in before.values())
        words += self._put_articles(names, self._source.rows.articles(set(changes.arriving)))
        self._update_speakers(names)
        self._update_vocabulary(names)
        self._server.put(names.tables, memory_rows(self._source.memory))
        self._finish(names, words)
        written, removed = len(changes.arriving), len(changes.removed)
        return Publication(self._name, names.passages, written, removed)

    def _update_speakers(self, names: Collections) -> None:
        give = ["name", "role", "institution"]
        found = self._server.all_rows(names.speakers, "number", "", give, consistency=STRONG)
        before = {row["number"]: [row[name] for name in give] for row in found}
        now = {row["number"]: row for row in self._source.rows.speakers()}
        self._server.delete(names.speakers, "number", before.keys() - now.keys())
        self._server.put(
            names.speakers,
            (
                row
                for number, row in now.items()
                if before.get(number) != [row[name] for name in give]
            ),
        )

    def _update_vocabulary(self, names: Collections) -> None:
        found = self._server.all_rows(names.words, "word", "", ["passages"], consistency=STRONG)
        before = {row["word"]: row["passages"] for row in found}
        now = self._source.vocabulary
        self._server.delete(names.words, "word", before.keys() - now.keys())
        changed = (item for item in now.items() if before.get(item[0]) != item[1])
        self._server.put(names.words, (vocabulary_row(*item) for item in changed))


class _PublishedArticle(NamedTuple):
    """A `TakenArticle` with its number in the collection, and the words of its passages."""

    id: str
    digest: bytes
    number: int
    words: int
