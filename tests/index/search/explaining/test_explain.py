"""Explanations of real searches: in the sample archive, and in one of few words."""

import datetime
import math
from pathlib import Path

import pytest

from index.models.embedder import OnnxEmbedder
from index.models.reader import Reader
from index.records import Outcome
from index.search.explaining.explain import explain
from index.search.explaining.explanation import Explanation, Reason, ReasonKind
from index.search.pipeline import SearchPipeline
from index.search.routing import SearchRequest
from index.search.searcher import Searcher
from tests.support.archives import opened, snapshot_of
from tests.support.word_embedder import WordEmbedder

TODAY = datetime.date(2024, 11, 1)


@pytest.fixture(scope="module")
def pipeline(embedder: OnnxEmbedder, reader: Reader) -> SearchPipeline:
    return SearchPipeline(Searcher(embedder, reader=reader), today=lambda: TODAY)


@pytest.fixture
def why(pipeline, sample_data: Path, embedder: OnnxEmbedder):
    snapshot = opened(sample_data, embedder)

    def explained(text: str, **request) -> Explanation:
        result = pipeline.run(SearchRequest(text=text, **request), snapshot)
        return explain(result, snapshot.calibration)

    return explained


def kinds(found: Explanation) -> list[ReasonKind]:
    return [reason.kind for reason in found.reasons]


@pytest.mark.parametrize(
    "question",
    [
        "what did Kominfo say about social media",
        "kapan Palapa Ring diresmikan?",
        "berita terbaru soal PSE",
        "gempa di Mars",
    ],
)
def test_parts_add_up(why, question: str) -> None:
    found = why(question)
    assert found.hits
    for hit in found.hits:
        assert sum(part.points for part in hit.parts.values()) == pytest.approx(hit.score)
        assert all(0 <= part.value <= 1 for part in hit.parts.values())
    decision = found.decision
    assert decision is not None
    weighed = sum(feature.contribution for feature in decision.features.values())
    assert decision.intercept + weighed == pytest.approx(decision.logit)
    assert 1 / (1 + math.exp(-decision.logit)) == pytest.approx(decision.probability)
    assert decision.probability == found.hits[decision.hit - 1].probability


def test_what_was_understood(why) -> None:
    found = why("what did Kominfo say about social media", limit=3)
    understood = found.understood
    assert (understood.language, understood.filters.speaker) == ("en", "Kominfo")
    assert "Kemkominfo" in understood.names["kominfo"]
    assert understood.translations["social"] == ("sosial",)
    assert set(understood.weights) == {"kominfo", "sosial", "media"}
    assert [list(hit.parts) for hit in found.hits] == [
        [*("meaning", "words", "covered", "sentence", "answer_type", "speaker", "reader")]
    ] * 3
    assert (found.outcome, kinds(found)) == (Outcome.ANSWER, [ReasonKind.CONFIDENT])
    assert found.passages == 29


def test_spelling_and_a_question_that_goes_on(pipeline, why) -> None:
    found = why("apa kata Komimfo soal media sosial")
    assert found.understood.corrections == (("komimfo", "kominfo"),)


@pytest.mark.parametrize(
    ("question", "reasons"),
    [
        ("berita terbaru", [ReasonKind.LISTED]),
        ("?", [ReasonKind.NOTHING_ASKED]),
        ("https://tidak.example/", [ReasonKind.NOTHING_ASKED]),
    ],
)
def test_where_nothing_is_decided(why, question: str, reasons: list[ReasonKind]) -> None:
    found = why(question)
    assert (kinds(found), found.hits, found.decision) == (reasons, (), None)


def test_a_name_that_the_article_lacks(why) -> None:
    found = why("kapan Palapa Ring diresmikan di Zimbabwe?")
    assert found.outcome is not Outcome.ANSWER
    assert Reason(kind=ReasonKind.NAME_MISSING, names=("Zimbabwe",)) in found.reasons


def test_words_of_somebody_else(why) -> None:
    found = why("apa kata Megawati soal Palapa Ring")
    assert Reason(kind=ReasonKind.NOT_HEARD, names=("Megawati",)) in found.reasons


def test_another_ordinal_and_a_number_elsewhere(tmp_path: Path) -> None:
    snapshot = snapshot_of(
        tmp_path,
        WordEmbedder(),
        [
            {
                "title": "Desa",
                "text": "Revisi pertama undang-undang desa disahkan DPR di Jakarta kemarin siang.",
            },
        ],
    )
    pipeline = SearchPipeline(Searcher(WordEmbedder()), today=lambda: TODAY)
    asked = SearchRequest(text="kapan revisi kedua undang-undang desa disahkan DPR")
    found = explain(pipeline.run(asked, snapshot), snapshot.calibration)
    assert ReasonKind.OTHER_ORDINAL in kinds(found)
    assert ReasonKind.NUMBER_MISSING not in kinds(found)
    asked = SearchRequest(text="berapa revisi undang-undang desa 2031")
    found = explain(pipeline.run(asked, snapshot), snapshot.calibration)
    assert Reason(kind=ReasonKind.NUMBER_MISSING, names=("2031",)) in found.reasons
