import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest

from index.building.builder import Builder
from index.building.embedding.embedding import in_threads
from index.building.embedding.shards import Shard, ShardReport, TakenIn
from index.building.guards import build_lock
from index.errors import ArchiveError
from index.models.embedder import Embedder, OnnxEmbedder
from index.store.archive.embedded_passages import PassageToEmbed
from index.store.archive.passage_vectors import PassageVectors
from index.store.snapshot.snapshots import Snapshots
from tests.conftest import SAMPLE
from tests.support.archives import Steps, built, written
from tests.support.vectors import vectors_digest
from tests.support.word_embedder import WordEmbedder

TEXTS = [{"id": str(number), "text": f"Banjir {number}. Harga beras."} for number in range(200)]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return written(tmp_path / "berita" / "a.jsonl", *TEXTS)


def shard(data: Path, articles: Path, which: str, file: Path) -> ShardReport:
    """A shard's file, written on a machine whose data folder is `data`."""
    builder = Builder(data, WordEmbedder(), Steps())
    return builder.write_shard([articles], Shard.parse(which), file)


@pytest.fixture
def files(tmp_path: Path, articles: Path) -> list[Path]:
    """The files of three machines."""
    files = [tmp_path / f"{number}.vectors" for number in (1, 2, 3)]
    for number, file in enumerate(files, 1):
        shard(tmp_path / f"machine {number}", articles, f"{number}/3", file)
    return files


def rows(file: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as db, db:
        return db.execute(sql).fetchall()


@pytest.mark.parametrize("text", ["9/8", "0/8", "8", "-1/8", "1/0", "a/b", "1/8/2", ""])
def test_what_is_no_shard(text: str) -> None:
    with pytest.raises(ArchiveError, match=f"'{text}' is no shard; 2/8 is the second of eight"):
        Shard.parse(text)


def test_every_passage_is_in_one_share() -> None:
    shards = [Shard(number, 3) for number in (1, 2, 3)]
    assert [one.holds("00000000000a" + "f" * 20) for one in shards] == [False, True, False]
    assert [one.holds("00000000000b" + "0" * 20) for one in shards] == [False, False, True]


def test_shards_of_several_machines_are_the_same_bytes_as_one_build(
    embedder: OnnxEmbedder, sample_data: Path, tmp_path: Path
) -> None:
    files = [tmp_path / "1", tmp_path / "2"]
    for number, file in enumerate(files, 1):
        machine = Builder(tmp_path / f"machine {number}", embedder, Steps())
        machine.write_shard([SAMPLE], Shard(number, 2), file)
    report = Builder(tmp_path / "data", embedder, Steps()).build([SAMPLE], files=files)
    assert (report.taken_in, report.embedded, report.passages) == (29, 0, 29)
    assert vectors_digest(tmp_path / "data") == vectors_digest(sample_data)


def test_a_shard_publishes_nothing_and_removes_nothing(tmp_path: Path, articles: Path) -> None:
    data = tmp_path / "data"
    before = built(data, WordEmbedder(), articles)
    written(articles, *TEXTS[1:], {"id": "new", "text": "Gempa di hutan."})
    found = [shard(data, articles, f"{number}/2", tmp_path / str(number)) for number in (1, 2)]
    assert sum(one.embedded for one in found) == 1
    live = Snapshots(data / "snapshots").current()
    assert live
    assert live.name == before.snapshot
    assert rows(data / "archive.db", "SELECT count(*) FROM articles") == [(201,)]


def test_a_shard_that_was_ended_goes_on_where_it_stopped(tmp_path: Path, articles: Path) -> None:
    def ended(embedder: Embedder, passages: Iterable[PassageToEmbed]) -> Iterator[PassageVectors]:
        yield from islice(in_threads(embedder, passages), 70)
        raise KeyboardInterrupt

    file = tmp_path / "1.vectors"
    builder = Builder(tmp_path / "machine", WordEmbedder(), Steps(), embedding=ended)
    with pytest.raises(KeyboardInterrupt):
        builder.write_shard([articles], Shard(1, 2), file)
    [(count,)] = rows(file, "SELECT count(*) FROM vectors")
    assert count == 64
    steps = Steps()
    taken = Builder(tmp_path / "a", WordEmbedder(), steps).build([articles], files=[file])
    assert (taken.taken_in, taken.embedded) == (64, 136)
    assert [one.reason for one in steps.notices] == [
        "not finished, 64 vectors so far; what it lacks is left to be embedded"
    ]
    report = shard(tmp_path / "machine", articles, "1/2", file)
    assert report.embedded == report.vectors - 64 > 0
    whole = shard(tmp_path / "another", articles, "1/2", tmp_path / "whole")
    query = "SELECT * FROM vectors ORDER BY embedded_hash"
    assert rows(file, query) == rows(whole.file, query)


def test_taking_in_twice_changes_nothing(tmp_path: Path, articles: Path, files: list[Path]) -> None:
    built(tmp_path / "one", WordEmbedder(), articles)
    data = tmp_path / "data"
    builder = Builder(data, WordEmbedder(), Steps())
    report = builder.build([articles], files=files[:2])
    assert report.taken_in + report.embedded == report.passages == 200
    digest = vectors_digest(data)
    assert builder.take_in(files[:2]) == TakenIn(stored=0, known=report.taken_in, foreign=0)
    assert vectors_digest(data) == digest == vectors_digest(tmp_path / "one")


def test_vectors_of_articles_that_are_not_here_are_told_and_left_out(
    tmp_path: Path, articles: Path, files: list[Path]
) -> None:
    some = written(tmp_path / "some.jsonl", *TEXTS[:100])
    steps = Steps()
    report = Builder(tmp_path / "data", WordEmbedder(), steps).build([some], files=files)
    assert (report.taken_in, report.embedded) == (100, 0)
    assert len(steps.notices) == 3
    assert "vectors are of no passage of this archive; left out" in steps.notices[0].reason


def refused(data: Path, files: list[Path], articles: Path) -> str:
    """Why files are not taken in; none of them is then."""
    with pytest.raises(ArchiveError) as error:
        Builder(data, WordEmbedder(), Steps()).build([articles], files=files)
    assert rows(data / "archive.db", "SELECT count(*) FROM vectors") == [(0,)]
    return str(error.value)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("UPDATE vectors SET vector = zeroblob(36) WHERE rowid = 7", "is damaged"),
        ("UPDATE vectors SET sentences = '[[0, 3]]' WHERE rowid = 7", "is damaged"),
        ("UPDATE facts SET value = 'x' WHERE name = 'fingerprint'", "the model with the finger"),
        ("UPDATE facts SET value = '5' WHERE name = 'rule'", "the rule of passages 5, those of"),
        ("UPDATE facts SET value = '384' WHERE name = 'dimension'", "the dimension 384, those of"),
        ("PRAGMA application_id = 0", "is no file of vectors"),
    ],
)
def test_a_file_that_cannot_be_taken_in_is_named(
    change: str, why: str, tmp_path: Path, articles: Path, files: list[Path]
) -> None:
    rows(files[1], change)
    said = refused(tmp_path / "data", files, articles)
    assert str(files[1]) in said
    assert why in said


