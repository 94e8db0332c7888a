import pytest

from index.attribution.tokens import (
    ACRONYM,
    NAME,
    NUMBER,
    QUOTE,
    WORD,
    find_quote_before,
    tokenize_sentence,
)
from index.text.quotations import quotations


def kinds(text: str) -> list[tuple[str, str]]:
    tokens = tokenize_sentence(text, 0, len(text), quotations(text))
    return [(text[token.start : token.end], token.kind) for token in tokens]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ketua RT Budi, S.H. (34)",
            [
                ("Ketua", NAME),
                ("RT", NAME),
                ("Budi", NAME),
                (",", ","),
                ("(", "("),
                ("34", NUMBER),
                (")", ")"),
            ],
        ),
        ("DPR Komisi I", [("DPR", ACRONYM), ("Komisi", NAME), ("I", ACRONYM)]),
        ("UU baru", [("UU", ACRONYM), ("baru", WORD)]),
        (
            "al-Badr di Kompas.com.",
            [("al-Badr", NAME), ("di", WORD), ("Kompas.com", NAME), (".", ".")],
        ),
        ("“Air naik,” kata Budi", [("“Air naik,”", QUOTE), ("kata", WORD), ("Budi", NAME)]),
    ],
)
def test_kinds_of_tokens(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("“Air naik,” kata Budi", 1, 0),
        ("“Air naik”, – kata Budi", 3, 0),
        ("“Air naik” lalu kata Budi", 2, -1),
        ("kata Budi", 0, -1),
    ],
)
def test_the_quotation_right_before_a_token(text: str, at: int, expected: int) -> None:
    tokens = tokenize_sentence(text, 0, len(text), quotations(text))
    assert find_quote_before(tokens, at) == expected
