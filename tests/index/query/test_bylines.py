import pytest

from index.query.bylines import find_byline
from index.query.filters import Filter
from tests.support.archives import asks


@pytest.mark.parametrize(
    ("question", "authors", "sections", "content"),
    [
        ("artikel oleh Budi Santoso tentang cabai", ("Budi Santoso",), (), "cabai"),
        ("articles by Dewi on the capital", ("Dewi",), (), "the capital"),
        ("berita yang ditulis oleh “Ratna S.” soal rupiah", ("Ratna S.",), (), "rupiah"),
        ("harga cabai di rubrik ekonomi", (), ("ekonomi",), "harga cabai"),
        ("berita rubrik Gaya Hidup soal kopi", (), ("Gaya Hidup",), "kopi"),
        ("what happened in the sports section", (), ("sports",), "what happened"),
        ("harga cabai in the Money section?", (), ("Money",), "harga cabai ?"),
    ],
)
def test_authors_and_sections_in_words(
    question: str, authors: tuple[str, ...], sections: tuple[str, ...], content: str
) -> None:
    asked = asks(question)
    assert (asked.filters.authors, asked.filters.sections) == (authors, sections)
    assert asked.content == content


@pytest.mark.parametrize(
    "question",
    [
        "buku yang ditulis oleh Tere Liye",
        "berita terbaru soal ekonomi",
        "apa itu rubrik penilaian",
        "which section of the toll road opened",
        "what happened in the northern section",
        "berita oleh-oleh khas Bandung",
        "laporan oleh Ombudsman tentang KPK",
        "articles by the way",
    ],
)
def test_what_only_looks_like_them(question: str) -> None:
    assert find_byline(question).filters.names == ()


def test_what_is_typed_counts_before_words() -> None:
    asked = asks("artikel oleh Dewi author:budi")
    assert asked.filters.authors == ("budi",)
    assert asked.is_listing
    assert asked.without(Filter.AUTHORS).filters.names == ()
