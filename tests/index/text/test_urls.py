import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.urls import (
    article_key,
    canonical_url,
    comparison_key,
    slug_words,
    urls_in,
    without_urls,
)

PAGE = "viva.example/berita/1312976-kominfo-media-sosial"


@pytest.mark.parametrize(
    "address",
    [
        "https://www.viva.example/berita/1312976-kominfo-media-sosial",
        "http://viva.example/berita/1312976-kominfo-media-sosial/",
        "HTTPS://WWW.VIVA.EXAMPLE/berita/1312976-kominfo-media-sosial",
        "viva.example/berita/1312976-kominfo-media-sosial",
        "https://m.viva.example/berita/1312976-kominfo-media-sosial/amp/",
        "https://viva.example:443/berita/1312976-kominfo-media-sosial?utm_source=wa&fbclid=x&page=all",
        "https://viva.example/berita/1312976-kominfo-media-sosial#:~:text=Media%20sosial",
        "https://web.archive.org/web/20201016/https://www.viva.example/berita/1312976-kominfo-media-sosial",
        "https://viva.example/berita/1312976%2Dkominfo-media-sosial",
    ],
)
def test_all_urls_of_a_page_have_one_key(address: str) -> None:
    assert comparison_key(address) == PAGE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/read?id=1", "https://a.example/read?id=2"),
        ("https://a.example/satu", "https://a.example/dua"),
        ("https://news.a.example/x", "https://a.example/x"),
        ("https://a.example/Judul", "https://a.example/judul"),
    ],
)
def test_other_pages_have_other_keys(one: str, other: str) -> None:
    assert comparison_key(one) != comparison_key(other)


def test_the_order_of_parameters_does_not_matter() -> None:
    assert comparison_key("a.example/x?b=2&a=1") == comparison_key(
        "a.example/x?a=1&utm_medium=q&b=2"
    )


@pytest.mark.parametrize("text", ["", "kata", "https://", "https://[", "http://localhost/x", "?"])
def test_a_text_without_a_host_has_no_key(text: str) -> None:
    assert comparison_key(text) == ""


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (f"https://{PAGE}", "kominfo media sosial"),
        ("https://a.example/2019/10/16/gempa_besar_di-ambon.html", "gempa besar di ambon"),
        ("https://a.example/read/1242/judul-berita-itu/all", "judul berita itu"),
        ("https://a.example/pemilu-2019-selesai-1247522", "pemilu 2019 selesai"),
        ("https://a.example/articles/c0ny1y9k0n0o", ""),
        ("https://a.example/", ""),
        ("https://a.example/?p=dua-kata", ""),
    ],
)
def test_words_of_a_slug(address: str, words: str) -> None:
    assert slug_words(address) == words


@pytest.mark.parametrize(
    ("text", "found", "rest"),
    [
        ("benarkah? (https://a.example/x-y).", ["https://a.example/x-y"], "benarkah? ( "),
        ("a.example/x dan http://b.example", ["a.example/x", "http://b.example"], "dan"),
        ("kirim ke budi@a.example/x, detik.example, and/or 1.5/2", [], None),
        ("satu\nhttps://a.example/x\n  dua   tiga", ["https://a.example/x"], "satu\n\ndua tiga"),
    ],
)
def test_addresses_in_a_text(text: str, found: list[str], rest: str | None) -> None:
    assert urls_in(text) == found
    assert without_urls(text) == (text if rest is None else rest.rstrip())


@given(st.text(max_size=60))
def test_the_key_of_a_key_is_itself(text: str) -> None:
    assert comparison_key(comparison_key(text)) == comparison_key(text)
    slug_words(text)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "HTTP://WWW.Contoh.ID:80/Berita/1/?utm_source=x&page=2&fbclid=y#komentar",
            "/Berita/1?page=2",
        ),
        ("https://www.contoh.id/Berita/1?page=2", "/Berita/1?page=2"),
        (" https://www.contoh.id:443/ ", ""),
        ("https://www.contoh.id/a?x=&y", "/a?x=&y"),
    ],
)
def test_canonical_form(url: str, expected: str) -> None:
    assert canonical_url(url) == f"https://www.contoh.id{expected}"


