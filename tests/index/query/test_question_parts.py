"""Questions that ask two things, and what each part of them is completed by."""

import pytest

from index.query.question_parts import question_parts

NAMES = {"habibie", "bj", "wamena", "jokowi"}


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("siapa dan kapan BJ Habibie wafat?", ("siapa BJ Habibie wafat", "kapan BJ Habibie wafat")),
        (
            "kapan Habibie wafat dan di mana dimakamkan?",
            ("kapan Habibie wafat", "di mana dimakamkan Habibie"),
        ),
        (
            "brp korban rusuh wamena, kapan terjadi",
            ("brp korban rusuh wamena", "kapan terjadi wamena"),
        ),
        (
            "Who was hurt and when did it happen in Wamena?",
            ("Who was hurt Wamena", "when did it happen in Wamena"),
        ),
        # Both name it themselves.
        (
            "kapan Habibie lahir dan kapan Habibie wafat",
            ("kapan Habibie lahir", "kapan Habibie wafat"),
        ),
    ],
)
def test_two_questions_in_one(question: str, parts: tuple[str, str]) -> None:
    assert question_parts(question, NAMES.__contains__) == parts


@pytest.mark.parametrize(
    "question",
    [
        "",
        "kapan Habibie wafat?",
        "apa kata Jokowi dan Luhut soal mobil listrik",
        "siapa dan kapan",
        "Kominfo dan apa yang dikatakannya",
        "banjir dan gempa di Ambon",
    ],
)
def test_one_question_is_not_taken_apart(question: str) -> None:
    assert question_parts(question, NAMES.__contains__) == ()
