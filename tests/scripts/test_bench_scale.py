"""Archives of any size: a real one with synthetic articles, the same every time."""

import json
from contextlib import closing

import numpy as np
import pytest
from sqlite_utils import Database

from index.building.reading.entries import program_digest
from index.errors import ArchiveError
from index.store.snapshot.snapshots import Snapshots
from index.text.sentence_features import sentence_features
from scripts.dev.bench.scale.archives import (
    ARCHIVE,
    adopt,
    make_archive,
)
from scripts.dev.bench.scale.building import delta_figures, snapshot_figures
from scripts.dev.bench.scale.exact import recall_figures
from scripts.dev.bench.scale.synthetic import made_up_name
from tests.support.archives import built, written
from tests.support.word_embedder import WordEmbedder

RAIN = {
    "id": "rain",
    "title": "Banjir di Demak",
    "source": "kompas.com",
    "published": "2019-09-01",
    "text": 'Banjir merendam Demak sejak pagi. "Air naik dari sungai Serang," kata Budi Santoso.',
}
QUAKE = {
    "id": "quake",
    "title": "Gempa di Ambon",
    "source": "tempo.co",
    "published": "2019-09-26",
    "text": "Gempa merusak sekolah di Ambon. Warga tidur di lapangan.",
}


@pytest.fixture
def embedder():
    return WordEmbedder()


@pytest.fixture
def base(tmp_path, embedder):
    built(tmp_path / "base", embedder, written(tmp_path / "articles.jsonl", RAIN, QUAKE))
    return tmp_path / "base" / ARCHIVE


@pytest.fixture
def make(tmp_path, base, embedder):
    """Makes an archive of so many passages; gives its folder."""

    def made(passages, *, name="made", without=()):
        make_archive(tmp_path / name, base, passages, embedder, without=without)
        return tmp_path / name

    return made


def rows(folder, query):
    with closing(Database(folder / ARCHIVE)) as db:
        return db.execute(query).fetchall()


def test_an_archive_has_the_real_articles_and_as_many_passages_as_asked_for(make):
    folder = make(9)
    assert rows(folder, "SELECT count(*) FROM passages") == [(9,)]
    # Two real articles of one passage each, and four of two passages, the last cut short.
    assert rows(folder, "SELECT count(*) FROM articles") == [(6,)]
    real = "SELECT id, text FROM articles WHERE id IN ('rain', 'quake') ORDER BY id"
    assert rows(folder, real) == [("quake", QUAKE["text"]), ("rain", RAIN["text"])]


def test_a_larger_archive_has_all_articles_of_a_smaller_one(make):
    small, large = make(8, name="small"), make(20, name="large")
    query = "SELECT id, published, text, sketch, parts_digest FROM articles"
    assert len(rows(small, query)) == 5
    assert set(rows(small, query)) < set(rows(large, query))


def test_an_archive_that_is_there_is_kept(make):
    before = (make(8) / ARCHIVE).stat().st_mtime_ns
    assert (make(8) / ARCHIVE).stat().st_mtime_ns == before
    assert (make(10) / ARCHIVE).stat().st_mtime_ns > before


def test_fewer_passages_than_are_real_are_refused(make):
    with pytest.raises(ArchiveError, match="alone has more than 1 passages"):
        make(1)


def test_features_are_those_that_the_builder_would_compute(make):
    query = (
        "SELECT text, sentences, terms, term_counts, kinds FROM passages"
        " JOIN vectors USING (embedded_hash) JOIN features USING (embedded_hash)"
    )
    found = rows(make(40), query)
    assert len(found) == 40
    for text, sentences, *stored in found:
        true = sentence_features(text, json.loads(sentences))
        assert stored == [true.terms.tobytes(), true.lengths.tobytes(), true.kinds.tobytes()]


def test_statements_are_sentences_of_their_article(make):
    query = (
        "SELECT statement, substr(a.text, start + 1, end - start), role FROM statements"
        " JOIN articles a ON a.id = article_id WHERE a.id <> 'rain'"
    )
    found = rows(make(20, without=("quake",)), query)
    assert len(found) == 18
    assert all(statement == text for statement, text, _ in found)


def test_passages_that_answer_are_in_no_synthetic_article(make):
    folder = make(20, without=("quake",))
    assert rows(folder, "SELECT count(*) FROM passages WHERE text LIKE '%Gempa%'") == [(1,)]


def test_names_are_replaced_by_others_of_the_same_length(make):
    assert [made_up_name(1, 5), made_up_name(1, 8), made_up_name(2, 5)] == [
        "Wodos",
        "Wodosayu",
        "Leyog",
    ]
    texts = [text for (text,) in rows(make(20), "SELECT text FROM passages ORDER BY id")]
    real = {len(RAIN["text"]), len(QUAKE["text"])}
    assert {len(text) for text in texts} == real
    assert len(set(texts)) > 10


def test_vectors_are_of_unit_length_and_near_the_real_ones(make):
    vectors = [np.frombuffer(one, "<f4") for (one,) in rows(make(30), "SELECT vector FROM vectors")]
    assert np.allclose([np.linalg.norm(one) for one in vectors], 1)
    # Noise of norm .25 at right angles to a vector turns it by 14 degrees.
    assert all(max(one @ other for other in vectors[:2]) > 0.9 for one in vectors)


def test_new_articles_are_brought_in_and_measured_and_then_gone_again(make, base, embedder):
    folder = make(400)
    assert snapshot_figures(folder, embedder)["snapshot_s"] > 0
    live = Snapshots(folder / "snapshots").current()
    figures = delta_figures(folder, base, embedder, without=())
    assert 0 < figures["delta_publishing_s"] < figures["delta_s"]
    assert rows(folder, "SELECT count(*) FROM passages") == [(400,)]
    assert rows(folder, "SELECT count(*) FROM vectors") == [(400,)]
    assert Snapshots(folder / "snapshots").all() == [live]
    assert Snapshots(folder / "snapshots").current() == live


def test_an_archive_of_an_older_version_is_taken_as_it_is(make, embedder):
    folder = make(20)
    with closing(Database(folder / ARCHIVE)) as db, db.atomic():
        db.execute("UPDATE features SET rule = 'of before'")
        db.execute("UPDATE articles SET parts_digest = NULL")
    adopt(folder, embedder)
    assert rows(folder, "SELECT DISTINCT rule FROM features") == [(program_digest(),)]
    assert rows(folder, "SELECT count(*) FROM articles WHERE parts_digest IS NULL") == [(0,)]


def test_exact_search_finds_what_the_search_finds_in_a_small_archive(make, embedder):
    folder = make(300)
    snapshot_figures(folder, embedder)
    texts = ["banjir di Demak", "gempa di Ambon kata warga"]
    figures = recall_figures(folder, embedder, texts)
    assert figures == {"lexical_recall10": 1.0, "dense_recall100": 1.0, "filtered_recall100": 1.0}
