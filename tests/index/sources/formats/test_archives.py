"""ZIP and tar files of files of any format, and what may be wrong with them."""

import gzip
import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest

from index.records import Article
from index.sources.formats.archives import reading
from index.sources.raw import Notice, Rejection
from index.sources.registry import format_of, read_articles
from tests.support.crawls import SENTENCES, Capture, packed, page
from tests.support.documents import docx, paragraph

Found = Article | Notice | Rejection
TEXT = "\n\n".join(SENTENCES)
RECORDS = '{"text": "Perpustakaan membuka ruang baca malam."}\n{"judul": "Tanpa teks"}\n'


def zipped(members: dict[str, bytes | str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return written.getvalue()


def tarred(members: dict[str, bytes | str], mode: str = "w") -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode=mode) as archive:  # type: ignore[call-overload]  # str
        for name, content in members.items():
            data = content.encode() if isinstance(content, str) else content
            info = tarfile.TarInfo(name)
            info.type = tarfile.DIRTYPE if name.endswith("/") else tarfile.REGTYPE
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return written.getvalue()


def read(path: Path, content: bytes) -> list[Found]:
    path.write_bytes(content)
    return list(read_articles(path))


def titles(found: list[Found]) -> list[str]:
    return [one.title for one in found if isinstance(one, Article)]


TITLES = [f"Jembatan Gantung {n}" for n in ("Satu", "Dua", "Tiga", "Empat", "Lima")]
CRAWL = packed([Capture(url="https://a.id/5-x", body=page(TITLES[4]).encode())])
MEMBERS: dict[str, bytes | str] = {
    "berita/": "",
    "berita/satu.txt": f"Jembatan Gantung Satu\n\n{TEXT}",
    "berita/dua.html": page("Jembatan Gantung Dua"),
    "berita/tiga.html.gz": gzip.compress(page("Jembatan Gantung Tiga").encode()),
    "berita/empat.docx": docx(paragraph("Jembatan Gantung Empat", "H1"), paragraph(SENTENCES[0])),
    "crawl.warc.gz": packed(
        [Capture(url="https://a.id/5-x", body=page("Jembatan Gantung Lima").encode())]
    ),
    "gambar/foto.png": b"\x89PNG",
    "__MACOSX/berita/._satu.txt": b"\x00\x05\x16\x07",
    ".DS_Store": b"\x00",
}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.zip", zipped(MEMBERS)),
        ("unduhan", zipped(MEMBERS)),
        ("a.tar", tarred(MEMBERS)),
        ("a.tar.gz", tarred(MEMBERS, "w:gz")),
        ("a.tar.bz2", tarred(MEMBERS, "w:bz2")),
        ("a.txz", tarred(MEMBERS, "w:xz")),
        ("unduhan", tarred(MEMBERS, "w:gz")),
    ],
)
def test_an_archive_is_read_like_a_folder(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    *found, notice = read(path, content)
    assert titles(found) == TITLES
    assert isinstance(notice, Notice)
    assert notice.reason == (
        "not read: 2 hidden files and macOS's notes on files (__MACOSX); "
        "1 files of no known format (.png)"
    )
    found_format = format_of(path)
    assert found_format
    assert found_format.complete is False
    assert not list(tmp_path.glob("*/"))


def test_members_are_named_in_messages(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    inner = zipped({"c/lama.jsonl": RECORDS})
    found = read(path, zipped({"b.jsonl": RECORDS, "dalam.zip": inner}))
    places = [str(one).partition(": ")[0] for one in found if isinstance(one, Rejection)]
    assert places == [f"{path}/b.jsonl:2", f"{path}/dalam.zip/c/lama.jsonl:2"]
    assert len(found) == 4


def test_sidecars_in_an_archive(tmp_path: Path) -> None:
    about = {"url": "https://a.id/1-x", "title": "Judul Sampingan", "source": "Harian A"}
    named = {"file": "dua.txt", "source": "Harian B"}
    content = zipped(
        {
            "satu.json": json.dumps(about),
            "satu.txt": TEXT,
            "x/dua.txt": TEXT,
            "x/tentang.json": json.dumps(named),
            "y/tiga.json": json.dumps({"text": TEXT, "source": "Harian C"}),
        }
    )
    found = read(tmp_path / "a.zip", content)
    assert [one.source for one in found if isinstance(one, Article)] == [
        "Harian A",
        "Harian B",
        "Harian C",
    ]
    assert len(found) == 3


def test_names_lead_nowhere_else(tmp_path: Path) -> None:
    names = ["../../luar.txt", "/etc/luar.txt", "C:\\luar\\a.txt", "a" * 300 + ".txt"]
    members = {name: f"Judul {n} Berita\n\n{TEXT}" for n, name in enumerate(names)}
    folder = tmp_path / "dalam" / "lagi"
    folder.mkdir(parents=True)
    before = sorted(tmp_path.parent.rglob("*"))
    assert len(titles(read(folder / "a.tar", tarred(members)))) == 4
    assert sorted(tmp_path.parent.rglob("*")) == sorted([*before, folder / "a.tar"])


def test_a_file_named_like_a_folder(tmp_path: Path) -> None:
    content = zipped({"a": "x", "a/b.txt": f"Judul Berita\n\n{TEXT}", "b.json": "{}"})
    found = read(tmp_path / "a.zip", content)
    [rejection] = [one for one in found if str(one).startswith(f"{tmp_path}/a.zip/a/b.txt")]
    assert isinstance(rejection, Rejection)


def test_names_in_utf_8_without_saying_so(tmp_path: Path) -> None:
    content = zipped({"kafe.txt": "Pendek"}).replace(b"kafe.txt", "kaé.txt".encode())
    [rejection] = read(tmp_path / "a.zip", content)
    assert str(rejection).startswith(f"{tmp_path}/a.zip/kaé.txt: no running text")


def test_an_encrypted_member(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.txt": TEXT}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    [rejection] = read(tmp_path / "a.zip", bytes(content))
    assert str(rejection).startswith(f"{tmp_path}/a.zip/a.txt: encrypted; unpack the archive")


def test_a_damaged_member_does_not_end_the_archive(tmp_path: Path) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.txt", f"Jembatan Gantung Satu\n\n{TEXT}")
        archive.writestr("b.txt", f"Jembatan Gantung Dua\n\n{TEXT}")
    content = written.getvalue().replace(b"Jembatan Gantung Satu", b"Jembatan Gantung Xatu")
    rejection, article = read(tmp_path / "a.zip", content)
    assert "a.txt: damaged (Bad CRC-32" in str(rejection)
    assert isinstance(article, Article)


@pytest.mark.parametrize(
    ("mode", "share"),
    [("zip", 0.9), ("w", 0.06), ("w", 0.1), ("w", 0.2), ("w:gz", 0.6), ("w:xz", 0.6)],
)
def test_an_archive_that_is_cut_off(tmp_path: Path, mode: str, share: float) -> None:
    members: dict[str, bytes | str] = {"a.txt": f"Jembatan\n\n{TEXT}", "b.txt": TEXT}
    content = zipped(members) if mode == "zip" else tarred(members, mode)
    cut = content[: int(share * len(content))]
    last = read(tmp_path / ("a.zip" if mode == "zip" else "a.tar"), cut)[-1]
    assert isinstance(last, Rejection)


def test_what_unpacks_to_far_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_ALWAYS_ALLOWED", 100_000)
    bomb = zipped({"a.txt": b" " * 3_000_000})
    assert len(bomb) < 30_000
    for content in (bomb, zipped({"a.zip": bomb, "b.zip": bomb})):
        last = read(tmp_path / "a.zip", content)[-1]
        assert isinstance(last, Rejection)
        assert "it unpacks to more than 100 times its size" in str(last)


def test_archives_within_archives_end(tmp_path: Path) -> None:
    content = zipped({"a.txt": f"Judul Berita\n\n{TEXT}"})
    for _ in range(2):
        content = zipped({"dalam.zip": content})
    [rejection] = read(tmp_path / "a.zip", content)
    assert "an archive within an archive within an archive" in str(rejection)


def test_a_wacz(tmp_path: Path) -> None:
    members: dict[str, bytes | str] = {
        "datapackage.json": '{"profile": "data-package"}',
        "pages/pages.jsonl": '{"format": "json-pages-1.0"}\n{"url": "https://a.id/"}\n',
        "indexes/index.cdx": "id,a)/ 2021 {}",
        "archive/data.warc.gz": CRAWL,
    }
    for name in ("a.wacz", "unduhan"):
        [article] = read(tmp_path / name, zipped(members))
        assert isinstance(article, Article)
        assert article.url == "https://a.id/5-x"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("xl/workbook.xml", "an Excel workbook; save its table as CSV"),
        ("META-INF/container.xml", "an e-book (EPUB); unpack it and give its pages"),
    ],
)
def test_documents_of_other_programs(tmp_path: Path, name: str, reason: str) -> None:
    [rejection] = read(tmp_path / "a.zip", zipped({name: "<x/>"}))
    assert isinstance(rejection, Rejection)
    assert rejection.reason == reason


def test_links_are_not_followed(tmp_path: Path) -> None:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        info = tarfile.TarInfo("a.txt")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(info)
    [rejection] = read(tmp_path / "a.tar", written.getvalue())
    assert str(rejection) == f"{tmp_path}/a.tar/a.txt: a link or a device"
