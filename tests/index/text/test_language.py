import pytest

from index.text.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("what did Kominfo say about social media", "en"),
        ("apa kata Kominfo tentang media sosial", "id"),
        ("gmn kata menkes ttg vaksin", "id"),
        ("Berapa kuota internet pelajar?", "id"),
        ("When was Palapa Ring inaugurated?", "en"),
        ("Menteri mengatakan aturan itu berlaku untuk semua.", "id"),
    ],
)
def test_small_words_tell_the_language(text, language):
    assert language_of(text, default="") == language


@pytest.mark.parametrize("text", ["", "Kominfo", "resep rendang", "1998"])
def test_without_small_words_the_default_holds(text):
    assert language_of(text, default="en") == "en"
    assert language_of(text) == ""
