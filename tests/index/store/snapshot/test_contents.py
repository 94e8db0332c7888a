"""What a search asks of a snapshot, the same of every engine; rows are worked out by hand."""

import datetime
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.attribution.mentions import Speaker
from index.records import Article, Citation
from index.search.preparation.name_terms import archive_names
from index.search.searcher import Searcher
from index.store.hidden import HiddenArticle
from index.store.milvus.connection import MilvusAddress
from index.store.milvus.opening import MilvusSnapshots
from index.store.milvus.publishing.publish import publish
from index.store.milvus.server import MilvusServer
from index.store.snapshot.engines.selection import Selection
from index.store.snapshot.open_snapshot import OpenSnapshot
from index.text.analysis import index_text
from tests.support.archives import search, snapshot_of
from tests.support.milvus_lite import lite_server
from tests.support.word_embedder import WordEmbedder

DAY = datetime.date
FLOOD = {
    "id": "a",
    "url": "https://a.example/banjir",
    "title": "Banjir surut di Sukamaju",
    "source": "Warta Kota",
    "published": "2019-10-02T08:00:00+07:00",
    "author": "Sari",
    "section": "Daerah",
    "text": "Banjir surut di kota Sukamaju. “Air sudah turun,” kata Bupati Sukamaju Budi Santoso.",
}
# Agency copy in another outlet, a day before; a title with marks of the language of filters.
COPY = FLOOD | {"id": "b", "url": "https://b.example/1", "source": "B", "published": "2019-10-01"}
QUAKE = {
    "id": "c",
    "url": "https://c.example/gempa?p=1",
    "title": 'Gempa "kuat" 100% di Veronica_Koman',
    "source": 'Kabar "C"',
    "published": "2018-01-05",
    "author": "Tono",
    "text": "Gempa terasa, kata Veronica Koman di Jenewa. Veronica Koman pulang ke Jenewa.",
}
BARE = {"id": "d", "text": "Harga beras naik. Gempa tidak terasa."}
RECORDS = [FLOOD, COPY, QUAKE, BARE]
BUDI = Speaker(name="Budi Santoso", role="Bupati", institution="Sukamaju")


@pytest.fixture(scope="module", params=["embedded", "milvus"])
def snapshot(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OpenSnapshot]:
    folder: Path = tmp_path_factory.mktemp(request.param)
    embedder = WordEmbedder()
    embedded = snapshot_of(folder, embedder, RECORDS)
    if request.param == "embedded":
        yield embedded
        return
    with lite_server(folder) as running:
        server = MilvusServer(MilvusAddress(uri=running.uri))
        publish(embedded.path, embedder, server)
        shelf = MilvusSnapshots(server, folder / "snapshots")
        path = shelf.current()
        assert path is not None
        yield shelf.open(path, embedder)


def cited(record: dict[str, str]) -> Citation:
    return Citation(**{name: record.get(name, "") for name in Citation.__slots__})


# -- vectors ----------------------------------------------------------------------------------


def test_nearest_passages(snapshot: OpenSnapshot) -> None:
    query = WordEmbedder().embed_query("banjir gempa")
    found = snapshot.vectors.search(query, 3)
    # The passages of one topic are equally near: the first rows come first.
    assert found.rows.tolist() == [0, 1, 2]
    assert found.scores == pytest.approx([math.sqrt(0.5)] * 3)
    both = snapshot.vectors.cosines(query, np.array([3, 0]))
    # Of “harga beras … gempa” one of three words is asked for.
    assert both == pytest.approx([math.sqrt(1 / 6), math.sqrt(0.5)])
    assert len(snapshot.vectors.cosines(query, np.empty(0, np.int64))) == 0


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(first=DAY(2019, 10, 2), last=DAY(2019, 10, 2), dated=True), [0]),
        (Selection(first=DAY(2019, 10, 1), dated=True), [0, 1]),
        (Selection(last=DAY(2018, 12, 31), dated=True), [2]),
        (Selection(dated=True), [0, 1, 2]),
        (Selection(outlets=frozenset(['Kabar "C"'])), [2]),
        (Selection(authors=frozenset(["Sari"]), without=(0,)), [1]),
        (Selection(sections=frozenset(["Daerah"])), [0, 1]),
        (Selection(outlets=frozenset()), []),
        (Selection(articles=(3, 1)), [1, 3]),
        (Selection(without=(0, 1, 2)), [3]),
    ],
)
def test_filters_hold_for_vectors_and_words(
    snapshot: OpenSnapshot, selection: Selection, expected: list[int]
) -> None:
    query, rows = WordEmbedder().embed_query("gempa"), np.array(expected, dtype=np.int64)
    near = snapshot.vectors.search(query, 9, within=selection, rows=lambda: rows)
    assert sorted(near.rows.tolist()) == expected
    words = snapshot.words.bm25_scores(["banjir", "gempa"], limit=9, within=selection)
    assert sorted(words) == expected


