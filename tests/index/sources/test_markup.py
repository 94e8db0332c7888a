"""HTML and Markdown in records and text files, front matter of every kind."""

import json
from pathlib import Path

import pytest

from index.records import Article
from index.sources.markup import plain_text, plain_value
from index.sources.raw import Notice
from index.sources.records.fields import known_fields
from index.sources.registry import read_articles

TEXT = "Perpustakaan Nasional membuka ruang baca malam untuk anggota mulai pekan depan."


def read(path: Path, content: str) -> tuple[Article, list[str]]:
    path.write_text(content, encoding="utf-8")
    *told, article = read_articles(path)
    assert isinstance(article, Article)
    return article, [notice.reason for notice in told if isinstance(notice, Notice)]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<p>Satu <b>dua</b>.</p>\r\n<p>&ldquo;Tiga,&rdquo; kata Ratna.</p>",
         "Satu dua.\n“Tiga,” kata Ratna."),
        ("Satu dua.<br/><br />Tiga empat.", "Satu dua.\nTiga empat."),
        ("Satu <a href='https://contoh.id/?a=1&b=2' target=_blank>dua</a> tiga", "Satu dua tiga"),
        ("<div>Satu\ndua.</div><script>var x = '<p>';</script><ul><li>Tiga</li></ul>",
         "Satu dua.\nTiga"),
        ("Buku &amp; kopi &#45; &quot;Naga&quot;&nbsp;Laut", 'Buku & kopi - "Naga"\xa0Laut'),
        ("&amp;ldquo;Satu&amp;rdquo;", "“Satu”"),
        ("&lt;p&gt;Satu&lt;/p&gt;", "Satu"),
        ("**Satu** dua tiga [empat](https://contoh.id/a_b) ![lima](x.png)",
         "Satu dua tiga empat"),
        ("## Syarat\nSatu\n> Dua", "Syarat\nSatu\nDua"),
        ("__Satu__ dua", "Satu dua"),
    ],
)  # fmt: skip
def test_marks_become_what_they_print_as(text: str, plain: str) -> None:
    lines = [" ".join(line.split(" ")).strip() for line in plain_text(text).splitlines()]
    assert "\n".join(filter(None, lines)) == plain


@pytest.mark.parametrize(
    "text",
    [
        "Harga 5 < 6 dan 7 > 4 menurut tabel.",
        "Kabupaten K***li** dan akun @a_b_c serta #RuangBaca.",
        "Rumusnya 5 * 3 * 2 = 30 dan 2*3*4 = 24.",
        "AT&T dan https://contoh.id/?a=1&copy=2 tetap.",
        "Ditulis oleh <Ratna> pada [1] dan (2).",
        "*** catatan redaksi ***",
        "“Kami siap *sekali*,” tulis Ratna.",
        "# 1",
    ],
)
def test_text_that_only_resembles_markup_stays(text: str) -> None:
    assert plain_text(text) in (text, text.removeprefix("# "))


def test_titles_names_and_addresses_lose_tags_and_entities() -> None:
    assert plain_value("Buku &amp; Kopi: <i>Malam</i>") == "Buku & Kopi: Malam"
    assert plain_value("https://contoh.id/?a=1&amp;b=2") == "https://contoh.id/?a=1&b=2"
    assert plain_value("https://contoh.id/?a=1&copy=2") == "https://contoh.id/?a=1&copy=2"


def test_records_with_html(tmp_path: Path) -> None:
    record = {
        "title": "Buku &amp; Kopi",
        "text": f"<p>{TEXT}</p><p>&ldquo;Kami siap,&rdquo; kata <strong>Ratna</strong>.</p>",
    }
    article, told = read(tmp_path / "a.json", json.dumps(record))
    assert (article.title, told) == ("Buku & Kopi", [])
    assert article.text == f"{TEXT}\n“Kami siap,” kata Ratna."


