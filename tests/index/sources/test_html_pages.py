"""Saved pages: a page written for the test, and real ones where the shared data is there."""

import gzip
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import trafilatura

from index.records import Article
from index.sources.files import find_files
from index.sources.raw import Notice, Rejection
from index.sources.registry import format_of, read_articles

SHARED = Path(__file__).parents[4] / "shared" / "data"
PARAGRAPHS = [
    "JAKARTA, HarianContoh.com - Perpustakaan Nasional memperpanjang jam layanan ruang baca "
    "sampai malam bagi pembaca yang bekerja di sekitar gedung itu.",
    "Juru bicara perpustakaan mengatakan layanan malam dibuka mulai pekan depan dan berlaku "
    "untuk anggota yang sudah mendaftar lewat situs perpustakaan.",
    "Ruang baca anak tetap tutup pada pukul lima sore, sedangkan ruang koleksi langka hanya "
    "dapat dikunjungi dengan perjanjian lebih dahulu.",
    "Perpustakaan mencatat jumlah kunjungan harian naik dua kali lipat sejak renovasi selesai "
    "dan sebagian besar pengunjung adalah mahasiswa dari luar kota.",
]
PAGE = f"""<!DOCTYPE html><html lang="id"><head><meta charset="utf-8">
<title>Perpustakaan Perpanjang Jam Ruang Baca - HarianContoh.com</title>
<meta property="og:title" content="Perpustakaan Perpanjang Jam Ruang Baca - HarianContoh.com">
<meta property="og:site_name" content="HarianContoh"><meta property="og:type" content="article">
<meta property="article:published_time" content="2021-01-13T20:15:00+07:00">
<link rel="canonical" href="https://www.hariancontoh.com/kota/123-jam-ruang-baca">
</head><body><nav><a href="/">Beranda</a><a href="/kota">Kota</a></nav>
<article><h1>Perpustakaan Perpanjang Jam Ruang Baca</h1>
<div class="isi">{PARAGRAPHS[0]}<p>{PARAGRAPHS[1]}</p>
<p>Baca juga: Lima Taman Kota yang Ramah Pembaca</p>
<p>{PARAGRAPHS[2]}</p><p>{PARAGRAPHS[3]}</p></div></article>
<footer>Hak cipta HarianContoh</footer></body></html>"""


def only(path: Path) -> Article | Rejection:
    [entry] = (found for found in read_articles(path) if not isinstance(found, Notice))
    return entry


@pytest.mark.parametrize("name", ["a.html", "a.htm", "a.html.gz"])
def test_a_saved_page(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    content = PAGE.encode()
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    article = only(path)
    assert isinstance(article, Article)
    assert article.title == "Perpustakaan Perpanjang Jam Ruang Baca"
    assert article.source == "HarianContoh"
    assert article.published == "2021-01-13T20:15:00+07:00"
    assert article.url == "https://www.hariancontoh.com/kota/123-jam-ruang-baca"
    assert article.text.split("\n") == PARAGRAPHS


def test_without_a_heading_the_outlet_is_cut_off_the_title(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(re.sub("<h1>.*</h1>", "", PAGE), encoding="utf-8")
    article = only(path)
    assert isinstance(article, Article)
    assert article.title == "Perpustakaan Perpanjang Jam Ruang Baca"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (
            "/kota/123-jam-ruang-baca",
            "/indeks",
            "a listing page (https://www.hariancontoh.com/indeks)",
        ),
        (
            "<!DOCTYPE html>",
            '<?xml version="1.0"?><rss version="2.0"><channel/></rss>',
            "a feed without entries",
        ),
        ("(?s)<article>.*</article>", "<p>Berita</p>", "no "),
        (
            "Perpustakaan Perpanjang Jam Ruang Baca",
            "Indeks Berita Terkini",
            "its text says nothing of its title",
        ),
    ],
)
def test_a_page_that_is_no_article(tmp_path: Path, old: str, new: str, reason: str) -> None:
    path = tmp_path / "a.html"
    page = re.sub("^.*", new, PAGE, count=1) if "rss" in new else re.sub(old, new, PAGE)
    path.write_text(new if "rss" in new else page, encoding="utf-8")
    rejection = only(path)
    assert isinstance(rejection, Rejection)
    assert rejection.reason.startswith(reason)


def test_other_formats_do_not_wait_for_trafilatura() -> None:
    code = "import sys, index.sources.registry; sys.exit('trafilatura' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.skipif(
    not (SHARED / "seed").is_dir(), reason="no ../shared/data/seed beside the project"
)
def test_the_seed_gives_its_article_and_nothing_else() -> None:
    about = json.loads((SHARED / "seed" / "seed.json").read_text(encoding="utf-8"))
    [path] = find_files([SHARED / "seed"])
    article = only(path)
    assert isinstance(article, Article)
    assert article.title == about["title"]
    assert (article.published, article.source) == (about["published"], about["source"])
    assert (article.url, len(article.text.split("\n"))) == (about["url"], 8)
    assert [line for line in about["not_part_of_the_article"] if line in article.text] == []
    assert article.text.endswith("(ren)")


def overlap(one: str, other: str) -> float:
    """Token F1."""
    a, b = (Counter(re.findall(r"\w+", text.lower())) for text in (one, other))
    return 2 * (a & b).total() / (a.total() + b.total())


@pytest.mark.skipif(
    not (SHARED / "html_id").is_dir(), reason="no ../shared/data/html_id beside the project"
)
def test_real_pages_keep_their_measured_quality() -> None:
    with gzip.open(SHARED / "html_id" / "index.jsonl.gz", "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    formats = {row["id"]: format_of(SHARED / "html_id" / row["file"]) for row in rows}
    gold = [row for row in rows if getattr(formats[row["id"]], "name", "") == "web page"]
    # Four listings are the outlets' feeds.
    assert len(gold) == len(rows) - 4
    found = {row["id"]: only(SHARED / "html_id" / row["file"]) for row in gold}
    listings = [found[row["id"]] for row in gold if row["kind"] == "listing"]
    pairs = [(found[row["id"]], row) for row in gold if row["kind"] == "article"]
    read_pairs = [(entry, row) for entry, row in pairs if isinstance(entry, Article)]
    assert [entry for entry in listings if isinstance(entry, Article)] == []
    assert len(read_pairs) == 28
    assert sum(entry.title == row["title"] for entry, row in read_pairs) >= 27
    assert sum(entry.published[:10] == row["published"][:10] for entry, row in read_pairs) == 28
    assert sum(overlap(entry.text, row["text"]) for entry, row in read_pairs) / len(pairs) >= 0.94
    floors = {row["id"]: alone(SHARED / "html_id" / row["file"]) for _, row in read_pairs}
    below = [
        row["id"]
        for entry, row in read_pairs
        if overlap(entry.text, row["text"]) < overlap(floors[row["id"]], row["text"]) - 0.02
    ]
    assert below == []


def alone(path: Path) -> str:
    """What trafilatura finds without us."""
    return trafilatura.extract(gzip.decompress(path.read_bytes()), include_comments=False) or ""
