"""Text that pages mark, place or hide in other ways than most."""

import json
from pathlib import Path

import pytest

from index.records import Article
from index.sources.raw import Notice
from index.sources.registry import read_articles

TITLE = "Perpustakaan Nasional Buka Ruang Baca Malam"
PARAGRAPHS = [
    "Perpustakaan Nasional membuka ruang baca malam mulai pekan depan bagi pembaca yang bekerja "
    "sampai sore di sekitar gedung itu.",
    "Juru bicara perpustakaan, Ratna Kusuma, mengatakan layanan itu berlaku untuk anggota yang "
    "sudah mendaftar lewat situs perpustakaan.",
    '"Kami ingin semua orang punya waktu membaca," kata Ratna di Jakarta pada Sabtu pekan lalu.',
    "Jumlah kunjungan harian naik dua kali lipat sejak renovasi selesai, dan sebagian besar "
    "pengunjung adalah mahasiswa dari luar kota.",
]


def page(body: str, head: str = "") -> str:
    return (
        f'<html lang="id"><head><meta charset="utf-8"><title>{TITLE}</title>{head}'
        f'<link rel="canonical" href="https://contoh.id/kota/1-ruang-baca"></head>'
        f"<body>{body}</body></html>"
    )


def read(tmp_path: Path, content: str) -> tuple[Article, list[str]]:
    path = tmp_path / "a.html"
    path.write_text(content, encoding="utf-8")
    *told, article = read_articles(path)
    assert isinstance(article, Article)
    return article, [notice.reason for notice in told if isinstance(notice, Notice)]


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


@pytest.mark.parametrize("name", ["teaser", "article-teaser", "Teaser-content"])
def test_a_lead_that_is_called_teaser_is_kept(tmp_path: Path, name: str) -> None:
    lead = f'<div class="{name}">{paragraphs(*PARAGRAPHS[:2])}</div>'
    body = f"<article><h1>{TITLE}</h1>{lead}<div>{paragraphs(*PARAGRAPHS[2:])}</div></article>"
    article, told = read(tmp_path, page(body))
    assert (article.text.split("\n"), told) == (PARAGRAPHS, [])


def test_a_teaser_of_another_article_is_not(tmp_path: Path) -> None:
    other = (
        '<div class="teaser"><h3><a href="/2">Harga Cabai Naik</a></h3><p>Harga cabai di pasar '
        "induk naik tiga kali lipat dalam sepekan karena hujan di daerah penghasil.</p></div>"
    )
    body = f"<article><h1>{TITLE}</h1>{paragraphs(*PARAGRAPHS)}{other}</article>"
    assert read(tmp_path, page(body))[0].text.split("\n") == PARAGRAPHS


def test_a_page_laid_out_by_tables(tmp_path: Path) -> None:
    text = "<br><br>".join(PARAGRAPHS)
    body = (
        '<table><tr><td colspan="3"><table><tr><td><a href="/">Beranda</a> | '
        '<a href="/arsip">Arsip</a></td></tr></table></td></tr><tr><td width="140"><table><tr>'
        '<td><a href="/nas">Nasional</a></td></tr></table></td><td><font size="2">Sabtu, '
        f"28/09/2019 08:15 WIB</font><br><b>{TITLE}</b><br><br>{text}</td></tr></table>"
    )
    article, _ = read(tmp_path, page(body))
    assert article.text.split("\n") == PARAGRAPHS
    assert article.title == TITLE


def test_a_table_of_data_stays_a_table(tmp_path: Path) -> None:
    table = "<table><tr><th>Kota</th><th>Ruang</th></tr><tr><td>Solo</td><td>12</td></tr></table>"
    body = f"<article><h1>{TITLE}</h1>{paragraphs(*PARAGRAPHS)}{table}</article>"
    lines = read(tmp_path, page(body))[0].text.split("\n")
    assert lines[:4] == PARAGRAPHS
    assert "| Solo | 12 |" in lines


def json_ld(**values: object) -> str:
    text = json.dumps({"@context": "https://schema.org", **values})
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize("shown", ["", f"<article><p>{PARAGRAPHS[0]}</p></article>"])
def test_text_that_is_only_in_json_ld(tmp_path: Path, shown: str) -> None:
    body = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
    head = json_ld(**{"@graph": [{"@type": ["NewsArticle"], "headline": "x", "articleBody": body}]})
    article, told = read(tmp_path, page(f'{shown}<div id="app"></div>', head))
    assert (article.text.split("\n"), told) == (PARAGRAPHS, [])


def test_json_ld_of_another_article_is_not_taken(tmp_path: Path) -> None:
    other = "Harga cabai di pasar induk naik tiga kali lipat dalam sepekan karena hujan. " * 20
    head = json_ld(**{"@type": "NewsArticle", "headline": TITLE, "articleBody": other})
    body = f"<article><h1>{TITLE}</h1>{paragraphs(*PARAGRAPHS)}</article>"
    assert read(tmp_path, page(body, head))[0].text.split("\n") == PARAGRAPHS


def bordered(*lines: str) -> str:
    """Paragraphs in a box that trafilatura's precise mode takes for furniture."""
    return f'<div style="border-top: 1px solid">{paragraphs(*lines)}</div>'


def test_the_standard_mode_is_the_floor_and_told(tmp_path: Path) -> None:
    shown = paragraphs(*PARAGRAPHS[:2]) + bordered(*PARAGRAPHS[2:])
    article, told = read(tmp_path, page(f"<article><h1>{TITLE}</h1>{shown}</article>"))
    assert article.text.split("\n") == PARAGRAPHS
    assert told == [
        "read in trafilatura's standard mode: the precise one would leave 36 of 70 words of its "
        "running text"
    ]


@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_a_paragraph_lost_among_others_is_put_back(tmp_path: Path, at: int) -> None:
    boxes = [paragraphs(line) for line in PARAGRAPHS]
    boxes[at] = bordered(PARAGRAPHS[at])
    article, told = read(tmp_path, page(f"<article><h1>{TITLE}</h1>{''.join(boxes)}</article>"))
    assert (article.text.split("\n"), told) == (PARAGRAPHS, [])


@pytest.mark.parametrize(
    "reference",
    [
        '<strong>Baca juga: <a href="/b">Gubernur Resmikan Pasar Baru di Demak</a></strong>',
        'Baca juga: <a href="/b">Gubernur Resmikan Pasar Baru di Demak.</a>',
        '<a href="/b"><b>BACA JUGA: Gubernur Resmikan Pasar Baru di Demak</b></a>',
    ],
)
def test_a_link_to_another_article_within_a_paragraph(tmp_path: Path, reference: str) -> None:
    text = paragraphs(f"{PARAGRAPHS[0]} {reference}", f"{reference}<br>{PARAGRAPHS[1]}")
    body = f"<article><h1>{TITLE}</h1>{text}{paragraphs(*PARAGRAPHS[2:])}</article>"
    assert read(tmp_path, page(body))[0].text.split("\n") == PARAGRAPHS
