"""The answer pipeline on the sample archive with the real model."""

import pytest

from bot.answering import Answerer, Question
from index.confidence import Outcome
from index.errors import SnapshotUnusable
from index.evaluation import Asked
from index.live import LiveIndex
from index.searcher import Searcher
from index.snapshot import Snapshots

SEED = "1312976-kominfo-media-sosial-jadi-tantangan-komunikasi-pemerintah"


@pytest.fixture(scope="module")
def answerer(sample_data, embedder):
    live = LiveIndex(Snapshots(sample_data / "snapshots"), embedder)
    live.refresh()
    return Answerer(Searcher(embedder), live)


@pytest.mark.parametrize(
    "text",
    ["what did Kominfo say about social media", "apa kata Kominfo tentang media sosial"],
)
def test_the_example_question_is_answered_in_both_languages(answerer, text):
    answer = answerer.answer(Question(text=text, language="id"))
    first = answer.hits[0]
    assert answer.outcome is Outcome.ANSWER
    assert first.article.url.endswith(SEED)
    assert (first.article.source, first.article.published) == ("VIVA", "2020-10-16")
    assert first.quote in first.passage


def test_an_english_question_finds_an_indonesian_article(answerer):
    answer = answerer.answer(Question(text="when was Palapa Ring inaugurated?", language="en"))
    assert answer.outcome is Outcome.ANSWER
    assert "14 Oktober 2019" in answer.hits[0].quote


@pytest.mark.parametrize("text", ["resep rendang", "best hiking boots", "obat sakit gigi"])
def test_what_the_archive_knows_nothing_of_gets_nothing(answerer, text):
    answer = answerer.answer(Question(text=text, language="id"))
    assert (answer.outcome, answer.hits) == (Outcome.NOTHING, ())
    assert answer.coverage.articles == 28


@pytest.mark.parametrize("text", ["", "?!", "apa", "\x00", "a" * 5000, "😀", '" OR 1 --'])
def test_any_text_gets_an_answer_of_some_kind(answerer, text):
    answer = answerer.answer(Question(text=text, language="id"), limit=3)
    assert 0 <= answer.confidence <= 1
    assert len(answer.hits) <= 3


def test_hits_are_ranked_and_each_article_stands_once(answerer):
    answer = answerer.answer(Question(text="apa kata Kominfo tentang PSE?", language="id"))
    scores = [hit.score for hit in answer.hits]
    assert scores == sorted(scores, reverse=True)
    assert [hit.rank for hit in answer.hits] == list(range(1, len(answer.hits) + 1))
    assert len({hit.article.id for hit in answer.hits}) == len(answer.hits)


def test_prediction_keeps_the_ranking_of_a_question_without_answer(answerer):
    found = answerer.predict(Asked(id="q", question="resep rendang"))
    assert (found.id, found.outcome) == ("q", Outcome.NOTHING)
    assert len(found.articles) == 20


def test_without_an_index_the_error_says_what_to_do(tmp_path, embedder):
    answerer = Answerer(Searcher(embedder), LiveIndex(Snapshots(tmp_path / "snapshots"), embedder))
    with pytest.raises(SnapshotUnusable, match=r"run scripts/rebuild_index\.py"):
        answerer.answer(Question(text="apa?", language="id"))
