import json
import os
import re
import shutil
from pathlib import Path

import pytest

from index.errors import Hint, SnapshotUnusable
from index.records import Coverage
from index.store.snapshot.open_snapshot import open_snapshot
from index.store.snapshot.snapshots import (
    PASSAGES,
    Manifest,
    Snapshots,
    checksum,
    damaged_files,
    data_files,
    read_manifest,
)
from tests.support.archives import built, written
from tests.support.word_embedder import WordEmbedder

RECORDS = (
    {"id": "1", "source": "VIVA", "published": "2020-03-05T08:00:00+07:00", "text": "Banjir."},
    {"id": "2", "source": "VIVA", "published": "2019-12-31", "text": "Gempa."},
    {"id": "3", "source": "Antara", "text": "Hutan terbakar."},
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def snapshots(data: Path) -> Snapshots:
    return Snapshots(data / "snapshots")


def publish(data: Path, embedder: WordEmbedder, times: int = 1) -> list[str]:
    file = written(data / "a.jsonl", *RECORDS)
    return [built(data, embedder, file).snapshot for _ in range(times)]


def current(snapshots: Snapshots) -> str:
    path = snapshots.current()
    assert path is not None
    return path.name


def test_before_the_first_build_there_is_no_snapshot(snapshots: Snapshots) -> None:
    assert (snapshots.current(), snapshots.all()) == (None, [])


def test_a_published_snapshot_is_live_and_complete(
    data: Path, snapshots: Snapshots, words: WordEmbedder
) -> None:
    [name] = publish(data, words)
    assert re.fullmatch(r"\d{8}T\d{12}-[0-9a-f]{8}", name)
    assert (data / "snapshots" / "CURRENT").read_text(encoding="utf-8") == f"{name}\n"
    path = data / "snapshots" / name
    assert snapshots.all() == [path] == [snapshots.current()]
    assert sorted(file.name for file in path.iterdir()) == [
        "arrays", "manifest.json", "passages.db", "speakers", "vectors.faiss", "words",
    ]  # fmt: skip
    kinds = sorted(file.suffix for file in (path / "words").iterdir())
    assert [kind for kind in kinds if kind != ".lock"] == [
        ".fast", ".fieldnorm", ".idx", ".json", ".json", ".pos", ".store", ".term",
    ]  # fmt: skip
    assert sorted(file.name for file in path.parent.iterdir()) == [name, "CURRENT"]


def test_manifest_describes_the_snapshot(data: Path, words: WordEmbedder) -> None:
    [name] = publish(data, words)
    path = data / "snapshots" / name
    manifest = read_manifest(path)
    assert (manifest.model, manifest.fingerprint) == ("words", words.fingerprint)
    assert (manifest.dimension, manifest.format) == (9, 5)
    assert manifest.coverage == Coverage(
        articles=3, passages=3, outlets=("VIVA", "Antara"), first="2019-12-31", last="2020-03-05"
    )
    assert manifest.checksums == {part: checksum(path / part) for part in data_files(path)}
    assert manifest.sizes == {part: (path / part).stat().st_size for part in data_files(path)}


def test_another_user_may_read_it(data: Path, words: WordEmbedder) -> None:
    [name] = publish(data, words)
    path = data / "snapshots" / name
    modes = [(path / part).stat().st_mode & 0o777 for part in data_files(path)]
    assert set(modes) == {0o644}


def test_a_checksum_is_sha256(tmp_path: Path) -> None:
    (tmp_path / "abc").write_bytes(b"abc")
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert checksum(tmp_path / "abc") == expected


# -- which one is live ------------------------------------------------------------------------


def test_the_newest_three_are_kept(data: Path, snapshots: Snapshots, words: WordEmbedder) -> None:
    names = publish(data, words, 5)
    assert [path.name for path in snapshots.all()] == names[2:]
    assert current(snapshots) == names[4]


def test_rollback_goes_back_one_snapshot_at_a_time(
    data: Path, snapshots: Snapshots, words: WordEmbedder
) -> None:
    names = publish(data, words, 3)
    assert snapshots.rollback().name == names[1] == current(snapshots)
    assert snapshots.rollback().name == names[0] == current(snapshots)
    with pytest.raises(SnapshotUnusable, match="there is no earlier snapshot"):
        snapshots.rollback()
    assert current(snapshots) == names[0]


def test_the_next_build_is_live_after_a_rollback(
    data: Path, snapshots: Snapshots, words: WordEmbedder
) -> None:
    names = publish(data, words, 3)
    snapshots.rollback()
    [newest] = publish(data, words)
    assert current(snapshots) == newest
    assert [path.name for path in snapshots.all()] == [*names[1:], newest]


def test_the_live_snapshot_is_never_pruned(
    data: Path, snapshots: Snapshots, words: WordEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = publish(data, words, 3)
    # A build that is killed between its two renames: the snapshot is there, but not live.
    snapshots.point_to(data / "snapshots" / names[0])
    monkeypatch.setattr(Snapshots, "point_to", lambda self, path: None)
    [orphan] = publish(data, words)
    assert current(snapshots) == names[0]
    assert [path.name for path in snapshots.all()] == [*names, orphan]


def test_rollback_without_any_snapshot_fails(snapshots: Snapshots) -> None:
    with pytest.raises(SnapshotUnusable, match="there is no earlier snapshot"):
        snapshots.rollback()


def test_rollback_leads_out_of_a_lost_snapshot(
    data: Path, snapshots: Snapshots, words: WordEmbedder
) -> None:
    names = publish(data, words, 2)
    shutil.rmtree(data / "snapshots" / names[1])
    with pytest.raises(SnapshotUnusable, match=f"names '{names[1]}', which is not there") as caught:
        snapshots.current()
    assert caught.value.hint is Hint.REBUILD_OR_ROLL_BACK
    assert snapshots.rollback().name == names[0] == current(snapshots)


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe", b"gone\n", b"../../etc\n"])
def test_a_damaged_current_file_is_reported_and_repaired_by_a_build(
    content: bytes, data: Path, snapshots: Snapshots, words: WordEmbedder
) -> None:
    publish(data, words)
    (data / "snapshots" / "CURRENT").write_bytes(content)
    with pytest.raises(SnapshotUnusable, match=r"CURRENT names .* which is not there"):
        snapshots.current()
    [newest] = publish(data, words)
    assert current(snapshots) == newest


def test_readers_never_see_half_a_name(
    data: Path, snapshots: Snapshots, words: WordEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    [first] = publish(data, words)
    seen: list[tuple[str, list[str]]] = []

    def watched(old: str | Path, new: str | Path) -> None:
        seen.append((current(snapshots), [path.name for path in snapshots.all()]))
        replace(old, new)
        seen.append((current(snapshots), [path.name for path in snapshots.all()]))

    replace = os.replace
    for name in ("rename", "replace"):
        monkeypatch.setattr(Path, name, watched)
    [second] = publish(data, words)
    before, between, again, after = seen
    assert before == (first, [first])
    assert between == again == (first, [first, second])
    assert after == (second, [first, second])


def test_folders_left_by_killed_runs_are_removed(
    data: Path, snapshots: Snapshots, words: WordEmbedder
) -> None:
    left = data / "snapshots" / ".writing-left"
    left.mkdir(parents=True)
    (left / PASSAGES).write_bytes(b"half")
    [name] = publish(data, words)
    assert sorted(file.name for file in snapshots.folder.iterdir()) == [name, "CURRENT"]


# -- what is wrong with one -------------------------------------------------------------------


@pytest.fixture
def published(data: Path, words: WordEmbedder) -> Path:
    [name] = publish(data, words)
    return data / "snapshots" / name


PARTS = ("passages.db", "vectors.faiss", "words/meta.json", "arrays/days.npy")


@pytest.mark.parametrize("part", PARTS)
def test_one_changed_byte_is_found_when_asked(published: Path, part: str) -> None:
    content = bytearray((published / part).read_bytes())
    content[len(content) // 2] ^= 1
    (published / part).write_bytes(content)
    assert list(damaged_files(published, read_manifest(published))) == [part]


@pytest.mark.parametrize("part", PARTS)
def test_a_file_that_was_cut_off_is_not_opened(
    published: Path, part: str, words: WordEmbedder
) -> None:
    os.truncate(published / part, (published / part).stat().st_size - 1)
    with pytest.raises(SnapshotUnusable, match=rf"is damaged \({part}\)") as caught:
        open_snapshot(published, words)
    assert caught.value.hint is Hint.REBUILD_OR_ROLL_BACK


@pytest.mark.parametrize("part", PARTS)
def test_a_missing_file_is_found(published: Path, part: str, words: WordEmbedder) -> None:
    (published / part).unlink()
    with pytest.raises(SnapshotUnusable, match=rf"is damaged \({part}\)"):
        open_snapshot(published, words)


def test_a_manifest_without_sizes_is_refused(published: Path, words: WordEmbedder) -> None:
    edit(published, sizes={})
    with pytest.raises(SnapshotUnusable, match="is damaged"):
        open_snapshot(published, words)


@pytest.mark.parametrize("content", [None, "", "{", "[]", "7", "{}", '{"format": 1}'])
def test_an_unreadable_manifest_is_refused(
    published: Path, content: str | None, words: WordEmbedder
) -> None:
    if content is None:
        (published / "manifest.json").unlink()
    else:
        (published / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(SnapshotUnusable, match=r"manifest\.json cannot be read") as caught:
        open_snapshot(published, words)
    assert caught.value.hint is Hint.REBUILD


def test_another_format_is_refused(published: Path, words: WordEmbedder) -> None:
    edit(published, format=2)
    with pytest.raises(SnapshotUnusable, match="has format 2, this version reads 5"):
        open_snapshot(published, words)


def test_unknown_fields_of_a_manifest_are_ignored(published: Path, words: WordEmbedder) -> None:
    before = read_manifest(published)
    edit(published, remark="new")
    assert read_manifest(published) == before
    assert isinstance(open_snapshot(published, words).manifest, Manifest)


def test_counts_must_agree_with_the_manifest(published: Path, words: WordEmbedder) -> None:
    edit(published, passages=4)
    with pytest.raises(SnapshotUnusable, match=r"holds 3 passages, the words of 3 and 3 .* says 4"):
        open_snapshot(published, words)


def test_a_snapshot_of_another_model_is_refused_naming_both(published: Path) -> None:
    other = WordEmbedder(name="other/model")
    told = r"was built with the embedding model words \(.*the model in use is other/model \("
    with pytest.raises(SnapshotUnusable, match=told) as caught:
        open_snapshot(published, other)
    assert caught.value.hint is Hint.RESTORE_EMBEDDER


def edit(published: Path, **changes: object) -> None:
    path = published / "manifest.json"
    facts = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(facts | changes), encoding="utf-8")


def test_forward_undoes_a_rollback_one_snapshot_at_a_time(
    data: Path, snapshots: Snapshots, words: WordEmbedder
) -> None:
    names = publish(data, words, 3)
    with pytest.raises(SnapshotUnusable, match="the live snapshot is the newest one"):
        snapshots.forward()
    snapshots.rollback()
    snapshots.rollback()
    assert snapshots.forward().name == names[1] == current(snapshots)
    assert snapshots.forward().name == names[2] == current(snapshots)
    assert snapshots.following() is None
