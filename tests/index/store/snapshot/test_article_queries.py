"""Both modules of queries, on a snapshot whose rows can be worked out by hand."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.attribution.mentions import Speaker
from index.records import Article, Citation
from index.store.snapshot import article_queries as queries
from index.store.snapshot.engines.embedded import connect
from index.store.snapshot.sentence_vectors import decode_vectors
from index.store.snapshot.speakers import speaker_queries
from index.store.snapshot.speakers.speaker_queries import (
    SpokenSentence,
    StatementDay,
    Subject,
    TitledText,
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


def test_names_are_found_by_all_their_words(db: sqlite3.Connection) -> None:
    assert queries.names_with(db, "source", ["a"]) == {"A"}
    assert queries.names_with(db, "author", ["sari"]) == {"Sari"}
    assert queries.names_with(db, "author", ["sari", "dewi"]) == frozenset()
    # Only a name without words has none of them.
    assert queries.names_with(db, "section", []) == frozenset()
    # "", "A" and "B", in this order.
    assert queries.name_numbers(db, "source", ["B", "A", "C"]) == [1, 2]
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
    vectors = decode_vectors([data.vectors], [2])
    # The first sentence is about “banjir”, the second about none of the words known.
    assert vectors.argmax(axis=1).tolist() == [1, 0]
    counts = np.frombuffer(data.term_counts, "<u2")
    assert len(np.frombuffer(data.terms, "<u4")) == counts.sum()
    assert (len(data.kinds), len(data.title_terms)) == (2, 4 * 2)


def test_rows_of_passages_by_article(db: sqlite3.Connection) -> None:
    assert queries.passage_rows(db, [2, 0, 7]) == {0: [0], 2: [2]}


def test_spellings(db: sqlite3.Connection) -> None:
    # A long word that three passages have; “kota” is too short to be in three only.
    assert [(one.length, one.words) for one in queries.spellings(db, 4, 9)] == [(8, b"sukamaju")]


def test_speakers(db: sqlite3.Connection) -> None:
    assert speaker_queries.all_speakers(db) == [BUDI]
    assert list(speaker_queries.statements_in(db, [0, 2])) == [SpokenSentence(0, 1, 0, BUDI)]
    assert list(speaker_queries.statement_days(db)) == [
        StatementDay(0, 0, "2019-10-02"),
        StatementDay(0, 0, "2019-10-01"),
    ]
    # One story is not enough to learn who holds an office.
    assert list(speaker_queries.officeholders_meant_in(db, [0, 1])) == []
    assert speaker_queries.meanings_of(db, [0]) == []


def test_newest_texts_of_some_articles(db: sqlite3.Connection) -> None:
    texts = [TitledText(n, one["title"], one["text"]) for n, one in enumerate((FLOOD, COPY))]
    assert speaker_queries.newest_texts(db, [1, 0], limit=9) == texts
    assert speaker_queries.newest_texts(db, [1, 0], limit=1) == texts[:1]
    assert speaker_queries.newest_texts(db, [1], limit=9) == texts[1:]


def test_what_can_be_asked_keeps_its_order() -> None:
    subjects = [Subject("B", 1, "Palapa Ring", 2), Subject("A", 0, "", 0)]
    with closing(sqlite3.connect(":memory:")) as fresh:
        for _ in range(2):
            speaker_queries.write_subjects(fresh, subjects)
            assert speaker_queries.stored_subjects(fresh) == subjects
