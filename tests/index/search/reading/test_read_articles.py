"""Which windows of which articles are read, and what is made of it; numbers by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from index.models.reader import ReaderWindow
from index.search.preparation.prepared_query import PreparedQuery
from index.search.reading.features import compute_features
from index.search.reading.read_articles import ArticleReading, ReadArticle
from index.search.searcher import Searcher
from index.search.tuning import DEFAULT_TUNING
from index.store.snapshot.open_snapshot import OpenSnapshot
from tests.support.archives import asks, search, snapshot_of
from tests.support.word_embedder import WordEmbedder

WORDS = ("gempa", "banjir", "kota", "desa")
# No sentence but those named is near to “gempa”.
RECORDS = (
    {"id": "a", "text": "Kota itu ramai sekali. Desa itu sepi sekali. Gempa terasa di sini. "
     "Banjir juga melanda desa. Kota tetap aman saja."},
    {"id": "b", "text": "Banjir besar melanda kota. Gempa kecil melanda desa. Desa tenang lagi."},
    {"id": "c", "text": "Desa lain tetap tenang. Kota lain juga tenang."},
)  # fmt: skip


class Scripted:
    """Gives sentences these scores, two sentences a window with one of overlap; -5 to others.

    `asked` are the windows that were read.
    """

    def __init__(self, scores: Mapping[str, float] | None = None) -> None:
        self.scripted = scores or {}
        self.headings: list[str] = []
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def windows(self, heading: str, sentences: Sequence[str]) -> list[ReaderWindow]:
        self.headings.append(heading)
        count = len(sentences)
        numbers = [range(n, min(n + 2, count)) for n in range(max(count - 1, 1))]
        return [
            ReaderWindow(
                numbers=each, scores=partial(self._scores, tuple(sentences[n] for n in each))
            )
            for each in numbers
        ]

    def _scores(self, texts: tuple[str, ...], question: str) -> np.ndarray:
        self.asked.append((question, texts))
        return np.array([self.scripted.get(text, -5.0) for text in texts])


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> OpenSnapshot:
    return snapshot_of(tmp_path_factory.mktemp("reading"), WordEmbedder(*WORDS), RECORDS)


def prepared(snapshot: OpenSnapshot, question: str = "gempa", **numbers: float) -> PreparedQuery:
    tuning = replace(DEFAULT_TUNING, **numbers)
    return Searcher(WordEmbedder(*WORDS), tuning=tuning).prepare(asks(question), snapshot)


def shown(article: ReadArticle) -> str:
    assert article.excerpt is not None
    return article.article.text[article.excerpt.start : article.excerpt.end]


# -- without a reader -------------------------------------------------------------------------


def test_without_a_reader_similarity_decides(snapshot: OpenSnapshot) -> None:
    first, second, third = ArticleReading(None).read(prepared(snapshot), [0, 1, 2])
    # 13.2 · cosine - 17.1: the third sentence is “gempa” alone, in the other one half of it.
    assert first.logits == pytest.approx([-17.1, -17.1, -3.9, -17.1, -17.1], abs=0.01)
    half = 13.2 * np.sqrt(0.5) - 17.1
    assert second.logits == pytest.approx([-17.1, half, -17.1], abs=0.01)
    assert (shown(first), shown(second)) == ("Gempa terasa di sini.", "Gempa kecil melanda desa.")
    assert (first.is_read, first.read.any(), first.probability) == (False, False, 0.0)
    assert (first.best_logit, third.best_logit) == pytest.approx((-3.9, -17.1), abs=0.01)


def test_excerpts_can_be_kept_to_the_passage_that_was_found(tmp_path: Path) -> None:
    """The first of two passages is on nothing that is asked."""
    text = " ".join(["Kota itu ramai sekali pada hari libur."] * 40 + ["Gempa terasa di sini."])
    snapshot = snapshot_of(tmp_path, WordEmbedder(*WORDS), [text])
    last = len(snapshot.articles) - 1
    assert last > 0
    reading = ArticleReading(None)
    for whole, expected in ((True, ["Gempa", "Gempa"]), (False, ["Kota", "Gempa"])):
        articles = reading.read(prepared(snapshot, whole_articles=whole), [0, last])
        assert [shown(article).split()[0] for article in articles] == expected


def test_the_words_of_a_question_count_beside_its_meaning(tmp_path: Path) -> None:
    # To this model all sentences are alike.
    texts = ["Jembatan itu roboh. Pasar itu ramai. Sekolah itu tutup."]
    snapshot = snapshot_of(tmp_path, WordEmbedder("tanpa"), texts)
    query = Searcher(WordEmbedder("tanpa")).prepare(asks("pasar ramai"), snapshot)
    (article,) = ArticleReading(None).read(query, [0])
    # One more in logits for all of the question: probabilities .21, .58, .21. All are shown.
    assert article.excerpt is not None
    assert article.excerpt.best == 1
    assert article.excerpt.mass == pytest.approx(1.0)
    assert article.held.sum(axis=1).tolist() == [0, 2, 0]
    # More for it, and the others add less than they cost.
    query = replace(query, tuning=replace(DEFAULT_TUNING, excerpt_covered_weight=6.0))
    (article,) = ArticleReading(None).read(query, [0])
    assert shown(article) == "Pasar itu ramai."


# -- with one ---------------------------------------------------------------------------------


def test_scores_of_the_reader_take_the_place_of_similarity(snapshot: OpenSnapshot) -> None:
    reader = Scripted({"Desa itu sepi sekali.": 4.0})
    (article,) = ArticleReading(reader).read(prepared(snapshot, read_windows=2), [0])
    # The windows around the sentence that looked best; the one it shares keeps the higher score.
    assert sorted(reader.asked) == [
        ("gempa", ("Desa itu sepi sekali.", "Gempa terasa di sini.")),
        ("gempa", ("Gempa terasa di sini.", "Banjir juga melanda desa.")),
    ]
    assert article.logits == pytest.approx([-17.1, 4, -5, -5, -17.1], abs=0.01)
    assert article.read.tolist() == [False, True, True, True, False]
    assert shown(article) == "Desa itu sepi sekali."
    assert article.is_read
    assert article.best_logit == 4
    assert article.probability == pytest.approx(1 / (1 + np.exp(-4)))


def test_what_windows_share_has_its_higher_score(snapshot: OpenSnapshot) -> None:
    class Falling(Scripted):
        """The later in its window, the lower."""

        def _scores(self, texts: tuple[str, ...], question: str) -> np.ndarray:
            return -np.arange(float(len(texts)))

    (article,) = ArticleReading(Falling()).read(prepared(snapshot, read_windows=9), [0])
    assert article.logits.tolist() == [0, 0, 0, 0, -1]


def test_the_best_window_of_each_article_comes_first(snapshot: OpenSnapshot) -> None:
    def read(**numbers: int) -> list[str]:
        reader = Scripted()
        query = prepared(snapshot, hopeless_logit=-9.0, **numbers)
        ArticleReading(reader, threads=1).read(query, [0, 1, 2])
        return [texts[0] for _, texts in reader.asked]

    a, b, c = "Desa itu sepi sekali.", "Banjir besar melanda kota.", "Desa lain tetap tenang."
    assert read(read_windows=1) == [a]
    assert read(read_windows=3) == [a, b, c]
    assert read(read_windows=3, read_articles=2) == [a, b, "Gempa terasa di sini."]
    # There are four, two and one windows.
    assert len(read(read_windows=99)) == 7
    assert read(read_windows=0) == []


@pytest.mark.parametrize(
    ("scores", "threads", "read"),
    [
        # In the second window; in none; only in the first window of the third article, a little.
        ({"Banjir besar melanda kota.": 1.5}, 1, 2),
        ({"Banjir besar melanda kota.": 1.5}, 3, 3),
        ({}, 1, 3),
        ({"Desa lain tetap tenang.": -3.0}, 1, 7),
    ],
)
def test_reading_ends_with_a_sure_answer_or_without_hope(
    snapshot: OpenSnapshot, scores: dict[str, float], threads: int, read: int
) -> None:
    reader = Scripted(scores)
    query = prepared(snapshot, read_windows=99)
    ArticleReading(reader, threads=threads).read(query, [0, 1, 2])
    assert len(reader.asked) == read


def test_a_window_that_was_not_read_keeps_its_similarity(snapshot: OpenSnapshot) -> None:
    query = prepared(snapshot, read_windows=1)
    first, second = ArticleReading(Scripted()).read(query, [0, 1])
    assert (first.is_read, second.is_read) == (True, False)
    assert shown(second) == "Gempa kecil melanda desa."
    features = compute_features(query, [1.0, 1.0], [first, second])
    assert [one.read for one in features] == [True, False]


def test_who_was_asked_for_is_shown_whatever_reads_better(tmp_path: Path) -> None:
    text = (
        '"Banjir itu surut dalam dua hari," kata Budi Santoso. '
        '"Banjir itu paling parah tahun ini," kata Sari Dewi.'
    )
    snapshot = snapshot_of(tmp_path, WordEmbedder(*WORDS), [text])
    budi, sari = text.replace(". ", ".|").split("|")
    reader = Scripted({budi: 3.0, sari: 0.0})
    asked = "apa kata {} soal banjir"
    (by_sari,) = ArticleReading(reader).read(prepared(snapshot, asked.format("Sari Dewi")), [0])
    (by_budi,) = ArticleReading(reader).read(prepared(snapshot, asked.format("Budi Santoso")), [0])
    (by_any,) = ArticleReading(reader).read(prepared(snapshot, "kapan banjir surut"), [0])
    best = [each.excerpt.best for each in (by_sari, by_budi, by_any) if each.excerpt]
    assert best == [1, 0, 0]
    # What counts for the confidence is what the reader said.
    assert by_sari.logits.tolist() == [3.0, 0.0]


def test_the_heading_is_read_too(tmp_path: Path) -> None:
    record = {"title": "Gempa Lagi", "source": "Harian", "published": "2019-09-01", "text": "Desa."}
    snapshot = snapshot_of(tmp_path, WordEmbedder(*WORDS), [record])
    reader = Scripted()
    ArticleReading(reader).read(prepared(snapshot), [0])
    assert reader.headings == ["Gempa Lagi (Harian, 2019-09-01)"]


# -- in a search ------------------------------------------------------------------------------


def test_an_article_that_answers_comes_first(snapshot: OpenSnapshot) -> None:
    answer = "Kota lain juga tenang."
    plain = search(Searcher(WordEmbedder(*WORDS)), "gempa", snapshot)
    reader = Scripted({answer: 9.0, "Gempa terasa di sini.": -9.0})
    tuning = replace(DEFAULT_TUNING, reader_weight=1.0)
    searcher = Searcher(WordEmbedder(*WORDS), reader=reader, tuning=tuning)
    found = search(searcher, "gempa", snapshot)
    assert [hit.article.id for hit in plain.hits] == ["a", "b", "c"]
    assert (found.hits[0].article.id, found.hits[0].quote) == ("c", answer)
    # As much is added for a certain answer, and the whole taken as a share of what could be.
    sure = 1 / (1 + np.exp(-9))
    assert found.hits[0].score == pytest.approx((plain.hits[2].score + sure) / 2)
    # Newest first stays newest first.
    newest = search(searcher, "gempa sort:new", snapshot)
    unread = search(Searcher(WordEmbedder(*WORDS)), "gempa sort:new", snapshot)
    assert [h.article.id for h in newest.hits] == [h.article.id for h in unread.hits]


# -- under load -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("waiting", "windows"), [(0, 6), (1, 3), (2, 2), (3, 1), (5, 1), (6, 0), (100, 0)]
)
def test_the_more_questions_wait_the_less_is_read(
    snapshot: OpenSnapshot, waiting: int, windows: int
) -> None:
    reader = Scripted({"Gempa terasa di sini.": 2.0})
    searcher = Searcher(
        WordEmbedder(*WORDS), reader=reader, tuning=replace(DEFAULT_TUNING, read_windows=6)
    )
    query = searcher.prepare(asks("gempa"), snapshot, waiting=waiting)
    assert query.tuning.read_windows == windows
    hits = searcher.search(query)
    assert bool(reader.asked) == (windows > 0)
    assert hits.features[0].read == (windows > 0)


def test_a_reader_that_fails_leaves_room_for_the_next_question(snapshot: OpenSnapshot) -> None:
    class Failing(Scripted):
        def _scores(self, texts: tuple[str, ...], question: str) -> np.ndarray:
            if question == "gempa satu":
                raise ValueError(question)
            return super()._scores(texts, question)

    reader = Failing()
    reading = ArticleReading(reader)
    with pytest.raises(ValueError, match="gempa satu"):
        reading.read(prepared(snapshot, "gempa satu"), [0])
    assert reading.read(prepared(snapshot, "gempa dua"), [0])[0].is_read
