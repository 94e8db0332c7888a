"""Feeds and sitemaps as bytes, and read from a site."""

import dataclasses
import gzip

import pytest

from index.errors import InputUnusable
from index.fetching.listings.feeds import read_feed
from index.fetching.listings.sitemaps import Child, read_sitemap
from index.fetching.records import Counts, Entry
from tests.index.fetching.conftest import Fetching
from tests.support.news_site import NewsSite, Reply, rss, sitemap

BASE = "https://situs.id/rss/"


def test_an_rss_feed():
    feed = rss(
        [
            {
                "title": "Harga <b>Beras</b> &amp; Gula < 5",
                "link": "/berita/1?utm_source=rss",
                "pubDate": "Rab, 02 Okt 2019 09:00:00 WIB",
                "dc:creator": "Sri",
            },
            {"title": "Tanpa tautan"},
            {"title": "Hanya guid", "guid": "https://situs.id/berita/2"},
            {"title": "Guid lain", "guid": "urn:3", "link": " https://situs.id/berita/3 "},
        ]
    )
    assert read_feed(feed.encode(), BASE) == [
        Entry(
            url="https://situs.id/berita/1",
            title="Harga Beras & Gula < 5",
            author="Sri",
            published="2019-10-02T09:00:00+07:00",
        ),
        Entry(url="https://situs.id/berita/2", title="Hanya guid"),
        Entry(url="https://situs.id/berita/3", title="Guid lain"),
    ]


