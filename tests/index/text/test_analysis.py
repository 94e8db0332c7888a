import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.text.analysis import WORD, fold, index_text, stem, terms, words
from index.text.stopwords import STOP_WORDS


def test_fold() -> None:
    assert fold("KOMINFO") == "kominfo"
    assert fold("Çelik, Zürich, São") == "celik, zurich, sao"
    assert fold("ﬁnal ½ ℡") == "final 1⁄2 tel"
    assert fold("İ") == "i"


@given(st.text())
@example("℡İẞſ𝐀")
@example("e\u0301'b´c")
def test_folded_text_stays_as_it_is(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_words() -> None:
    assert words("Menkominfo: “Blokir” 5G, Rp1.000!") == [
        "menkominfo", "blokir", "5g", "rp1", "000",
    ]  # fmt: skip
    assert words(" ?! ") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nu’aim Nu'aim Nu`aim Nu‘aim Nu´aim Nuʼaim Nuaim", ["nuaim"] * 7),
        ("Rif'at Sa'adah Mas’ud MA'RUF", ["rifat", "saadah", "masud", "maruf"]),
        ("Jum'at Al-Qur’an D'Masiv O'Brien", ["jumat", "al", "quran", "dmasiv", "obrien"]),
        # Not endings of English words, quotation marks, or numbers.
        ("Koman’s don't I'm you're", ["koman", "s", "don", "t", "i", "m", "you", "re"]),
        ("‘Ruf’ 'maaf' rock 'n' roll", ["ruf", "maaf", "rock", "n", "roll"]),
        ("90'an 1'33 Mu'ti's", ["90", "an", "1", "33", "muti", "s"]),
    ],
)
def test_apostrophes_inside_names(text: str, expected: list[str]) -> None:
    assert words(text) == expected
    assert [word for token in WORD.findall(text) for word in words(token)] == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("membuka", "buka"),
        ("makanan", "makan"),
        ("pemblokiran", "blokir"),
        ("banjir", "banjir"),
        ("5g", "5g"),
        ("rp1000", "rp1000"),
    ],
)
def test_stem(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_indexed_text_has_words_and_stems() -> None:
    assert index_text("Menteri membuka banjir.") == "menteri membuka banjir teri buka"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("apa kata Kominfo tentang media sosial?", ["kominfo", "media", "sosial"]),
        ("what did Kominfo say about social media", ["kominfo", "social", "media"]),
        ("gimana sih tanggapan DPR soal UU ITE", ["dpr", "uu", "ite"]),
        ("Banjir, banjir, BANJIR!", ["banjir"]),
        ("apa itu?", []),
        ("", []),
    ],
)
def test_terms(question: str, expected: list[str]) -> None:
    assert terms(question) == expected


def test_stop_words_are_folded_words() -> None:
    assert [word for word in sorted(STOP_WORDS) if words(word) != [word]] == []
