"""What people thought of answers becomes questions, and figures worked out by hand."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.answers.evaluation import Prediction
from bot.answers.types import AskedBy, Question
from bot.reports.feedback_evaluation import (
    Agreement,
    RatedAnswer,
    agreement,
    labelled_confidences,
    read_rated_answers,
)
from bot.storage.answers import AnswerStore
from bot.storage.feedback import FeedbackStore
from index.errors import ArchiveError
from index.records import Citation, Outcome
from tests.support.interpretations import interpretation
from tests.support.stand_in import answer, hit

OCCASION = AskedBy(kind="private", person="me", place="me")


def judged(*, liked: bool, articles: str = "a", reason: str = "") -> RatedAnswer:
    question = Question(text="apa?", language="id")
    return RatedAnswer(
        id="1", question=question, articles=frozenset(articles), liked=liked, reason=reason
    )


def predicted(
    articles: str, confidence: float = 0.8, outcome: Outcome = Outcome.ANSWER
) -> Prediction:
    return Prediction(
        id="1",
        outcome=outcome,
        confidence=confidence,
        articles=tuple(articles),
        quote="",
        speaker="",
        elapsed_ms=1.0,
    )


def test_agreement() -> None:
    pairs = [
        (judged(liked=True), predicted("ab", 0.9)),
        (judged(liked=True), predicted("ba")),
        (judged(liked=True), predicted("a", outcome=Outcome.RELATED)),
        (judged(liked=True, articles="ab"), predicted("b", 0.6)),
        (judged(liked=False, reason="old"), predicted("a", 0.7)),
        (judged(liked=False), predicted("ba")),
        (judged(liked=False, reason="old"), predicted("a", outcome=Outcome.NOTHING)),
        (judged(liked=False, reason="topic"), predicted("")),
    ]
    assert agreement(*zip(*pairs, strict=True)) == Agreement(
        liked=4,
        still_first=0.5,
        disliked=4,
        gone=0.75,
        # .9 is above .7, .6 is not.
        auroc=0.5,
        reasons={"": 1, "old": 2, "topic": 1},
    )


def test_agreement_without_ratings_is_unknown() -> None:
    only = agreement([judged(liked=True)], [predicted("a")])
    assert (only.still_first, only.gone, only.auroc, only.reasons) == (1.0, None, None, {})


def test_confidences_of_articles_that_still_come_first() -> None:
    pairs = [
        (judged(liked=True), predicted("ab", 0.9)),
        (judged(liked=True), predicted("ba", 0.8)),
        (judged(liked=False, reason="no_answer"), predicted("a", 0.7, Outcome.RELATED)),
        (judged(liked=False, reason="old"), predicted("a", 0.6)),
        (judged(liked=False), predicted("", 0.0, Outcome.NOTHING)),
    ]
    assert labelled_confidences(*zip(*pairs, strict=True)) == [(0.9, True), (0.7, False)]


def test_rated_answers_are_read_while_the_bot_runs(tmp_path: Path) -> None:
    db = Database(tmp_path / "bot.db")
    db.enable_wal()
    sent, feedback = AnswerStore(db), FeedbackStore(db)
    context = interpretation(topic="PSE")
    question = Question(text="kalau DPR?", language="id", context=context, without=("period",))
    first = hit(1, also=(Citation(id="b1", source="Tempo"),))
    good = sent.keep(replace(answer(hits=(first, hit(2))), question=question), OCCASION)
    bad, empty, words = (
        sent.keep(made, OCCASION)
        for made in (answer(), answer(outcome=Outcome.NOTHING), answer("lama"))
    )
    feedback.toggle(good, "me", "good")
    feedback.rate_bad(bad, "me", "old")
    feedback.toggle(empty, "me", "bad")
    feedback.toggle(words, "me", "bad")
    db.table("answers").update(words, {"question": None, "answer": None})
    assert read_rated_answers(tmp_path / "bot.db") == [
        RatedAnswer(id=good, question=question, articles=frozenset({"a1", "b1"}), liked=True),
        RatedAnswer(
            id=bad,
            question=answer().question,
            articles=frozenset({"a1"}),
            liked=False,
            reason="old",
        ),
    ]
    liked, disliked = (one.labelled().relevant for one in read_rated_answers(tmp_path / "bot.db"))
    assert (liked, disliked) == ({"a1", "b1"}, frozenset())


@pytest.mark.parametrize("stores", [(), (AnswerStore,), (AnswerStore, FeedbackStore)])
def test_error_without_rated_answers(tmp_path: Path, stores: tuple[type, ...]) -> None:
    path = tmp_path / "bot.db"
    if stores:
        db = Database(path)
        for store in stores:
            store(db)
        db.close()
    with pytest.raises(ArchiveError) as caught:
        read_rated_answers(path)
    assert str(caught.value) == (
        f"{path} has no 👍 or 👎 on an answer that is still stored; "
        "people give them with the buttons under answers in private chats"
    )


def test_error_for_a_file_that_is_not_a_database(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    path.write_text("a text that is long enough to be taken for the head of a database" * 20)
    with pytest.raises(ArchiveError, match=r"bot\.db cannot be read: file is not a database"):
        read_rated_answers(path)
