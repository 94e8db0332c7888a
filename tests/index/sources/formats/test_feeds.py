"""RSS and Atom files: what an entry says of its article, under any of the names in use."""

from pathlib import Path

import pytest

from index.records import Article
from index.sources.formats.feeds import parse_feed, recognise_feed
from index.sources.raw import Notice, Rejection
from index.sources.registry import format_of, read_articles

SENTENCE = (
    "Menteri Perhubungan meninjau pelabuhan baru di Sorong dan berbicara dengan para nelayan."
)
TEXT = "\n".join(f"{number} {SENTENCE}" for number in range(1, 7))
HTML = "".join(f"<p>{line}</p>" for line in TEXT.split("\n"))
HEAD = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">'
    "<channel><title>Kabar Contoh</title><link>https://contoh.id/</link>"
)
BODY = f"<content:encoded><![CDATA[{HTML}]]></content:encoded>"
TITLE = "<title>Pelabuhan baru di Sorong</title>"
LINK = "<link>https://contoh.id/berita/1-pelabuhan</link>"


def rss(items: str, head: str = HEAD) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{items}</channel></rss>'


def item(parts: str) -> str:
    return rss(f"<item>{TITLE}{LINK}{parts}</item>")


def atom(parts: str) -> str:
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" '
        'xml:base="https://contoh.id/kabar/"><title>Kabar Contoh</title><link href="./"/>'
        f"<entry><title>Pelabuhan</title>{parts}</entry></feed>"
    )


def read(folder: Path, content: str | bytes) -> list[Article | Notice | Rejection]:
    path = folder / "umpan.xml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_articles(path))


def one(folder: Path, content: str | bytes) -> Article:
    [article] = [found for found in read(folder, content) if isinstance(found, Article)]
    return article


def test_an_entry_is_an_article_with_the_feeds_name_as_its_outlet(tmp_path: Path) -> None:
    [article] = read(
        tmp_path,
        item(
            f"<pubDate>Wed, 02 Oct 2019 09:00:00 +0700</pubDate><dc:creator>Ani</dc:creator>{BODY}"
        ),
    )
    assert isinstance(article, Article)
    assert (article.title, article.source) == ("Pelabuhan baru di Sorong", "Kabar Contoh")
    assert (article.url, article.author) == ("https://contoh.id/berita/1-pelabuhan", "Ani")
    assert article.published == "2019-10-02T09:00:00+07:00"
    assert article.text == TEXT


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("<pubDate>Rab, 02 Okt 2019 09:00:00 WIB</pubDate>", "2019-10-02T09:00:00+07:00"),
        ("<pubDate>Rabu, 2 Oktober 2019 09:00 WITA</pubDate>", "2019-10-02T09:00:00+08:00"),
        ("<pubDate>Wed, 02 Oct 2019 23:30:00 GMT</pubDate>", "2019-10-03T06:30:00+07:00"),
        ("<pubDate>2019-10-02T09:00:00+09:00</pubDate>", "2019-10-02T09:00:00+09:00"),
        ("<pubDate>Wed, 02 Oct 2019 09:00:00</pubDate>", "2019-10-02"),
        ("<dc:date>2019-10-02T09:00:00+07:00</dc:date>", "2019-10-02T09:00:00+07:00"),
        ("<pubDate>Mon, 30 Nov -0001 00:00:00 +0000</pubDate>", ""),
        ("", ""),
    ],
)
def test_the_date_is_read_as_outlets_write_it(tmp_path: Path, date: str, published: str) -> None:
    assert one(tmp_path, item(date + BODY)).published == published


@pytest.mark.parametrize(
    ("parts", "url"),
    [
        ('<guid isPermaLink="false">8812</guid>' + LINK, "https://contoh.id/berita/1-pelabuhan"),
        ("<guid>https://contoh.id/?p=8812</guid>", "https://contoh.id/?p=8812"),
        ("<link>/berita/2-kapal</link>", "https://contoh.id/berita/2-kapal"),
        (
            "<link>https://feedproxy.id/~r/1</link>"
            "<feedburner:origLink>https://contoh.id/berita/3</feedburner:origLink>",
            "https://contoh.id/berita/3",
        ),
    ],
)
def test_the_address_is_the_pages_own(tmp_path: Path, parts: str, url: str) -> None:
    assert one(tmp_path, rss(f"<item>{TITLE}{parts}{BODY}</item>")).url == url


@pytest.mark.parametrize(
    ("title", "source"),
    [
        ("Kabar Contoh", "Kabar Contoh"),
        ("Kabar Contoh RSS Feed", "Kabar Contoh"),
        ("RSS | Kabar &amp;amp; Contoh", "Kabar & Contoh"),
        ("Feeds", "contoh.id"),
        ("", "contoh.id"),
    ],
)
def test_the_outlet_is_the_feeds_title(tmp_path: Path, title: str, source: str) -> None:
    assert one(tmp_path, item(BODY).replace("Kabar Contoh", title)).source == source


