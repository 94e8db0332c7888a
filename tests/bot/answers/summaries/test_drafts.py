"""Replies of language models, as they come."""

import pytest

from bot.answers.summaries.drafts import LONGEST_REPLY, read_draft
from bot.answers.summaries.records import Draft, SummarySentence

ONE = Draft(answering=(1,), sentences=(SummarySentence("Hujan turun.", (1, 2)),))
JSON = '{"answering": [1], "sentences": [{"text": "Hujan turun.", "quotes": [1, 2]}]}'


@pytest.mark.parametrize(
    "reply",
    [
        JSON,
        f"```json\n{JSON}\n```",
        f"Here is the summary:\n{JSON}\nAnything else?",
        f"<think>Quote {{1}} says … {{}}</think>\n{JSON}",
        '{"answering": ["1"], "sentences": [{"text": "Hujan turun. [1]", "quotes": ["[1]", 2]}]}',
        '{"answering": [1], "sentences": ["Hujan turun [1][2]."]}'.replace("[2].", "[2] ."),
        '{"answering": [1], "summary": [{"text": "Hujan turun.", "quotes": [1, 2]}]}',
        '{"answering": [1], "summary": {"sentences": [{"text": "Hujan turun.", "quotes": [1, 2]}'
        "]}}",
    ],
)
def test_the_same_draft_in_many_clothes(reply: str) -> None:
    draft = read_draft(reply)
    assert draft is not None
    assert draft.answering == (1,)
    assert [one.text.replace(" .", ".") for one in draft.sentences] == ["Hujan turun."]
    assert draft.sentences[0].quotes == (1, 2)


def test_plain_sentences_with_marks() -> None:
    draft = read_draft("Hujan turun di Rawasari. [1] Jalan ditutup [2, 3].")
    assert draft == Draft(
        sentences=(
            SummarySentence("Hujan turun di Rawasari.", (1,)),
            SummarySentence("Jalan ditutup.", (2, 3)),
        )
    )


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "Maaf, saya tidak bisa membantu.",
        "{",
        "[]",
        "null",
        '{"error": "overloaded"}',
        "<think>still thinking",
        "{" * 5000,
        "[" * LONGEST_REPLY,
        "\x00\ud800" * 10,
    ],
)
def test_no_draft(reply: str) -> None:
    assert read_draft(reply) is None


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ('{"answering": [], "sentences": []}', Draft(answering=())),
        ('{"answering": "none", "sentences": null}', Draft()),
        ('{"sentences": [3, null, [], {"text": 5}, {"quotes": [1]}]}', Draft()),
        (
            '{"sentences": [{"text": "A b.", "quotes": [true, -1, 1.5, "x", null]}]}',
            Draft(sentences=(SummarySentence("A b.", (0,)),)),
        ),
        (
            '{"sentences": [{"text": "A b."}]}',
            Draft(sentences=(SummarySentence("A b.", (0,)),)),
        ),
    ],
)
def test_odd_fields_never_become_a_quote(reply: str, expected: Draft) -> None:
    assert read_draft(reply) == expected


def test_only_the_first_sentences_are_read() -> None:
    many = ", ".join('{"text": "A b.", "quotes": [1]}' for _ in range(50))
    draft = read_draft(f'{{"sentences": [{many}]}}')
    assert draft is not None
    assert len(draft.sentences) == 4
