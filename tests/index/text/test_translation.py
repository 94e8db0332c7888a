import re
from importlib import resources

import pytest

from index.text.analysis import STOP_WORDS, fold
from index.text.translation import alike, indonesian, language_asked


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("gambling", ("judi", "perjudian")),
        # Forms of a word share its line; a line of its own comes first.
        ("earthquakes", ("gempa",)),
        ("police", ("polisi", "kepolisian", "polri")),
        ("invested", ("investasi",)),
        ("investor", ("investor", "pemodal")),
        ("rudiantara", ()),
        ("", ()),
    ],
)
def test_words(word: str, expected: tuple[str, ...]) -> None:
    assert indonesian(word) == expected


def test_every_line_is_a_word_with_words() -> None:
    text = resources.files("index").joinpath("data", "glossary.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert [
        line for line in lines if not re.fullmatch(r"[a-z]+:( [a-z]+)+( \|( [a-z]+)+)*", line)
    ] == []
    words = [line.partition(":")[0] for line in lines]
    assert sorted(words) == sorted(set(words))
    assert [word for word in words if word in STOP_WORDS or fold(word) != word] == []


@pytest.mark.parametrize(
    ("word", "other"),
    [("divaksin", "imunisasi"), ("wartawan", "jurnalis"), ("meninggal", "tewas")],
)
def test_words_that_share_a_meaning(word: str, other: str) -> None:
    assert other in alike(word)
    assert word not in alike(word)


@pytest.mark.parametrize(
    ("english", "word", "other"),
    [
        ("trains", "kereta", "latih"),
        ("aftershock", "gempa", "susulan"),
        ("drugs", "obat", "narkoba"),
    ],
)
def test_words_of_two_meanings_do_not_stand_for_one_another(
    english: str, word: str, other: str
) -> None:
    assert {word, other} <= set(indonesian(english))
    assert other not in alike(word)
    assert word not in alike(other)


def test_a_word_alone() -> None:
    assert alike("rudiantara") == ()


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("what did Kominfo say", "en"),
        ("apa kata Kominfo", "id"),
        # No small word tells.
        ("forest fires", "en"),
        ("kominfo social media", "en"),
        ("kebakaran hutan", ""),
        ("media sosial kominfo", ""),
        ("update vaksin", ""),
        ("data", ""),
        ("best hiking boots", ""),
        ("Palapa Ring", ""),
        ("", ""),
    ],
)
def test_language_of_a_question(question: str, language: str) -> None:
    assert language_asked(question) == language
    assert language_asked(question, default="id") == (language or "id")