def test_an_aggregators_entry_names_its_own_outlet(tmp_path: Path) -> None:
    assert (
        one(tmp_path, item(f'<source url="https://a.id/">Surat A</source>{BODY}')).source
        == "Surat A"
    )


@pytest.mark.parametrize(
    ("parts", "author"),
    [
        ("<dc:creator>Ani Lestari</dc:creator>", "Ani Lestari"),
        ("<dc:creator>Ani</dc:creator><dc:creator>Budi</dc:creator>", "Ani, Budi"),
        ("<author>redaksi@contoh.id (Cici)</author>", "Cici"),
        ("<author>redaksi@contoh.id</author>", ""),
        ("<author>contoh.id</author>", ""),
    ],
)
def test_the_author_is_a_name(tmp_path: Path, parts: str, author: str) -> None:
    assert one(tmp_path, item(parts + BODY)).author == author


def test_an_entry_without_an_address_is_known_by_its_guid(tmp_path: Path) -> None:
    entry = f'<item>{TITLE}<guid isPermaLink="false">tag:contoh.id,8812</guid>{BODY}</item>'
    article = one(tmp_path, rss(entry))
    assert (article.id, article.url) == ("tag:contoh.id,8812", "")


@pytest.mark.parametrize(
    "parts",
    [
        f"<description>Ringkasan.</description>{BODY}",
        f"{BODY}<description>Ringkasan.</description>",
        f"<description><![CDATA[{HTML}]]></description>",
        f"<media:content><media:description>Foto.</media:description></media:content>{BODY}",
        f"<media:description>Foto.</media:description><description><![CDATA[{HTML}]]></description>",
        "<description>" + HTML.replace("<", "&lt;").replace(">", "&gt;") + "</description>",
    ],
)
def test_the_whole_text_is_taken_wherever_the_feed_has_it(tmp_path: Path, parts: str) -> None:
    [article] = read(tmp_path, item(parts))
    assert isinstance(article, Article)
    assert article.text == TEXT


@pytest.mark.parametrize(
    "description",
    [
        SENTENCE,
        f"{SENTENCE} [&#8230;]",
        f"{TEXT} [...]",
        f"{TEXT} … &lt;a href='https://contoh.id/1'&gt;Selengkapnya »&lt;/a&gt;",
    ],
)
def test_teasers_are_read_and_told(tmp_path: Path, description: str) -> None:
    teaser = f"<item>{TITLE}{LINK}<description>{description}</description></item>"
    one, two, notice = read(tmp_path, rss(f"{teaser}<item>{TITLE}{BODY}</item>"))
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert SENTENCE in one.text
    assert str(notice) == (
        f"{tmp_path / 'umpan.xml'}: 1 of 2 entries have only a teaser; their pages have the rest"
    )


def test_an_entry_of_nothing_but_a_title_is_rejected(tmp_path: Path) -> None:
    first, second = read(tmp_path, rss(f"<item>{TITLE}{LINK}</item><item>{TITLE}{BODY}</item>"))
    assert isinstance(second, Article)
    assert str(first) == (
        f"{tmp_path / 'umpan.xml'}: entry 1: no text, only a title; its page may have one: "
        "https://contoh.id/berita/1-pelabuhan"
    )


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (f'<content type="html"><![CDATA[{HTML}]]></content>', TEXT),
        (
            f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{HTML}</div>'
            "</content>",
            TEXT,
        ),
        (f'<content type="text">Jika a &lt; b, {SENTENCE}</content>', f"Jika a < b, {SENTENCE}"),
    ],
)  # fmt: skip
def test_atoms_kinds_of_content(tmp_path: Path, content: str, text: str) -> None:
    assert one(tmp_path, atom(content)).text == text


def test_atoms_relative_addresses_count_from_its_base(tmp_path: Path) -> None:
    links = '<link rel="enclosure" href="a.mp3"/><link rel="alternate" href="2019/pelabuhan"/>'
    article = one(tmp_path, atom(f"{links}<content>{SENTENCE}</content>"))
    assert article.url == "https://contoh.id/kabar/2019/pelabuhan"


