"""Files of records: tables as spreadsheets write them, and lists within the answers of APIs."""

import json
from pathlib import Path

import pytest

from index.records import Article
from index.sources.raw import Rejection
from index.sources.records.names import FieldMap
from index.sources.registry import format_of, read_articles

TEXT = "Perpustakaan Nasional membuka ruang baca malam untuk anggota mulai pekan depan."
RECORDS = [{"title": "Satu", "body": TEXT}, {"title": "Dua", "body": TEXT}]


def titles(path: Path) -> list[str]:
    found = list(read_articles(path))
    assert [str(entry) for entry in found if not isinstance(entry, Article)] == []
    return [entry.title for entry in found if isinstance(entry, Article)]


@pytest.mark.parametrize(
    "content",
    [
        f"judul;isi;tanggal\nSatu;{TEXT};28/09/2019\n".encode("utf-8-sig"),
        f"sep=;\r\njudul;isi;tanggal\r\nSatu;{TEXT};28/09/2019\r\n".encode(),
        f"judul\tisi\ttanggal\nSatu\t{TEXT}\t28/09/2019\n".encode("utf-16"),
        f"judul|isi|tanggal\nSatu|{TEXT}|28/09/2019\n".encode(),
        f"judul,isi,tanggal,,\nSatu,{TEXT},28/09/2019,,\n,,,,\n".encode(),
        f"judul,isi,isi,tanggal\nSatu,{TEXT},,28/09/2019\n".encode(),
    ],
)
@pytest.mark.parametrize("name", ["a.csv", "a.txt", "ekspor"])
def test_tables_of_spreadsheets(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    [article] = read_articles(path)
    assert isinstance(article, Article)
    assert (article.title, article.text, article.published) == ("Satu", TEXT, "2019-09-28")


def test_a_table_without_a_text_is_rejected_once(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"judul,narasi\nSatu,{TEXT}\nDua,{TEXT}\n")
    [rejection] = read_articles(path)
    assert str(rejection) == (
        f"{path}: no column with a text; it has judul, narasi; "
        "`--map NAME=text` says which is the text"
    )
    mapped = read_articles(path, names=FieldMap.parse(["narasi=text"]))
    assert [one.title for one in mapped if isinstance(one, Article)] == ["Satu", "Dua"]


@pytest.mark.parametrize(
    "value",
    [
        RECORDS,
        {"articles": RECORDS},
        {"status": "ok", "totalResults": 2, "articles": RECORDS},
        {"data": {"posts": {"edges": [{"node": record} for record in RECORDS]}}},
        {"took": 1, "hits": {"total": 2, "hits": [{"_source": record} for record in RECORDS]}},
        {"@context": "https://schema.org", "@graph": [{"name": "x"}, *RECORDS][1:]},
        {"a1": RECORDS[0], "a2": RECORDS[1]},
        {"content": RECORDS, "totalElements": 2},
        {"response": {"docs": RECORDS, "meta": {"hits": 2}}, "facets": [{"n": 1}] * 9},
    ],
)
def test_lists_within_objects_are_found(tmp_path: Path, value: object) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(value, indent=1))
    assert titles(path) == ["Satu", "Dua"]


def test_an_item_that_is_no_article_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"data": [*RECORDS, {"title": "Tiga"}]}))
    rejected = [str(one) for one in read_articles(path) if isinstance(one, Rejection)]
    assert rejected == [
        f"{path}: data 3: no text; it has title; `--map NAME=text` says which is the text"
    ]


@pytest.mark.parametrize(
    ("value", "complete"),
    [
        ({"status": "ok", "totalResults": 2, "articles": RECORDS}, False),
        ({"took": 5, "hits": {"total": {"value": 2}, "hits": [{"_source": RECORDS[0]}]}}, False),
        ([{"id": 1, "guid": {"rendered": "x"}, "content": {"rendered": TEXT}}], False),
        ({"articles": RECORDS}, True),
        (RECORDS, True),
        ({"title": "Satu", "body": TEXT, "status": "publish", "tags": [{"name": "x"}]}, True),
    ],
)
def test_one_page_of_results_is_not_complete(tmp_path: Path, value: object, complete: bool) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(value))
    found = format_of(path)
    assert found is not None
    assert found.complete is complete


def test_an_answer_without_results_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"status": "ok", "totalResults": 0, "articles": []}))
    assert [str(one) for one in read_articles(path)] == [f"{path}: an empty list"]
