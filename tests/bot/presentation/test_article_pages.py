import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.presentation.article_pages import pages, render_article
from bot.presentation.html import fits
from bot.presentation.i18n import Messages
from tests.support.bot_api.telegram_html import parse
from tests.support.stand_in import article

ID, EN = Messages("id"), Messages("en")
J = "\u2060"


@pytest.mark.parametrize(
    ("text", "length", "parts"),
    [
        ("Satu. Dua.", 20, ["Satu. Dua."]),
        ("Satu kalimat. Dua kalimat.", 20, ["Satu kalimat.", "Dua kalimat."]),
        ("Satu.\nDua. Tiga.", 12, ["Satu.\nDua.", "Tiga."]),
        ("satu dua tiga empat", 9, ["satu dua", "tiga", "empat"]),
        ("satukatapanjang lagi", 8, ["satukata", "panjang", "lagi"]),
        ("", 8, [""]),
    ],
)
def test_pages_end_with_sentences(text: str, length: int, parts: list[str]) -> None:
    assert pages(text, length) == parts


@given(st.text(), st.integers(1, 40))
def test_pages_keep_every_letter_in_order(text: str, length: int) -> None:
    parts = pages(text, length)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(len(part) <= length for part in parts)


def test_first_page() -> None:
    made = article(author="Redaksi @viva", text="Paragraf satu.\nParagraf dua di detik.com.")
    page = render_article(made, ID)
    text, entities = parse(page.html)
    assert text.splitlines() == [
        "Desa terhubung internet, bagian 1",
        f"VIVA · 16 Oktober 2019 · Redaksi @{J}viva",
        "",
        "Paragraf satu.",
        "",
        f"Paragraf dua di detik.{J}com.",
    ]
    assert sorted(entity["type"] for entity in entities) == ["bold", "text_link"]
    assert [e["url"] for e in entities if "url" in e] == ["https://berita.example/arsip/1"]
    assert (page.number, page.has_previous, page.has_next) == (0, False, False)


@pytest.mark.parametrize(
    ("asked", "number", "previous", "following"),
    [(0, 0, False, True), (1, 1, True, True), (9, 2, True, False), (-1, 0, False, True)],
)
def test_pages_of_a_long_article(asked: int, number: int, previous: bool, following: bool) -> None:
    page = render_article(article(), EN, page=asked)
    assert (page.number, page.has_previous, page.has_next) == (number, previous, following)
    assert page.html.splitlines()[-1] == f"<i>Page {number + 1} of 3</i>"
    text, _ = parse(page.html)
    shown = "\n".join(line for line in text.splitlines()[2:-1] if line)
    assert shown == pages(article().text)[number]


def test_article_without_title_and_url() -> None:
    made = article(title="", url="javascript:alert(1)", source="", published="", author="")
    text, entities = parse(render_article(made, EN).html)
    assert text.splitlines()[0] == "Untitled"
    assert [entity["type"] for entity in entities] == ["bold", "italic"]


@given(st.text(min_size=1), st.text())
def test_any_article_fits(text: str, title: str) -> None:
    assert fits(render_article(article(text=text * 50, title=title), ID).html)
