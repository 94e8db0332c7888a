"""Fused scores worked out by hand, and sentences with vectors of two numbers."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.attribution.mentions import Speaker
from index.models.embedder import CosineScale
from index.search.ranking.scoring import (
    ScoredPassage,
    SentenceScores,
    best_per_story,
    blend,
    fuse,
    refine,
    score_sentences,
)
from index.search.speakers.speaker_scores import SpeakerScore, SpeakerScores
from index.search.tuning import DEFAULT_TUNING
from index.store.snapshot.open_snapshot import OpenSnapshot
from index.text.sentence_features import AnswerType, QueryTerms
from tests.support.archives import snapshot_of
from tests.support.word_embedder import WordEmbedder

AXES = ("banjir", "gempa")
PLAIN = CosineScale(unrelated=0.0, matched=1.0)
RECORDS = (
    {"id": "a", "title": "Kabar gempa", "text": "Desa aman. Gempa pada 2019. Banjir surut."},
    {"id": "b", "text": "Banjir gempa."},
)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> OpenSnapshot:
    return snapshot_of(tmp_path_factory.mktemp("scoring"), WordEmbedder(*AXES), RECORDS)


def score(
    rows: list[int],
    terms: QueryTerms,
    snapshot: OpenSnapshot,
    *,
    scale: CosineScale = PLAIN,
    speakers: SpeakerScores | None = None,
    wants_statement: bool = False,
) -> SentenceScores:
    """The sentences of these rows scored for “gempa”."""
    return score_sentences(
        np.array(rows),
        WordEmbedder(*AXES).embed_query("gempa"),
        terms,
        snapshot,
        scale=scale,
        speakers=speakers or SpeakerScores(),
        wants_statement=wants_statement,
        tuning=DEFAULT_TUNING,
    )


def both(
    snapshot: OpenSnapshot,
    *,
    kind: AnswerType = AnswerType.NONE,
    scale: CosineScale = PLAIN,
    **asked: float,
) -> SentenceScores:
    return score([1, 0], QueryTerms.of(asked, kind), snapshot, scale=scale)


def test_the_nearest_sentence_of_each_passage(snapshot: OpenSnapshot) -> None:
    scores = both(snapshot)
    # In the order asked for: “Banjir gempa.” at 45 degrees, “Gempa pada 2019.” straight.
    assert scores.nearest == pytest.approx([np.sqrt(0.5), 1.0], abs=1e-3)
    assert scores.quote.tolist() == [0, 1]
    assert both(snapshot, scale=CosineScale(unrelated=0.5, matched=1.0)).nearest[
        1
    ] == pytest.approx(1.0)


def test_title_and_passage_cover_terms_and_so_does_the_best_sentence(
    snapshot: OpenSnapshot,
) -> None:
    scores = both(snapshot, kabar=1.0, desa=1.0, banjir=2.0)
    assert scores.covered.tolist() == [0.5, 1.0]
    assert scores.sentence_covered.tolist() == [0.5, 0.5]


def test_terms_and_answer_type_choose_between_equally_near_sentences(tmp_path: Path) -> None:
    record = {"text": "Gempa reda. Gempa kuat. Gempa pada 2019."}
    snapshot = snapshot_of(tmp_path, WordEmbedder(*AXES), [record])

    def quoted(kind: AnswerType, **asked: float) -> int:
        return int(score([0], QueryTerms.of(asked, kind), snapshot).quote[0])

    assert quoted(AnswerType.NONE) == 0
    assert quoted(AnswerType.NONE, kuat=1.0) == 1
    assert quoted(AnswerType.DATE) == 2
    # All the words of a question count more than the kind of answer, half of them less.
    assert quoted(AnswerType.DATE, kuat=1.0) == 1
    assert quoted(AnswerType.DATE, kuat=1.0, lain=1.0) == 2


def test_the_quote_has_the_type_of_answer_or_not(snapshot: OpenSnapshot) -> None:
    assert both(snapshot).answer_type.tolist() == [0.5, 0.5]
    assert both(snapshot, kind=AnswerType.DATE).answer_type.tolist() == [0.0, 1.0]
    assert both(snapshot, kind=AnswerType.REASON).answer_type.tolist() == [0.0, 0.0]


def test_quotations_are_preferred_if_a_statement_is_wanted(tmp_path: Path) -> None:
    text = 'Gempa itu kuat, kata Budi. "Kami siap untuk gempa lain," kata Budi. Desa aman.'
    snapshot = snapshot_of(tmp_path, WordEmbedder(*AXES), [text])

    def quoted(*, wants_statement: bool) -> int:
        scores = score([0], QueryTerms.of({}), snapshot, wants_statement=wants_statement)
        return int(scores.quote[0])

    assert quoted(wants_statement=False) == 0
    assert quoted(wants_statement=True) == 1


def test_only_sentences_of_the_speaker_asked_for_count(tmp_path: Path) -> None:
    text = "Gempa itu kuat. Desa aman. Gempa banjir."
    snapshot = snapshot_of(tmp_path, WordEmbedder(*AXES), [text])
    someone = Speaker(name="Sari")

    def heard(agreement: float) -> SentenceScores:
        statements = {1: SpeakerScore(someone, 0.0), 2: SpeakerScore(someone, agreement)}
        speakers = SpeakerScores({0: statements})
        return score([0], QueryTerms.of({"kuat": 1.0}), snapshot, speakers=speakers)

    hers, nobodys = heard(0.9), heard(0.4)
    assert (hers.quote.tolist(), hers.agreement.tolist()) == ([2], [0.9])
    assert hers.nearest == pytest.approx([np.sqrt(0.5)], abs=1e-3)
    assert (hers.covered.tolist(), hers.sentence_covered.tolist()) == ([1.0], [0.0])
    assert (nobodys.quote.tolist(), nobodys.agreement.tolist()) == ([0], [0.0])
    assert nobodys.nearest == pytest.approx([1.0], abs=1e-3)


# -- fused scores by hand -----------------------------------------------------------------


def fused(similarity: float, bm25: float, total_weight: float) -> float:
    [score] = fuse(
        np.array([similarity]),
        np.array([bm25]),
        total_weight=total_weight,
        tuning=DEFAULT_TUNING,
    )
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
    # The most of a question with a total weight of 2 is 3.3 · 2.
    assert fused(-0.5, 3.3, 2.0) == pytest.approx(0.3 * 0.5)
    assert fused(0.575, 1.65, 2.0) == pytest.approx(0.7 * 0.5 + 0.3 * 0.25)


def test_a_question_without_terms_is_ranked_by_meaning() -> None:
    assert fused(1.65, 0.0, 0.0) == pytest.approx(0.7)


@given(st.floats(-50, 50), st.floats(0, 1e6), st.just(0.0) | st.floats(0.01, 1e3))
def test_scores_are_shares(similarity: float, bm25: float, total_weight: float) -> None:
    assert 0 <= fused(similarity, bm25, total_weight) <= 1.0000001


def test_seven_tenths_of_the_meaning_are_the_sentences() -> None:
    assert blend(np.array([1.0]), np.array([0.0]), DEFAULT_TUNING).tolist() == pytest.approx([0.3])
    assert blend(np.array([0.0]), np.array([1.0]), DEFAULT_TUNING).tolist() == pytest.approx([0.7])


@pytest.mark.parametrize(
    ("score", "covered", "sentence_covered", "answer_type", "expected"),
    [
        (1.0, 1.0, 1.0, 1.0, 1.0),
        (0.0, 0.0, 0.0, 0.0, 0.0),
        (0.5, 0.0, 0.0, 0.0, 0.5 / 1.215),
        (0.0, 1.0, 0.0, 0.0, 0.1 / 1.215),
        (0.0, 0.0, 1.0, 0.0, 0.1 / 1.215),
        (0.0, 0.0, 0.0, 1.0, 0.015 / 1.215),
    ],
)
def test_the_scores_of_its_sentences_refine_that_of_a_passage(
    score: float, covered: float, sentence_covered: float, answer_type: float, expected: float
) -> None:
    refined = refine(
        np.array([score]),
        covered=np.array([covered]),
        sentence_covered=np.array([sentence_covered]),
        answer_type=np.array([answer_type]),
        agreement=None,
        tuning=DEFAULT_TUNING,
    )
    assert refined.tolist() == pytest.approx([expected])


def scored(row: int, story: int, score: float) -> ScoredPassage:
    return ScoredPassage(place=0, row=row, story=story, score=score, similarity=0.0)


def test_a_story_comes_once_with_its_best_passage() -> None:
    low, high, other = scored(0, 1, 0.2), scored(1, 1, 0.9), scored(2, 2, 0.5)
    assert best_per_story([low, high, other]) == [high, other]


def test_ties_go_by_row() -> None:
    many = [scored(row, row // 2, 0.5) for row in range(6)]
    expected = [scored(row, row // 2, 0.5) for row in (0, 2, 4)]
    assert best_per_story(many) == best_per_story(reversed(many)) == expected


def test_no_candidates_give_no_scores() -> None:
    assert best_per_story([]) == []
