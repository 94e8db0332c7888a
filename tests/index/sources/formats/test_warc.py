import gzip
import zlib
from pathlib import Path

import pytest

from index.records import Article
from index.sources.raw import Notice, Rejection
from index.sources.registry import format_of, read_articles
from tests.support.crawls import SENTENCES, Capture, packed, page

TITLE = "Tiga Jembatan Gantung Ditutup"
PAGE = page(TITLE).encode()
URL = "https://www.situs.id/kota/12-jembatan"
Found = Article | Notice | Rejection


def read(path: Path, content: bytes) -> list[Found]:
    path.write_bytes(content)
    return list(read_articles(path))


def articles(found: list[Found]) -> list[Article]:
    return [one for one in found if isinstance(one, Article)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "crawl.warc"


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_page_of_a_crawl(tmp_path: Path, pack: type[bytes]) -> None:
    path = tmp_path / "unduhan"
    [article] = read(path, pack(bytes(Capture(url=URL, body=PAGE))))
    assert isinstance(article, Article)
    assert (article.title, article.url, article.source) == (TITLE, URL, "situs.id")
    assert article.text.split("\n") == list(SENTENCES)
    assert article.published == ""
    found = format_of(path)
    assert found
    assert (found.name, found.complete) == ("WARC", False)


def test_what_is_no_new_page_is_counted(file: Path) -> None:
    crawl = [
        Capture(url="https://a.id/", kind="warcinfo", status="", body=b"software: x"),
        Capture(url=URL, kind="request", status="", body=b"GET / HTTP/1.1\r\n\r\n"),
        Capture(url=URL, body=PAGE),
        Capture(url=URL, body=PAGE, moment="2021-01-15T03:00:00Z"),
        Capture(url=URL, kind="revisit", moment="2021-01-16T03:00:00Z"),
        Capture(url="https://a.id/a.png", content_type="image/png", body=b"x"),
        Capture(url="https://a.id/b.js", content_type="text/javascript", body=b"<html>"),
        Capture(url="https://a.id/pindah", status="301 Moved Permanently", body=PAGE),
        Capture(url="https://a.id/hilang", status="404 Not Found", body=PAGE),
        Capture(url="dns:a.id", kind="conversion", status="", content_type="text/dns"),
    ]
    article, notice = read(file, packed(crawl))
    assert isinstance(article, Article)
    assert isinstance(notice, Notice)
    assert notice.reason == (
        "not read: 2 captures of what had been captured before; 2 images, scripts and other files "
        "that are no web pages; 2 redirects and errors (status other than 200); 1 records of kinds "
        "that hold no answer of a site"
    )


def test_the_last_capture_of_an_address_counts(file: Path) -> None:
    crawl = [
        Capture(url=URL, body=PAGE, moment="2021-01-14T03:00:00Z"),
        Capture(url=f"{URL}/?utm_source=x", body=page("Baru: " + TITLE).encode()),
        Capture(url=URL, body=page("Lama: " + TITLE).encode(), moment="2020-01-01T00:00:00Z"),
    ]
    *read_ones, notice = read(file, packed(crawl))
    assert [one.title for one in articles(read_ones)] == [TITLE, "Baru: " + TITLE]
    assert len({one.id for one in articles(read_ones)}) == 1
    assert str(notice).endswith(
        "not read: 1 captures older than one of the same address before them"
    )


def test_a_listing_is_rejected_by_its_address(file: Path) -> None:
    body = b"<html><body><a href='/a'>Satu</a><a href='/b'>Dua</a></body></html>"
    [rejection] = read(file, bytes(Capture(url="https://a.id/indeks", body=body)))
    assert isinstance(rejection, Rejection)
    assert (rejection.place, rejection.line) == ("https://a.id/indeks", None)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(PAGE, mtime=0), {"Content-Encoding": "gzip"}),
        (zlib.compress(PAGE), {"Content-Encoding": "deflate"}),
        (zlib.compress(PAGE)[2:-4], {"Content-Encoding": "deflate"}),
        (b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE), {"Transfer-Encoding": "chunked"}),
        # Decoded by the crawler, whose headers say otherwise.
        (PAGE, {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}),
        (PAGE, {"Content-Encoding": "br"}),
    ],
)
def test_encodings_of_the_answer(file: Path, body: bytes, headers: dict[str, str]) -> None:
    [article] = articles(read(file, bytes(Capture(url=URL, body=body, http=headers))))
    assert article.text.split("\n") == list(SENTENCES)


