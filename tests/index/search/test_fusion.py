import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.search.fusion import Scored, best_per_story, blend, fuse, refine


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


def test_seven_tenths_of_the_meaning_are_the_sentences() -> None:
    assert blend(np.array([1.0]), np.array([0.0])).tolist() == pytest.approx([0.3])
    assert blend(np.array([0.0]), np.array([1.0])).tolist() == pytest.approx([0.7])


@pytest.mark.parametrize(
    ("score", "covered", "sentence_covered", "kind", "expected"),
    [
        (1.0, 1.0, 1.0, 1.0, 1.0),
        (0.0, 0.0, 0.0, 0.0, 0.0),
        (0.5, 0.0, 0.0, 0.0, 0.5 / 1.215),
        (0.0, 1.0, 0.0, 0.0, 0.1 / 1.215),
        (0.0, 0.0, 1.0, 0.0, 0.1 / 1.215),
        (0.0, 0.0, 0.0, 1.0, 0.015 / 1.215),
    ],
)
def test_what_is_found_in_a_candidate_refines_its_score(
    score: float, covered: float, sentence_covered: float, kind: float, expected: float
) -> None:
    refined = refine(
        np.array([score]),
        covered=np.array([covered]),
        sentence_covered=np.array([sentence_covered]),
        kind=np.array([kind]),
    )
    assert refined.tolist() == pytest.approx([expected])


def scored(row: int, story: int, score: float) -> Scored:
    return Scored(place=0, row=row, story=story, score=score, similarity=0.0)


def test_a_story_comes_once_with_its_best_passage() -> None:
    low, high, other = scored(0, 1, 0.2), scored(1, 1, 0.9), scored(2, 2, 0.5)
    assert best_per_story([low, high, other]) == [high, other]


def test_ties_go_by_row() -> None:
    many = [scored(row, row // 2, 0.5) for row in range(6)]
    expected = [scored(row, row // 2, 0.5) for row in (0, 2, 4)]
    assert best_per_story(many) == best_per_story(reversed(many)) == expected


def test_nothing_comes_of_nothing() -> None:
    assert best_per_story([]) == []
