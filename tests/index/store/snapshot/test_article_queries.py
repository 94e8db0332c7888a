"""Both modules of queries, on a snapshot whose rows can be worked out by hand."""

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from index.attribution.mentions import Speaker
from index.records import Article, Citation
from index.store.snapshot import article_queries as queries
from index.store.snapshot import speaker_queries
from index.store.snapshot.embedded import connect
from index.store.snapshot.speaker_queries import (
    ArticleText,
    NumberedSpeaker,
    SpokenSentence,
    StatementDay,
)
from tests.support.archives import snapshot_of
from tests.support.word_embedder import WordEmbedder

SENTENCES = [
    "Banjir surut di kota Sukamaju.",
    "“Air sudah turun,” kata Bupati Sukamaju Budi Santoso.",
]
FLOOD = {
    "id": "a",
    "url": "https://a.example/banjir",
    "title": "Banjir surut",
    "source": "A",
    "published": "2019-10-02",
    "author": "Sari",
    "text": " ".join(SENTENCES),
}
# Agency copy in another outlet, a day before, and an article without anything but a text.
COPY = FLOOD | {"id": "b", "url": "https://b.example/1", "source": "B", "published": "2019-10-01"}
BARE = {"id": "c", "text": "Gempa terasa di kota Sukamaju."}
BUDI = Speaker(name="Budi Santoso", role="Bupati", institution="Sukamaju")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    folder: Path = tmp_path_factory.mktemp("queries")
    return connect(snapshot_of(folder, WordEmbedder(), [FLOOD, COPY, BARE]).path)


def cited(record: dict[str, str]) -> Citation:
    return Citation(**{name: value for name, value in record.items() if name != "text"})


def test_whole_snapshot(db: sqlite3.Connection) -> None:
    assert list(queries.article_facts(db)) == [
        ("2019-10-02", 0, "A"),
        ("2019-10-01", 0, "B"),
        ("", 2, ""),
    ]
    assert list(queries.article_keys(db)) == [
        (0, "a", "https://a.example/banjir"),
        (1, "b", "https://b.example/1"),
        (2, "c", ""),
    ]
    assert queries.articles_of_passages(db) == [0, 1, 2]
    assert queries.acronyms(db) == []


def test_articles(db: sqlite3.Connection) -> None:
    assert queries.article(db, 0) == Article(**FLOOD)
    assert queries.article_numbers(db, ["c", "x", "a"]) == [0, 2]
    assert queries.same_story(db, 0, besides="a", hidden=[]) == (cited(COPY),)
    assert queries.same_story(db, 0, besides="a", hidden=[1]) == ()
    assert list(queries.story_articles(db, [2, 0])) == [
        (1, 0, cited(COPY)),
        (0, 0, cited(FLOOD)),
        (2, 2, cited(BARE)),
    ]


def test_passages_come_in_the_order_asked_for(db: sqlite3.Connection) -> None:
    bare, flood = queries.cited_passages(db, [2, 0])
    assert (bare.article, flood.article) == (cited(BARE), cited(FLOOD))
    assert [flood.text[start:end] for start, end in flood.sentences] == SENTENCES
    assert (flood.language, flood.story, len(flood.kinds)) == ("id", 0, 2)
    assert queries.first_passage(db, 0) == flood
    (data,) = queries.sentence_data(db, [0])
    vectors = np.frombuffer(data.vectors, "<f2").reshape(2, -1)
    # The first sentence is about “banjir”, the second about none of the words known.
    assert vectors.argmax(axis=1).tolist() == [1, 0]
    counts = np.frombuffer(data.term_counts, "<u2")
    assert len(np.frombuffer(data.terms, "<u4")) == counts.sum()
    assert (len(data.kinds), len(data.title_terms)) == (2, 4 * 2)


def test_spellings(db: sqlite3.Connection) -> None:
    # A long word that three passages have; “kota” is too short to be in three only.
    assert [(one.length, one.words) for one in queries.spellings(db, 4, 9)] == [(8, b"sukamaju")]


def test_speakers(db: sqlite3.Connection) -> None:
    assert speaker_queries.all_speakers(db) == [BUDI]
    assert list(speaker_queries.speakers_matching(db, '"budi"', limit=9)) == [
        NumberedSpeaker(0, BUDI)
    ]
    assert list(speaker_queries.statements_in(db, [0, 2])) == [SpokenSentence(0, 1, 0, BUDI)]
    assert list(speaker_queries.statement_days(db)) == [
        StatementDay(0, 0, "2019-10-02"),
        StatementDay(0, 0, "2019-10-01"),
    ]
    assert speaker_queries.passages_spoken_by(db, [0]) == {0, 1}
    # One story is not enough to learn who holds an office.
    assert list(speaker_queries.officeholders_meant_in(db, [0, 1])) == []


def test_articles_by_speaker_without_hidden_ones(db: sqlite3.Connection) -> None:
    assert speaker_queries.names_by_articles(db, hidden=[0]) == ["Budi Santoso"]
    assert speaker_queries.names_by_articles(db, hidden=[0, 1]) == []
    texts = [ArticleText(one["id"], one["title"], one["text"]) for one in (FLOOD, COPY)]
    name = BUDI.name
    assert speaker_queries.articles_with(db, name, hidden=[], limit=9) == texts
    assert speaker_queries.articles_with(db, name, hidden=[], limit=1) == texts[:1]
    assert speaker_queries.articles_with(db, name, hidden=[0], limit=9) == texts[1:]


def test_stories_and_first_passages_are_found_by_an_index(db: sqlite3.Connection) -> None:
    for statement in (
        "SELECT * FROM articles WHERE story = 1",
        "SELECT * FROM passages WHERE article = 1 ORDER BY position LIMIT 1",
    ):
        plan = db.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
        assert [row[3].split(" USING ")[0].split()[0] for row in plan] == ["SEARCH"]
