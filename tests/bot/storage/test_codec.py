import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.summaries.records import Summary, SummarySentence
from bot.answers.types import AnswerPart, Question
from bot.storage.codec import answer_from_json, answer_to_json
from index.records import Article, Citation, Outcome
from index.search.quantities.disagreement import DifferingValue, Disagreement
from tests.support.interpretations import interpretation
from tests.support.stand_in import answer, hit


@settings(deadline=None)
@given(st.text(), st.text())
def test_any_text_survives(title: str, quote: str) -> None:
    first = hit(1, quote=quote)
    made = answer(hits=(replace(first, article=replace(first.article, title=title)),))
    assert answer_from_json(answer_to_json(made)) == made


def test_names_that_a_quote_is_without_survive() -> None:
    lacking = hit(1, missing=("Indosat", "2021"), elsewhere=("Papua",))
    made = answer(hits=(lacking,), outcome=Outcome.RELATED)
    assert answer_from_json(answer_to_json(made)) == made


def test_disagreement_survives() -> None:
    first = DifferingValue(value="16", article="a1", source="VIVA", published="2019-09-23")
    later = DifferingValue(
        value="33 orang", article="a2", source="", published="2019-09-30", corrected=True
    )
    told = Disagreement(kind="number", values=(later, first))
    made = replace(answer(), disagreement=told)
    assert answer_from_json(answer_to_json(made)) == made


def test_two_questions_survive() -> None:
    parts = (
        AnswerPart(question="siapa", outcome=Outcome.ANSWER, ranks=(1, 2)),
        AnswerPart(question="kapan", outcome=Outcome.NOTHING),
    )
    made = replace(answer(), parts=parts)
    assert answer_from_json(answer_to_json(made)).parts == parts


def test_summary_survives() -> None:
    told = Summary((SummarySentence("Hujan turun.", (1, 2)),), "small")
    made = replace(answer(), summary=told)
    assert answer_from_json(answer_to_json(made)) == made
    assert "summary" not in answer_to_json(answer())


def test_interpretation_and_similar_articles_survive() -> None:
    other = Citation(id="b1", source="Tempo", published="2019-10-17")
    made_of = interpretation(
        speaker="Kominfo",
        first="2019-10-01",
        outlets=("viva", "tempo"),
        authors=("Budi",),
        sections=("ekonomi",),
        latest=True,
        dropped=("period",),
        corrections=(("komimfo", "kominfo"),),
        problems=("after:32-13-2019",),
    )
    made = replace(answer(hits=(hit(1, also=(other,)),)), interpretation=made_of)
    assert answer_from_json(answer_to_json(made)) == made


def test_context_of_a_follow_up_survives() -> None:
    context = interpretation(
        topic="PSE", wants_statement=True, speaker="Kominfo", outlets=("viva",)
    )
    question = Question(
        text="kalau DPR?", language="id", context=context, without=("period",), newest=True
    )
    made = replace(answer(), question=question, interpretation=replace(context, added="PSE"))
    assert answer_from_json(answer_to_json(made)) == made


def test_answers_of_version_0_1_are_read() -> None:
    flat = {
        "topic": "pendaftaran PSE",
        "said": True,
        "speaker": "Kominfo",
        "first": "2019-10-01",
        "last": "",
        "sources": ["viva"],
        "latest": True,
        "dropped": ["period"],
        "corrections": [["komimfo", "kominfo"]],
        "problems": [],
        "added": "PSE",
        "given": "text",
    }
    expected = interpretation(
        "pendaftaran PSE",
        wants_statement=True,
        speaker="Kominfo",
        first="2019-10-01",
        outlets=("viva",),
        latest=True,
        dropped=("period",),
        corrections=(("komimfo", "kominfo"),),
        added="PSE",
        input_kind="text",
    )
    question = Question(text="kalau DPR?", language="id", context=expected)
    record = json.loads(answer_to_json(answer()))
    record["question"] = {"text": "kalau DPR?", "language": "id", "context": flat}
    record["reading"] = flat
    for one in record["hits"]:
        del one["missing"], one["elsewhere"]
    assert answer_from_json(json.dumps(record)) == replace(
        answer(), question=question, interpretation=expected
    )
    # Its first answers had fewer fields.
    for name in ("topic", "said", "added", "given"):
        del flat[name]
    found = answer_from_json(json.dumps(record)).interpretation
    assert (found.query.topic, found.query.filters) == ("", expected.query.filters)


def test_whole_article_is_not_stored() -> None:
    article = Article(id="a1", title="Judul", text="Isi yang panjang sekali.")
    text = answer_to_json(answer(hits=(hit(1, article=article),)))
    assert "Isi yang panjang" not in text
    assert answer_from_json(text).hits[0].article.title == "Judul"
