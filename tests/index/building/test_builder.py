import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index.building import builder as builder_module
from index.errors import ArchiveError, Hint
from index.models.embedder import OnnxEmbedder
from index.sources.raw import Rejection
from index.store.archive.article_rows import Changes
from index.store.snapshot.engines.embedded import connect
from index.store.snapshot.open_snapshot import OpenSnapshot
from index.store.snapshot.snapshots import Snapshots, read_manifest
from tests.conftest import SAMPLE
from tests.support.archives import Steps, built, checksums_by_kind, opened, written
from tests.support.word_embedder import WordEmbedder

FLOOD = {"id": "1", "title": "Banjir", "text": "Banjir melanda kota."}
QUAKE = {"id": "2", "title": "Gempa", "text": "Gempa mengguncang desa."}
RISING = " ".join(f"Air naik {number}." for number in range(60))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "berita").mkdir()
    return tmp_path / "berita"


def ids(snapshot: OpenSnapshot) -> list[str]:
    return [
        row[0] for row in connect(snapshot.path).execute("SELECT id FROM articles ORDER BY number")
    ]


def live(data: Path) -> Path | None:
    return Snapshots(data / "snapshots").current()


def test_a_build_and_its_report(data: Path, folder: Path, words: WordEmbedder) -> None:
    file = written(folder / "a.jsonl", FLOOD, QUAKE, {"text": ""})
    steps = Steps()
    report = built(data, words, folder, steps=steps)
    rejection = Rejection(str(file), 3, "no text, nor anything else")
    assert (report.read, report.changes, report.rejections) == (2, Changes(new=2), (rejection,))
    assert (report.passages, report.embedded) == (2, 2)
    assert live(data) == data / "snapshots" / report.snapshot
    assert steps.rejections == [rejection]
    assert steps.tasks == [
        ("reading", 1),
        ("comparing with the archive", 2),
        ("embedding passages", 2),
        ("writing the snapshot", 2),
    ]
    assert steps.done == [1, 2, 2, 2]
    assert sorted(words.passages) == [
        "Banjir. Banjir melanda kota.",
        "Gempa. Gempa mengguncang desa.",
    ]


def test_an_unreadable_date_is_reported_and_costs_no_article(
    data: Path, folder: Path, words: WordEmbedder
) -> None:
    file = written(folder / "a.jsonl", FLOOD, QUAKE | {"published": "32 Undecember " + "!" * 99})
    steps = Steps()
    report = built(data, words, folder, steps=steps)
    assert (report.read, report.notices, report.rejections) == (2, 1, ())
    reason = f"`published` is no date: {'32 Undecember ' + '!' * 26 + '…'!r}; left out"
    assert list(map(str, steps.notices)) == [f"{file}:2: {reason}"]


def test_a_second_run_embeds_nothing(data: Path, folder: Path, words: WordEmbedder) -> None:
    written(folder / "a.jsonl", FLOOD, QUAKE)
    first = built(data, words, folder)
    report = built(data, words, folder)
    assert (report.changes, report.passages, report.embedded) == (Changes(unchanged=2), 2, 0)
    assert report.snapshot != first.snapshot
    assert len(words.passages) == 2


def test_of_a_changed_article_only_new_passages_are_embedded(
    data: Path, folder: Path, words: WordEmbedder
) -> None:
    long = "Banjir melanda kota. " + "Air naik. " * 199
    written(folder / "a.jsonl", FLOOD | {"text": long + "Air naik."}, QUAKE)
    assert built(data, words, folder).passages == 3
    written(folder / "a.jsonl", FLOOD | {"text": long + "Air surut."}, QUAKE)
    before = len(words.passages)
    report = built(data, words, folder)
    assert (report.changes, report.embedded) == (Changes(changed=1, unchanged=1), 1)
    [passage] = words.passages[before:]
    assert passage.endswith("Air surut.")


def test_the_same_article_in_two_files_is_one(
    data: Path, folder: Path, words: WordEmbedder
) -> None:
    written(folder / "a.jsonl", FLOOD, {"url": "https://x.id/1", "text": "Satu."})
    written(folder / "b.jsonl", FLOOD, {"url": "http://x.id/1/?fbclid=7", "text": "Dua."})
    report = built(data, words, folder)
    assert (report.read, report.changes) == (4, Changes(new=2))
    assert built(data, words, folder).changes == Changes(unchanged=2)


def test_articles_gone_from_a_folder_are_removed_and_others_stay(
    data: Path, tmp_path: Path, words: WordEmbedder
) -> None:
    written(tmp_path / "a" / "1.jsonl", FLOOD)
    written(tmp_path / "a" / "2.jsonl", QUAKE)
    written(tmp_path / "b" / "3.jsonl", {"id": "3", "text": "Hutan terbakar."})
    built(data, words, tmp_path / "a", tmp_path / "b")
    (tmp_path / "a" / "1.jsonl").unlink()
    assert built(data, words, tmp_path / "a").changes == Changes(unchanged=1, removed=1)
    assert ids(opened(data, words)) == ["2", "3"]
    written(tmp_path / "b" / "3.jsonl", {"id": "4", "text": "Beras naik."})
    assert built(data, words, tmp_path / "b" / "3.jsonl").changes == Changes(new=1, removed=1)
    assert ids(opened(data, words)) == ["2", "4"]


