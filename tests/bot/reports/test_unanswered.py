import datetime
from dataclasses import replace

import pytest
from sqlite_utils import Database

from bot.presentation.html import as_plain
from bot.presentation.i18n import Messages
from bot.reports.pages import unanswered_page
from bot.reports.unanswered import (
    UnansweredQuestion,
    UnansweredTopic,
    unanswered_questions,
    unanswered_topics,
)
from bot.storage.answers import AnswerStore
from bot.storage.codec import answer_to_json
from bot.storage.feedback import FeedbackStore
from index.records import Outcome
from tests.support.stand_in import answer

NOON = datetime.datetime(2026, 3, 10, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def db() -> Database:
    made = Database(memory=True)
    AnswerStore(made)
    FeedbackStore(made)
    return made


def kept(
    db: Database,
    name: str,
    outcome: str,
    ago: float = 0,
    question: str | None = "x",
    answer: str | None = None,
) -> None:
    row = {"id": name, "sent_at": (NOON - ago * HOUR).isoformat(), "kind": "private"}
    row |= {"person": "p1", "place": "p1", "outcome": outcome, "question": question}
    db.table("answers").insert(row | {"elapsed_ms": 1.0, "answer": answer})


def test_questions_without_an_answer_or_with_a_bad_one(db: Database) -> None:
    kept(db, "a", "answer")
    kept(db, "b", "answer", ago=1, question="tidak cocok")
    kept(db, "c", "nothing", ago=2, question="tidak ada")
    kept(db, "d", "related", ago=3, question="hampir")
    kept(db, "e", "nothing", ago=4, question=None)
    kept(db, "f", "nothing", ago=30, question="lama")
    feedback = FeedbackStore(db)
    feedback.toggle("a", "p1", "good")
    for person in ("p1", "p2"):
        feedback.toggle("b", person, "bad")
    found = unanswered_questions(db, NOON - 24 * HOUR)
    assert [(one.question, one.outcome, one.bad) for one in found] == [
        ("tidak cocok", "answer", True),
        ("tidak ada", "nothing", False),
        ("hampir", "related", False),
    ]
    assert found[0].asked_at == NOON - HOUR


def test_question_repeated_within_an_hour_counts_once(db: Database) -> None:
    for name, ago in (("a", 0), ("b", 0.5), ("c", 1.4), ("d", 3), ("e", 3.1)):
        kept(db, name, "nothing", ago=ago, question="gempa")
    kept(db, "f", "nothing", ago=0.1, question="banjir")
    found = unanswered_questions(db, NOON - 24 * HOUR)
    assert [(one.question, (NOON - one.asked_at) / HOUR) for one in found] == [
        ("gempa", 0),
        ("banjir", 0.1),
        ("gempa", 3),
    ]


def test_follow_up_is_shown_with_the_words_it_took(db: Database) -> None:
    first = answer("bagaimana tanggapan DPR?", outcome=Outcome.NOTHING)
    made = replace(first, interpretation=replace(first.interpretation, added="RUU KPK"))
    kept(db, "a", "nothing", question=first.question.text, answer=answer_to_json(made))
    kept(db, "b", "nothing", ago=1, question="lain", answer="{")
    kept(db, "c", "nothing", ago=2, question="lagi", answer=answer_to_json(first))
    found = unanswered_questions(db, NOON - 24 * HOUR)
    assert [one.question for one in found] == [
        "bagaimana tanggapan DPR? (RUU KPK)",
        "lain",
        "lagi",
    ]


def test_only_the_latest_questions_count(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.reports.unanswered.MOST_QUESTIONS", 5)
    for number in range(7):
        kept(db, str(number), "nothing", ago=number, question=str(number))
    found = unanswered_questions(db, NOON - 9_999 * HOUR)
    assert [one.question for one in found] == ["0", "1", "2", "3", "4"]


def asked(
    question: str, ago: int, person: str = "p1", outcome: str = "nothing"
) -> UnansweredQuestion:
    bad = outcome == "answer"
    moment = NOON - ago * HOUR
    return UnansweredQuestion(
        question=question, asked_at=moment, person=person, outcome=outcome, bad=bad
    )


def test_similar_questions_are_one_topic_and_the_most_asked_comes_first() -> None:
    found = [
        asked("gempa?", 1),
        asked("banjir  di mana", 2, "p2"),
        asked("di mana banjir", 3, "", "related"),
        asked("banjir di mana", 4, "p3", "answer"),
        asked("kebakaran?", 5),
    ]
    assert unanswered_topics(found, [[0], [4], [1, 2, 3]]) == [
        UnansweredTopic(
            wordings=("banjir di mana", "di mana banjir"),
            times=3,
            people=2,
            last=NOON - 2 * HOUR,
            nothing=1,
            related=1,
            bad=1,
        ),
        UnansweredTopic(
            wordings=("gempa?",),
            times=1,
            people=1,
            last=NOON - HOUR,
            nothing=1,
            related=0,
            bad=0,
        ),
        UnansweredTopic(
            wordings=("kebakaran?",),
            times=1,
            people=1,
            last=NOON - 5 * HOUR,
            nothing=1,
            related=0,
            bad=0,
        ),
    ]
    assert unanswered_topics([], []) == []


def test_unanswered_page() -> None:
    big = UnansweredTopic(
        wordings=("apa kata @menteri?", "b", "c", "d"),
        times=1200,
        people=40,
        last=NOON,
        nothing=1000,
        related=150,
        bad=50,
    )
    small = UnansweredTopic(
        wordings=("y",), times=1, people=0, last=NOON, nothing=0, related=1, bad=0
    )
    html = unanswered_page([big, *[small] * 9], 0, Messages("id"), days=30, zone=datetime.UTC)
    lines = as_plain(html).split("\n\n")
    assert lines[:3] == [
        "Belum terjawab dalam 30 hari (pertanyaan: 1.209, topik: 10)",
        "1. apa kata @\u2060menteri?\n1.200× · orang: 40 · terakhir 10 Mar · tidak ketemu 1.000 · "
        "belum tentu 150 · 👎 50\njuga “b”, “c”, dan 1 lainnya",
        "2. y\n1× · orang: 0 · terakhir 10 Mar · belum tentu 1",
    ]
    assert len(lines) == 9
    second = unanswered_page([small] * 10, 8, Messages("en"), days=7, zone=datetime.UTC)
    assert as_plain(second).split("\n\n")[1:] == [
        "9. y\n1× · people: 0 · last on 10 Mar · closest only 1",
        "10. y\n1× · people: 0 · last on 10 Mar · closest only 1",
    ]
    none = unanswered_page([], 0, Messages("en"), days=7, zone=None)
    assert none == "In the last 7 days every question was answered."
