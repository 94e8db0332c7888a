"""WordPress exports: published posts as they are shown, everything else counted."""

from pathlib import Path

import pytest

from index.records import Article
from index.sources.formats.exports.shortcodes import post_html
from index.sources.formats.exports.wordpress import recognise_wordpress
from index.sources.raw import Notice, Rejection
from index.sources.registry import format_of, read_articles

FIRST = "Menteri Perhubungan meninjau pelabuhan baru di Sorong dan berbicara dengan para nelayan."
SECOND = "“Kami ingin kapal berangkat tepat waktu,” kata menteri itu di dermaga pada hari Rabu."
HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- This is a WordPress eXtended RSS file -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Kabar &amp; Kita</title><link>https://kabar.id</link><language>en-US</language>
<wp:author><wp:author_login><![CDATA[ani]]></wp:author_login>
<wp:author_display_name><![CDATA[Ani Lestari]]></wp:author_display_name></wp:author>
"""
END = "</channel></rss>"


def item(content: str = f"{FIRST}\n\n{SECOND}", **parts: str) -> str:
    made = {
        "title": "Pelabuhan baru",
        "link": "https://kabar.id/pelabuhan/",
        "dc:creator": "ani",
        "wp:post_id": "5",
        "wp:post_date": "2019-10-02 09:00:00",
        "wp:post_date_gmt": "2019-10-02 02:00:00",
        "wp:status": "publish",
        "wp:post_type": "post",
        **{name.replace("__", ":"): value for name, value in parts.items()},
    }
    fields = "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in made.items())
    encoded = f"<content:encoded><![CDATA[{content}]]></content:encoded>"
    excerpt = "<excerpt:encoded><![CDATA[Ringkasan.]]></excerpt:encoded>"
    comment = "<wp:comment><wp:comment_content>Bagus!</wp:comment_content></wp:comment>"
    return f"<item>{fields}{encoded}{excerpt}{comment}</item>\n"


def read(folder: Path, export: str | bytes) -> list[Article | Notice | Rejection]:
    path = folder / "kabar.WordPress.2026-11-30.xml"
    path.write_bytes(export.encode() if isinstance(export, str) else export)
    return list(read_articles(path))


def one(folder: Path, **parts: str) -> Article:
    [article] = read(folder, HEAD + item(**parts) + END)
    assert isinstance(article, Article)
    return article


def told(found: list[Article | Notice | Rejection]) -> list[str]:
    return [str(one).partition(".xml: ")[2] for one in found if not isinstance(one, Article)]


def test_a_published_post_is_an_article(tmp_path: Path) -> None:
    article = one(tmp_path)
    assert (article.title, article.source) == ("Pelabuhan baru", "Kabar & Kita")
    assert (article.url, article.author) == ("https://kabar.id/pelabuhan/", "Ani Lestari")
    assert article.published == "2019-10-02T09:00:00+07:00"
    assert article.text == f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize(
    ("local", "utc", "published"),
    [
        ("2019-10-02 09:00:00", "2019-10-02 02:00:00", "2019-10-02T09:00:00+07:00"),
        ("2019-10-02 01:00:00", "2019-10-01 16:00:00", "2019-10-02T01:00:00+09:00"),
        ("2019-10-01 20:00:00", "2019-10-02 00:00:00", "2019-10-01T20:00:00-04:00"),
        ("2019-10-02 09:00:00", "0000-00-00 00:00:00", "2019-10-02"),
        ("2019-10-02 09:00:00", "-0001-11-30 00:00:00", "2019-10-02"),
        ("2019-10-02 09:00:00", "2018-01-01 02:00:00", "2018-01-01T09:00:00+07:00"),
        ("", "2019-10-02 02:00:00", "2019-10-02T09:00:00+07:00"),
        ("", "", "2019-10-02T09:00:00+07:00"),
    ],
)
def test_the_date_has_the_zone_of_the_site(
    tmp_path: Path, local: str, utc: str, published: str
) -> None:
    parts = {"pubDate": "Wed, 02 Oct 2019 02:00:00 +0000"}
    article = one(tmp_path, wp__post_date=local, wp__post_date_gmt=utc, **parts)
    assert article.published == published


@pytest.mark.parametrize(
    ("parts", "url", "author"),
    [
        ({"link": "https://kabar.id/?p=5"}, "https://kabar.id/?p=5", "Ani Lestari"),
        ({"link": "", "guid": "https://kabar.id/?p=5"}, "https://kabar.id/?p=5", "Ani Lestari"),
        ({"link": "", "guid": "5@kabar"}, "", "Ani Lestari"),
        ({"dc:creator": "budi"}, "https://kabar.id/pelabuhan/", "budi"),
    ],
)
def test_the_address_and_the_author(
    tmp_path: Path, parts: dict[str, str], url: str, author: str
) -> None:
    article = one(tmp_path, **parts)
    assert (article.url, article.author) == (url, author)


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"wp:status": "draft"}, "post (draft)"),
        ({"wp:status": "private"}, "post (private)"),
        ({"wp:status": "future"}, "post (future)"),
        ({"wp:status": "trash", "wp:post_type": "page"}, "page (trash)"),
        ({"wp:post_type": "attachment", "wp:status": "inherit"}, "attachment"),
        ({"wp:post_type": "revision", "wp:status": "inherit"}, "revision"),
        ({"wp:post_type": "nav_menu_item"}, "nav_menu_item"),
        ({"wp:post_type": "wp_global_styles"}, "wp_global_styles"),
        ({"wp:post_password": "rahasia"}, "post with a password"),
    ],
)
def test_what_is_not_published_is_counted(tmp_path: Path, parts: dict[str, str], why: str) -> None:
    found = read(tmp_path, HEAD + item(**parts) + item() + item(**parts) + END)
    assert len([one for one in found if isinstance(one, Article)]) == 1
    assert told(found) == [f"passed over of 3 items: 2 {why}"]


@pytest.mark.parametrize("kind", ["page", "berita", "artikel"])
def test_pages_and_posts_of_a_kind_of_the_sites_own_are_read(tmp_path: Path, kind: str) -> None:
    assert one(tmp_path, wp__post_type=kind).text == f"{FIRST}\n{SECOND}"


PAIR = f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (f"{FIRST}\r\n\r\n{SECOND}", PAIR),
        (f"{FIRST}\n{SECOND}", PAIR),
        (f"<p>{FIRST}</p>\n<p>{SECOND}</p>", PAIR),
        (f"{FIRST}\n\n<strong>{SECOND}</strong>", PAIR),
        (f"<!-- wp:paragraph {{\"align\":\"left\"}} --><p>{FIRST}</p><!-- /wp:paragraph -->\n\n"
         f"<!-- wp:paragraph --><p>{SECOND}</p><!-- /wp:paragraph -->\n<!-- wp:latest-posts /-->",
         PAIR),
        (f"{FIRST}<!--more-->{SECOND}", PAIR),
        (f"{FIRST}\n\n<!--nextpage-->\n\n{SECOND}", PAIR),
        (f"{FIRST}\n\n[caption id=\"a\" width=\"300\"]<img src=\"a.jpg\"/> Gedung[/caption]"
         f"\n\n{SECOND}", PAIR),
        (f"{FIRST}\n\n[gallery ids=\"1,2\"]\n\n{SECOND}", PAIR),
        (f"{FIRST}\n\n[embed]https://y.id/1[/embed]\n\n{SECOND}", PAIR),
        (f"{FIRST}\n\nhttps://www.youtube.com/watch?v=1\n\n{SECOND}", PAIR),
        (f"[vc_row][vc_column width=\"1/2\"][vc_text]{FIRST}[/vc_text][/vc_column][/vc_row]"
         f"\n\n{SECOND}", PAIR),
        (f"[dropcap]M[/dropcap]{FIRST[1:]}\n\n{SECOND}", PAIR),
        (f"{FIRST}\n\n[contact-form-7 id=\"1\" title=\"Surat\"]\n\n{SECOND}", PAIR),
        (f"“[Ia] datang [sic],” katanya. {FIRST}", f"“[Ia] datang [sic],” katanya. {FIRST}"),
        (f"Tulis [[gallery]] di sini. {FIRST}", f"Tulis [gallery] di sini. {FIRST}"),
        (f"{FIRST}\n\n<h3>Jadwal</h3>\n<ul>\n<li>Senin</li>\n<li>Rabu</li>\n</ul>\n{SECOND}",
         f"{FIRST}\nJadwal\n- Senin\n- Rabu\n{SECOND}"),
        (f"{FIRST}\n<blockquote>Kapal tepat waktu.</blockquote>\n{SECOND}",
         f"{FIRST}\nKapal tepat waktu.\n{SECOND}"),
        (f"Jika a &lt; b, {FIRST}", f"Jika a < b, {FIRST}"),
    ],
)  # fmt: skip
def test_the_text_is_what_wordpress_shows(tmp_path: Path, content: str, text: str) -> None:
    assert one(tmp_path, content=content).text == text


def test_a_post_without_text_is_rejected(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD + item(content='[gallery ids="1"]') + END)
    assert told(found) == ["post 5: no text (pictures, a form, or drawn by a plugin)"]


def test_forbidden_characters_cost_no_text(tmp_path: Path) -> None:
    assert (
        one(tmp_path, content=f"Satu\x0b dua\x00 tiga.\x1f {FIRST}").text
        == f"Satu dua tiga. {FIRST}"
    )


def test_a_damaged_stretch_is_not_the_end(tmp_path: Path) -> None:
    zeros = item(title="Satu") + "\0" * 200_000 + item(title="Dua")
    assert [getattr(one, "title", "") for one in read(tmp_path, HEAD + zeros + END)] == [
        "Satu",
        "Dua",
    ]


def test_the_end_of_cdata_within_a_post_is_text(tmp_path: Path) -> None:
    assert one(tmp_path, content=f"a]]]]><![CDATA[>b. {FIRST}").text == f"a]]>b. {FIRST}"


def test_an_undeclared_namespace_is_no_hindrance(tmp_path: Path) -> None:
    head = HEAD.replace('xmlns:wp="http://wordpress.org/export/1.2/"', "")
    found = read(tmp_path, head + item(wp__status="draft") + item() + END)
    assert [type(one) for one in found] == [Article, Notice]


def test_an_export_that_was_cut_off_keeps_the_posts_before(tmp_path: Path) -> None:
    whole = HEAD + item(link="https://kabar.id/1") + item(link="https://kabar.id/2") + END
    article, rejection = read(tmp_path, whole[: whole.rindex("dermaga")])
    assert isinstance(article, Article)
    assert article.url == "https://kabar.id/1"
    assert told([rejection]) == ["it ends in the middle, after 1 items; export it again"]


def test_an_export_without_posts_is_told(tmp_path: Path) -> None:
    assert told(read(tmp_path, HEAD + END)) == ["a WordPress export without posts"]


def test_an_export_is_told_from_a_feed_and_never_removes_articles(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(HEAD + item() + END, encoding="utf-8")
    found = format_of(path)
    assert found is not None
    assert (found.name, found.complete) == ("WordPress export", False)
    assert not recognise_wordpress(b'<rss version="2.0"><channel>')
    assert not recognise_wordpress(b"<p>xmlns:wp=1</p>")


def test_nothing_outside_the_file_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "rahasia.txt"
    secret.write_text("kata sandi", encoding="utf-8")
    entity = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>\n<rss'
    export = (
        HEAD.replace("<rss", entity, 1)
        + item().replace("<![CDATA[Pelabuhan", "&x;<![CDATA[Pel")
        + END
    )
    assert "sandi" not in str(read(tmp_path, export))


def test_brackets_that_never_close_take_no_time() -> None:
    text = "[caption id=1]" * 300 + "[a" * 20_000
    assert post_html(text).count("[a") == 20_000
