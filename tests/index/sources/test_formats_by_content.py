import gzip
from pathlib import Path

import pytest

from index.records import Article
from index.sources.files import find_files
from index.sources.registry import format_of, read_articles

RECORD = b'{"text": "Perpustakaan membuka ruang baca malam."}'
PAGE = (
    b"<!DOCTYPE html><html><head><title>Ruang Baca Malam</title></head><body><article><h1>Ruang "
    b"Baca Malam</h1><p>Perpustakaan Nasional membuka ruang baca malam untuk anggota yang bekerja "
    b"sampai sore.</p></article></body></html>"
)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", PAGE, "web page"),
        ("a", b"\n<?xml version='1.0'?>\n<!-- x -->\n" + PAGE, "web page"),
        ("a.html", b"<p>Tanpa kepala.</p>", "web page"),
        ("a.txt", RECORD + b"\n" + RECORD, "JSON lines"),
        ("a.json", RECORD + b"\n" + RECORD + b"\n", "JSON lines"),
        ("a.jsonl", RECORD, "JSON lines"),
        ("a.json", RECORD, "JSON"),
        ("a.jsonl", b'{"text": "' + b"a" * 20_000, "JSON lines"),
        ("a.jsonl", b'{"text": "terpotong\n' + RECORD, "JSON lines"),
        ("a.jsonl", b"[1]\n" + RECORD, "JSON lines"),
        ("a.jsonl", b'{\n "articles": [\n{"text": "a"},\n{"text": "b"}\n]}', "JSON"),
        ("a", b"[\n  " + RECORD + b",\n  " + RECORD + b"]", "JSON"),
        ("a.json", b"[]", "JSON"),
        ("unduhan", gzip.compress(RECORD, mtime=0), "JSON"),
        ("a.csv.gz", gzip.compress(b"text\nteks\n", mtime=0), "CSV"),
        ("a.gz", gzip.compress(PAGE, mtime=0), "web page"),
        ("a.txt", b"[JAKARTA] Perpustakaan membuka ruang baca malam.", "text"),
        ("a.txt", b"{ruang baca} dibuka.", "text"),
        ("a.md", b"<p>Ruang baca.</p>", "Markdown"),
        ("catatan", b"Perpustakaan membuka ruang baca malam.", None),
        ("kosong", b"", None),
        ("a.gz", b"\x1f\x8bbukan gzip", None),
    ],
)
def test_a_format_is_told_by_content_before_its_name(
    tmp_path: Path, name: str, content: bytes, expected: str | None
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    found = format_of(path)
    assert (found.name if found else None) == expected


def test_files_without_a_known_ending_are_found_and_read(tmp_path: Path) -> None:
    (tmp_path / "unduhan").write_bytes(gzip.compress(RECORD))
    (tmp_path / "catatan").write_bytes(b"Perpustakaan membuka ruang baca malam.")
    [path] = find_files([tmp_path])
    [article] = read_articles(path)
    assert path.name == "unduhan"
    assert isinstance(article, Article)
    assert article.text == "Perpustakaan membuka ruang baca malam."