def test_a_text_file_that_is_a_page_or_has_tags(tmp_path: Path) -> None:
    tagged, _ = read(tmp_path / "a.txt", f"<p>{TEXT}</p>\n<p>&quot;Kami siap,&quot; katanya.</p>")
    assert tagged.text == f'{TEXT}\n"Kami siap," katanya.'
    more = "Layanan itu berlaku setiap hari kerja dan dapat dipakai tanpa biaya apa pun. " * 4
    page = f"<!DOCTYPE html><html><title>Ruang Baca</title><p>{TEXT}</p><p>{more}</p></html>"
    assert read(tmp_path / "b.txt", page)[0].title == "Ruang Baca"


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_front_matter_by_other_names(tmp_path: Path, name: str) -> None:
    front = (
        "---\ntitle: Kominfo: Ruang Baca\ndate: 2019-09-28\nlink: https://contoh.id/1-a\n"
        "authors:\n  - Ratna Kusuma\n  - Dewi\npublisher: Contoh\n---\n"
    )
    article, told = read(tmp_path / name, f"{front}\n{TEXT}\n")
    assert (article.title, article.published) == ("Kominfo: Ruang Baca", "2019-09-28")
    assert (article.url, article.source) == ("https://contoh.id/1-a", "Contoh")
    assert (article.author, article.text, told) == ("Ratna Kusuma, Dewi", TEXT, [])


def test_front_matter_without_its_end_is_told(tmp_path: Path) -> None:
    front = "---\ntitle: Ruang Baca\ndate: 2019-09-28\n"
    for rule in ("", "\n---\n\nAkhir.\n"):
        article, told = read(tmp_path / "a.md", f"{front}\n{TEXT}\n{rule}")
        assert (article.title, article.published) == ("Ruang Baca", "2019-09-28")
        assert article.text.split("\n")[0] == TEXT
        assert told == [
            "its front matter has no closing `---`; it was taken to end at the first blank line"
        ]


def test_fields_without_the_rule_above_them(tmp_path: Path) -> None:
    for end in ("---\n", ""):
        fields = f"Title: Ruang Baca\nDate: 2019-09-28\n{end}\n"
        article, told = read(tmp_path / "a.txt", f"{fields}{TEXT}\n")
        assert (article.title, article.published) == ("Ruang Baca", "2019-09-28")
        assert (article.text, told) == (TEXT, [])
    said = f"Ratna: Kami siap.\nDewi: Kami juga.\n\n{TEXT}\n"
    assert read(tmp_path / "a.md", said)[0].text.startswith("Ratna: Kami siap.")


def test_front_matter_in_toml(tmp_path: Path) -> None:
    front = '+++\ntitle = "Ruang: Baca"\ndate = 2019-09-28T08:15:00+07:00\ntags = ["a"]\n+++\n'
    article, _ = read(tmp_path / "a.md", f"{front}\n{TEXT}\n")
    assert (article.title, article.text) == ("Ruang: Baca", TEXT)
    assert article.published == "2019-09-28T08:15:00+07:00"


def test_a_text_that_begins_with_a_rule_has_no_front_matter(tmp_path: Path) -> None:
    article, told = read(tmp_path / "a.md", f"---\n\n{TEXT}\n\n---\n\nAkhir.\n")
    assert (article.text.split("\n"), told) == ([TEXT, "Akhir."], [])


def test_markdown_marks_are_read(tmp_path: Path) -> None:
    body = (
        "Ruang Baca Malam\n================\n\nPerpustakaan **Nasional** membuka\n"
        "[ruang baca][1] malam\\*.\n\n1. membawa *kartu*\n2. datang sore\n\n"
        "> “Kami siap,” kata Ratna.\n\n| Kota | Ruang |\n|---|---|\n| Solo | 12 |\n\n"
        "<b>Gratis</b> &amp; terbuka.\n\n[1]: https://contoh.id/\n"
    )
    article, _ = read(tmp_path / "a.md", body)
    assert article.title == "Ruang Baca Malam"
    assert article.text.split("\n") == [
        "Perpustakaan Nasional membuka ruang baca malam*.",
        "1. membawa kartu",
        "2. datang sore",
        "“Kami siap,” kata Ratna.",
        "| Kota | Ruang |",
        "| Solo | 12 |",
        "Gratis & terbuka.",
    ]


def test_fields_by_other_names() -> None:
    clipped = {"source": "https://contoh.id/1", "Date": "2019-09-28", "byline": "Ratna"}
    assert known_fields(clipped) == {
        "url": "https://contoh.id/1",
        "published": "2019-09-28",
        "author": "Ratna",
    }
    both = {"published": "2019-09-28", "date": "2020-01-01", "headline": "Ruang &amp; Baca"}
    assert known_fields(both) == {"title": "Ruang & Baca", "published": "2019-09-28"}
