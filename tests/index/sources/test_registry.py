import csv
import gzip
import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ArchiveError
from index.records import Article
from index.sources.articles import article_id
from index.sources.files import find_files
from index.sources.raw import Notice, Rejection
from index.sources.registry import read_articles

DATA = Path(__file__).parents[2] / "data"
TEXT = "Perpustakaan membuka ruang baca malam.\nAnggota dapat mendaftar lewat situs."
LONG = (
    "Perpustakaan Nasional membuka ruang baca malam untuk anggota yang bekerja sampai sore di "
    "sekitar gedung itu."
)
URL = "https://contoh.id/berita/1-ruang-baca"


def articles(path: Path) -> list[Article]:
    found = list(read_articles(path))
    assert [entry for entry in found if isinstance(entry, Rejection)] == []
    return [entry for entry in found if isinstance(entry, Article)]


def reasons(path: Path) -> list[str]:
    return [
        str(entry).removeprefix(str(path))
        for entry in read_articles(path)
        if isinstance(entry, Rejection)
    ]


def written(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, str):
        path.write_text(content, encoding="utf-8")
    else:
        path.write_bytes(content)
    return path


def test_a_scraped_text_is_read_and_cleaned() -> None:
    [article] = articles(DATA / "scraped_page.txt")
    assert article.title == "Perpustakaan Nasional Perpanjang Jam Layanan Ruang Baca"
    assert (article.published, article.source, article.url) == ("2021-01-13", "VIVA", "")
    assert len(article.text.split("\n")) == 9


