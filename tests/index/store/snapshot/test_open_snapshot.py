import sqlite3
from contextlib import closing

import pytest

from index.entities.matcher import EntityIndex
from index.records import Article, Citation
from index.store.aliases import write_aliases
from index.store.snapshot.article_lookup import ArticleLookup
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


def test_article_is_found_by_its_reference(snapshot):
    reference = Citation(id=FIRST["id"]).reference
    assert len(reference) == 16
    assert snapshot.tables.article(snapshot.lookup.with_reference(reference)) == Article(**FIRST)
    assert snapshot.lookup.with_reference(Citation(id="tiga").reference) is None
    assert snapshot.lookup.with_reference("") is None
    both = {Citation(id=FIRST["id"]).reference, Citation(id="dua").reference}
    assert snapshot.lookup.references() == both


def test_article_is_found_by_its_url(snapshot):
    number = snapshot.lookup.with_url("http://a.example/banjir-satu/?utm_source=x#:~:text=air")
    assert snapshot.tables.article(number).title == "Banjir"
    # What is not a URL finds nothing, not the article without one.
    others = ("a.example/banjir", "", "kata")
    assert [snapshot.lookup.with_url(other) for other in others] == [None] * 3


@pytest.fixture
def lookup():
    """Articles 3 and 4 at one URL; “lama” is an alias of “a”, “b” of “c” while it has its own."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE TABLE articles (number INTEGER, reference TEXT, url_key TEXT)")
        for number, name, key in ((3, "a", "a.example/x"), (4, "b", "a.example/x"), (5, "c", "")):
            db.execute("INSERT INTO articles VALUES (?, ?, ?)", (number, reference(name), key))
        write_aliases(db, {"lama": "a", "b": "c"})
        yield ArticleLookup(db)


def reference(name: str) -> str:
    return Citation(id=name).reference


def test_of_several_articles_with_one_url_the_first_is_found(lookup):
    assert lookup.with_url("http://www.a.example/x/") == 3
    assert lookup.all_with_url("https://a.example/x") == [3, 4]
    assert lookup.all_with_url("") == []


def test_an_article_is_found_by_what_its_ids_were(lookup):
    assert lookup.with_reference(reference("lama")) == 3
    assert lookup.all_with_reference(reference("a")) == [3]
    # Its own article is first.
    assert lookup.all_with_reference(reference("b")) == [4, 5]
    assert lookup.all_with_reference(reference("c")) == [5, 4]
    assert lookup.all_with_reference(reference("nie")) == []


def test_entities_know_the_acronyms_that_articles_explain(tmp_path, words):
    text = "Badan Bendungan Raya (BBR) dibentuk. Badan Bendungan Raya (BBR) bekerja."
    snapshot = snapshot_of(tmp_path, words, [{"id": "satu", "text": text}])
    table = EntityIndex.shipped()
    entities = snapshot.entities(table)
    assert snapshot.acronyms == (("Badan Bendungan Raya", "BBR"),)
    assert (table.knows("BBR"), entities.knows("BBR")) == (False, True)
    # Made once for a table, whatever is hidden.
    assert snapshot.with_hidden([]).entities(table) is snapshot.entities(table) is entities
    other = EntityIndex.shipped().with_acronyms([("Dewan Jalan Layang", "DJL")])
    assert snapshot.entities(other).knows("DJL")
