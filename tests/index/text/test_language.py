import pytest

from index.text.language import language_of, language_of_query


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


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("what did Kominfo say", "en"),
        ("apa kata Kominfo", "id"),
        # No small word tells.
        ("forest fires", "en"),
        ("kominfo social media", "en"),
        ("kebakaran hutan", ""),
        ("media sosial kominfo", ""),
        ("update vaksin", ""),
        ("data", ""),
        ("best hiking boots", ""),
        ("Palapa Ring", ""),
        ("source:viva", ""),
        ('source:"The Jakarta Post" sort:latest', ""),
        ("before:2019-10-01 source:okezone.", ""),
        ("kebakaran hutan source:viva sort:new", ""),
        ("forest fires sumber:viva", "en"),
        ("https://www.viva.co.id/english/news/forest-fires-in-the-north", ""),
        ("www.example.com/the-news", ""),
        ("news.example.com/the-news-of-the-day", ""),
        ("", ""),
    ],
)
def test_language_of_a_question(question: str, language: str) -> None:
    assert language_of_query(question) == language
    assert language_of_query(question, default="id") == (language or "id")
