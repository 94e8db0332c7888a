"""Which sentences are shown; probabilities and costs by hand (.12 for a fault, .02 a sentence)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from index.search.reading.excerpts import (
    Excerpt,
    choose_excerpt,
    choose_pieces,
    is_dependent,
    softmax,
)


@dataclass(frozen=True)
class Sentences:
    """Sentences with a space between them."""

    texts: Sequence[str]
    out: Sequence[int] = ()
    on: Sequence[int] = ()

    @property
    def text(self) -> str:
        return " ".join(self.texts)

    @property
    def spans(self) -> list[tuple[int, int]]:
        found, at = [], 0
        for text in self.texts:
            found.append((at, at + len(text)))
            at += len(text) + 1
        return found

    @property
    def excluded(self) -> np.ndarray:
        return np.isin(np.arange(len(self.texts)), self.out)

    @property
    def goes_on(self) -> np.ndarray:
        return np.isin(np.arange(len(self.texts)), self.on)

    @property
    def dependent(self) -> np.ndarray:
        return np.array([is_dependent(text) for text in self.texts])


def chosen(sentences: Sentences, *probabilities: float) -> Excerpt:
    with np.errstate(divide="ignore"):
        found = choose_excerpt(sentences, np.log(probabilities))
    assert found is not None
    return found


def numbers(sentences: Sentences, *probabilities: float) -> tuple[int, int]:
    found = chosen(sentences, *probabilities)
    return found.first, found.last


FOUR = Sentences(["Pagi itu cerah.", "Banjir surut siang.", "Warga pulang.", "Sekolah buka."])


@pytest.mark.parametrize(
    ("probabilities", "expected"),
    [
        # .985 alone; .975 with the next.
        ((0.005, 0.985, 0.01, 0.0), (1, 1)),
        # .93 alone; 1 - .02 with the next; .96 with both.
        ((0.0, 0.93, 0.07, 0.0), (1, 2)),
        # .96 for three, .88 for two.
        ((0.1, 0.6, 0.3, 0.0), (0, 2)),
        # No more than three; of equal ones the first.
        ((0.25, 0.25, 0.25, 0.25), (0, 2)),
        ((0.24, 0.25, 0.25, 0.26), (1, 3)),
        # Between two good ones that are far apart the better one.
        ((0.45, 0.0, 0.0, 0.55), (3, 3)),
    ],
)
def test_neighbours_are_shown_if_they_add_more_than_they_cost(
    probabilities: Sequence[float], expected: tuple[int, int]
) -> None:
    assert numbers(FOUR, *probabilities) == expected


def test_where_an_excerpt_is_and_what_it_holds() -> None:
    found = chosen(FOUR, 0.1, 0.3, 0.6, 0.0)
    assert FOUR.text[found.start : found.end] == "Pagi itu cerah. Banjir surut siang. Warga pulang."
    assert (found.first, found.last, found.best) == (0, 2, 2)
    assert found.mass == pytest.approx(1.0)


def test_together_they_are_no_longer_than_the_limit() -> None:
    # Two are 349 characters with the space between them, or 351.
    assert numbers(Sentences(["a" * 174, "b" * 174]), 0.5, 0.5) == (0, 1)
    assert numbers(Sentences(["a" * 175, "b" * 175]), 0.4, 0.6) == (1, 1)
    assert numbers(Sentences(["a" * 10, "b" * 330, "c" * 20]), 0.1, 0.5, 0.4) == (0, 1)


def test_what_points_back_is_shown_with_what_it_points_to() -> None:
    texts = ["Ratna datang.", "Ia juga membawa beras.", "Warga senang."]
    # .86 alone, .97 with the one before, .96 with all.
    assert numbers(Sentences(texts), 0.01, 0.98, 0.01) == (0, 1)
    # Where that is never shown, or too long: .86 alone, .85 with the next.
    assert numbers(Sentences(texts, out=[0]), 0.0, 0.98, 0.02) == (1, 1)
    assert numbers(Sentences(["x" * 340, *texts[1:]]), 0.01, 0.98, 0.01) == (1, 1)


def test_a_quotation_is_shown_whole() -> None:
    texts = ["Hujan turun.", '"Air naik cepat malam itu.', 'Kami lari," kata Ratna.']
    # .88 begun and not ended, .98 whole; the same for one not begun.
    assert numbers(Sentences(texts, on=[1]), 0.0, 1.0, 0.0) == (1, 2)
    assert numbers(Sentences(texts, on=[1]), 0.0, 0.0, 1.0) == (1, 2)
    assert numbers(Sentences(texts), 0.0, 1.0, 0.0) == (1, 1)
    # A fault in either way costs as much; of the two the better sentence alone.
    long = [texts[0], '"' + "x" * 200, "y" * 200]
    assert numbers(Sentences(long, on=[1]), 0.0, 0.4, 0.6) == (2, 2)


def test_excluded_sentences_take_no_part() -> None:
    # Their probability goes to the others, and no run leads over them.
    found = chosen(Sentences(FOUR.texts, out=[1]), 0.2, 0.5, 0.3, 0.0)
    assert (found.first, found.last) == (2, 2)
    assert found.mass == pytest.approx(0.6)
    assert choose_excerpt(Sentences(FOUR.texts, out=range(4)), np.zeros(4)) is None
    assert choose_excerpt(Sentences([]), np.zeros(0)) is None


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        # After the last clause in the second half of what is allowed.
        ("kata " * 40 + "akhir, " + "lagi " * 60, "kata " * 40 + "akhir"),
        # A clause that ends sooner is too little: at a word.
        ("awal, " + "kata " * 80, "awal, " + ("kata " * 68).strip()),
        ("x" * 400, "x" * 350),
    ],
)
def test_a_long_sentence_is_cut(sentence: str, shown: str) -> None:
    sentence = sentence.strip()
    found = chosen(Sentences(["Pendek.", sentence]), 0.0, 1.0)
    whole = Sentences(["Pendek.", sentence]).text
    assert whole[found.start : found.end] == shown
    # That it is cut costs: a whole one that is nearly as probable is shown instead.
    assert numbers(Sentences(["Pendek.", sentence]), 0.45, 0.55) == (0, 0)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ia juga hadir.", True),
        ("Namun, dia menolak.", True),
        ("“Itu bohong,” katanya.", True),
        ("Hal senada dikatakan Ratna.", True),
        ("Menurut dia, air sudah surut.", True),
        ("Menurut Ratna, air sudah surut.", False),
        ("She left early.", True),
        ("It rained.", True),
        ("IT menjadi jurusan favorit.", False),
        ("Iain berangkat.", False),
        ("Diana berangkat.", False),
        ("Namun, warga menolak.", False),
        ("Ratna berkata ia pulang.", False),
    ],
)
def test_openers_that_point_back(sentence: str, expected: bool) -> None:
    assert is_dependent(sentence) is expected


def test_probabilities_of_logits() -> None:
    infinite = -np.inf
    assert softmax(np.log([1.0, 3.0])) == pytest.approx([0.25, 0.75])
    assert softmax(np.array([1000.0, infinite])).tolist() == [1.0, 0.0]
    assert softmax(np.array([infinite, infinite])).tolist() == [0.0, 0.0]
    assert softmax(np.zeros(0)).tolist() == []


# -- two questions in one ---------------------------------------------------------------------

FIVE = Sentences(
    ["Ia wafat Rabu.", "Cuaca cerah.", "Pasar ramai.", "Warga datang.", "Ia dimakamkan di Solo."]
)
LOW = [-5.0] * 5


def pieces(sentences: Sentences, first: Sequence[float], second: Sequence[float]) -> list[str]:
    parts = [np.array(first), np.array(second)]
    found = choose_pieces(sentences, np.maximum(*parts), parts)
    return [sentences.text[each.start : each.end] for each in found]


def test_each_part_gets_its_sentence_in_the_order_of_the_text() -> None:
    when, where = [3.0, *LOW[1:]], [*LOW[1:], 4.0]
    both = ["Ia wafat Rabu.", "Ia dimakamkan di Solo."]
    assert pieces(FIVE, when, where) == both
    assert pieces(FIVE, where, when) == both


def test_neighbours_that_answer_both_parts_are_one_excerpt() -> None:
    assert pieces(FIVE, [*LOW[2:], 4.0, -5.0], [*LOW[1:], 4.0]) == [
        "Warga datang. Ia dimakamkan di Solo."
    ]


def test_a_part_without_an_answer_adds_nothing() -> None:
    assert pieces(FIVE, [3.0, *LOW[1:]], [*LOW[1:], -0.5]) == ["Ia wafat Rabu."]


def test_pieces_too_long_together_are_not_joined() -> None:
    long = Sentences(
        ["Ia " + "lama " * 40 + "wafat.", "Cuaca.", "Pasar.", "Warga.", "Ia " + "jauh " * 40]
    )
    assert len(pieces(long, [3.0, *LOW[1:]], [*LOW[1:], 4.0])) == 1


def test_no_pieces_of_an_article_without_sentences() -> None:
    assert choose_pieces(Sentences([]), np.array([]), [np.array([]), np.array([])]) == ()
