import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.store.snapshot.article_queries import Spellings, spellings
from index.store.spelling.slips import correct_spelling, write_spellings

VOCABULARY = {
    "menteri": 40,
    "teri": 40,
    "kementerian": 30,
    "perpustakaan": 25,
    "banjir": 20,
    "banjar": 60,
    "jakarta": 90,
    "yogyakarta": 12,
    "film": 15,
    "medan": 50,
    "novel": 30,
    "sudah": 99,
    "kursi": 9,
    "kursus": 8,
    "muhammad": 20,
    "mohammad": 30,
    "habibie": 20,
    "tohir": 6,
    "zaskia": 3,
    "sekali": 2,
    "blok": 4,
    "blokir": 7,
    "ikan": 50,
    "covid19": 50,
    "über": 50,
    "a" * 60: 9,
}


class Words(dict[str, int]):
    """A vocabulary in memory."""

    def count_passages(self, words: Iterable[str]) -> dict[str, int]:
        return {word: self[word] for word in words if word in self}


KNOWN = Words(VOCABULARY)


@dataclass
class Spelt:
    """The table of spellings of these words, in memory."""

    words: dict[str, int]

    def __post_init__(self) -> None:
        self.db = sqlite3.connect(":memory:")
        write_spellings(self.db, self.words.items())

    def spellings(self, shortest: int, longest: int) -> Iterator[Spellings]:
        return spellings(self.db, shortest, longest)


@pytest.fixture(scope="module")
def table() -> Spelt:
    return Spelt(VOCABULARY)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        # One slip: swapped, left out, doubled, the key beside, written as it sounds.
        ("jakatra", "jakarta"),
        ("jkaarta", "jakarta"),
        ("jakata", "jakarta"),
        ("jakkarta", "jakarta"),
        ("jakarya", "jakarta"),
        ("jakarda", "jakarta"),
        ("habibi", "habibie"),
        ("thohir", "tohir"),
        ("ZASKYA", "zaskia"),
        ("flim", "film"),
        ("fim", None),
        ("fillm", "film"),
        # Two slips, from nine letters on.
        ("perpustkaaan", "perpustakaan"),
        ("kementrain", "kementerian"),
        ("jkarat", None),
        # The nearest, then the most frequent.
        ("banjur", "banjir"),
        ("mhammad", "mohammad"),
        ("banjr", "banjar"),
    ],
)
def test_a_slip_is_corrected(table: Spelt, word: str, expected: str | None) -> None:
    assert correct_spelling(table, KNOWN, word) == expected


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("kursus", "known"),
        ("sekali", "known, though rare"),
        ("Medan", "known, in capitals"),
        ("pemblokiran", "its stem is known"),
        ("sekalo", "what is near is rare"),
        ("blol", "what is near is short and rare"),
        ("sabah", "two edits from sudah"),
        ("tudah", "another first letter"),
        ("udah", "the first letter is missing"),
        ("sudahi", "a letter more at the end"),
        ("medang", "a letter more at the end"),
        ("meda", "short, its last letter is missing"),
        ("nowel", "w is neither beside v nor sounds like it"),
        ("ikam", "four letters, one other"),
        ("covid20", "has a digit"),
        ("cov1d19", "has a digit"),
        ("ubet", "what is near is not of a to z"),
        ("москва", "of other letters"),
        ("ika", "three letters"),
        ("a" * 59, "longer than any word"),
        ("jakarta barat", "two words"),
        ("", "nothing"),
    ],
)
def test_other_words_are_not_corrected(table: Spelt, word: str, why: str) -> None:
    assert correct_spelling(table, KNOWN, word) is None, why


def test_an_empty_archive_corrects_nothing() -> None:
    assert correct_spelling(Spelt({}), Words(), "jakatra") is None


@given(st.text())
@example("\x00jakarta")
@example("ﬁlmm")
def test_any_text_is_safe(table: Spelt, text: str) -> None:
    assert correct_spelling(table, KNOWN, text) in {None, *VOCABULARY}


@given(st.sampled_from(["jakarta", "kementerian", "perpustakaan", "yogyakarta"]), st.data())
def test_swapped_letters_come_back(table: Spelt, word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 2))
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    assert correct_spelling(table, KNOWN, swapped) == (word if swapped != word else None)
