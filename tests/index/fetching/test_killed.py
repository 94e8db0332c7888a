"""A fetch is killed: nothing is lost, and nothing that was kept is fetched again."""

import errno
import io
import itertools
import multiprocessing
import random
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from index.errors import DiskFull
from index.fetching.store import FetchStore
from index.fetching.warc import files
from index.records import Article
from index.sources.registry import read_articles
from tests.support.killed_fetch import fetch_killed_at, plain_fetch
from tests.support.news_site import NewsSite, page

SPAWN = multiprocessing.get_context("spawn")
TEXT = "Warga desa menanam seribu pohon di tepi sungai untuk menahan longsor pada musim hujan."
PARTED = "/b-2-tanam-pohon"


def with_pages(site: NewsSite, data: Path, count: int) -> list[str]:
    """A feed of pages, one of them in two parts; the paths of all."""
    paths = [f"/b-{n}-tanam-pohon" for n in range(count)]
    for n, path in enumerate(paths):
        site.put_article(path, f"Tanam pohon {n}", f"{TEXT} Ke-{n}.")
    foot = f'<a href="{PARTED}?page=2">Selanjutnya</a>'
    site.put(PARTED, page("Tanam pohon 2", TEXT + " Awal.", foot=foot))
    site.put_article(f"{PARTED}?page=2", "Tanam pohon 2", TEXT + " Akhir.")
    feed = site.put_feed("/rss", [{"link": site.url + path} for path in paths])
    table = f'[[source]]\nname = "A"\nfeed = "{feed}"\npace = 0\n'
    (data / "sources.toml").write_text(table)
    return [*paths, f"{PARTED}?page=2"]


def texts(data: Path) -> list[str]:
    """The texts in all files; not one that is no article."""
    found = [one for file in (data / "fetched").iterdir() for one in read_articles(file)]
    assert [one for one in found if not isinstance(one, Article)] == []
    return sorted(one.text for one in found if isinstance(one, Article))


def expected(count: int) -> list[str]:
    whole = [f"{TEXT} Ke-{n}." for n in range(count) if n != 2]
    return sorted([*whole, f"{TEXT} Awal.\n{TEXT} Akhir."])


@pytest.mark.parametrize("nth", [1, 3, 4])
@pytest.mark.parametrize("point", ["half", "written", "entered"])
def test_killed_at_a_point(site: NewsSite, tmp_path: Path, point: str, nth: int):
    paths = with_pages(site, tmp_path, 4)
    process = SPAWN.Process(target=fetch_killed_at, args=(point, nth, tmp_path))
    process.start()
    process.join(30)
    assert process.exitcode == -signal.SIGKILL
    plain_fetch(tmp_path)
    assert texts(tmp_path) == expected(4)
    asked = Counter(site.paths())
    again = [path for path in paths if asked[path] > 1]
    # Only the article that was half written is fetched again.
    half = {1: paths[:1], 3: [PARTED, f"{PARTED}?page=2"], 4: paths[3:4]}[nth]
    assert again == (half if point == "half" else [])
    asked_before = len(site.requests)
    plain_fetch(tmp_path)
    assert site.paths()[asked_before - 1 :] == ["/rss"]


def test_killed_at_random_moments(site: NewsSite, tmp_path: Path):
    paths = with_pages(site, tmp_path, 40)
    chance, kills = random.Random(13), 0
    while True:
        process = SPAWN.Process(target=plain_fetch, args=(tmp_path,))
        before = len(site.requests)
        process.start()
        while process.is_alive() and len(site.requests) < before + 8:
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.01))
        process.kill()
        process.join(30)
        if process.exitcode == 0:
            break
        kills += 1
    assert kills >= 2
    assert texts(tmp_path) == expected(40)
    # A kill may meet the page that is on its way, or the article of two parts.
    repeated = sum(count - 1 for path, count in Counter(site.paths()).items() if path in paths)
    assert repeated <= 2 * kills


def test_a_lost_database_is_made_from_the_files(site: NewsSite, tmp_path: Path):
    with_pages(site, tmp_path, 3)
    plain_fetch(tmp_path)
    for path in tmp_path.glob("fetch.db*"):
        path.unlink()
    before = len(site.paths())
    plain_fetch(tmp_path)
    assert site.paths()[before:] == ["/rss"]
    assert texts(tmp_path) == expected(3)


def test_files_of_other_programs_are_left_alone(site: NewsSite, tmp_path: Path):
    with_pages(site, tmp_path, 3)
    foreign = tmp_path / "fetched" / "crawl.warc.gz"
    foreign.parent.mkdir()
    foreign.write_bytes(b"\x1f\x8b damaged")
    plain_fetch(tmp_path)
    assert foreign.read_bytes() == b"\x1f\x8b damaged"
    store = FetchStore(tmp_path)
    assert list(store.files()) != ["crawl.warc.gz"]
    store.close()


def test_a_full_disk_is_named_and_loses_nothing(
    site: NewsSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A write that the disk takes only half of, and then no more."""
    with_pages(site, tmp_path, 4)
    write = files._write

    calls = itertools.count(1)

    def full_at_the_third(file: io.FileIO, content: bytes) -> None:
        if next(calls) == 3:
            write(file, content[: len(content) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        write(file, content)

    monkeypatch.setattr(files, "_write", full_at_the_third)
    with pytest.raises(DiskFull, match=f"the disk that holds {tmp_path} is full"):
        plain_fetch(tmp_path)
    monkeypatch.undo()
    plain_fetch(tmp_path)
    assert texts(tmp_path) == expected(4)
    assert Counter(site.paths())["/b-0-tanam-pohon"] == 1
