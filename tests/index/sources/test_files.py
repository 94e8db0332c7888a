from pathlib import Path

import pytest

from index.sources.files import FileCounts, survey

RECORD = '{"text": "Perpustakaan membuka ruang baca malam."}'
SITEMAP = '<?xml version="1.0"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>'


def written(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("latin-1", errors="replace"))
    return path


def reasons(folder: Path) -> dict[str, str]:
    passed = survey([folder]).passed_over
    return {str(Path(one.file).relative_to(folder)): one.reason for one in passed}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        (".catatan.txt", "x", "hidden"),
        ("Thumbs.db", "x", "a system file"),
        ("~$berita.docx", "x", "an unfinished or temporary file"),
        ("foto.JPG", "\ufffd\ufffd", "unknown format (.jpg)"),
        ("arsip.tar.lz4", "\ufffd", "unknown format (.tar.lz4)"),
        ("versi-1.2", "x", "unknown format (no ending)"),
        ("kosong", " \n", "empty"),
        ("sitemap.xml", SITEMAP, "a sitemap: addresses, no articles; fetching reads it"),
        ("rusak.gz", "\x1f\x8bx", "damaged gzip"),
        ("unduhan.crdownload", "x", "an unfinished or temporary file"),
    ],
)
def test_what_is_not_read_has_a_reason(
    tmp_path: Path, name: str, content: str, reason: str
) -> None:
    written(tmp_path / name, content)
    assert reasons(tmp_path) == {name: reason}
    # Named itself, it is to be read, and reading says what is wrong.
    assert survey([tmp_path / name]).files == (tmp_path / name,)


def test_every_file_is_read_or_passed_over(tmp_path: Path) -> None:
    record = written(tmp_path / "a" / "a.jsonl", RECORD)
    text = written(tmp_path / "a" / "b.txt", "Perpustakaan membuka ruang baca malam.")
    written(tmp_path / "a" / "b.json", '{"url": "https://contoh.id/1"}')
    written(tmp_path / ".git" / "config", "x")
    written(tmp_path / "__MACOSX" / "._b.txt", "x")
    (tmp_path / "lagi.jsonl").symlink_to(record)
    (tmp_path / "lingkar").symlink_to(tmp_path)
    assert survey([tmp_path]).files == (record, text)
    assert reasons(tmp_path) == {
        ".git": "a hidden folder",
        "__MACOSX": "a system file",
        "a/b.json": "a sidecar, read with its text",
        "lagi.jsonl": f"the same file as another: {record}",
        "lingkar": "a link to a folder that is read already",
    }


def test_the_same_path_twice_is_not_passed_over(tmp_path: Path) -> None:
    file = written(tmp_path / "a.jsonl", RECORD)
    found = survey([tmp_path, file, str(tmp_path / "*.jsonl")])
    assert (found.files, found.passed_over) == ((file,), ())


def test_a_glob_says_what_it_passes_over(tmp_path: Path) -> None:
    written(tmp_path / "a.jsonl", RECORD)
    picture = written(tmp_path / "a.png", "x")
    found = survey([str(tmp_path / "a.*")])
    assert [one.file for one in found.passed_over] == [str(picture)]


def test_kinds_of_reasons_are_counted(tmp_path: Path) -> None:
    for name in ("a.png", "b.png", "c.bin"):
        written(tmp_path / name, "x")
    record = written(tmp_path / "a.jsonl", RECORD)
    (tmp_path / "b.jsonl").symlink_to(record)
    counts = FileCounts(passed_over=survey([tmp_path]).passed_over)
    assert counts.passed_over_by_kind() == {
        "unknown format (.png)": 2,
        "the same file as another": 1,
        "unknown format (.bin)": 1,
    }
