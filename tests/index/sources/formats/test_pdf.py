from collections.abc import Sequence
from pathlib import Path

import pytest

from index.records import Article
from index.sources.formats.pdf_layout import running_text, stated_title
from index.sources.raw import Rejection
from index.sources.registry import read_articles
from tests.support.documents import Line, write_pdf

LEFT = [
    "Pemerintah kota menutup tiga jembatan gantung mulai",
    "pekan depan setelah tim teknis menemukan karat pe-",
    "nyangga di dua sisi sungai. Undang-",
    "undang itu sudah lama berlaku.",
    "Warga diminta memakai perahu penyeberangan yang",
]
RIGHT = [
    "disediakan gratis selama perbaikan berlangsung,",
    "kata wali kota “tanpa kecuali”.",
]
TEXT = [
    "Pemerintah kota menutup tiga jembatan gantung mulai pekan depan setelah tim teknis menemukan "
    "karat penyangga di dua sisi sungai. Undang-undang itu sudah lama berlaku.",
    "Warga diminta memakai perahu penyeberangan yang disediakan gratis selama perbaikan "
    "berlangsung, kata wali kota “tanpa kecuali”.",
]
TITLE = "Tiga Jembatan Gantung Ditutup"


def column(x: int, y: int, lines: Sequence[str]) -> list[Line]:
    return [(x, y - 14 * n, line) for n, line in enumerate(lines)]


def page(number: int, lines: Sequence[Line]) -> list[Line]:
    return [(60, 820, "Harian Contoh"), *lines, (300, 40, f"Halaman {number}")]


PAGES = [
    page(3, [(60, 790, TITLE), *column(60, 770, LEFT), *column(320, 770, RIGHT)]),
    page(4, column(60, 790, ["Perbaikan itu dibiayai pemerintah provinsi sendiri."])),
]


def test_two_columns_on_two_pages(tmp_path: Path) -> None:
    path = tmp_path / "koran"
    about = {"/Title": "Microsoft Word - koran.docx", "/CreationDate": "D:20210113100000+07'00'"}
    write_pdf(path, PAGES, about=about)
    [article] = read_articles(path)
    assert isinstance(article, Article)
    assert article.title == TITLE
    assert article.published == "2021-01-13T10:00:00+07:00"
    assert article.text.split("\n") == [
        *TEXT,
        "Perbaikan itu dibiayai pemerintah provinsi sendiri.",
    ]


def test_a_title_among_the_properties(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_pdf(path, PAGES, about={"/Title": "Jembatan Gantung di Kota Kami"})
    [article] = read_articles(path)
    assert isinstance(article, Article)
    assert article.title == "Jembatan Gantung di Kota Kami"


def test_a_pdf_that_only_forbids_copying_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_pdf(path, PAGES, password="")
    [article] = read_articles(path)
    assert isinstance(article, Article)


@pytest.mark.parametrize(
    ("pages", "password", "reason"),
    [
        (PAGES, "rahasia", "encrypted; save it without a password"),
        ([], None, "a damaged PDF (no pages)"),
        ([page(1, []), page(2, [])], None, "no text in its 2 pages: they are pictures."),
        ([[], []], None, "no text in its 2 pages: they are pictures. Make it searchable with OCR"),
    ],
)
def test_a_pdf_without_text(
    tmp_path: Path, pages: Sequence[Sequence[Line]], password: str | None, reason: str
) -> None:
    path = tmp_path / "a.pdf"
    write_pdf(path, pages, password=password)
    [rejection] = read_articles(path)
    assert isinstance(rejection, Rejection)
    assert rejection.reason.startswith(reason)


def test_a_damaged_pdf(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\n1 0 obj\nrusak")
    [rejection] = read_articles(path)
    assert isinstance(rejection, Rejection)
    assert rejection.reason.startswith("a damaged PDF (")


LONG = "Kalimat pembuka yang panjangnya memenuhi satu baris halaman penuh"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([f"{LONG} sayur-", "mayur segar."], f"{LONG} sayur-mayur segar."),
        ([f"{LONG} me-", "nemukan."], f"{LONG} menemukan."),
        ([f"{LONG} me\u00ad", "nemukan."], f"{LONG} menemukan."),
        ([f"{LONG} tahun 2019-", "2024 di sini."], f"{LONG} tahun 2019-2024 di sini."),
        ([f"{LONG} Jawa-", "Bali."], f"{LONG} Jawa-Bali."),
        ([f"{LONG} –", "katanya."], f"{LONG} – katanya."),
        ([f"{LONG} e\ufb01sien", "sekali."], f"{LONG} efisien sekali."),
        (["Pendek.", LONG, "• satu", "• dua"], f"Pendek.\n{LONG}\n• satu\n• dua"),
        ([LONG, "", LONG], f"{LONG}\n{LONG}"),
        (["Sayur-mayur dijual.", f"{LONG} sayur-", "mayur."], None),
    ],
)
def test_lines_become_paragraphs(lines: list[str], text: str | None) -> None:
    expected = text or f"Sayur-mayur dijual.\n{LONG} sayur-mayur."
    assert running_text(["\n".join(lines)]) == expected


def test_heads_and_feet_that_return_are_left_out() -> None:
    pages = [f"Harian Contoh {n}\n{LONG} {word}.\n- {n} -" for n, word in enumerate("abc", 7)]
    assert running_text(pages) == f"{LONG} a. {LONG} b. {LONG} c."


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Laporan  Tahunan Kota", "Laporan Tahunan Kota"),
        ("laporan_2021.indd", ""),
        ("Untitled-1", ""),
        ("Slide 1", ""),
        ("", ""),
    ],
)
def test_titles_that_programs_write_are_none(title: str, kept: str) -> None:
    assert stated_title(title) == kept