def test_the_sidecars_values_win(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", (DATA / "scraped_page.txt").read_text(encoding="utf-8"))
    described = {"url": URL, "source": "VIVA.co.id", "published": "13/01/2021 20:15 WIB", "id": 7}
    sidecar = written(tmp_path / "a.json", json.dumps({**described, "author": "Redaksi"}))
    [article] = articles(path)
    assert (article.id, article.url, article.source) == ("7", URL, "VIVA.co.id")
    assert (article.published, article.author) == ("2021-01-13T20:15:00+07:00", "Redaksi")
    assert find_files([tmp_path]) == [path]
    assert find_files([path, sidecar]) == [path]


def test_a_json_object_may_name_the_file_it_describes(tmp_path: Path) -> None:
    path = written(tmp_path / "page.txt", TEXT)
    written(tmp_path / "about.json", json.dumps({"file": "page.txt", "url": URL}))
    record = written(tmp_path / "other.json", json.dumps({"file": "page.txt", "text": TEXT}))
    assert find_files([tmp_path]) == [record, path]
    assert articles(path)[0].url == URL


def test_a_broken_sidecar_rejects_its_article(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", TEXT)
    written(tmp_path / "a.json", "[]")
    assert reasons(path) == [
        ": its sidecar a.json cannot be used: a sidecar must be one JSON object"
    ]


def test_markdown_with_front_matter(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.md",
        "---\ntitle: Perpustakaan: Ruang Baca Malam\nurl: 'https://contoh.id/1'\n"
        'published: 2021-01-13\nsource: "Contoh \\"Harian\\""\nauthor: >\n  Redaksi\n  Malam\n'
        "lang: ID\ntags: [a, b]\n---\n\n# Judul lain\n\nPerpustakaan membuka\nruang baca.\n\n"
        "## Syarat\n\n- membawa kartu\n- datang sore\n",
    )
    [article] = articles(path)
    assert article.title == "Perpustakaan: Ruang Baca Malam"
    assert (article.url, article.published) == ("https://contoh.id/1", "2021-01-13")
    assert (article.source, article.author, article.lang) == (
        'Contoh "Harian"',
        "Redaksi Malam",
        "id",
    )
    assert article.text.split("\n") == [
        "Perpustakaan membuka ruang baca.",
        "Syarat",
        "- membawa kartu",
        "- datang sore",
    ]


def test_markdown_without_front_matter(tmp_path: Path) -> None:
    [article] = articles(written(tmp_path / "a.md", "# Ruang Baca #\n\nDibuka malam.\n"))
    assert (article.title, article.text) == ("Ruang Baca", "Dibuka malam.")
    empty = written(tmp_path / "b.md", "---\ntitle: x\n---\n")
    assert reasons(empty) == [": no text below the front matter"]


def test_json_lines_are_streamed_and_bad_lines_reported(tmp_path: Path) -> None:
    record = {"id": "x 1", "url": URL, "title": "T", "published": 1553155200, "text": TEXT, "n": 1}
    lines = [
        json.dumps(record),
        "",
        "[1]",
        '{"title": "T"}',
        '{"text": 5}',
        '{"text": "ADVERTISEMENT"}',
        '{"text": "a", "url": "javascript:alert(1)", "author": ["A", "B"]}',
        "[" * 100_000,
        '{"text": "terpot',
    ]
    path = written(tmp_path / "a.jsonl.gz", gzip.compress("\n".join(lines).encode()))
    first, second = [entry for entry in read_articles(path) if isinstance(entry, Article)]
    assert (first.id, first.url, first.source) == ("x 1", URL, "contoh.id")
    assert (first.published, first.text) == ("2019-03-21T15:00:00+07:00", TEXT)
    assert (second.url, second.author, second.title) == ("", "A, B", "")
    assert reasons(path) == [
        ":3: a list where an article record (an object) is expected",
        ":4: no text; it has title; `--map NAME=text` says which is the text",
        ":5: `text` is a number; it must be a string",
        ":6: nothing is left of its text after cleaning",
        ":8: not JSON that can be read (numbers or nesting too large)",
        ":9: not JSON (Unterminated string starting at at character 10); it seems to be cut off",
    ]


def test_a_line_in_another_encoding_is_reported_and_reading_goes_on(tmp_path: Path) -> None:
    good = json.dumps({"text": TEXT}).encode()
    path = written(tmp_path / "a.jsonl", b"\xef\xbb\xbf" + good + b'\n{"text": "caf\xe9"}\n' + good)
    assert [article.text for article in read_articles(path) if isinstance(article, Article)] == [
        TEXT,
        TEXT,
    ]
    assert reasons(path) == [
        ":2: not UTF-8 (byte 0xe9 at position 13); convert it, "
        "for example: iconv -f WINDOWS-1252 -t UTF-8"
    ]


def test_half_characters_of_json_escapes_can_be_stored(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", '{"text": "a \\ud800 b", "id": "\\udfff"}')
    [article] = articles(path)
    assert (article.text, article.id) == ("a \ufffd b", "?")


def test_a_compressed_file_that_is_cut_off_gives_what_it_has(tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(n), "text": os.urandom(2000).hex()}) for n in range(200)]
    whole = gzip.compress("\n".join(lines).encode())
    path = written(tmp_path / "a.jsonl.gz", whole[: len(whole) // 2])
    *read_before, last = read_articles(path)
    assert len(read_before) > 50
    assert isinstance(last, Rejection)
    assert last.reason.startswith(
        f"cannot be read after line {len(read_before)}: Compressed file ended"
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_records(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        rows = csv.writer(stream, delimiter=separator)
        rows.writerow(["Title", "TEXT", "url", "rubrik"])
        rows.writerow(["Ruang; Baca, Malam", f'{TEXT}\n"Ya," katanya.', URL, "kota"])
        rows.writerow(["", "", "", ""])
        rows.writerow(["Judul", "", "", ""])
        rows.writerow(["satu"])
        rows.writerow(["Judul dua", "Teks dua.", "", ""])
    first, second = [entry for entry in read_articles(path) if isinstance(entry, Article)]
    assert (first.title, first.url) == ("Ruang; Baca, Malam", URL)
    assert first.text == f'{TEXT}\n"Ya," katanya.'
    assert (second.title, second.text) == ("Judul dua", "Teks dua.")
    assert reasons(path) == [
        ":6: no text; it has Title; `--map NAME=text` says which is the text",
        ":7: 1 columns where the header has 4",
    ]


def test_csv_that_cannot_be_used(tmp_path: Path) -> None:
    no_text = written(tmp_path / "a.csv", "title,rubrik\nx,y\n")
    assert reasons(no_text) == [
        ": no column with a text; it has title, rubrik; `--map NAME=text` says which is the text"
    ]
    assert reasons(written(tmp_path / "e.csv", "title,text\n")) == [": a header line and no record"]
    assert reasons(written(tmp_path / "b.csv", "")) == [": the file is empty"]
    utf16 = written(tmp_path / "c.csv", "text\nabc\n".encode("utf-16-le"))
    assert reasons(utf16) == [": binary data or UTF-16, not UTF-8 text"]
    mixed = written(tmp_path / "d.csv", b'title,text\na,caf\xe9\nb,teks\nc,"terpot')
    assert [entry.text for entry in read_articles(mixed) if isinstance(entry, Article)] == ["teks"]
    assert reasons(mixed) == [
        ":2: not UTF-8; convert the file, for example: iconv -f WINDOWS-1252 -t UTF-8",
        ":4: not a CSV row (unexpected end of data)",
    ]


def test_a_json_file_holds_one_record_or_a_list(tmp_path: Path) -> None:
    one = written(tmp_path / "a.json", json.dumps({"text": TEXT}))
    many = written(tmp_path / "b.json", json.dumps([{"text": "Satu."}, 2, {"text": "Tiga."}]))
    assert [article.text for article in articles(one)] == [TEXT]
    assert [entry.text for entry in read_articles(many) if isinstance(entry, Article)] == [
        "Satu.",
        "Tiga.",
    ]
    assert reasons(many) == [": item 2: a number where an article record (an object) is expected"]
    assert reasons(written(tmp_path / "c.json", "[]")) == [": an empty list"]


def test_a_records_blank_lines_are_no_layout(tmp_path: Path) -> None:
    paragraphs = [f"{TEXT}", "Harga Cabai di Pasar Induk Naik Tajam", TEXT, "Akhir."]
    path = written(tmp_path / "a.json", json.dumps({"title": "T", "text": "\n\n".join(paragraphs)}))
    assert articles(path)[0].text == "\n".join(paragraphs)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "the file is empty"),
        ("a.txt", b" \n ", "the file is empty"),
        ("a.txt", b"\x89PNG\0\0", "binary data, not text"),
        ("a.txt", "teks".encode("utf-16"), "UTF-16; save it as UTF-8 (iconv -f UTF-16 -t UTF-8)"),
        (
            "a.txt",
            b"Judul\n\nADVERTISEMENT\n",
            "no running text (a listing or a menu), not an article",
        ),
        ("a.jsonl", b"", "the file is empty"),
        ("a.jsonl", b"\x00\x01\x02", "binary data, not text"),
        ("a.jsonl.gz", b"not gzip", "cannot be read: Not a gzipped file (b'no')"),
        ("a.html.gz", gzip.compress(b"<html>", mtime=0)[:-9], None),
        ("a.pdf", b"%PDF", None),
    ],
)
def test_files_that_hold_no_article(
    tmp_path: Path, name: str, content: bytes, reason: str | None
) -> None:
    path = written(tmp_path / name, content)
    [rejection] = read_articles(path)
    assert isinstance(rejection, Rejection)
    assert (rejection.file, rejection.line) == (str(path), None)
    assert reason is None or rejection.reason == reason
    assert str(rejection) == f"{path}: {rejection.reason}"


def test_folders_and_special_files_are_rejected(tmp_path: Path) -> None:
    folder = tmp_path / "folder.txt"
    folder.mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    assert reasons(folder) == [": this folder cannot be listed; check its permissions"]
    assert reasons(tmp_path / "pipe.txt") == [": not a regular file"]
    assert reasons(tmp_path / "gone.txt") == [": cannot be read: No such file or directory"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_rejected(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", TEXT)
    path.chmod(0)
    assert reasons(path) == [": cannot be read: Permission denied"]


def test_finding_goes_through_folders_once(tmp_path: Path) -> None:
    deep = written(tmp_path / "b" / "c" / "d.JSONL", "{}")
    page = written(tmp_path / "a.html.gz", b"")
    written(tmp_path / ".hidden.txt", "x")
    written(tmp_path / ".git" / "x.txt", "x")
    unknown = written(tmp_path / "b" / "notes.epub", "x")
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    (tmp_path / "b" / "again.jsonl").symlink_to(deep)
    assert len(find_files([tmp_path])) == 2
    assert find_files([tmp_path, str(page), tmp_path / "b"])[0] == page
    assert find_files([tmp_path / "b" / "c" / "*"]) == [deep]
    assert find_files([tmp_path / "**" / "*.gz"]) == [page]
    assert find_files([unknown]) == [unknown]


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="gone: no such file or folder"):
        find_files([tmp_path / "gone"])
    with pytest.raises(ArchiveError, match=r"\*\.txt: matches no file"):
        find_files([str(tmp_path / "*.txt")])


def test_ids_follow_the_address_else_the_content() -> None:
    known = {"source": "s", "title": "t", "published": "2020-01-01"}
    one = article_id(url="http://contoh.id/a/", text="x", **known)
    assert one == article_id(url="https://contoh.id/a?utm_medium=y", text="other", **known)
    assert one != article_id(url="https://contoh.id/b", text="x", **known)
    assert article_id(url="", text="x", **known) != article_id(url="", text="y", **known)


@given(st.binary(max_size=300), st.sampled_from([".txt", ".md", ".jsonl", ".json", ".csv"]))
def test_any_bytes_are_articles_or_rejections(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(content)
    for entry in read_articles(path):
        assert (isinstance(entry, Article) and entry.text) or isinstance(entry, Rejection)


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ({"$date": "2019-09-27T18:30:00Z"}, "2019-09-28T01:30:00+07:00"),
        ({"$date": {"$numberLong": "1569609000000"}}, "2019-09-28T01:30:00+07:00"),
        (1569609000.5, "2019-09-28T01:30:00+07:00"),
        (["2019-09-28"], "2019-09-28"),
    ],
)
def test_dates_in_objects_and_numbers(tmp_path: Path, published: object, expected: str) -> None:
    record = {"text": TEXT, "published": published, "source": {"name": "Kabar"}}
    record["author"] = [{"name": "Dewi"}, "Sari"]
    [article] = read_articles(written(tmp_path / "a.json", json.dumps([record]).encode()))
    assert isinstance(article, Article)
    assert (article.published, article.source, article.author) == (expected, "Kabar", "Dewi, Sari")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", json.dumps({"text": TEXT, "published": "2029-09-28"})),
        ("a.json", json.dumps({"text": TEXT, "published": "2029-09-28"})),
        ("a.csv", f'text,published\n"{TEXT}",2029-09-28\n'),
        ("a.md", f"---\npublished: 2029-09-28\n---\n\n{TEXT}\n"),
        ("a.txt", f"Ruang Baca Malam\n\nJumat, 28 September 2029\n\n{LONG}\n\n{TEXT}\n"),
        ("a.txt", f"Ruang Baca Malam\n\n2 jam lalu\n\n{LONG}\n\n{TEXT}\n"),
    ],
)
def test_a_useless_date_is_told_and_left_out(tmp_path: Path, name: str, content: str) -> None:
    notice, article = read_articles(written(tmp_path / name, content.encode()))
    assert isinstance(notice, Notice)
    assert re.search("future: '.*2029|unknown day: '2 jam lalu'", notice.reason)
    assert isinstance(article, Article)
    assert (article.published, "lalu" in article.text) == ("", False)


