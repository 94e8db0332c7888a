"""Messages that ask two things, and those that only look so."""

import pytest

from index.query.double_questions import DoubleQuestion, split_question
from index.text.analysis import words

NAMES = {"habibie", "wamena", "jokowi", "kominfo", "kpk", "palapa", "ambon", "prabowo"}


def split(text: str) -> DoubleQuestion | None:
    return split_question(text, lambda asked: frozenset(NAMES.intersection(words(asked))))


@pytest.mark.parametrize(
    ("message", "first", "second", "follows"),
    [
        (
            "siapa menteri kominfo dan kapan Palapa Ring diresmikan?",
            "siapa menteri kominfo",
            "kapan Palapa Ring diresmikan",
            "",
        ),
        (
            "what did Kominfo say about social media and who is the head of KPK?",
            "what did Kominfo say about social media",
            "who is the head of KPK",
            "",
        ),
        ("Siapa ketua KPK? Kapan Habibie wafat?", "Siapa ketua KPK", "Kapan Habibie wafat", ""),
        # The second goes on from the first …
        (
            "kapan Habibie wafat dan di mana dimakamkan?",
            "kapan Habibie wafat",
            "di mana dimakamkan",
            "second",
        ),
        ("brp korban wamena, kapan terjadi", "brp korban wamena", "kapan terjadi", "second"),
        (
            "Who was hurt in Wamena and when did it happen there?",
            "Who was hurt in Wamena",
            "when did it happen there",
            "second",
        ),
        (
            "ketua KPK namanya siapa dan tinggal di kota mana?",
            "ketua KPK namanya siapa",
            "tinggal di kota mana",
            "second",
        ),
        # … or the first from the second.
        (
            "berapa yang tewas dan kapan gempa Ambon terjadi?",
            "berapa yang tewas",
            "kapan gempa Ambon terjadi",
            "first",
        ),
        # Not at the first “dan”.
        (
            "siapa yang tewas dan luka di Wamena dan kapan terjadi?",
            "siapa yang tewas dan luka di Wamena",
            "kapan terjadi",
            "second",
        ),
    ],
)
def test_two_questions_in_one_message(message: str, first: str, second: str, follows: str) -> None:
    found = split(message)
    assert found is not None
    assert (found.first, found.second, found.follows) == (first, second, follows)


@pytest.mark.parametrize(
    "message",
    [
        "",
        "kapan Habibie wafat?",
        "apa kata Jokowi dan Prabowo soal mobil listrik",
        "siapa dan kapan",
        "kapan dan di mana Habibie wafat?",
        "When does Jokowi arrive and where?",
        "banjir dan gempa di Ambon",
        "Kominfo dan apa yang dikatakannya",
        "What did the general say about how far and how long the drone can fly?",
        "Pulau mana yang memiliki 222 spesies, di mana 44 di antaranya endemik?",
        "People who live in Jakarta and what they eat",
        "Jokowi bilang apa soal KPK, Prabowo, dan Habibie?",
        "apa saja syaratnya dan siapa pun boleh daftar?",
    ],
)
def test_one_question_stays_whole(message: str) -> None:
    assert split(message) is None