# -- words ------------------------------------------------------------------------------------


def test_scores_are_bm25(snapshot: OpenSnapshot) -> None:
    found = snapshot.words.bm25_scores(["jenewa"], limit=9)
    # In one of four passages, twice: idf · tf · (k1 + 1) / (tf + k1 · (1 - b + b · length / mean)).
    lengths = [len(each.split()) for each in analysed()]
    mean = sum(lengths) / 4
    norm = 1.2 * (1 - 0.75 + 0.75 * lengths[2] / mean)
    idf = math.log(1 + 3.5 / 1.5)
    assert found == {2: pytest.approx(idf * 2 * 2.2 / (2 + norm), rel=1e-5)}
    phrase = snapshot.words.bm25_scores(["Veronica Koman"], limit=9)
    assert phrase == {2: pytest.approx(2 * idf * 2 * 2.2 / (2 + norm), rel=1e-5)}
    assert snapshot.words.bm25_scores(["koman veronica"], limit=9) == {}
    assert list(snapshot.words.bm25_scores(["gempa", "jenewa"], limit=1)) == [2]
    assert snapshot.words.bm25_scores(["???"], limit=9) == {}
    assert snapshot.words.bm25_scores(["gempa"], limit=0) == {}


def analysed() -> list[str]:
    """The words of each passage with their stems."""
    return [
        f"{index_text(one.get('title', ''))} {index_text(one['text'])}".strip() for one in RECORDS
    ]


def test_newest_on_a_topic(snapshot: OpenSnapshot) -> None:
    # BARE has no title; the copy is a day older.
    assert snapshot.words.newest([["banjir", "gempa"]], limit=9).tolist() == [0, 1, 2]
    assert snapshot.words.newest([["banjir", "gempa"]], limit=2).tolist() == [0, 1]
    assert snapshot.words.newest([["gempa"], ["jenewa"]], limit=9).tolist() == [2]
    assert snapshot.words.newest([["sukamaju"], ["jenewa"]], limit=9).tolist() == []
    assert snapshot.words.newest([], limit=9).tolist() == []


def test_counts_of_words_and_phrases(snapshot: OpenSnapshot) -> None:
    assert snapshot.words.count_passages(["banjir", "gempa", "zzz"]) == {"banjir": 2, "gempa": 2}
    phrases = ["veronica koman", "koman veronica", "gempa", "banjir surut di", ""]
    assert snapshot.words.count_phrases(phrases) == [1, 0, 2, 2, 0]
    # No phrase begins in the title and ends in the text.
    assert snapshot.words.count_phrases(["sukamaju banjir"]) == [0]
    assert snapshot.words.count_titles("banjir surut") == 2
    assert snapshot.words.count_titles("terasa") == 0
    assert snapshot.words.first_with("gempa", limit=9) == [2, 3]
    assert archive_names(snapshot, ["jenewa", "gempa"]) == {"jenewa"}


def test_spellings(snapshot: OpenSnapshot) -> None:
    # No word stands in three passages.
    assert list(snapshot.tables.spellings(4, 40)) == []


# -- articles and passages --------------------------------------------------------------------


