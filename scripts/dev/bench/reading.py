"""Reading web pages: a crawl of generated ones for speed and memory, saved ones for quality."""

import contextlib
import gzip
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import trafilatura

from index.building.parallel import process_map
from index.records import Article
from index.sources.registry import READING_MODULES, Unmade, read_articles, read_entries
from scripts.dev.bench.figures import Figure
from tests.support.crawls import Capture

PAGES = 10_000
SAVED = "html_id"
_WORDS = (
    "pemerintah kota menutup jembatan gantung mulai pekan depan setelah tim teknis menemukan karat "
    "pada kabel utama warga diminta memakai perahu gratis selama perbaikan berlangsung sampai "
    "akhir tahun ini kata wali kota dalam rapat anggaran provinsi"
).split()


def figures(shared: Path) -> Iterator[Figure]:
    """Pages a second and memory of reading a crawl, and F1 on saved pages where they are there."""
    with tempfile.TemporaryDirectory() as folder:
        crawl = Path(folder) / "crawl.warc.gz"
        _write(crawl)
        yield from _reading(crawl)
    if (shared / SAVED).is_dir():
        yield from _quality(shared / SAVED)


def _write(path: Path) -> None:
    chance = random.Random(1)  # noqa: S311  # not for secrets
    with path.open("wb") as stream:
        for number in range(PAGES):
            url = f"https://www.contoh.id/berita/{number}-judul"
            body = _page(chance, url).encode()
            stream.write(gzip.compress(bytes(Capture(url=url, body=body)), 1, mtime=0))


def _page(chance: random.Random, url: str) -> str:
    """A page of 4 kB with eight paragraphs, a menu, and a list of other articles."""

    def words(count: int) -> str:
        return " ".join(chance.choices(_WORDS, k=count)).capitalize()

    title = words(7)
    menu = "".join(f"<li><a href='/kanal/{n}'>{words(1)}</a></li>" for n in range(20))
    others = "".join(f"<li><a href='/berita/{n}-x'>{words(7)}</a></li>" for n in range(10))
    text = "".join(f"<p>{words(16)}. {words(20)}.</p>" for _ in range(8))
    head = (
        f"<title>{title} - Contoh</title><meta charset='utf-8'>"
        "<meta property='og:site_name' content='Contoh'>"
        "<meta property='article:published_time' content='2021-01-13T10:00:00+07:00'>"
        f"<link rel='canonical' href='{url}'>"
    )
    return (
        f"<!DOCTYPE html><html lang='id'><head>{head}</head><body><header><ul>{menu}</ul></header>"
        f"<main><article><h1>{title}</h1><div>Rabu, 13 Januari 2021 | 10:00 WIB</div>{text}"
        f"</article><aside><h3>Berita terkait</h3><ul>{others}</ul></aside></main>"
        "<footer><p>Hak cipta Contoh 2021</p></footer></body></html>"
    )


def _reading(crawl: Path) -> Iterator[Figure]:
    """Measured in a process of its own, whose modules are those that reading needs."""
    measured = subprocess.run(  # noqa: S603  # this module
        [sys.executable, "-m", __name__, crawl], check=True, capture_output=True, text=True
    )
    rate, memory = json.loads(measured.stdout)
    yield Figure(
        name="pages of a crawl read and cleaned",
        measured=rate,
        target=300,
        unit="/s",
        at_least=True,
    )
    yield Figure(name="memory for it", measured=memory, target=150, unit="MB")


def _read(crawl: Path) -> tuple[float, float]:
    """Pages a second, and megabytes that reading took on top."""
    before = _memory()
    with _peak() as peak:
        started = time.perf_counter()
        made = process_map(
            Unmade.articles,
            read_entries(crawl),
            weight=lambda entry: entry.weight,
            preload=READING_MODULES,
        )
        found = sum(isinstance(one, Article) for _, articles in made for one in articles)
        taken = time.perf_counter() - started
    if found != PAGES:
        raise AssertionError(f"{found} of {PAGES} pages were read")
    return found / taken, max(peak) - before


@contextlib.contextmanager
def _peak() -> Iterator[list[float]]:
    """The memory of this process and those that it starts, measured again and again."""
    measured: list[float] = [0]
    done = threading.Event()

    def measure() -> None:
        while not done.wait(0.5):
            measured.append(_memory())

    thread = threading.Thread(target=measure)
    thread.start()
    try:
        yield measured
    finally:
        done.set()
        thread.join()


def _memory() -> float:
    """Megabytes of this process and its children; what they share counts once."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            parents[int(stat.parent.name)] = int(fields[1])
    family = {os.getpid()}
    while new := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= new
    return sum(map(_share, family))


def _share(pid: int) -> float:
    """Proportional set size, in megabytes; 0 for a process that has ended."""
    with contextlib.suppress(OSError):
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
        if found := re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE):
            return int(found[1]) / 1024
    return 0


def _quality(folder: Path) -> Iterator[Figure]:
    with gzip.open(folder / "index.jsonl.gz", "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    articles = [row for row in rows if row["kind"] == "article"]
    ours = [_f1(_text(folder / row["file"]), row["text"]) for row in articles]
    theirs = [_f1(_alone(folder / row["file"]), row["text"]) for row in articles]
    yield Figure(
        name="F1 of saved pages' articles", measured=_mean(ours), target=0.93, at_least=True
    )
    losses = [other - own for own, other in zip(ours, theirs, strict=True)]
    yield Figure(name="furthest below trafilatura alone", measured=max(losses), target=0.05)


def _text(path: Path) -> str:
    found = read_articles(path)
    return next((one.text for one in found if isinstance(one, Article)), "")


def _alone(path: Path) -> str:
    page = gzip.decompress(path.read_bytes())
    return trafilatura.extract(page, include_comments=False) or ""


def _f1(text: str, gold: str) -> float:
    """F1 of the words of a text, each as often as it is there."""
    a, b = (Counter(re.findall(r"\w+", one.lower())) for one in (text, gold))
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_read(Path(sys.argv[1]))))
