import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.live import OpenSnapshot
from index.quotes import best_sentence, covered, information, known
from tests.made_archive import snapshot_of
from tests.word_embedder import WordEmbedder

TEXTS = ("Banjir surut.", "Banjir melanda kota.", "Gempa reda.", "Menteri membuka sekolah.")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> OpenSnapshot:
    data = tmp_path_factory.mktemp("quotes")
    return snapshot_of(data, WordEmbedder(), ({"id": text, "text": text} for text in TEXTS))


def idf(frequency: int) -> float:
    """Of a word that stands in so many of the four passages."""
    return math.log(1 + (4 - frequency + 0.5) / (frequency + 0.5))


@pytest.mark.parametrize(
    ("term", "frequency"),
    [
        ("gempa", 1),
        ("banjir", 2),
        ("hutan", 0),
        # Only its stem is there: “buka” of “membuka”.
        ("dibuka", 1),
        ("buka", 1),
        ("menteri", 1),
    ],
)
def test_information_is_rarity(snapshot: OpenSnapshot, term: str, frequency: int) -> None:
    assert information([term], snapshot) == {term: pytest.approx(idf(frequency))}


def test_no_terms_hold_no_information(snapshot: OpenSnapshot) -> None:
    assert information([], snapshot) == {}
    assert known({}, snapshot) == 0.0
    assert covered("Banjir surut.", {}) == 0.0


def test_known_is_the_share_the_archive_has(snapshot: OpenSnapshot) -> None:
    asked = information(["gempa", "hutan"], snapshot)
    assert known(asked, snapshot) == pytest.approx(idf(1) / (idf(1) + idf(0)))
    assert known(information(["gempa", "banjir"], snapshot), snapshot) == pytest.approx(1.0)
    assert known(information(["hutan"], snapshot), snapshot) == 0.0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Banjir!", 0.25),
        ("GEMPA, banjir", 1.0),
        ("Gempá itu", 0.75),
        ("gempabumi", 0.0),
        ("", 0.0),
    ],
)
def test_covered_is_the_share_in_a_text(text: str, expected: float) -> None:
    assert covered(text, {"banjir": 1.0, "gempa": 3.0}) == expected


def test_a_stem_covers_its_words() -> None:
    assert covered("Sekolah dibuka.", {"membuka": 2.0, "tutup": 2.0}) == 0.5


def chosen(vectors: Sequence[Sequence[float]], *asked: str) -> str:
    """Of three sentences, the first and last of which have no word in common with the rest."""
    matrix = np.array(vectors, "<f2")
    terms = dict.fromkeys(asked, 1.0)
    question = np.array([1.0, 0.0], np.float32)
    passage = "Satu. Gempa. Banjir."
    return best_sentence(passage, [(0, 5), (6, 12), (13, 20)], matrix.tobytes(), question, terms)


def test_the_nearest_sentence_is_quoted() -> None:
    assert chosen([[0.5, 0.5], [0.9, 0.1], [0.6, 0.4]]) == "Gempa."


def test_words_count_a_tenth() -> None:
    near, nearer = [0.5, 0.5], [0.5625, 0.4375]
    assert chosen([nearer, near, near], "banjir") == "Banjir."
    assert chosen([nearer, near, near], "banjir", "gempa", "lain") == "Satu."
    assert chosen([[0.625, 0.375], near, near], "banjir") == "Satu."


def test_of_equal_sentences_the_first_is_quoted() -> None:
    assert chosen([[0.5, 0.5]] * 3) == "Satu."


@given(
    st.lists(st.lists(st.floats(-1, 1, width=16), min_size=2, max_size=2), min_size=3, max_size=3)
)
def test_looking_only_where_it_matters_changes_nothing(vectors: list[list[float]]) -> None:
    totals = [row[0] + 0.1 * share for row, share in zip(vectors, (0, 0.5, 0.5), strict=True)]
    sentences = ("Satu.", "Gempa.", "Banjir.")
    best = max(totals)
    near = {text for text, total in zip(sentences, totals, strict=True) if total > best - 1e-6}
    assert chosen(vectors, "gempa", "banjir") in near
