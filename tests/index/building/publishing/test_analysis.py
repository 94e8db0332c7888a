from dataclasses import replace

import pytest

from index.building.publishing import analysis
from index.building.publishing.analysis import SourceArticle, analyse_articles
from index.records import Article

ARTICLE = Article(
    id="1",
    url="https://www.koran.example/banjir",
    title="Menteri meninjau banjir",
    text="Kementerian Perhubungan (Kemenhub) yang meninjau. Kemenhub di lokasi itu.",
)


def source(number: int) -> SourceArticle:
    article = replace(ARTICLE, id=str(number), title=f"Banjir ke-{number}")
    return SourceArticle(article=article, digest=b"", passages=[])


def test_an_article_is_analysed() -> None:
    [(_source, found)] = analyse_articles([SourceArticle(article=ARTICLE, digest=b"", passages=[])])
    assert found.title == "menteri meninjau banjir teri injau"
    assert found.acronyms == {("Kementerian Perhubungan", "Kemenhub")}
    assert (found.language, found.url_key) == ("id", "koran.example/banjir")


@pytest.mark.parametrize("alone", [0, 1, 10_000])
def test_articles_come_in_order_wherever_they_are_analysed(
    monkeypatch: pytest.MonkeyPatch, alone: int
) -> None:
    monkeypatch.setattr(analysis, "ALONE", alone)
    found = list(analyse_articles(map(source, range(100))))
    assert [one.article.id for one, _ in found] == [str(number) for number in range(100)]
    assert [words.title for _, words in found] == [f"banjir ke {number}" for number in range(100)]
