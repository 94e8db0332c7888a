"""The body of an article as HTML: what of it is text."""

import pytest

from index.sources.html.fragments import fragment_text

FIRST = (
    "Perpustakaan Nasional membuka ruang baca malam untuk anggota yang bekerja sampai sore di "
    "sekitar gedung itu."
)
LAST = "“Kami ingin semua orang dapat membaca,” kata kepala perpustakaan itu kepada wartawan."
P, Q = f"<p>{FIRST}</p>", f"<p>{LAST}</p>"
PICTURE = '<figure><img src="a.jpg"/><figcaption>Gedung baru (Foto: Ani)</figcaption></figure>'
POST = '<p>The post <a href="https://x.id/1">Judul</a> appeared first on <a href="/">X</a>.</p>'


@pytest.mark.parametrize(
    ("fragment", "between"),
    [
        (f"{P}<h2>Jam layanan</h2>{Q}", ["Jam layanan"]),
        (f"{P}<ul><li>Satu</li><li>Dua</li></ul>{Q}", ["- Satu", "- Dua"]),
        (f"{P}<table><tr><td>Senin</td><td>08.00</td></tr></table>{Q}", ["| Senin | 08.00 |"]),
        (f"{P}<blockquote><p>Membaca itu hak.</p></blockquote>{Q}", ["Membaca itu hak."]),
        (f"{P}{PICTURE}{Q}", []),
        (f'{P}<iframe src="https://y.id">Video tidak didukung</iframe>{Q}', []),
        (f'{P}<script>alert(1)</script><style>p {{ color: red }}</style>{Q}', []),
        (f'{P}<p><strong>Baca juga: <a href="/x">Harga buku naik</a></strong></p>{Q}', []),
        (f"{FIRST}<br><br>{LAST}", []),
        (f"<div>{FIRST}</div>\n<div>{LAST}</div>", []),
        (f"{P}{Q}{POST}", []),
        (f'{P}{Q}<p><a href="/1">Continue reading <span>Judul</span> →</a></p>', []),
    ],
)  # fmt: skip
def test_the_text_is_kept_and_what_stands_beside_is_not(fragment: str, between: list[str]) -> None:
    assert fragment_text(fragment).split("\n") == [FIRST, *between, LAST]


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("Tanpa tanda apa pun.", "Tanpa tanda apa pun."),
        ("Baris satu &amp; dua &lt; tiga", "Baris satu & dua < tiga"),
        ("<p>Pendek.</p><p>Sekali.</p>", "Pendek.\nSekali."),
        ('<p><img src="a.jpg"/></p>', ""),
        ("<!-- hanya komentar -->", ""),
        ("", ""),
    ],
)
def test_a_short_text_is_read_and_nothing_is_no_text(fragment: str, text: str) -> None:
    assert fragment_text(fragment) == text


def test_a_body_that_looks_like_furniture_is_kept_whole() -> None:
    fragment = f'<div class="sidebar related"><p>{FIRST}</p><p>{LAST}</p></div>'
    assert fragment_text(fragment) == f"{FIRST}\n{LAST}"
