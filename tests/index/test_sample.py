"""The sample archive that ships with the package: short, true, dated, and linked."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

import index
from index.records import Article
from index.sources.files import find_files
from index.sources.registry import read_articles

SAMPLE = Path(index.__file__).parent / "data" / "sample"
SOCIAL_MEDIA = (
    "https://www.viva.co.id/berita/nasional/"
    "1312976-kominfo-media-sosial-jadi-tantangan-komunikasi-pemerintah"
)


@pytest.fixture(scope="module")
def sample() -> list[Article]:
    found = [item for path in find_files([SAMPLE]) for item in read_articles(path)]
    articles = [item for item in found if isinstance(item, Article)]
    assert articles == found, "every file of the sample is readable"
    return articles


def test_every_file_is_one_article(sample: list[Article]) -> None:
    assert len(sample) == len(list(SAMPLE.iterdir()))
    assert len(sample) >= 24


def test_articles_are_short(sample: list[Article]) -> None:
    words = {article.title: len(article.text.split()) for article in sample}
    assert {title: count for title, count in words.items() if not 100 <= count <= 250} == {}


def test_articles_have_paragraphs(sample: list[Article]) -> None:
    paragraphs = {article.title: len(article.text.splitlines()) for article in sample}
    assert {title: count for title, count in paragraphs.items() if not 3 <= count <= 5} == {}


def test_front_matter_is_complete(sample: list[Article]) -> None:
    incomplete = [
        article.title or article.url
        for article in sample
        if not all((article.title, article.url, article.source, article.published, article.lang))
    ]
    assert incomplete == []


def test_articles_are_from_2018_to_2024(sample: list[Article]) -> None:
    years = {article.date.year for article in sample if article.date}
    assert years == set(range(2018, 2025))


def test_addresses_are_distinct_web_pages(sample: list[Article]) -> None:
    pages = [urlsplit(article.url) for article in sample]
    assert {page.scheme for page in pages} <= {"http", "https"}
    assert all(page.netloc and page.path.strip("/") for page in pages)
    assert len(set(pages)) == len(pages)


def test_both_languages_are_there(sample: list[Article]) -> None:
    assert {article.lang for article in sample} == {"id", "en"}


def test_nobody_is_quoted_directly(sample: list[Article]) -> None:
    marks = '"“”„«»'
    assert [article.title for article in sample if set(marks) & set(article.text)] == []


def test_social_media_article_is_there_once(sample: list[Article]) -> None:
    published = [article.published for article in sample if article.url == SOCIAL_MEDIA]
    assert published == ["2020-10-16"]
