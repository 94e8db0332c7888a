"""Several files of one article, built as people build them."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.support.archives import Steps, built
from tests.support.word_embedder import WordEmbedder

URL = "https://contoh.id/kota/1-ruang-baca"
LINES = [
    "Perpustakaan Nasional membuka ruang baca malam bagi pembaca yang bekerja sampai sore.",
    "Juru bicara perpustakaan mengatakan layanan itu berlaku untuk semua anggota.",
    '"Kami ingin semua orang punya waktu membaca," kata Ratna di Jakarta.',
    "Jumlah kunjungan naik dua kali lipat sejak renovasi gedung itu selesai.",
]


def page(folder: Path, name: str, lines: list[str], title: str = "Ruang Baca Malam") -> None:
    front = f"---\ntitle: {title}\nurl: {URL}\n---\n"
    (folder / name).write_text(front + "".join(f"\n{line}\n" for line in lines), encoding="utf-8")


def build(tmp_path: Path, words: WordEmbedder) -> tuple[list[tuple[str, str]], list[str]]:
    """The titles and texts of the archive, and what was told."""
    steps = Steps()
    built(tmp_path / "data", words, tmp_path / "berita", steps=steps)
    with closing(sqlite3.connect(tmp_path / "data" / "archive.db")) as archive:
        rows = archive.execute("SELECT title, text FROM articles").fetchall()
    told = [f"{Path(notice.file).name}: {notice.reason}" for notice in steps.notices]
    return rows, told


def test_the_pages_of_an_article_are_joined_in_order(tmp_path: Path, words: WordEmbedder) -> None:
    folder = tmp_path / "berita"
    folder.mkdir()
    page(folder, "hal1.md", LINES[:1])
    page(folder, "hal2.md", LINES[1:3], title="Ruang Baca Malam - Halaman 2")
    page(folder, "hal10.md", LINES[3:], title="Ruang Baca Malam (10)")
    rows, told = build(tmp_path, words)
    assert rows == [("Ruang Baca Malam", "\n".join(LINES))]
    assert told == [
        f"hal10.md: joined with hal1.md: pages of {URL}",
        f"hal2.md: joined with hal1.md, hal10.md: pages of {URL}",
    ]


def test_a_part_of_an_article_does_not_replace_it(tmp_path: Path, words: WordEmbedder) -> None:
    folder = tmp_path / "berita"
    folder.mkdir()
    page(folder, "a-semua.md", LINES)
    page(folder, "b-hal2.md", LINES[2:])
    rows, told = build(tmp_path, words)
    assert rows == [("Ruang Baca Malam", "\n".join(LINES))]
    assert told == [f"b-hal2.md: left out: a-semua.md has the same article ({URL}) in full"]


def test_of_two_versions_the_later_one_counts_and_is_told(
    tmp_path: Path, words: WordEmbedder
) -> None:
    folder = tmp_path / "berita"
    folder.mkdir()
    page(folder, "a.md", LINES[:3])
    page(folder, "b.md", [LINES[0], LINES[3], LINES[2]])
    rows, told = build(tmp_path, words)
    assert rows == [("Ruang Baca Malam", "\n".join([LINES[0], LINES[3], LINES[2]]))]
    assert told == [f"b.md: a.md has another version of {URL}; only this one counts"]


def test_two_articles_of_one_address_are_told(tmp_path: Path, words: WordEmbedder) -> None:
    folder = tmp_path / "berita"
    folder.mkdir()
    page(folder, "a.md", LINES[:2])
    page(folder, "b.md", LINES[2:], title="Harga Cabai Naik")
    rows, told = build(tmp_path, words)
    assert rows == [("Harga Cabai Naik", "\n".join(LINES[2:]))]
    assert told == [
        f"b.md: a.md has another article of the same address or id ({URL}); only this one counts"
    ]
