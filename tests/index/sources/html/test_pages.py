"""Pages that come in something else: a WARC, a feed, a document."""

import pytest

from index.errors import InputUnusable
from index.sources.html.pages import read_fragment, read_page

BODY = (
    "Pemerintah kota menutup tiga jembatan gantung mulai pekan depan setelah tim teknis menemukan "
    "karat pada kabel utama penyangga di dua sisi sungai."
)
TITLE = "Tiga Jembatan Gantung Ditutup"
ADDRESS = "https://m.situs.co.id/kota/12-jembatan?id=3"


def page(head: str = "", heading: str = f"<h1>{TITLE}</h1>", below: str = "") -> str:
    return (
        f"<html><head><title>{TITLE}</title>{head}</head><body><article>{heading}{below}"
        f"<p>{BODY}</p><p>{BODY} Jembatan itu dibangun dua puluh tahun lalu.</p></article></body>"
        "</html>"
    )


def canonical(url: str) -> str:
    return f'<link rel="canonical" href="{url}">'


@pytest.mark.parametrize(
    ("head", "came_from", "address"),
    [
        ("", ADDRESS, ADDRESS),
        ("", f"{ADDRESS}&utm_source=umpan#isi", ADDRESS),
        ("", "http://situs.id/a/1?fbclid=x", "http://situs.id/a/1"),
        (
            canonical("https://www.situs.co.id/kota/12-jembatan"),
            ADDRESS,
            "https://www.situs.co.id/kota/12-jembatan",
        ),
        (canonical("/kota/12-jembatan"), ADDRESS, "https://m.situs.co.id/kota/12-jembatan"),
        (
            '<meta property="og:url" content="https://kota.situs.co.id/12-jembatan">',
            "https://amp.situs.co.id/12-jembatan",
            "https://kota.situs.co.id/12-jembatan",
        ),
        # Another site, one of another owner under one suffix, the front page, no address.
        (canonical("https://lain.co.id/kota/12-jembatan"), ADDRESS, ADDRESS),
        (canonical("https://www.situs.co.id/"), ADDRESS, ADDRESS),
        (canonical("https://[situs/kota"), ADDRESS, ADDRESS),
        (canonical("javascript:void(0)"), ADDRESS, ADDRESS),
        # The second page of an article is not its first.
        (
            canonical("https://www.situs.co.id/kota/12-jembatan"),
            "https://www.situs.co.id/kota/12-jembatan?page=2",
            "https://www.situs.co.id/kota/12-jembatan?page=2",
        ),
        (
            canonical("https://web.archive.org/web/2019/https://situs.co.id/kota/12-jembatan"),
            "https://web.archive.org/web/2019/http://situs.co.id/kota/12-jembatan/amp",
            "https://situs.co.id/kota/12-jembatan",
        ),
    ],
)
def test_a_page_declares_its_address_on_its_own_site(
    head: str, came_from: str, address: str
) -> None:
    assert read_page(page(head), address=came_from).fields["url"] == address


KNOWN = {
    "title": "Judul Umpan",
    "published": "2019-09-28T01:30:00+07:00",
    "source": "Situs Kota",
    "author": "Ratna Sari",
    "lang": "id",
    "text": "Cuplikan.",
}


def test_what_the_page_lacks_is_filled() -> None:
    bare = page(heading="").replace(f"<title>{TITLE}</title>", "")
    record = read_page(bare, address=ADDRESS, known=KNOWN)
    text = record.fields["text"]
    assert record.fields == {**KNOWN, "url": ADDRESS, "text": text}
    assert text.split("\n")[0] == BODY


def test_what_the_page_has_stays() -> None:
    head = (
        '<meta property="article:published_time" content="2019-09-27T18:30:00+00:00">'
        '<meta property="og:site_name" content="Harian Situs">'
        '<meta name="author" content="Budi Santoso">'
    )
    record = read_page(page(head), address=ADDRESS, known=KNOWN)
    assert record.fields == {
        "title": TITLE,
        "url": ADDRESS,
        "source": "Harian Situs",
        "author": "Budi Santoso",
        "lang": "id",
        "text": record.fields["text"],
    }
    assert record.dates.stated == "2019-09-27T18:30:00+00:00"


def test_the_date_that_a_page_prints_is_not_replaced() -> None:
    printed = page(below="<div>Sabtu, 28 September 2019 | 01:30 WIB</div>")
    assert "published" not in read_page(printed, address=ADDRESS, known=KNOWN).fields


def test_bytes_have_the_charset_of_the_header() -> None:
    content = page().replace("Jembatan itu", "Kafé “itu”").encode("cp1252")
    assert "Kafé “itu”" in read_page(content, charset="iso-8859-1").fields["text"]


@pytest.mark.parametrize("content", [b"", b" \n", "", b"\x00\x01\x02"])
def test_no_page(content: bytes | str) -> None:
    with pytest.raises(InputUnusable):
        read_page(content, address=ADDRESS)


def test_a_fragment_is_the_article_of_what_is_known() -> None:
    content = f"<p>{BODY}</p><p>Kata dia: ya.</p><ul><li>satu</li><li>dua</li></ul>"
    record = read_fragment(content, address=ADDRESS, known=KNOWN)
    assert record.fields["title"] == "Judul Umpan"
    assert record.fields["published"] == "2019-09-28T01:30:00+07:00"
    assert record.fields["text"].split("\n") == [
        "Judul Umpan",
        BODY,
        "Kata dia: ya.",
        "- satu",
        "- dua",
    ]


def test_the_section_that_a_page_names() -> None:
    head = '<meta property="article:section" content="Gaya &amp; Hidup">'
    assert read_page(page(head)).fields["section"] == "Gaya & Hidup"
    declared = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Judul",'
        ' "articleSection": ["Ekonomi", "Pasar"]}</script>'
    )
    assert read_page(page(head + declared)).fields["section"] == "Ekonomi"
