from dataclasses import replace

import pytest

from bot.answers.types import AnswerPart, Interpretation
from bot.presentation.html import render
from bot.presentation.i18n import Messages
from bot.presentation.interpretation import filter_labels, interpretation_lines, part_heading
from index.records import Outcome
from tests.support.interpretations import interpretation
from tests.support.stand_in import answer, hit

ID, EN = Messages("id"), Messages("en")


@pytest.mark.parametrize(
    ("made_of", "outcome", "lines"),
    [
        (interpretation(topic="internet", wants_statement=True), Outcome.ANSWER, []),
        (
            interpretation(speaker="Kominfo", first="2019-09-20", outlets=("viva",), latest=True),
            Outcome.ANSWER,
            ["Dicari: pernyataan Kominfo · ≥ 20 Sep 2019 · viva · terbaru dulu"],
        ),
        (
            interpretation(authors=("Dewi", "Budi"), sections=("Ekonomi",)),
            Outcome.ANSWER,
            ["Dicari: oleh Dewi · Budi · rubrik Ekonomi"],
        ),
        (
            interpretation(added="internet Papua", speaker="DPR", dropped=("period",)),
            Outcome.RELATED,
            [
                "Dicari: lanjutan “internet Papua” · pernyataan DPR",
                "Di luar batasan itu:",
            ],
        ),
        (interpretation(input_kind="text"), Outcome.ANSWER, ["Yang ada di arsip soal teks ini:"]),
        (interpretation(input_kind="text"), Outcome.RELATED, []),
        (interpretation(input_kind="address"), Outcome.ANSWER, ["Artikel itu ada di arsip:"]),
        (
            interpretation(input_kind="unknown_address", topic="gempa ambon"),
            Outcome.NOTHING,
            ["Alamat itu tidak ada di arsip. Saya mencari kata-kata di dalamnya: “gempa ambon”."],
        ),
        (
            interpretation(input_kind="unknown_address"),
            Outcome.NOTHING,
            ["Alamat itu tidak ada di arsip."],
        ),
    ],
)
def test_interpretation_lines(made_of: Interpretation, outcome: Outcome, lines: list[str]) -> None:
    assert (
        interpretation_lines(replace(answer(outcome=outcome), interpretation=made_of), ID) == lines
    )


def test_filter_labels_by_the_names_that_remove_them() -> None:
    made_of = interpretation(added="PSE", last="2019-09-30", outlets=("viva", "cnn"), latest=True)
    assert filter_labels(made_of, EN) == {
        "context": "following on from “PSE”",
        "period": "≤ 30 Sep 2019",
        "sources": "viva · cnn",
        "latest": "latest first",
    }


TWO = (
    AnswerPart(question="siapa ketua KPK", outcome=Outcome.ANSWER, ranks=(1,)),
    AnswerPart(question="kapan banjir", outcome=Outcome.RELATED, ranks=(2,)),
)


def test_hits_of_two_questions_stand_below_them() -> None:
    made = replace(answer(hits=(hit(1), hit(2))), parts=TWO)
    assert [part_heading(made, one, Messages("id")) for one in made.hits] == [
        "▸ siapa ketua KPK?",
        "▸ kapan banjir? (belum tentu terjawab; yang paling dekat)",
    ]
    assert "<i>▸ siapa ketua KPK?</i>\n<b>1. " in render(made, Messages("id")).html
    assert interpretation_lines(made, Messages("id")) == []
    # A hit for both needs no heading, nor does a single question.
    both = replace(made, parts=tuple(replace(part, ranks=(1,)) for part in TWO))
    assert part_heading(both, made.hits[0], Messages("id")) == ""
    assert part_heading(answer(), hit(1), Messages("id")) == ""


def test_a_question_with_nothing_is_named() -> None:
    missing = replace(TWO[1], outcome=Outcome.NOTHING, ranks=())
    made = replace(answer(hits=(hit(1),)), parts=(TWO[0], missing))
    assert interpretation_lines(made, Messages("en")) == ["Not in this archive: “kapan banjir?”"]
