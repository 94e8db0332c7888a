from dataclasses import replace

import pytest

from bot.answers.types import Interpretation
from bot.presentation.i18n import Messages
from bot.presentation.interpretation import filter_labels, interpretation_lines
from index.records import Outcome
from tests.support.interpretations import interpretation
from tests.support.stand_in import answer

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
