import re
from importlib import resources

import pytest

from index.text.analysis import fold
from index.text.stopwords import STOP_WORDS
from index.text.translation import synonyms, translations


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
def test_translations(word: str, expected: tuple[str, ...]) -> None:
    assert translations(word) == expected


def test_every_line_of_the_glossary_is_a_word_with_words() -> None:
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
def test_synonyms(word: str, other: str) -> None:
    assert other in synonyms(word)
    assert word not in synonyms(word)


@pytest.mark.parametrize(
    ("english", "word", "other"),
    [
        ("trains", "kereta", "latih"),
        ("aftershock", "gempa", "susulan"),
        ("drugs", "obat", "narkoba"),
    ],
)
def test_words_of_different_senses_are_no_synonyms(english: str, word: str, other: str) -> None:
    assert {word, other} <= set(translations(english))
    assert other not in synonyms(word)
    assert word not in synonyms(other)


def test_a_word_without_synonyms() -> None:
    assert synonyms("rudiantara") == ()
