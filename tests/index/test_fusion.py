import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import Scored, best_per_article, fuse


def fused(similarity: float, bm25: float, information: float) -> float:
    [score] = fuse(np.array([similarity]), np.array([bm25]), information=information)
    return float(score)


def test_the_most_is_one_and_the_least_nothing() -> None:
    assert fused(1.65, 33.0, 10.0) == pytest.approx(1.0)
    assert fused(-0.5, 0.0, 10.0) == 0.0


def test_beyond_the_range_nothing_more_counts() -> None:
    assert fused(9.0, 990.0, 10.0) == pytest.approx(1.0)
    assert fused(-9.0, 0.0, 10.0) == 0.0


def test_meaning_counts_seven_tenths() -> None:
    # (.575 + .5) / 2.15 is half of the range.
    assert fused(0.575, 0.0, 10.0) == pytest.approx(0.7 * 0.5)
    assert fused(1.65, 0.0, 10.0) == pytest.approx(0.7)


def test_words_count_three_tenths_of_their_share() -> None:
    # The most of a question with 2 of information is 3.3 · 2.
    assert fused(-0.5, 3.3, 2.0) == pytest.approx(0.3 * 0.5)
    assert fused(0.575, 1.65, 2.0) == pytest.approx(0.7 * 0.5 + 0.3 * 0.25)


def test_a_question_without_terms_is_ranked_by_meaning() -> None:
    assert fused(1.65, 0.0, 0.0) == pytest.approx(0.7)


@given(st.floats(-50, 50), st.floats(0, 1e6), st.just(0.0) | st.floats(0.01, 1e3))
def test_scores_are_shares(similarity: float, bm25: float, information: float) -> None:
    assert 0 <= fused(similarity, bm25, information) <= 1.0000001


def scored(row: int, article: int, score: float) -> Scored:
    return Scored(row=row, article=article, score=score, similarity=0.0)


def test_an_article_comes_once_with_its_best_passage() -> None:
    low, high, other = scored(0, 1, 0.2), scored(1, 1, 0.9), scored(2, 2, 0.5)
    assert best_per_article([low, high, other]) == [high, other]


def test_ties_go_by_row() -> None:
    many = [scored(row, row // 2, 0.5) for row in range(6)]
    expected = [scored(row, row // 2, 0.5) for row in (0, 2, 4)]
    assert best_per_article(many) == best_per_article(reversed(many)) == expected


def test_nothing_comes_of_nothing() -> None:
    assert best_per_article([]) == []
