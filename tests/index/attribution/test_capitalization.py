import pytest

from tests.support.statements import statements_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The office is over a place, which stands before the name.
        (
            "Bupati Karangasri Juliyatmono menyebut panen berhasil.",
            ["Bupati > Juliyatmono|Bupati|Karangasri i"],
        ),
        # The rest of the name stands alone elsewhere.
        (
            "Direktur Sinarmaju Ahmad Hidayat hadir.\nAhmad Hidayat menyebut harga naik.",
            ["Ahmad > Ahmad Hidayat|Direktur|Sinarmaju i"],
        ),
        # The first word has a capital only because it begins the sentence.
        (
            "Gombalan Budi disukai warga.\nMenurut Budi, itu gombalan biasa.",
            ["Menurut > Budi|| i"],
        ),
    ],
)
def test_the_article_shows_which_words_are_the_name(text: str, expected: list[str]) -> None:
    assert statements_of(text) == expected
