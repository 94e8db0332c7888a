"""Three sentences looked into, with vectors of two numbers that make the cosines easy."""

from pathlib import Path

import numpy as np
import pytest

from index.attribution.mentions import Speaker
from index.models.embedder import CosineScale
from index.search.scoring import Looked, look_into, whole_quotation
from index.search.speaker_scores import Voice, Voices
from index.store.snapshot_reader import OpenSnapshot
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
    return snapshot_of(tmp_path_factory.mktemp("looking"), WordEmbedder(*AXES), RECORDS)


def look(
    snapshot: OpenSnapshot,
    *,
    kind: AnswerType = AnswerType.NONE,
    scale: CosineScale = PLAIN,
    **asked: float,
) -> Looked:
    question = WordEmbedder(*AXES).embed_query("gempa")
    rows = np.array([1, 0])
    return look_into(rows, question, QueryTerms.of(asked, kind), snapshot, scale=scale)


def test_the_nearest_sentence_of_each_passage(snapshot: OpenSnapshot) -> None:
    looked = look(snapshot)
    # In the order asked for: “Banjir gempa.” at 45 degrees, “Gempa pada 2019.” straight.
    assert looked.nearest == pytest.approx([np.sqrt(0.5), 1.0], abs=1e-3)
    assert looked.quote.tolist() == [0, 1]
    assert look(snapshot, scale=CosineScale(unrelated=0.5, matched=1.0)).nearest[
        1
    ] == pytest.approx(1.0)


def test_what_a_title_and_a_passage_cover_and_what_one_sentence_does(
    snapshot: OpenSnapshot,
) -> None:
    looked = look(snapshot, kabar=1.0, desa=1.0, banjir=2.0)
    assert looked.covered.tolist() == [0.5, 1.0]
    assert looked.sentence_covered.tolist() == [0.5, 0.5]


def test_words_and_kind_choose_between_sentences_as_near(tmp_path: Path) -> None:
    record = {"text": "Gempa reda. Gempa kuat. Gempa pada 2019."}
    snapshot = snapshot_of(tmp_path, WordEmbedder(*AXES), [record])

    def quoted(kind: AnswerType, **asked: float) -> int:
        question = WordEmbedder(*AXES).embed_query("gempa")
        looked = look_into(
            np.array([0]), question, QueryTerms.of(asked, kind), snapshot, scale=PLAIN
        )
        return int(looked.quote[0])

    assert quoted(AnswerType.NONE) == 0
    assert quoted(AnswerType.NONE, kuat=1.0) == 1
    assert quoted(AnswerType.DATE) == 2
    # All the words of a question count more than the kind of answer, half of them less.
    assert quoted(AnswerType.DATE, kuat=1.0) == 1
    assert quoted(AnswerType.DATE, kuat=1.0, lain=1.0) == 2


def test_whether_the_quote_holds_the_kind_of_answer(snapshot: OpenSnapshot) -> None:
    assert look(snapshot).kind.tolist() == [0.5, 0.5]
    assert look(snapshot, kind=AnswerType.DATE).kind.tolist() == [0.0, 1.0]
    assert look(snapshot, kind=AnswerType.REASON).kind.tolist() == [0.0, 0.0]


def test_quoted_words_are_preferred_where_somebodys_are_asked_for(tmp_path: Path) -> None:
    text = 'Gempa itu kuat, kata Budi. "Kami siap untuk gempa lain," kata Budi. Desa aman.'
    snapshot = snapshot_of(tmp_path, WordEmbedder(*AXES), [text])

    def quoted(*, said: bool) -> int:
        question, wanted = WordEmbedder(*AXES).embed_query("gempa"), QueryTerms.of({})
        looked = look_into(np.array([0]), question, wanted, snapshot, scale=PLAIN, said=said)
        return int(looked.quote[0])

    assert quoted(said=False) == 0
    assert quoted(said=True) == 1


def test_only_the_sentences_of_the_one_asked_for_count(tmp_path: Path) -> None:
    text = "Gempa itu kuat. Desa aman. Gempa banjir."
    snapshot = snapshot_of(tmp_path, WordEmbedder(*AXES), [text])
    someone = Speaker(name="Sari")
    question, wanted = WordEmbedder(*AXES).embed_query("gempa"), QueryTerms.of({"kuat": 1.0})

    def heard(agreement: float) -> Looked:
        voices = Voices({0: {1: Voice(someone, 0.0), 2: Voice(someone, agreement)}})
        return look_into(np.array([0]), question, wanted, snapshot, scale=PLAIN, voices=voices)

    hers, nobodys = heard(0.9), heard(0.4)
    assert (hers.quote.tolist(), hers.agreement.tolist()) == ([2], [0.9])
    assert hers.nearest == pytest.approx([np.sqrt(0.5)], abs=1e-3)
    assert (hers.covered.tolist(), hers.sentence_covered.tolist()) == ([1.0], [0.0])
    assert (nobodys.quote.tolist(), nobodys.agreement.tolist()) == ([0], [0.0])
    assert nobodys.nearest == pytest.approx([1.0], abs=1e-3)


SPANS = [(0, 100), (101, 200), (201, 300), (301, 400), (401, 900)]
ON, END = int(AnswerType.QUOTED | AnswerType.QUOTE_CONTINUES), int(AnswerType.QUOTED)


@pytest.mark.parametrize(
    ("kinds", "number", "expected"),
    [
        ([0, 0, 0, 0, 0], 1, (101, 200)),
        ([0, ON, END, 0, 0], 1, (101, 300)),
        ([0, ON, END, 0, 0], 2, (101, 300)),
        ([ON, ON, END, 0, 0], 1, (0, 300)),
        # Four sentences are too many: from the beginning if that is near, else the one alone.
        ([ON, ON, ON, END, 0], 1, (0, 300)),
        ([ON, ON, ON, END, 0], 3, (301, 400)),
        # So are more than 450 characters.
        ([0, 0, 0, ON, END], 3, (301, 400)),
        ([0, 0, 0, ON, END], 4, (401, 900)),
    ],
)
def test_a_quotation_is_shown_whole(
    kinds: list[int], number: int, expected: tuple[int, int]
) -> None:
    assert whole_quotation(bytes(kinds), SPANS, number) == expected