def test_articles(snapshot: OpenSnapshot) -> None:
    assert snapshot.tables.article(2) == Article(**QUAKE)
    assert snapshot.tables.citations([3, 0]) == {0: cited(FLOOD), 3: cited(BARE)}
    assert snapshot.tables.article_numbers(["c", "zzz"]) == [2]
    assert snapshot.tables.same_story(0, besides="a", hidden=()) == (cited(COPY),)
    assert snapshot.tables.same_story(0, besides="a", hidden=(1,)) == ()
    stories = list(snapshot.tables.story_articles([3, 0]))
    assert [(one.number, one.story) for one in stories] == [(1, 0), (0, 0), (3, 3)]
    stored = snapshot.tables.stored_articles([2])[2]
    assert (stored.title, stored.text, stored.language) == (QUAKE["title"], QUAKE["text"], "id")
    assert snapshot.tables.passage_rows([2, 0]) == {0: [0], 2: [2]}


def test_names(snapshot: OpenSnapshot) -> None:
    assert snapshot.tables.names_with("source", ["kota"]) == {"Warta Kota"}
    assert snapshot.tables.names_with("source", ["kota", "b"]) == frozenset()
    numbers = snapshot.tables.name_numbers("source", ["B"])
    assert (snapshot.arrays.sources == numbers).tolist() == [False, True, False, False]
    assert snapshot.tables.name_numbers("author", ["B"]) == []


def test_articles_are_looked_up(snapshot: OpenSnapshot) -> None:
    reference = Citation(id="c").reference
    assert snapshot.with_reference(reference) == 2
    assert [snapshot.with_reference(one) for one in ("0" * 16, "")] == [None, None]
    assert snapshot.with_url("http://www.c.example/gempa/?p=1&utm_source=x") == 2
    assert [snapshot.with_url(one) for one in ("", "kata", "https://c.example/x")] == [None] * 3
    assert snapshot.lookup.references() == {Citation(id=one["id"]).reference for one in RECORDS}


def test_passages(snapshot: OpenSnapshot) -> None:
    stored, *_ = snapshot.tables.stored_passages([3, 0])
    assert stored.text == BARE["text"]
    assert stored.sentences == [(0, 17), (18, 37)]
    data = snapshot.tables.sentence_data([0, 3])
    assert data[1][:4] == stored[2:]
    assert [len(one.title_terms) // 4 for one in data] == [3, 0]
    passage = snapshot.tables.cited_passages([2])[0]
    assert (passage.text, passage.story, passage.article) == (QUAKE["text"], 2, cited(QUAKE))
    assert snapshot.tables.first_passage(2) == passage
    assert snapshot.tables.passage_texts([3, 2]) == [QUAKE["text"], BARE["text"]]
    assert snapshot.tables.split_passages([3]) == {3: (BARE["text"], [(0, 17), (18, 37)])}


# -- speakers ---------------------------------------------------------------------------------


def test_speakers(snapshot: OpenSnapshot) -> None:
    said = list(snapshot.tables.statements_in([0, 3]))
    assert [(one.row, one.sentence, one.speaker) for one in said] == [(0, 1, BUDI)]
    (found,) = snapshot.tables.speakers_matching(("budi", "zzz"), limit=9)
    assert found.speaker == BUDI
    assert snapshot.tables.speakers_numbered([found.number]) == {found.number: BUDI}
    assert snapshot.tables.passages_spoken_by([found.number]).tolist() == [0, 1]
    assert snapshot.tables.passages_spoken_by([]).tolist() == []
    spoken = snapshot.tables.sentences_spoken_by([found.number])
    assert (spoken.rows.tolist(), spoken.sentences.tolist()) == ([0, 1], [1, 1])
    assert (spoken.speakers == found.number).all()
    assert snapshot.tables.sentences_spoken_by([]).rows.tolist() == []
    assert snapshot.tables.subjects()[0].speaker == "Budi Santoso"


# -- all together -----------------------------------------------------------------------------


def test_hidden_articles_are_not_found(snapshot: OpenSnapshot) -> None:
    searcher = Searcher(WordEmbedder())
    hits = search(searcher, "apa kata Bupati Sukamaju soal banjir", snapshot).hits
    assert (hits[0].article.id, hits[0].also) == ("a", (cited(COPY),))
    view = snapshot.with_hidden([HiddenArticle.of(cited(FLOOD))])
    assert view.hidden == (0,)
    other, *_ = search(searcher, "apa kata Bupati Sukamaju soal banjir", view).hits
    assert (other.article.id, other.also) == ("b", ())
    assert view.with_url(FLOOD["url"]) is None
