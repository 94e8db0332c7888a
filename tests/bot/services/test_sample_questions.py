"""Sample questions: of the sample archive with the real model, and of a made-up one."""

import pytest

from bot.answers.answerer import Answerer
from bot.answers.types import Question
from bot.services.sample_questions import LONGEST, SAMPLES, SampleQuestions
from index.records import Outcome
from index.search.searcher import Searcher
from index.store.snapshot.live import LiveIndex
from index.store.snapshot.snapshots import Snapshots
from tests.support.stand_in import StandIn


@pytest.fixture(scope="module")
def answerer(sample_data, embedder, reader):
    live = LiveIndex(Snapshots(sample_data / "snapshots"), embedder)
    live.refresh()
    return Answerer(Searcher(embedder, reader=reader), live)


@pytest.mark.parametrize(
    ("language", "begins"), [("id", ("Apa kata ", "Ada apa ")), ("en", ("What did ", "What hap"))]
)
def test_the_archive_answers_every_sample_question(answerer, language, begins):
    questions = SampleQuestions(answerer).of(language)
    assert len(set(questions)) == SAMPLES
    assert all(question.startswith(begins) and question.endswith("?") for question in questions)
    assert max(map(len, questions)) <= LONGEST
    answers = [answerer.answer(Question(text=text, language=language)) for text in questions]
    assert {answer.outcome for answer in answers} == {Outcome.ANSWER}
    # The same ones every time.
    assert SampleQuestions(answerer).of(language) == questions


def test_only_what_is_answered_is_offered():
    stand_in = StandIn()
    outcomes = {"Apa kata Sari soal Palapa Ring?": Outcome.RELATED}
    stand_in.outcomes = outcomes | {
        f"{way} {topic}?": Outcome.NOTHING
        for topic in ("nothing", "related")
        for way in ("Apa kata Sari soal", "Ada apa dengan")
    }
    assert SampleQuestions(stand_in).of("id") == (
        "Ada apa dengan Palapa Ring?",
        "Ada apa dengan 5G?",
        "Apa kata Sari soal PSE?",
        "Apa kata Sari soal Satria?",
    )


def test_questions_are_made_once_for_a_snapshot():
    stand_in = StandIn()
    samples = SampleQuestions(stand_in)
    first = samples.of("id")
    asked = len(stand_in.asked)
    assert samples.of("id") == first
    assert len(stand_in.asked) == asked
    stand_in.named = "20260202-def"
    assert samples.of("id") == first
    assert len(stand_in.asked) == 2 * asked


def test_an_archive_without_subjects_has_none():
    stand_in = StandIn()
    stand_in.suggestions = lambda: ()  # type: ignore[method-assign]
    assert SampleQuestions(stand_in).of("en") == ()
