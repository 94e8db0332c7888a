import gzip
import json

import pytest

from bot.answers.labelled_questions import (
    FAR,
    NEAR,
    LabelledQuestion,
    read_questions,
    with_quotes,
)
from index.errors import ArchiveError


def read(tmp_path, **facts):
    path = tmp_path / "q.jsonl"
    path.write_text(json.dumps({"id": 1, "question": "q"} | facts) + "\n")
    [question] = read_questions(path)
    return question


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


def test_labels_are_read(tmp_path):
    labels = {"kind": "said", "speaker": None, "style": "chat", "half": "measure", "quotes": ["k"]}
    question = read(tmp_path, **labels)
    assert (question.kind, question.speaker, question.style) == ("said", "", "chat")
    assert (question.half, question.quotes) == ("measure", ("k",))


@pytest.mark.parametrize(
    ("labels", "miss"),
    [
        ({"kind": "near"}, NEAR),
        ({"kind": "far"}, FAR),
        ({"kind": "who", "near_miss_of": "q2"}, NEAR),
        ({"kind": "who", "near_miss_of": None}, ""),
        ({"kind": "near", "answerable": True}, ""),
    ],
)
def test_how_a_question_misses_is_read(tmp_path, labels, miss):
    assert read(tmp_path, **({"answerable": False} | labels)).miss == miss


def test_ranges_of_a_text_become_accepted_sentences(tmp_path):
    question = read(tmp_path, spans=[["a", 0, 3], ["b", 4, 7]], quotes=["Lagi."])
    found = with_quotes(question, {"a": "Ya. Tidak.", "b": "Ini itu."})
    assert (found.quotes, found.spans) == (("Lagi.", "Ya.", "itu"), ())


def test_a_broken_range_is_an_error_with_its_line(tmp_path):
    with pytest.raises(ArchiveError, match=r"q\.jsonl:1: not a question"):
        read(tmp_path, spans=[["a", 0]])