def test_a_folder_is_the_same_by_any_path(
    data: Path, folder: Path, words: WordEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(folder / "a.jsonl", FLOOD)
    written(folder / "b.jsonl", QUAKE)
    built(data, words, folder)
    (folder / "b.jsonl").unlink()
    (folder.parent / "elsewhere").mkdir()
    monkeypatch.chdir(folder.parent / "elsewhere")
    report = built(data, words, Path("..") / "elsewhere" / ".." / "berita")
    assert report.changes == Changes(unchanged=1, removed=1)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b'{"id": "1"'])
def test_a_file_that_became_unreadable_keeps_its_articles(
    content: bytes, data: Path, folder: Path, words: WordEmbedder
) -> None:
    written(folder / "a.jsonl", FLOOD, {"id": "9", "text": "Hutan terbakar."})
    written(folder / "b.jsonl", QUAKE)
    built(data, words, folder)
    (folder / "a.jsonl").write_bytes(content)
    report = built(data, words, folder)
    assert report.changes == Changes(unchanged=1)
    assert len(report.rejections) == 1
    assert ids(opened(data, words)) == ["1", "2", "9"]


def test_a_folder_that_cannot_be_listed_keeps_its_articles(
    data: Path, folder: Path, words: WordEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(folder / "closed" / "a.jsonl", FLOOD)
    written(folder / "b.jsonl", QUAKE)
    built(data, words, folder)
    listed = Path.iterdir

    def refused(path: Path) -> object:
        if path.name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", refused)
    report = built(data, words, folder)
    assert (report.changes, len(report.rejections)) == (Changes(unchanged=1), 1)
    assert ids(opened(data, words)) == ["1", "2"]


def test_full_is_the_whole_archive_anew(data: Path, tmp_path: Path, words: WordEmbedder) -> None:
    a = written(tmp_path / "a.jsonl", FLOOD)
    b = written(tmp_path / "b.jsonl", QUAKE)
    built(data, words, a, b)
    report = built(data, words, b, full=True)
    assert report.changes == Changes(unchanged=1, removed=1)
    assert (report.passages, report.embedded) == (1, 1)
    assert ids(opened(data, words)) == ["2"]


@pytest.mark.parametrize("content", ["", "\n", '{"title": "Tanpa isi"}\n'])
def test_a_run_without_any_article_changes_nothing(
    content: str, data: Path, folder: Path, words: WordEmbedder
) -> None:
    file = written(folder / "a.jsonl", FLOOD)
    first = built(data, words, folder)
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ArchiveError, match=r"no usable article in 1 files .*left as it is"):
        built(data, words, folder, full=True)
    assert live(data) == data / "snapshots" / first.snapshot
    assert ids(opened(data, words)) == ["1"]


def test_missing_and_empty_paths_are_errors(data: Path, folder: Path, words: WordEmbedder) -> None:
    with pytest.raises(ArchiveError, match="no such file"):
        built(data, words, folder / "x")
    with pytest.raises(ArchiveError, match=r"no usable article in 0 files \(0 rejected\)"):
        built(data, words, folder)
    assert live(data) is None


def test_another_model_embeds_all_anew(data: Path, folder: Path, words: WordEmbedder) -> None:
    written(folder / "a.jsonl", FLOOD | {"text": RISING}, QUAKE)
    assert built(data, words, folder).passages == 2
    other = WordEmbedder(name="other", max_tokens=64)
    report = built(data, other, folder)
    # The same articles, in passages that this model can read.
    assert (report.changes, report.passages, report.embedded) == (Changes(unchanged=2), 4, 4)
    assert opened(data, other).manifest.model == "other"
    assert max(other.count_tokens(other.passages)) <= 64
    back = built(data, words, folder)
    assert back.passages == 2
    assert ids(opened(data, words)) == ["1", "2"]


