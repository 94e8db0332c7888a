from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlite_utils import Database

from index.records import Article
from index.store.archive.staging import StagedArticle, Staging

URL = "https://berita.example/1"


@pytest.fixture
def staging() -> Iterator[Staging]:
    with closing(Database(memory=True).conn) as connection:
        yield Staging(Database(connection))


def test_articles_come_back_whole_and_in_order(staging: Staging) -> None:
    first = Article(
        id="b",
        url=f"http://{URL[8:]}?utm_source=x",
        title="Judul “satu”",
        source="Kabar",
        published="2020-01-02",
        author="Sari",
        text="Satu.\nDua.\0",
        lang="id",
    )
    others = [Article(id=name, text="Tiga.") for name in "ca"]
    for article in (first, *others):
        staging.add(article, "/berita/a.jsonl")
    assert len(staging) == 3
    assert ("c" in staging, "d" in staging) == (True, False)
    batches = list(staging.batches(2))
    assert batches == [
        [
            StagedArticle(article=first, url_key=URL[8:], origin="/berita/a.jsonl"),
            StagedArticle(article=others[0], url_key=None, origin="/berita/a.jsonl"),
        ],
        [StagedArticle(article=others[1], url_key=None, origin="/berita/a.jsonl")],
    ]


def test_the_last_of_those_with_one_id_or_url_stays(staging: Staging) -> None:
    staging.add(Article(id="1", url=URL, text="Satu."), "/a")
    staging.add(Article(id="2", text="Dua."), "/b")
    staging.add(Article(id="1", text="Satu lagi."), "/c")
    assert [(one.article.text, one.origin) for one in next(staging.batches(9))] == [
        ("Dua.", "/b"),
        ("Satu lagi.", "/c"),
    ]
    staging.add(Article(id="3", url=URL, text="Tiga."), "/d")
    staging.add(Article(id="4", url=URL, text="Empat."), "/e")
    assert [one.article.id for one in next(staging.batches(9))] == ["2", "1", "4"]