def test_an_atom_feed_tells_when_an_entry_was_changed():
    feed = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://situs.id/x/"><entry>
      <title>Satu</title><link rel="alternate" href="satu"/><author><name>Budi</name></author>
      <published>2019-10-02T09:00:00+07:00</published><updated>2019-10-03T01:00:00Z</updated>
      </entry></feed>"""
    assert read_feed(feed.encode(), BASE) == [
        Entry(
            url="https://situs.id/x/satu",
            title="Satu",
            author="Budi",
            published="2019-10-02T09:00:00+07:00",
            modified="2019-10-03T01:00:00+00:00",
        )
    ]


def test_a_broken_feed_is_read_as_far_as_it_goes():
    feed = rss([{"title": "Satu", "link": "https://situs.id/1"}]).replace(
        "</channel></rss>", "<item>"
    )
    assert [one.url for one in read_feed(feed.encode(), BASE)] == ["https://situs.id/1"]


def test_a_feed_in_another_charset():
    feed = rss([{"title": "Café", "link": "https://situs.id/1"}]).replace("UTF-8", "windows-1252")
    assert read_feed(feed.encode("cp1252"), BASE)[0].title == "Café"


@pytest.mark.parametrize("content", [b"", b"<html><body>Beranda</body></html>", b'{"a": 1}'])
def test_what_is_no_feed(content: bytes):
    with pytest.raises(InputUnusable, match="no RSS or Atom feed"):
        read_feed(content, BASE)


NEWS = {"news title": "Beras &  Gula", "news date": "2019-10-02T09:00:00+07:00"}


@pytest.mark.parametrize("packed", [bytes, gzip.compress])
def test_a_news_sitemap_the_newest_first(packed: type[bytes]):
    content = sitemap(
        [
            {"loc": "https://situs.id/lama", "lastmod": "2019-09-01"},
            {"loc": " https://situs.id/tanpa-tanggal "},
            {"loc": "https://situs.id/baru", "lastmod": "2019-10-02T10:00:00+07:00", **NEWS},
            {"loc": "ftp://situs.id/x"},
        ]
    )
    found = read_sitemap(packed(content), "https://situs.id/sitemap.xml")
    assert found.children == ()
    assert found.entries == (
        Entry(
            url="https://situs.id/baru",
            title="Beras & Gula",
            published="2019-10-02T09:00:00+07:00",
            modified="2019-10-02T10:00:00+07:00",
        ),
        Entry(url="https://situs.id/lama", modified="2019-09-01"),
        Entry(url="https://situs.id/tanpa-tanggal"),
    )


def test_an_index_with_news_first_then_the_newest():
    content = sitemap(
        [
            {"loc": "/sitemap-2018.xml", "lastmod": "2018-12-31"},
            {"loc": "/sitemap-2019.xml", "lastmod": "2019-10-02"},
            {"loc": "/sitemap-berita.xml"},
        ],
        index=True,
    )
    found = read_sitemap(content, "https://situs.id/sitemap.xml")
    assert found.entries == ()
    assert found.children == (
        Child(url="https://situs.id/sitemap-berita.xml", modified=""),
        Child(url="https://situs.id/sitemap-2019.xml", modified="2019-10-02"),
        Child(url="https://situs.id/sitemap-2018.xml", modified="2018-12-31"),
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no sitemap"),
        (b"<html><body><p>404</p></body></html>", "its XML is a 'html'"),
        (b"Not found", "no sitemap"),
        (gzip.compress(bytes(60_000_000), mtime=0), "larger than 52.4288 MB"),
        (gzip.compress(b"<urlset/>", mtime=0)[:12], "its gzip content is damaged"),
    ],
)
def test_what_is_no_sitemap(content: bytes, reason: str):
    with pytest.raises(InputUnusable, match=reason):
        read_sitemap(content, "https://situs.id/sitemap.xml")


def test_entities_of_a_sitemap_open_no_file():
    content = (
        b'<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/hostname">]><urlset><url>'
        b"<loc>https://situs.id/&x;</loc></url></urlset>"
    )
    assert read_sitemap(content, BASE).entries in (
        (Entry(url="https://situs.id/"),),
        (),
    )


def put_articles(site: NewsSite, *names: str) -> None:
    for name in names:
        site.put_article(f"/{name}", name, "Isi berita yang cukup.")


def test_a_site_with_an_index_of_sitemaps(fetching: Fetching, site: NewsSite):
    """Found by robots.txt, packed, one of them in a circle; and HEAD is refused."""
    site.put("/robots.txt", f"Sitemap: {site.url}/indeks.xml\n", "text/plain")
    children = [
        {"loc": "/2019.xml.gz", "lastmod": "2019-10-02"},
        {"loc": "/news.xml", "lastmod": "2019-10-03"},
        {"loc": "/indeks.xml"},
        {"loc": "/hilang.xml"},
    ]
    site.put("/indeks.xml", sitemap(children, index=True), "application/xml")
    old = [{"loc": f"{site.url}/b-1"}, {"loc": f"{site.url}/foto/b-2"}, {"loc": f"{site.url}/b-3"}]
    site.put("/2019.xml.gz", gzip.compress(sitemap(old)), "application/gzip")
    site.put("/news.xml", sitemap([{"loc": f"{site.url}/b-4", **NEWS}]), "application/xml")
    put_articles(site, "b-1", "b-3", "b-4")
    more = "pace = 0\nexclude = '/foto/'"
    assert fetching.one("sitemap", site.url, more).counts == Counts(new=3, skipped=1)
    listings = ["/indeks.xml", "/news.xml", "/2019.xml.gz", "/hilang.xml"]
    assert site.paths() == [*listings, "/b-4", "/b-1", "/b-3"]
    assert fetching.told.lines == [f"Kabar Kota: {site.url}/hilang.xml: HTTP 404 Not Found"]
    # One sitemap could not be read, so the index is looked at again; the others have not changed.
    assert fetching.one("sitemap", site.url, more).counts == Counts(unchanged=3)
    assert site.paths()[7:] == ["/indeks.xml", "/hilang.xml"]


def test_a_page_that_was_changed_is_fetched_again(fetching: Fetching, site: NewsSite):
    site.etags = True

    def listed(*dates: str) -> str:
        pages = [{"loc": f"{site.url}/b-{n}", "lastmod": date} for n, date in enumerate(dates)]
        return site.put("/s.xml", sitemap(pages), "application/xml")

    put_articles(site, "b-0", "b-1", "b-2")
    fetching.one("sitemap", listed("2019-10-01", "2019-10-01", "2019-10-01"))
    site.put_article("/b-1", "b-1", "Isi yang diperbaiki.")
    run = fetching.one("sitemap", listed("2019-10-01", "2019-10-02", "2019-10-02"))
    assert run.counts == Counts(changed=1, unchanged=2)
    assert sorted(site.paths()[-2:]) == ["/b-1", "/b-2"]
    assert site.requests[-1].headers["if-none-match"]


def test_few_pages_of_many_sitemaps(fetching: Fetching, site: NewsSite):
    names = [f"/{n}.xml" for n in range(5)]
    site.put("/s.xml", sitemap([{"loc": one} for one in names], index=True), "application/xml")
    for n, name in enumerate(names):
        pages = [{"loc": f"{site.url}/b-{n}{k}"} for k in range(2)]
        site.put(name, sitemap(pages), "application/xml")
        put_articles(site, f"b-{n}0", f"b-{n}1")
    fetching.options = dataclasses.replace(fetching.options, limit=4)
    assert fetching.one("sitemap", f"{site.url}/s.xml").counts.new == 4
    assert site.paths()[:3] == ["/s.xml", "/0.xml", "/1.xml"]
    assert len(site.paths()) == 7
    fetching.options = dataclasses.replace(fetching.options, limit=None)
    assert fetching.one("sitemap", f"{site.url}/s.xml").counts == Counts(new=6, unchanged=4)


def test_a_feed_that_cannot_be_read_is_an_error_of_the_source(fetching: Fetching, site: NewsSite):
    site.put("/rss", "<html>Beranda</html>")
    run = fetching.one("feed", f"{site.url}/rss")
    assert run.error.endswith("no RSS or Atom feed; is this the address of a page?")
    site.replies["/rss"] = Reply(status=404)
    assert (
        fetching.one("feed", f"{site.url}/rss").error == f"feed {site.url}/rss: HTTP 404 Not Found"
    )


def test_other_patterns_count_at_once(fetching: Fetching, site: NewsSite):
    site.etags = True
    put_articles(site, "berita/1", "opini/2")
    pages = [{"link": f"{site.url}/berita/1"}, {"link": f"{site.url}/opini/2"}]
    feed = site.put_feed("/rss", pages)
    run = fetching.one("feed", feed, "pace = 0\ninclude = '/berita/'")
    assert run.counts == Counts(new=1, skipped=1)
    assert fetching.one("feed", feed).counts == Counts(new=1, unchanged=1)
