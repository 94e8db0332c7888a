"""A rebuild is killed at many points: nobody notices but who started it."""

import multiprocessing
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index.search.searcher import Searcher
from index.store.archive.article_rows import Changes
from index.store.snapshot.engines.embedded import connect
from index.store.snapshot.snapshots import Snapshots, read_manifest
from tests.support.archives import built, checksums_by_kind, opened, search, written
from tests.support.killed_build import Point, killed_build, small_batches
from tests.support.word_embedder import WordEmbedder

ADDED = 40
POINTS = [
    Point("Archive", "stage", 1),
    Point("Archive", "stage", 20),
    Point("builder", "split_article", 1),
    Point("builder", "split_article", 21, after=True),
    Point("Archive", "mark_missing", after=True),
    Point("Embedder", "embed_passage", 1),
    Point("Embedder", "embed_passage", 30),
    Point("Archive", "put_vectors", 3),
    Point("Archive", "put_vectors", 3, after=True),
    Point("Archive", "put_vectors", 2, full=True),
    Point("FaissWriter", "add"),
    Point("FaissWriter", "save"),
    Point("snapshot", "checksum", 2),
    Point("Path", "rename"),
    Point("Path", "rename", after=True),
    Point("Path", "replace"),
    Point("Path", "replace", after=True),
    Point("shutil", "rmtree", after=True),
    Point("Archive", "prune_vectors"),
]
PUBLISHED = ("after Path.replace 1", "after shutil.rmtree 1", "at Archive.prune_vectors 1")


def first_articles(folder: Path) -> None:
    written(folder / "a.jsonl", *({"id": f"a{n}", "text": f"Banjir lama {n}."} for n in range(3)))


def second_articles(folder: Path) -> None:
    """One changed, one gone, many new."""
    written(
        folder / "a.jsonl",
        {"id": "a0", "text": "Banjir baru."},
        {"id": "a1", "text": "Banjir lama 1."},
    )
    new = (
        {"id": f"b{n:02}", "title": f"Kabar {n}", "text": f"Gempa {n}. Reda."} for n in range(ADDED)
    )
    written(folder / "b.jsonl", *new)


def contents(data: Path) -> list[list[tuple[object, ...]]]:
    """All that an archive holds but for the times of its runs."""
    queries = [
        "SELECT id, url, title, text, content_hash, origin FROM articles ORDER BY id",
        "SELECT article_id, position, text, heading, embedded_hash FROM passages ORDER BY 1, 2",
        "SELECT embedded_hash, model, vector, sentences, sentence_vectors FROM vectors ORDER BY 1",
    ]
    with closing(sqlite3.connect(data / "archive.db")) as db:
        return [db.execute(query).fetchall() for query in queries]


def rows(snapshot: Path) -> list[list[tuple[object, ...]]]:
    """All that its database holds of articles, passages, speakers and words."""
    tables = ("articles", "passages", "statements", "speakers", "holders", "spellings", "names")
    with closing(connect(snapshot)) as db:
        return [db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables]


