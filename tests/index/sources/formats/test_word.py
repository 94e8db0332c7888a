from pathlib import Path

import pytest

from index.records import Article
from index.sources.raw import Notice, Rejection
from index.sources.registry import read_articles
from tests.support.crawls import SENTENCES
from tests.support.documents import docx, paragraph

TITLE = "Tiga Jembatan Gantung Ditutup"
TRACKED = (
    "<w:r><w:t>Warga </w:t></w:r><w:ins w:id='1'><w:r><w:t>diminta</w:t></w:r></w:ins>"
    "<w:del w:id='2'><w:r><w:delText>disuruh</w:delText></w:r></w:del>"
    "<w:commentRangeStart w:id='3'/><w:r><w:t xml:space='preserve'> naik perahu.</w:t></w:r>"
    "<w:commentRangeEnd w:id='3'/><w:r><w:commentReference w:id='3'/></w:r>"
    "<w:r><w:footnoteReference w:id='5'/></w:r>"
)
NOTES = (
    "<w:footnote w:id='5'><w:p><w:r><w:t>Kata dinas, bukan wali kota.</w:t></w:r></w:p>"
    "</w:footnote>"
)
ABOUT = (
    "<dc:title>Judul Lain</dc:title><dc:creator>{}</dc:creator>"
    "<dcterms:created>2021-01-13T10:00:00Z</dcterms:created>"
)


def read(path: Path, content: bytes) -> list[Article | Notice | Rejection]:
    path.write_bytes(content)
    return list(read_articles(path))


@pytest.mark.parametrize("name", ["a.docx", "tanpa-akhiran"])
def test_a_document(tmp_path: Path, name: str) -> None:
    content = docx(
        paragraph(TITLE, "Judul"),
        paragraph(SENTENCES[0]),
        paragraph("Kata dia: ya."),
        paragraph(TRACKED),
        about=ABOUT.format("Ratna Sari"),
        notes=NOTES,
    )
    notice, article = read(tmp_path / name, content)
    assert isinstance(article, Article)
    assert article.title == TITLE
    assert article.text.split("\n") == [SENTENCES[0], "Kata dia: ya.", "Warga diminta naik perahu."]
    assert (article.author, article.published[:10]) == ("Ratna Sari", "2021-01-13")
    assert str(notice).endswith("left out: 1 footnotes")


def test_without_a_heading_the_properties_have_the_title(tmp_path: Path) -> None:
    content = docx(paragraph(SENTENCES[0]), about=ABOUT.format("python-docx"))
    [article] = read(tmp_path / "a.docx", content)
    assert isinstance(article, Article)
    assert (article.title, article.author) == ("Judul Lain", "")


def test_the_date_in_the_text_counts_first(tmp_path: Path) -> None:
    lines = (paragraph("Senin, 4 Januari 2021"), paragraph(SENTENCES[0]))
    content = docx(paragraph(TITLE, "H1"), *lines, about=ABOUT.format("x"))
    [article] = read(tmp_path / "a.docx", content)
    assert isinstance(article, Article)
    assert article.published == "2021-01-04"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04 rusak", "not a Word document, or damaged"),
        (docx(paragraph(SENTENCES[0]))[:-200], "not a Word document, or damaged"),
        (docx(paragraph("Pendek.")), "no "),
    ],
)
def test_no_document(tmp_path: Path, content: bytes, reason: str) -> None:
    [rejection] = read(tmp_path / "a.docx", content)
    assert isinstance(rejection, Rejection)
    assert rejection.reason.startswith(reason)
