import gzip
import json
from dataclasses import replace

import pytest

from bot.answers.evaluation import (
    LabelledQuestion,
    Prediction,
    auroc,
    f1,
    false_at,
    measure,
    read_questions,
)
from index.errors import ArchiveError
from index.records import Outcome


def predicted(name, articles=(), *, quote="", confidence=0.5, outcome=Outcome.ANSWER, ms=1.0):
    return Prediction(
        id=name,
        outcome=outcome,
        confidence=confidence,
        articles=tuple(articles),
        quote=quote,
        speaker="",
        elapsed_ms=ms,
    )


def asked(name, relevant=(), *, answers=(), answerable=True):
    return LabelledQuestion(
        id=name,
        question=name,
        relevant=frozenset(relevant),
        answers=tuple(answers),
        answerable=answerable,
    )


def test_ranks_give_mrr_and_recall():
    """Ranks 1, 2, 4 and none: MRR (1 + 1/2 + 1/4 + 0) / 4 = .4375."""
    questions = [asked(name, ["x"]) for name in "abcd"]
    found = [
        predicted("a", "x"),
        predicted("b", "yx"),
        predicted("c", "abcx"),
        predicted("d", "abc"),
    ]
    metrics = measure(questions, found)
    assert metrics.mrr_at_10 == 0.4375
    assert (metrics.recall_at_1, metrics.recall_at_3, metrics.recall_at_5) == (0.25, 0.5, 0.75)


def test_rank_eleven_counts_as_none():
    found = [predicted("a", [*"abcdefghij", "x"])]
    assert measure([asked("a", ["x"])], found).mrr_at_10 == 0


def test_quotes_count_only_where_the_first_article_is_right():
    questions = [asked(name, ["x"], answers=["16 Oktober"]) for name in "abc"]
    found = [
        predicted("a", "x", quote="Pada 16 oktober itu ramai."),
        predicted("b", "x", quote="Pada hari itu ramai."),
        predicted("c", "yx", quote="Pada 16 Oktober itu ramai."),
    ]
    assert measure(questions, found).quote_has_answer == 0.5


def test_refusal_is_measured_on_both_kinds_of_questions():
    questions = [asked("a", "x"), asked("b", "x"), asked("c", answerable=False)]
    found = [
        predicted("a", "x", confidence=0.9),
        predicted("b", "x", confidence=0.3, outcome=Outcome.RELATED),
        predicted("c", "x", confidence=0.5),
    ]
    metrics = measure(questions, found)
    assert (metrics.answered, metrics.false_answers, metrics.auroc) == (0.5, 1.0, 0.5)


def test_measures_without_labels_are_none():
    metrics = measure([asked("a", answerable=False)], [predicted("a")])
    assert (metrics.mrr_at_10, metrics.quote_has_answer, metrics.auroc) == (None, None, None)


def test_auroc_counts_ties_half():
    """Pairs: .9>.5, .9>.1, .5=.5 (half), .5>.1: 3.5 of 4."""
    assert auroc([0.9, 0.5], [0.5, 0.1]) == 0.875


def test_false_at_95_keeps_all_but_one_of_twenty():
    """The lowest of twenty may fall, so .15 is the threshold, and .2 and .15 pass it."""
    kept = [0.1, 0.15, *[0.8] * 18]
    assert false_at(kept, [0.2, 0.15, 0.14, 0.05], 0.95) == 0.5


def test_latency_quantiles_are_of_all_questions():
    questions = [asked(str(n), "x") for n in range(20)]
    found = [predicted(str(n), "x", ms=float(n)) for n in range(20)]
    metrics = measure(questions, found)
    assert (metrics.p50_ms, metrics.p95_ms) == (10.0, 19.0)


@pytest.mark.parametrize("name", ["q.jsonl", "q.jsonl.gz"])
def test_questions_are_read_plain_and_gzipped(tmp_path, name):
    facts = {"id": 7, "question": "apa?", "relevant": ["a"], "after": "siapa?", "other": 1}
    line = json.dumps(facts) + "\n\n"
    path = tmp_path / name
    path.write_bytes(gzip.compress(line.encode()) if name.endswith("gz") else line.encode())
    expected = LabelledQuestion(id="7", question="apa?", relevant=frozenset("a"), after="siapa?")
    assert list(read_questions(path)) == [expected]


@pytest.mark.parametrize("line", ["{", "[1]", '{"id": "1"}', '{"question": "apa?"}'])
def test_error_names_the_line_of_a_bad_question(tmp_path, line):
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": "1", "question": "apa?"}\n' + line + "\n")
    with pytest.raises(ArchiveError, match=r"q\.jsonl:2: not a question"):
        list(read_questions(path))


def test_error_names_a_missing_file(tmp_path):
    with pytest.raises(ArchiveError, match=r"nowhere\.jsonl cannot be read"):
        list(read_questions(tmp_path / "nowhere.jsonl"))


def test_gold_quotes_overlap_by_token_f1():
    """Four of the gold quote's five words, with one more: F1 is 2 * 4 / (5 + 5) = .8."""
    gold = {"quote": "Kami minta pakai nomor ponsel", "quote_article": "x"}
    question = replace(asked("a", ["x", "y"]), **gold)
    good = predicted("a", "x", quote="kami minta: pakai nomor lain!")
    assert f1(gold["quote"], good.quote) == pytest.approx(0.8)
    poor = predicted("a", "x", quote="Nomor itu tidak dipakai lagi kata dia")
    elsewhere = predicted("a", "y", quote="Lain sama sekali")
    metrics = measure([question] * 3, [good, poor, elsewhere])
    assert metrics.quote_overlaps == 0.5
    assert f1("", "kata") == 0.0


def test_said_right_needs_the_article_and_a_name():
    question = replace(asked("a", ["x"]), said=True, speaker="Menkominfo Rudiantara; Semuel")
    spoken = [
        replace(predicted("a", "x"), speaker="Rudiantara, Menteri Komunikasi"),
        replace(predicted("a", "x"), speaker="Jusuf Kalla"),
        replace(predicted("a", "y"), speaker="Rudiantara"),
        predicted("a", "x"),
    ]
    assert measure([question] * 4, spoken).said_right == 0.25


def test_labels_are_read(tmp_path):
    row = {"id": 1, "question": "q", "kind": "said", "speaker": None, "quote": "k"}
    path = tmp_path / "q.jsonl"
    path.write_text(json.dumps(row) + "\n")
    [question] = read_questions(path)
    assert (question.said, question.speaker, question.quote) == (True, "", "k")