def column(data: Path, name: str, table: str) -> set[object]:
    with closing(sqlite3.connect(data / "archive.db")) as db:
        return {value for (value,) in db.execute(f"SELECT {name} FROM {table}")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "berita"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    small_batches(monkeypatch.setattr)


@pytest.fixture
def data(tmp_path: Path, folder: Path) -> Path:
    """Three snapshots of the first articles, so that the next build prunes one."""
    first_articles(folder)
    for _ in range(3):
        built(tmp_path / "data", WordEmbedder(), folder)
    second_articles(folder)
    return tmp_path / "data"


def kill(point: Point, data: Path, folder: Path) -> None:
    """Run the build until it is killed; processes are forked from one that has imported it all."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.support.killed_build"])
    process = context.Process(target=killed_build, args=(point, data, folder))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL


def asked(data: Path, question: str) -> set[str]:
    embedder = WordEmbedder()
    hits = search(Searcher(embedder), question, opened(data, embedder), limit=50).hits
    return {hit.quote for hit in hits if question in hit.quote.lower()}


@pytest.mark.parametrize("point", POINTS, ids=str)
def test_killed_at_any_point(point: Point, data: Path, folder: Path, words: WordEmbedder) -> None:
    kill(point, data, folder)

    # The last published snapshot serves, whole.
    old = {f"Banjir lama {number}." for number in range(3)}
    new = {"Banjir baru.", "Banjir lama 1."}
    published = str(point) in PUBLISHED
    assert asked(data, "banjir") == (new if published else old)
    assert len(asked(data, "gempa")) == (ADDED if published else 0)
    # What is gone from the files is still in the archive as long as it is served.
    assert published or "a2" in column(data, "id", "articles")

    # The next run goes on from what was embedded.
    merged, embedded = column(data, "id", "articles"), column(data, "embedded_hash", "vectors")
    report = built(data, words, folder)
    assert report.changes.new == len(column(data, "id", "articles") - merged)
    assert report.passages == ADDED + 2
    assert report.embedded == len(column(data, "embedded_hash", "passages") - embedded)
    assert len(words.passages) == report.embedded
    assert asked(data, "banjir") == new

    # And what comes of it is what comes of a run that nothing disturbed.
    clean = data.parent / "clean"
    first_articles(folder)
    built(clean, WordEmbedder(), folder)
    second_articles(folder)
    undisturbed = built(clean, WordEmbedder(), folder)
    assert contents(data) == contents(clean)
    snapshots = data / "snapshots" / report.snapshot, clean / "snapshots" / undisturbed.snapshot
    one, other = (checksums_by_kind(read_manifest(path)) for path in snapshots)
    # What was published already is extended by nothing, which leaves free pages in the database.
    assert (one | {"db": ""}, rows(snapshots[0])) == (other | {"db": ""}, rows(snapshots[1]))
    # Nothing half-written is left lying about.
    left_over = [path.name for path in (data / "snapshots").iterdir() if path.name[0] == "."]
    assert left_over == []
    assert built(data, words, folder).changes == Changes(unchanged=ADDED + 2)


@pytest.mark.parametrize(
    "point",
    [
        Point("Archive", "put_vectors", 3, full=True),
        Point("FaissWriter", "save", full=True),
        Point("Path", "replace", full=True),
    ],
    ids=str,
)
def test_a_killed_full_build_of_other_articles_has_dropped_nothing(
    point: Point, data: Path, folder: Path, words: WordEmbedder
) -> None:
    before = contents(data)
    other = folder.parent / "lain"
    written(other / "c.jsonl", *({"id": f"c{n:02}", "text": f"Longsor {n}."} for n in range(ADDED)))
    kill(point, data, other)

    assert asked(data, "banjir") == {f"Banjir lama {number}." for number in range(3)}
    after = contents(data)
    assert [set(old) - set(new) for old, new in zip(before, after, strict=True)] == [set()] * 3
    # Done again it ends as it would have, and only then the others are gone.
    report = built(data, words, other, full=True)
    assert (report.changes.removed, report.embedded) == (3, ADDED)
    assert {row[0] for row in contents(data)[0]} == {f"c{n:02}" for n in range(ADDED)}
    assert asked(data, "banjir") == set()


@pytest.mark.parametrize(("nth", "stored"), [(1, 0), (3, 16), (5, 32)])
def test_no_more_than_a_batch_is_lost(
    nth: int, stored: int, data: Path, folder: Path, words: WordEmbedder
) -> None:
    kill(Point("Archive", "put_vectors", nth), data, folder)
    report = built(data, words, folder)
    # Forty new articles and a changed one, less the batches that were stored.
    assert report.embedded == ADDED + 1 - stored


def test_killed_again_and_again(data: Path, folder: Path, words: WordEmbedder) -> None:
    for _ in range(4):
        kill(Point("Archive", "put_vectors", 2), data, folder)
        assert len(asked(data, "banjir")) == 3
    report = built(data, words, folder)
    assert (report.changes.unchanged, report.embedded) == (ADDED + 2, ADDED + 1 - 4 * 8)


def test_a_killed_build_does_not_lock_out_the_next(data: Path, folder: Path) -> None:
    kill(Point("Archive", "stage"), data, folder)
    assert (data / ".building").exists()
    assert built(data, WordEmbedder(), folder).changes == Changes(
        new=ADDED, changed=1, unchanged=1, removed=1
    )


def test_between_the_renames_the_old_snapshot_is_live(data: Path, folder: Path) -> None:
    before = Snapshots(data / "snapshots").current()
    kill(Point("Path", "rename", after=True), data, folder)
    snapshots = Snapshots(data / "snapshots")
    assert snapshots.current() == before
    *_, orphan = snapshots.all()
    assert orphan != before
    # It is whole all the same, and going back from the old one does not lead to it.
    assert read_manifest(orphan).articles == ADDED + 2
    assert snapshots.rollback() < before
