"""Parquet files: rows as records, whatever types their columns have."""

import datetime
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from index.records import Article
from index.sources.raw import Notice, Rejection
from index.sources.registry import format_of, read_articles

pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

TEXT = "Menteri Perhubungan meninjau pelabuhan baru di Sorong dan berbicara dengan nelayan."
NOON = datetime.datetime(2019, 10, 2, 12, 0, 0)  # noqa: DTZ001  # as data sets have it
WIB = datetime.timezone(datetime.timedelta(hours=7))


def written(path: Path, **columns: object) -> Path:
    parquet.write_table(pyarrow.table({"text": [TEXT], "title": ["Pelabuhan"], **columns}), path)
    return path


def read(path: Path) -> list[Article | Notice | Rejection]:
    return list(read_articles(path))


def one(folder: Path, **columns: object) -> Article:
    [article] = read(written(folder / "a.parquet", **columns))
    assert isinstance(article, Article)
    return article


def test_a_row_is_an_article(tmp_path: Path) -> None:
    article = one(tmp_path, url=["https://contoh.id/1"], author=[["Ani", "Budi"]], label=[3])
    assert (article.title, article.text) == ("Pelabuhan", TEXT)
    assert (article.url, article.author) == ("https://contoh.id/1", "Ani, Budi")


@pytest.mark.parametrize(
    ("date", "published"),
    [
        (pyarrow.array([NOON], pyarrow.timestamp("us")), "2019-10-02"),
        (pyarrow.array([NOON], pyarrow.timestamp("s")), "2019-10-02"),
        (pyarrow.array([1569981600123456789], pyarrow.timestamp("ns")), "2019-10-02"),
        (
            pyarrow.array([NOON.replace(tzinfo=WIB)], pyarrow.timestamp("us", "Asia/Jakarta")),
            "2019-10-02T12:00:00+07:00",
        ),
        (
            pyarrow.array([NOON.replace(tzinfo=datetime.UTC)], pyarrow.timestamp("ns", "UTC")),
            "2019-10-02T19:00:00+07:00",
        ),
        ([datetime.date(2019, 10, 2)], "2019-10-02"),
        ([1569981600], "2019-10-02T09:00:00+07:00"),
        (["Rabu, 2 Oktober 2019 | 09:00 WIB"], "2019-10-02T09:00:00+07:00"),
        (pyarrow.nulls(1), ""),
    ],
)
def test_dates_of_any_type(tmp_path: Path, date: object, published: str) -> None:
    assert one(tmp_path, date=date).published == published


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ([{"name": "Kabar", "id": 5}], "Kabar"),
        (pyarrow.array(["Kabar"]).dictionary_encode(), "Kabar"),
        (pyarrow.array(["Kabar"], pyarrow.large_string()), "Kabar"),
        (pyarrow.array([b"Kabar"], pyarrow.binary()), "Kabar"),
        (pyarrow.array([b"\xff\xfe"], pyarrow.binary()), ""),
        ([None], ""),
    ],
)
def test_names_of_any_type(tmp_path: Path, source: object, name: str) -> None:
    assert one(tmp_path, source=source).source == name


def test_columns_without_text_are_not_read(tmp_path: Path) -> None:
    vectors = pyarrow.array([[0.5] * 8], pyarrow.list_(pyarrow.float32()))
    fixed = pyarrow.array([[0.5] * 8], pyarrow.list_(pyarrow.float32(), 8))
    article = one(tmp_path, content=vectors, body=fixed, isi=[[1, 2]], price=[Decimal("1.50")])
    assert article.text == TEXT


def test_a_row_without_text_is_rejected_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    parquet.write_table(pyarrow.table({"isi": [None, TEXT], "judul": ["Satu", "Dua"]}), path)
    rejection, article = read(path)
    assert isinstance(article, Article)
    assert str(rejection) == (
        f"{path}: row 1: no text; it has judul; `--map NAME=text` says which is the text"
    )


def test_more_rows_than_a_batch_are_all_read(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    titles = [f"Judul {number}" for number in range(1_234)]
    parquet.write_table(pyarrow.table({"text": [TEXT] * 1_234, "title": titles}), path)
    assert [getattr(one, "title", "") for one in read(path)] == titles


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PAR1", "the Parquet file cannot be read ("),
        (b"PAR1" + b"x" * 100 + b"PAR1", "the Parquet file cannot be read ("),
        (None, "a Parquet file without rows"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(
    tmp_path: Path, content: bytes | None, reason: str
) -> None:
    path = tmp_path / "a.parquet"
    if content is None:
        parquet.write_table(pyarrow.table({"text": pyarrow.array([], pyarrow.string())}), path)
    else:
        path.write_bytes(content)
    [rejection] = read(path)
    assert isinstance(rejection, Rejection)
    assert rejection.reason.startswith(reason)


def test_letters_that_are_not_utf8_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    broken = pyarrow.array([b"\xe9t\xe9"], pyarrow.binary()).view(pyarrow.string())
    parquet.write_table(pyarrow.table({"text": broken, "title": ["Judul"]}), path)
    [rejection] = read(path)
    assert isinstance(rejection, Rejection)
    assert rejection.reason.startswith(
        "the Parquet file cannot be read ('utf-8' codec can't decode"
    )


def test_without_pyarrow_the_install_line_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "a.parquet")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert [str(one) for one in read(path)] == [
        f"{path}: Parquet files need pyarrow, which is not installed: pip install pyarrow"
    ]


def test_a_parquet_file_is_told_by_content(tmp_path: Path) -> None:
    found = format_of(written(tmp_path / "tanpa_akhiran"))
    assert found is not None
    assert (found.name, found.complete) == ("Parquet", True)