def test_a_new_rule_for_passages_cuts_all_anew(
    data: Path, folder: Path, words: WordEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(folder / "a.jsonl", FLOOD | {"text": RISING}, QUAKE)
    built(data, words, folder)
    monkeypatch.setattr(builder_module, "SPLIT_RULE", 1000)
    monkeypatch.setattr("index.building.splitter.MOST", 50)
    report = built(data, words, folder)
    assert (report.changes, report.passages, report.embedded) == (Changes(unchanged=2), 5, 4)


# -- one at a time, and what else may be wrong with a data folder -----------------------------


def test_a_second_builder_is_told_to_wait(data: Path, folder: Path, words: WordEmbedder) -> None:
    written(folder / "a.jsonl", FLOOD)
    told: list[str] = []

    class Second(Steps):
        def begin(self, task: str, total: int | None) -> None:
            super().begin(task, total)
            with pytest.raises(ArchiveError) as caught:
                built(data, WordEmbedder(), folder)
            told.append(str(caught.value))

    assert built(data, words, folder, steps=Second()).changes == Changes(new=1)
    expected = f"{data} is being rebuilt by process {os.getpid()}; wait for it, then run this again"
    assert told == [expected] * 4
    assert built(data, words, folder).changes == Changes(unchanged=1)


def test_a_file_that_is_no_database_is_reported(
    data: Path, folder: Path, words: WordEmbedder
) -> None:
    written(folder / "a.jsonl", FLOOD)
    data.mkdir()
    (data / "archive.db").write_text("notes on flooding\n" * 1000, encoding="utf-8")
    with pytest.raises(ArchiveError, match=r"archive\.db: file is not a database; .*move it away"):
        built(data, words, folder)
    assert (data / "archive.db").read_text(encoding="utf-8").startswith("notes")


def test_a_damaged_database_is_reported_and_the_snapshot_stays(
    data: Path, folder: Path, words: WordEmbedder
) -> None:
    written(folder / "a.jsonl", *({"text": f"Berita nomor {n}. " * 20} for n in range(200)))
    first = built(data, words, folder)
    content = bytearray((data / "archive.db").read_bytes())
    for at in range(8192, len(content), 4096):
        content[at : at + 2048] = b"\xaa" * 2048
    (data / "archive.db").write_bytes(content)
    with pytest.raises(ArchiveError, match=r"archive\.db: .*move it away"):
        built(data, words, folder)
    assert live(data) == data / "snapshots" / first.snapshot


def test_a_stored_vector_of_the_wrong_length_is_not_published(
    data: Path, folder: Path, words: WordEmbedder
) -> None:
    written(folder / "a.jsonl", FLOOD, QUAKE)
    first = built(data, words, folder)
    for wrong in (b"\0" * 36, b"\0" * 32):
        # A third as many again, so that the vector is written and not that of the live snapshot.
        written(folder / "b.jsonl", *({"id": f"b{n}", "text": f"Hutan {n}."} for n in range(3)))
        _replace_vector(data, wrong)
        with pytest.raises(ArchiveError, match="nothing was published") as caught:
            built(data, words, folder)
        assert caught.value.hint is Hint.REBUILD_FULLY
    assert live(data) == data / "snapshots" / first.snapshot
    assert built(data, words, folder, full=True).embedded == 5


def _replace_vector(data: Path, vector: bytes) -> None:
    with closing(sqlite3.connect(data / "archive.db")) as db:
        db.execute("UPDATE vectors SET vector = ? WHERE rowid = 1", [vector])
        db.commit()


# -- the sample archive, with the real model --------------------------------------------------


def test_the_sample_archive_builds(
    embedder: OnnxEmbedder, sample_data: Path, tmp_path: Path
) -> None:
    snapshot = opened(sample_data, embedder)
    files = sorted(SAMPLE.glob("*.md"))
    assert snapshot.manifest.articles == len(files) >= 24
    dated = (
        connect(snapshot.path)
        .execute("SELECT count(*) FROM articles WHERE published <> ''")
        .fetchone()
    )
    assert dated == (len(files),)
    texts = [row[0] for row in connect(snapshot.path).execute("SELECT text FROM passages")]
    assert max(embedder.count_tokens(texts)) <= 250
    data = tmp_path / "again"
    shutil.copytree(sample_data, data)
    report = built(data, embedder, SAMPLE)
    assert (report.changes, report.embedded) == (Changes(unchanged=len(files)), 0)
    assert report.extended
    again, first = (
        checksums_by_kind(read_manifest(path))
        for path in (data / "snapshots" / report.snapshot, snapshot.path)
    )
    # The database has free pages where tables were made anew.
    assert again | {"db": ""} == first | {"db": ""}


def test_every_file_is_counted(data: Path, folder: Path, words: WordEmbedder) -> None:
    written(folder / "a.jsonl", FLOOD, {"text": ""})
    written(folder / "b.jsonl", {"text": ""})
    (folder / "c.txt").write_text(f"Gempa\n\n{QUAKE['text']} Warga mengungsi ke lapangan desa.")
    (folder / "c.json").write_text('{"url": "https://kabar.example/2"}')
    (folder / "foto.jpg").write_bytes(b"\xff\xd8\xff")
    report = built(data, words, folder)
    assert (dict(report.files.read), report.files.rejected) == ({"JSON lines": 1, "text": 1}, 1)
    assert report.files.passed_over_by_kind() == {
        "a sidecar, read with its text": 1,
        "unknown format (.jpg)": 1,
    }


def test_an_article_whose_file_has_become_unreadable_stays(
    data: Path, folder: Path, words: WordEmbedder
) -> None:
    export = folder / "unduhan"
    written(export, FLOOD, QUAKE)
    written(folder / "b.jsonl", {"id": "3", "text": "Hutan terbakar."})
    built(data, words, folder)
    export.write_bytes(b"\0" * 100)
    assert built(data, words, folder).changes == Changes(unchanged=1)
    export.unlink()
    assert built(data, words, folder).changes == Changes(unchanged=1, removed=2)