def test_a_link_to_the_article_is_not_its_address(tmp_path: Path) -> None:
    record = {
        "text": TEXT,
        "url": "https://l.facebook.com/l.php?u=https%3A%2F%2Fkabar.example%2Fa-1",
    }
    [article] = read_articles(written(tmp_path / "a.json", json.dumps(record).encode()))
    assert isinstance(article, Article)
    assert (article.url, article.source) == ("https://kabar.example/a-1", "kabar.example")


COMPOSED, DECOMPOSED = "kaf\u00e9", "kafe\u0301"


@pytest.mark.parametrize(("text", "sidecar"), [(COMPOSED, DECOMPOSED), (DECOMPOSED, COMPOSED)])
@pytest.mark.parametrize("by_name", [True, False])
def test_a_sidecar_is_found_however_letters_are_written(
    tmp_path: Path, text: str, sidecar: str, by_name: bool
) -> None:
    file = written(tmp_path / "b" / f"{text}.txt", f"Judul\n\n{LONG}\n\n{TEXT}\n")
    facts = {"url": URL} | ({} if by_name else {"file": f"{sidecar}.txt"})
    written(tmp_path / "b" / f"{sidecar if by_name else 'fakta'}.json", json.dumps(facts))
    assert find_files([tmp_path]) == [file]
    assert [article.url for article in articles(file)] == [URL]
    assert find_files([tmp_path / "b" / f"{sidecar}.txt"]) == [file]


def test_a_folder_is_found_however_its_letters_are_written(tmp_path: Path) -> None:
    file = written(tmp_path / DECOMPOSED / "a.txt", LONG)
    assert find_files([tmp_path / COMPOSED]) == [file]
    with pytest.raises(ArchiveError, match="no such file or folder"):
        find_files([tmp_path / COMPOSED / "b.txt"])