@pytest.mark.parametrize(
    "url", ["", "contoh.id/a", "javascript:alert(1)", "data:text/html,x", "http://[", "http://a:x/"]
)
def test_only_http_urls_have_a_canonical_form(url: str) -> None:
    assert canonical_url(url) == ""


@given(st.text())
def test_the_canonical_form_of_any_text_is_stable(url: str) -> None:
    canonical = canonical_url(url)
    assert canonical_url(canonical) == canonical


@given(st.text(alphabet="abc./:?&=#[]@%-_"))
def test_the_canonical_form_of_any_url_is_stable(rest: str) -> None:
    canonical = canonical_url(f"http://{rest}")
    assert canonical_url(canonical) == canonical


@given(st.text(alphabet="abc./:?&=#[]@%-_mw"))
def test_one_canonical_form_has_one_key(rest: str) -> None:
    url = f"http://a.example/{rest}"
    if canonical := canonical_url(url):
        assert article_key(canonical) == article_key(url)


ARTICLE = "detik.example/news/d-1/judul-berita"


@pytest.mark.parametrize(
    "address",
    [
        "https://detik.example/news/d-1/judul-berita?ref=a",
        "https://detik.example/news/d-1/judul-berita/amp",
        "https://detik.example/amp/news/d-1/judul-berita",
        "https://detik.example/news/d-1/judul-berita.amp",
        "https://m.detik.example/news/d-1/judul-berita",
        "https://www2.detik.example/news/d-1/judul-berita?m=1",
        "https://amp.detik.example/news/d-1/judul-berita?outputType=amp&amp_js_v=0.1",
        "https://detik.example//news/d-1/judul-berita/?page=all#komentar",
        "https://detik.example/news/d-1/judul-berita?single=1&halaman=1",
        "https://detik.example/news/d-1/judul-berita/page/all",
        "https://detik.example/news/d-1/judul-berita;jsessionid=8F0?PHPSESSID=1",
        "https://detik.example/news/d-1/judul-berita?utm_id=1&mtm_group=b&hsa_ad=c&ysclid=d&xtor=RSS",
        "https://detik.example/news/d-1/judul-berita?__twitter_impression=true&_hsenc=p2&cmpid=x",
    ],
)
def test_the_views_of_a_page_are_one_article(address: str) -> None:
    assert comparison_key(address) == article_key(address) == ARTICLE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/berita.php?1281", "https://a.example/berita.php?1282"),
        ("https://a.example/x?page=profil", "https://a.example/x?page=kontak"),
        ("https://a.example/x?galeri=12", "https://a.example/x?galeri=13"),
        ("https://a.example/x?cid=12", "https://a.example/x?cid=13"),
        ("https://a.example/x?m=7", "https://a.example/x?m=8"),
        ("https://a.example/berita/12", "https://a.example/berita/13"),
        ("https://m.co.id/x", "https://co.id/x"),
    ],
)
def test_other_articles_have_other_keys(one: str, other: str) -> None:
    assert comparison_key(one) != comparison_key(other)
    assert article_key(one) != article_key(other)


@pytest.mark.parametrize("end", ["?page=2", "?halaman=2&utm_source=x", "/2", "/page/2"])
def test_a_later_part_of_a_long_article_is_found_but_kept_apart(end: str) -> None:
    assert comparison_key(f"https://{ARTICLE}{end}") == ARTICLE
    assert article_key(f"https://{ARTICLE}{end}") == f"{ARTICLE}#2"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/caf\u00e9-baru", "https://a.example/cafe\u0301-baru"),
        ("https://a.example/caf\u00e9-baru", "https://a.example/cafe%CC%81-baru"),
        ("https://b\u00fccher.example/x", "https://xn--bcher-kva.example/x"),
    ],
)
def test_letters_written_in_two_ways_are_one_address(one: str, other: str) -> None:
    assert comparison_key(one) == comparison_key(other)
