"""Fields under the names that APIs, exports and tables give them."""

import datetime
import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from index.errors import ArchiveError, InputUnusable
from index.records import Article
from index.sources.raw import Notice
from index.sources.records.fields import read_record
from index.sources.records.names import FieldMap
from index.sources.registry import read_articles

TEXT = "Perpustakaan Nasional membuka ruang baca malam untuk anggota mulai pekan depan."
MORE = "Anggota dapat mendaftar lewat situs."
URL = "https://contoh.id/berita/1"


def fields(values: object, names: FieldMap | None = None) -> Mapping[str, str]:
    return read_record(values, names or FieldMap()).fields


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        # An Indonesian table.
        ({"judul": "Ruang Baca", "isi": TEXT, "tanggal": "28/09/2019", "link": URL,
          "media": "Kabar", "penulis": "Ratna", "Rubrik": "Nasional"},
         {"title": "Ruang Baca", "text": TEXT, "published": "28/09/2019", "url": URL,
          "source": "Kabar", "author": "Ratna", "section": "Nasional"}),
        # schema.org, as JSON-LD.
        ({"@type": "NewsArticle", "headline": "Ruang Baca", "articleBody": TEXT,
          "datePublished": "2019-09-28T08:00:00+07:00", "dateModified": "2020-01-01",
          "publisher": {"@type": "Organization", "name": "Kabar"}, "inLanguage": "id-ID",
          "mainEntityOfPage": {"@id": URL}, "author": [{"name": "Ratna"}, {"name": "Dewi"}]},
         {"title": "Ruang Baca", "text": TEXT, "published": "2019-09-28T08:00:00+07:00",
          "source": "Kabar", "lang": "id", "url": URL, "author": "Ratna, Dewi"}),
        # NewsAPI.
        ({"source": {"id": None, "name": "Kabar"}, "author": None, "title": "Ruang Baca",
          "description": "Ringkasan yang lebih panjang daripada isinya sendiri. " * 9, "url": URL,
          "urlToImage": f"{URL}.jpg", "publishedAt": "2019-09-28T01:00:00Z", "content": TEXT},
         {"title": "Ruang Baca", "text": TEXT, "published": "2019-09-28T01:00:00Z",
          "source": "Kabar", "url": URL}),
        # WordPress REST.
        ({"id": 7, "date": "2019-09-28T08:00:00", "date_gmt": "2019-09-28T01:00:00",
          "guid": {"rendered": "https://contoh.id/?p=7"}, "link": URL, "author": 3,
          "title": {"rendered": "Ruang &#8220;Baca&#8221;"}, "status": "publish",
          "content": {"rendered": f"<p>{TEXT}</p>\n<p>{MORE}</p>", "protected": False},
          "excerpt": {"rendered": "<p>Ringkas.</p>"}},
         {"id": "7", "title": "Ruang “Baca”", "text": f"{TEXT}\n{MORE}", "url": URL,
          "published": "2019-09-28T01:00:00+00:00"}),
        # Elasticsearch and MongoDB.
        ({"_index": "berita", "_id": "x", "_score": 1.0, "_source": {
            "@timestamp": "2024-01-01T00:00:00Z", "title": "Ruang Baca", "body": TEXT,
            "date": {"$date": {"$numberLong": "1569609000000"}}}},
         {"title": "Ruang Baca", "text": TEXT, "published": "1569609000000"}),
        # One level down, beside other fields.
        ({"crawled": "2024-01-01", "article": {"headline": "Ruang Baca", "content": [TEXT, MORE]}},
         {"title": "Ruang Baca", "text": f"{TEXT}\n{MORE}"}),
        # Editors' blocks: EditorJS, Portable Text, TipTap.
        ({"content": {"blocks": [{"type": "header", "data": {"text": "Ruang"}},
                                            {"type": "paragraph", "data": {"text": TEXT}},
                                            {"type": "image", "data": {"url": "x"}}]}},
         {"text": f"Ruang\n{TEXT}"}),
        ({"body": [{"_type": "block", "children": [{"_type": "span", "text": "Perpustakaan "},
                                                   {"_type": "span", "text": "membuka."}]},
                   {"_type": "block", "children": [{"_type": "span", "text": MORE}]}]},
         {"text": f"Perpustakaan membuka.\n{MORE}"}),
        ({"content": {"type": "doc", "content": [
            {"type": "paragraph", "content": [{"type": "text", "text": "Perpustakaan "},
                                              {"type": "text", "text": "membuka."}]},
            {"type": "paragraph", "content": [{"type": "text", "text": MORE}]}]}},
         {"text": f"Perpustakaan membuka.\n{MORE}"}),
        # A teaser in `content` beside the whole; flattened and spaced names.
        ({"content": "Perpustakaan Nasional …", "content_html": f"<p>{TEXT}</p><p>{MORE}</p>",
          "dc:date": "2019-09-28", "Site Name": "Kabar", "article.title": "Ruang Baca"},
         {"text": f"{TEXT}\n{MORE}", "published": "2019-09-28", "source": "Kabar",
          "title": "Ruang Baca"}),
        # An empty field of the right name does not win.
        ({"text": " ", "title": "", "body": TEXT, "headline": "Ruang Baca"},
         {"text": TEXT, "title": "Ruang Baca"}),
        # A date that is none, beside one that is.
        ({"text": TEXT, "published": "0000-00-00 00:00:00", "tgl_terbit": "2019-09-28"},
         {"text": TEXT, "published": "2019-09-28"}),
        # Lists of objects beside the article are no outlet.
        ({"text": TEXT, "media": [{"url": "x.jpg"}], "links": [{"rel": "self", "href": "x"}]},
         {"text": TEXT}),
        # Values of databases.
        ({"text": TEXT, "id": Decimal(7), "date": datetime.date(2019, 9, 28)},
         {"text": TEXT, "id": "7", "published": "2019-09-28"}),
        # When a record was made or changed is not when the article was published.
        ({"text": TEXT, "created_at": "2024-01-01", "updated_at": "2024-01-01",
          "scraped_at": "2024-01-01"}, {"text": TEXT}),
    ],
)  # fmt: skip
def test_fields_are_found(record: object, expected: dict[str, str]) -> None:
    assert fields(record) == expected


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"judul": "x", "ringkasan": "y", "n": None},
         "no text; it has judul, ringkasan; `--map ringkasan=text` reads the summary as the text"),
        ({"judul": "x", "narasi": TEXT},
         "no text; it has judul, narasi; `--map NAME=text` says which is the text"),
        ({"text": [{"x": "y"}]}, "no text; it has text; `--map NAME=text` says which is the text"),
        ({"text": 5}, "`text` is a number; it must be a string"),
        ({}, "no text, nor anything else"),
        ("x", "a string where an article record (an object) is expected"),
    ],
)  # fmt: skip
def test_a_record_without_a_text_names_what_it_has(record: object, reason: str) -> None:
    with pytest.raises(InputUnusable) as raised:
        read_record(record)
    assert str(raised.value) == reason


