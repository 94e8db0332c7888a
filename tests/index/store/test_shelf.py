import pytest

from index.records import Article, Citation
from index.store.shelf import Shelf
from index.store.snapshot_queries import article
from tests.support.archives import snapshot_of

FIRST = {
    "id": "https://a.example/" + "x" * 100,
    "url": "https://www.a.example/banjir-satu",
    "title": "Banjir",
    "source": "A",
    "published": "2019-10-02",
    "author": "Sari",
    "text": "Banjir besar datang.\nAir surut.",
}
SECOND = {"id": "dua", "text": "Gempa terasa."}


@pytest.fixture
def snapshot(tmp_path, words):
    return snapshot_of(tmp_path, words, [FIRST, SECOND])


def test_an_article_by_its_reference(snapshot):
    reference = Citation(id=FIRST["id"]).reference
    assert len(reference) == 16
    assert article(snapshot.db, snapshot.shelf.referred(reference)) == Article(**FIRST)
    assert snapshot.shelf.referred(Citation(id="tiga").reference) is None
    assert snapshot.shelf.referred("") is None
    both = {Citation(id=FIRST["id"]).reference, Citation(id="dua").reference}
    assert snapshot.shelf.references() == both


def test_an_article_by_its_address(snapshot):
    number = snapshot.shelf.at("http://a.example/banjir-satu/?utm_source=x#:~:text=air")
    assert article(snapshot.db, number).title == "Banjir"
    # No address is nobody's.
    assert [snapshot.shelf.at(other) for other in ("a.example/banjir", "", "kata")] == [None] * 3


def test_of_several_articles_at_one_address_the_first_counts():
    shelf = Shelf([(3, "a", "https://a.example/x"), (4, "b", "http://www.a.example/x/")])
    assert shelf.at("a.example/x") == 3