def test_an_answer_that_cannot_be_decoded(file: Path) -> None:
    body = gzip.compress(PAGE)[:-20]
    crawl = [
        Capture(url="https://a.id/1-x", body=body, http={"Content-Encoding": "gzip"}),
        Capture(url=URL, body=PAGE),
    ]
    rejection, article = read(file, packed(crawl))
    assert isinstance(rejection, Rejection)
    assert rejection.reason == "its body is no whole gzip: cut off"
    assert isinstance(article, Article)


def test_a_body_that_unpacks_to_too_much(file: Path) -> None:
    body = gzip.compress(b"<p>" + b" " * 20_000_000)
    [rejection] = read(file, bytes(Capture(url=URL, body=body, http={"Content-Encoding": "gzip"})))
    assert str(rejection).endswith("larger than 20 MB, which no article is")


def test_the_charset_of_the_header(file: Path) -> None:
    body = page("Kafé “Jembatan” Ditutup").encode("cp1252")
    [article] = articles(
        read(file, bytes(Capture(url=URL, body=body, content_type="text/html; charset=iso-8859-1")))
    )
    assert article.title == "Kafé “Jembatan” Ditutup"


def test_resources_have_no_http_header(file: Path) -> None:
    kept = Capture(url=f"<{URL}>", kind="resource", status="", body=PAGE, content_type="text/html")
    [article] = articles(read(file, bytes(kept)))
    assert article.url == URL


def test_a_page_that_the_crawler_cut_is_told(file: Path) -> None:
    about = {"WARC-Truncated": "length"}
    notice, article = read(file, bytes(Capture(url=URL, body=PAGE, about=about)))
    assert isinstance(notice, Notice)
    assert "WARC-Truncated: length" in notice.reason
    assert isinstance(article, Article)


def test_nothing_is_younger_than_its_capture(file: Path) -> None:
    head = '<meta property="article:published_time" content="2021-03-01T10:00:00+07:00">'
    body = page(TITLE, *SENTENCES, "Rapat itu digelar Senin (11/1/2021).", head=head).encode()
    notice, article = read(file, bytes(Capture(url=URL, body=body)))
    assert isinstance(article, Article)
    assert article.published == "2021-01-11"
    assert "`published` lies after the page was fetched: '2021-03-01" in str(notice)


CRAWL = [Capture(url=f"https://a.id/{n}-x", body=b"<p>Teks</p>") for n in range(3)]


@pytest.mark.parametrize("pack", [lambda one: bytes(one), lambda one: gzip.compress(bytes(one))])
def test_a_file_that_is_cut_off_anywhere_is_told(file: Path, pack) -> None:  # type: ignore[no-untyped-def]  # pytest
    records = [pack(one) for one in CRAWL]
    whole = {sum(map(len, records[:n])) for n in range(4)}
    blank = 0 if records[0][:2] == b"\x1f\x8b" else len(b"\r\n\r\n")
    content = b"".join(records)
    harmless = {at - missing for at in whole for missing in range(blank + 1)}
    for at in range(1, len(content), 3):
        last = read(file, content[:at])[-1]
        assert isinstance(last, Rejection)
        assert last.reason.startswith("cut off or damaged") == (at not in harmless), at


def test_what_stands_before_damage_is_read(file: Path) -> None:
    content = packed([Capture(url=URL, body=PAGE), Capture(url="https://a.id/9-y", body=PAGE)])
    article, rejection = read(file, content[:-30])
    assert isinstance(article, Article)
    assert str(rejection).startswith(f"{file}: cut off or damaged behind {URL} (")


def test_a_record_with_a_wrong_checksum_is_not_read(file: Path) -> None:
    content = bytearray(packed([Capture(url=URL, body=PAGE)]))
    content[-8] ^= 1
    [rejection] = read(file, bytes(content))
    assert "CRC check failed" in str(rejection)


@pytest.mark.parametrize("content", [b"WARC/1.0\r\n", b"WARC/1.0\r\n\r\n\r\n\r\n", b"WARC/x"])
def test_no_warc(file: Path, content: bytes) -> None:
    [rejection] = read(file, content)
    assert isinstance(rejection, Rejection)
