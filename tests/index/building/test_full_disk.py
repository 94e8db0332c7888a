"""The disk fills up at many points of a build; with room the next one needs no help."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.errors import DiskFull
from index.store.snapshot.snapshots import Snapshots
from tests.support.archives import built, opened, written
from tests.support.word_embedder import WordEmbedder

RECORDS = [{"id": f"a{number}", "text": f"Banjir di desa {number}. " * 40} for number in range(60)]


def _mount(*arguments: str) -> bool:
    """Whether the command could be run: it takes an administrator's rights."""
    try:
        return subprocess.run(["mount", *arguments], capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[tuple[Path, Callable[[int], None]]]:
    """A disk of its own, and a function that gives it a size in KB."""
    place = tmp_path / "disk"
    place.mkdir()
    if not _mount("-t", "tmpfs", "-o", "size=30m", "tmpfs", str(place)):
        pytest.skip("only an administrator can mount a disk")
    yield place, lambda size: _mount("-o", f"remount,size={size}k", str(place)) or None
    # Lazily: an open snapshot may still hold it.
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.mark.parametrize("room", [4, 60, 200, 400, 500, 600, 700, 800])
def test_after_room_is_made_the_next_build_works(
    small_disk: tuple[Path, Callable[[int], None]], tmp_path: Path, room: int
) -> None:
    disk, resize = small_disk
    data, words = disk / "data", WordEmbedder()
    source = written(tmp_path / "articles.jsonl", *RECORDS)
    resize(room)
    with pytest.raises(DiskFull, match=f"the disk that holds {data} is full"):
        built(data, words, source)
    assert list(data.glob("snapshots/.writing-*")) == []
    resize(30_000)
    report = built(data, words, source)
    assert (report.changes.removed, len(report.rejections)) == (0, 0)
    assert opened(data, words).manifest.articles == 60


def test_what_was_published_goes_on_serving(
    small_disk: tuple[Path, Callable[[int], None]], tmp_path: Path
) -> None:
    disk, resize = small_disk
    data, words = disk / "data", WordEmbedder()
    first = built(data, words, written(tmp_path / "a.jsonl", *RECORDS[:20])).snapshot
    used = int(subprocess.check_output(["du", "-sk", str(disk)]).split()[0])
    resize(used + 100)
    with pytest.raises(DiskFull):
        built(data, words, written(tmp_path / "b.jsonl", *RECORDS[20:]))
    live = Snapshots(data / "snapshots").current()
    assert live is not None
    assert live.name == first
    assert opened(data, words).manifest.articles == 20