def test_atoms_time_of_change_counts_only_where_there_is_no_other(tmp_path: Path) -> None:
    changed = "<updated>2020-01-05T10:00:00+07:00</updated>"
    published = "<published>2019-10-02T09:00:00+07:00</published>"
    text = f"<content>{SENTENCE}</content>"
    assert one(tmp_path, atom(changed + published + text)).published == "2019-10-02T09:00:00+07:00"
    assert one(tmp_path, atom(changed + text)).published == "2020-01-05T10:00:00+07:00"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("UTF-8", "utf-8"),
        ("UTF-8", "cp1252"),
        ("ISO-8859-1", "cp1252"),
        ("ISO-8859-1", "utf-8"),
        ("UTF-16", "utf-16"),
    ],
)
def test_letters_are_right_whatever_charset_is_declared(
    tmp_path: Path, declared: str, encoding: str
) -> None:
    content = item(f"<description>“Kafé itu tutup,” kata René. {TEXT}</description>")
    article = one(tmp_path, content.replace("UTF-8", declared).encode(encoding))
    assert article.text.startswith("“Kafé itu tutup,” kata René.")


def test_broken_xml_is_read_as_far_as_it_goes_and_told(tmp_path: Path) -> None:
    first = f"<item><title>Laba & rugi</title><description>{TEXT} &nbsp;</description></item>"
    notice, one, two = read(tmp_path, rss(first + f"<item>{TITLE}{BODY}</item>"))
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert [one.title, two.title] == ["Laba & rugi", "Pelabuhan baru di Sorong"]
    assert [one.text, two.text] == [TEXT, TEXT]
    assert str(notice).startswith(f"{tmp_path / 'umpan.xml'}: not XML as it should be")


def test_a_feed_that_was_cut_off_keeps_what_is_whole(tmp_path: Path) -> None:
    whole = rss(f"<item>{TITLE}{BODY}</item><item><title>Dua</title>{BODY}</item>")
    notice, article, rejection = read(tmp_path, whole[: whole.index("Dua") + 60])
    assert isinstance(notice, Notice)
    assert isinstance(article, Article)
    assert isinstance(rejection, Rejection)
    assert rejection.place == "entry 2"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (rss(""), "a feed without entries"),
        ("<rss><channel>", "a feed without entries (no element found)"),
        (b"<rss \x00\x01", "no feed"),
    ],
)
def test_a_feed_without_entries_is_rejected(
    tmp_path: Path, content: str | bytes, reason: str
) -> None:
    [rejection] = read(tmp_path, content)
    assert isinstance(rejection, Rejection)
    assert reason in rejection.reason


def test_a_link_that_is_no_address_costs_only_the_link(tmp_path: Path) -> None:
    article = one(tmp_path, rss(f"<item>{TITLE}<link>http://[x</link>{BODY}</item>"))
    assert (article.url, article.text) == ("", TEXT)


def test_a_feed_that_feedparser_fails_on_is_rejected(tmp_path: Path) -> None:
    content = item(BODY).replace("UTF-8", "UTF|8").encode().replace(b"|", b"\xc6")
    [rejection] = read(tmp_path, content)
    assert isinstance(rejection, Rejection)
    assert rejection.reason.startswith("the feed could not be parsed (UnicodeDecodeError")


@pytest.mark.parametrize(
    ("head", "is_feed"),
    [
        (b'<?xml version="1.0"?>\n<rss version="2.0">', True),
        (b'\xef\xbb\xbf<?xml version="1.0"?><!-- a > b --><?x-y z?>\n<rss>', True),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', True),
        (b'<rdf:RDF xmlns="http://purl.org/rss/1.0/">', True),
        ('<?xml version="1.0" encoding="utf-16"?><rss >'.encode("utf-16"), True),
        (b"<urlset><url><loc>https://contoh.id/</loc></url></urlset>", False),
        (b"<html><body><rss></body></html>", False),
        (b"Kabar tentang <rss>", False),
        (b"", False),
    ],
)  # fmt: skip
def test_a_feed_is_told_by_its_root(head: bytes, is_feed: bool) -> None:
    assert recognise_feed(head) is is_feed


def test_a_feed_never_removes_articles(tmp_path: Path) -> None:
    path = tmp_path / "umpan.xml"
    path.write_text(item(BODY), encoding="utf-8")
    found = format_of(path)
    assert found is not None
    assert (found.name, found.complete) == ("feed", False)


def test_bytes_that_name_a_file_are_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "umpan.xml"
    path.write_text(item(BODY), encoding="utf-8")
    with pytest.raises(Exception, match="no feed"):
        parse_feed(str(path).encode())


def test_relative_addresses_count_from_where_the_feed_was_fetched() -> None:
    head = HEAD.replace("<link>https://contoh.id/</link>", "")
    feed = rss(f"<item>{TITLE}<link>../berita/9</link>{BODY}</item>", head)
    entries, fault = parse_feed(feed.encode(), address="https://contoh.id/umpan/semua.xml")
    assert ([entry.url for entry in entries], fault) == (["https://contoh.id/berita/9"], "")