def test_a_text_that_its_source_cuts_off_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"title": "Ruang", "content": f"{TEXT} Ang… [+1234 chars]"}))
    notice, article = read_articles(path)
    assert isinstance(notice, Notice)
    assert str(notice) == f"{path}:1: its source gives only the beginning of its text"
    assert isinstance(article, Article)
    assert article.text == f"{TEXT} Ang"


def test_a_text_that_is_a_whole_page_is_read_as_one() -> None:
    page = (
        "<!doctype html><html><head><title>Ruang Baca Malam</title></head><body><nav>Beranda</nav>"
        f"<article><h1>Ruang Baca Malam</h1><p>{TEXT}</p><p>{MORE} {TEXT}</p></article></body>"
        "</html>"
    )
    found = fields({"url": URL, "html": page})
    assert (found["title"], found["url"]) == ("Ruang Baca Malam", URL)
    assert found["text"].split("\n")[1:] == [TEXT, f"{MORE} {TEXT}"]
    assert fields({"html": page, "isi": MORE})["text"] == MORE


def test_what_an_owner_says_of_names_counts_first() -> None:
    names = FieldMap.parse(["narasi=text, Kepala.judul=title", "rubrik=source,terbit=published"])
    record = {
        "text": MORE,
        "Narasi": TEXT,
        "kepala": {"judul": "Ruang"},
        "title": "x",
        "rubrik": "",
    }
    assert fields(record, names) == {"text": TEXT, "title": "Ruang"}
    assert names.unused() == ["terbit=published"]
    # Where a record has none of them, names are found as ever.
    assert fields({"isi": MORE, "judul": "x"}, names) == {"text": MORE, "title": "x"}


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ("isi=body", "'isi=body' is no mapping; write NAME=FIELD, where FIELD is one of id, url,"),
        ("isi", "'isi' is no mapping"),
        ("=text", "'=text' is no mapping"),
        ("isi=text,isi=title", "`isi` is to be both text and title"),
    ],
)
def test_a_mapping_that_is_none_is_an_error(stated: str, message: str) -> None:
    with pytest.raises(ArchiveError) as raised:
        FieldMap.parse([stated])
    assert str(raised.value).startswith(message)
