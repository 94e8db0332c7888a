from bot.answers.types import ExplainedAnswer
from bot.presentation.i18n import Messages
from bot.reports.explanation_pages import explanation_text, explanation_to_json
from index.records import Outcome
from index.search.explaining.explanation import (
    Explanation,
    Reason,
    ReasonKind,
    Understanding,
)
from tests.support.explanations import explanation
from tests.support.stand_in import answer, hit

MADE = ExplainedAnswer(answer=answer(), explanation=explanation(hit(1).article))
ID, EN = Messages("id"), Messages("en")


def test_on_a_telephone() -> None:
    assert explanation_text(MADE, ID, full=False).splitlines() == [
        "Kenapa jawabannya begini",
        "terjawab · peluang 0,75, jawaban perlu 0,60",
        "• Artikelnya tidak memuat nama ini, jadi bukan jawaban: Papua dan Ambon",
        "• Peluangnya cukup untuk sebuah jawaban.",
        "",
        "Nama: kominfo = kemkominfo, kemenkominfo, ICT Ministry, …",
        "Ejaan: intrenet → internet",
        "",
        "1. Desa terhubung internet, bagian 1 – 0,60",
        "   makna 0,50 · kata (BM25) 0,10",
        "   tanpa Papua dan Ambon",
        "",
        "No. 1 ditimbang: dasar -1,00 · makna +1,50 · bagian bukti +0,60 = +1,10",
    ]


def test_in_full() -> None:
    assert explanation_text(MADE, EN, full=True).splitlines()[5:] == [
        "Names: kominfo = kemkominfo, kemenkominfo, ICT Ministry, komdigi",
        "Spelling: intrenet → internet",
        "Words: internet 1.50 · desa 2.25",
        "",
        "Passages scored: 1,234",
        "1. Desa terhubung internet, bagian 1 – 0.60",
        "   meaning 0.50 (1.00) · words (BM25) 0.10 (0.50) · sentence covers 0.00 (0.00)",
        "   probability 0.75",
        "   lacks Papua and Ambon",
        "",
        "No. 1 weighed: base -1.00 · meaning +1.50 (1.00) · share of evidence +0.60 (0.50) = +1.10",
        "On the subject: 0.99, shown from 0.11",
    ]


def test_every_reason_has_its_words() -> None:
    for messages in (ID, EN):
        for kind in ReasonKind:
            made = Explanation(
                understood=Understanding(words="x"),
                outcome=Outcome.NOTHING,
                reasons=(Reason(kind=kind, names=("Papua",)),),
            )
            explained = ExplainedAnswer(answer=answer(), explanation=made)
            lines = explanation_text(explained, messages, full=True).splitlines()
            assert len(lines) == 3
            assert lines[2].startswith("• ")


def test_as_json() -> None:
    record = explanation_to_json(MADE.explanation)
    assert record["outcome"] == "answer"
    assert record["reasons"][0] == {"kind": "name_missing", "names": ["Papua", "Ambon"]}
    assert record["hits"][0]["parts"]["words"] == {"value": 0.5, "points": 0.105}
    assert record["decision"]["features"]["mass"] == {"value": 0.5, "contribution": 0.6}
    assert record["understood"]["filters"]["speaker"] == ""


def test_a_telephone_shows_the_first_of_many() -> None:
    names = tuple(f"Nama{number}" for number in range(1, 9))
    made = Explanation(
        understood=Understanding(words="x", unknown=names, names={"n" * 60: ()}),
        outcome=Outcome.NOTHING,
        reasons=(Reason(kind=ReasonKind.NAME_MISSING, names=names),),
    )
    lines = explanation_text(
        ExplainedAnswer(answer=answer(), explanation=made), EN, full=False
    ).splitlines()
    listed = "Nama1, Nama2, Nama3, Nama4, Nama5, Nama6"
    assert lines[2].endswith(f"so it is no answer: {listed}, and …")
    assert lines[4:] == [
        f"Names: {'n' * 39}…",
        "Not in the archive: Nama1 · Nama2 · Nama3 · Nama4 · Nama5 · Nama6",
    ]