def test_a_file_that_was_cut_or_is_something_else_is_named(
    tmp_path: Path, articles: Path, files: list[Path]
) -> None:
    content = files[2].read_bytes()
    for wrong in (content[: len(content) // 2], b"not SQLite", content[:5000] + bytes(8000)):
        files[2].write_bytes(wrong)
        assert f"{files[2]} is damaged or no file of vectors" in refused(
            tmp_path / "data", files, articles
        )
    assert "is not there" in refused(tmp_path / "data", [tmp_path / "gone"], articles)
    assert "is a folder" in refused(tmp_path / "data", [tmp_path], articles)


def test_a_file_of_another_archive_is_named(tmp_path: Path, files: list[Path]) -> None:
    other = written(tmp_path / "other.jsonl", {"id": "x", "text": "Gempa di hutan."})
    said = refused(tmp_path / "data", files[:1], other)
    assert str(files[0]) in said
    assert "is in this archive: give the same articles" in said


def test_a_shard_writes_into_no_file_of_another(
    tmp_path: Path, articles: Path, files: list[Path]
) -> None:
    with pytest.raises(ArchiveError, match="has the vectors of shard 1/3, not of 2/3: give"):
        shard(tmp_path / "machine 1", articles, "2/3", files[0])
    with pytest.raises(ArchiveError, match=r"a\.jsonl is damaged or no file of vectors"):
        shard(tmp_path / "machine 1", articles, "2/3", articles)


def test_an_archive_that_another_process_writes(tmp_path: Path, articles: Path) -> None:
    data = tmp_path / "data"
    with build_lock(data), pytest.raises(ArchiveError, match="is being rebuilt by process"):
        shard(data, articles, "1/2", tmp_path / "1")
