"""Feeds, sitemaps and lists fetched from a site on loopback."""

import pytest

from index.fetching.records import Counts
from index.records import Article
from index.sources.registry import read_articles
from tests.index.fetching.conftest import Fetching
from tests.support.news_site import NewsSite, page

LEAD = (
    "Kementerian membuka jembatan baru di Ambon pada hari Rabu setelah dua tahun pembangunan. "
    "Ribuan warga berjalan kaki di atas jembatan itu sejak pagi sampai malam."
)
BODY = (
    "Pembangunannya menelan biaya 779 miliar rupiah dari anggaran negara selama empat tahun. "
    "Warga yang dulu menyeberang dengan feri kini cukup berkendara selama sepuluh menit."
)
QUOTE = "Jembatan ini menghubungkan dua kota yang lama terpisah oleh teluk, kata sang menteri."


def with_articles(site: NewsSite, count: int) -> str:
    """A feed of some articles."""
    items = []
    for n in range(count):
        url = site.put_article(
            f"/berita/{n}-jembatan-baru-ambon", f"Jembatan {n}", LEAD, BODY, QUOTE
        )
        items.append({"title": f"Jembatan {n}", "link": f"{url}?utm_source=rss#isi"})
    return site.put_feed("/rss", items)


def test_the_pages_behind_a_feed_are_fetched_once(fetching: Fetching, site: NewsSite):
    feed = with_articles(site, 3)
    assert fetching.one("feed", feed).counts == Counts(new=3)
    assert site.paths() == ["/rss", *(f"/berita/{n}-jembatan-baru-ambon" for n in range(3))]
    assert fetching.one("feed", feed).counts == Counts(unchanged=3)
    assert site.paths()[4:] == ["/rss"]
    assert [one.path for one in site.requests].count("/robots.txt") == 1


def test_what_was_fetched_is_read_like_any_file(fetching: Fetching, site: NewsSite):
    fetching.one("feed", with_articles(site, 2))
    (file,) = (fetching.data / "fetched").iterdir()
    assert file.name.startswith("kabar-kota-")
    articles = list(read_articles(file))
    assert [one.title for one in articles if isinstance(one, Article)] == [
        "Jembatan 0",
        "Jembatan 1",
    ]
    assert articles[0].text == f"{LEAD}\n{BODY}\n{QUOTE}"


def fetched(fetching: Fetching) -> list[Article]:
    """The articles of all WARC files, as a rebuild reads them."""
    files = sorted((fetching.data / "fetched").iterdir())
    found = [one for file in files for one in read_articles(file)]
    assert [one for one in found if not isinstance(one, Article)] == []
    return [one for one in found if isinstance(one, Article)]


def test_the_feed_fills_what_the_page_lacks(fetching: Fetching, site: NewsSite):
    url = site.put_article("/berita/12-jembatan", "Jembatan Baru 2019", LEAD, BODY, QUOTE)
    item = {"title": "Judul umpan", "link": url, "dc:creator": "Sri Utami"}
    feed = site.put_feed("/rss", [{**item, "pubDate": "Rab, 02 Okt 2019 23:30:00 GMT"}])
    fetching.one("feed", feed, 'pace = 0\ntimezone = "WITA"')
    (article,) = fetched(fetching)
    assert article.title == "Jembatan Baru 2019"
    assert article.source == "Kabar Kota"
    assert article.author == "Sri Utami"
    assert article.published == "2019-10-03T07:30:00+08:00"


def with_parts(site: NewsSite, path: str, part: str, *, head: str = "") -> str:
    """An article in three parts, each with a link to the next, as `part` writes their addresses."""
    for n, text in ((1, LEAD), (2, BODY), (3, QUOTE)):
        others = (
            f'<a href="{path}{part.format(k) * (k > 1)}">{k}</a>' for k in (1, 2, 3) if k != n
        )
        site.put(
            path + part.format(n) * (n > 1),
            page("Laporan dari Ambon", text, head=head, foot="".join(others)),
        )
    return site.url + path


# rel=next leads to the next article of the site on many pages.
NEXT = '<link rel="next" href="/berita/cuaca-hari-ini">'


@pytest.mark.parametrize("part", ["/{}", "?page={}", "?hal={}", "/page/{}"])
@pytest.mark.parametrize("listed", [1, 2])
def test_parts_are_joined_in_order(fetching: Fetching, site: NewsSite, part: str, listed: int):
    url = with_parts(site, "/berita/laporan-dari-ambon", part, head=NEXT)
    link = url + part.format(2) * (listed == 2)
    feed = site.put_feed("/rss", [{"title": "x", "link": link}])
    assert fetching.one("feed", feed).counts == Counts(new=1)
    (article,) = fetched(fetching)
    assert article.text == f"{LEAD}\n{BODY}\n{QUOTE}"
    assert article.url == url
    assert "/berita/cuaca-hari-ini" not in site.paths()
    fetching.one("feed", feed)
    assert len(site.paths()) == (5 if listed == 1 else 6)


def test_the_whole_of_an_article_is_preferred_to_its_parts(fetching: Fetching, site: NewsSite):
    url = with_parts(site, "/berita/laporan-dari-ambon", "?page={}")
    whole = '<a href="?page=all#isi">Lihat semua</a>'
    site.put("/berita/laporan-dari-ambon", page("Laporan dari Ambon", LEAD, foot=whole))
    site.put_article("/berita/laporan-dari-ambon?page=all", "Laporan dari Ambon", LEAD, BODY, QUOTE)
    fetching.one("feed", site.put_feed("/rss", [{"title": "x", "link": url}]))
    (article,) = fetched(fetching)
    assert article.text == f"{LEAD}\n{BODY}\n{QUOTE}"
    assert article.url == url
    assert site.paths()[1:] == [f"/berita/laporan-dari-ambon{more}" for more in ("", "?page=all")]


def test_one_story_at_many_addresses_is_fetched_once(fetching: Fetching, site: NewsSite):
    path = "/berita/jembatan-baru-ambon"
    url = site.put_article(path, "Jembatan Baru di Ambon", LEAD, BODY, QUOTE)
    canonical = f'<link rel="canonical" href="{url}">'
    site.put_article(f"{path}/amp", "Jembatan Baru di Ambon", LEAD, BODY, QUOTE, head=canonical)
    site.put_redirect("/r/71", f"{path}?utm_medium=short")
    links = [
        f"{path}/amp",
        f"{path}?page=all",
        path,
        f"{path}?fbclid=1",
        f"{path}#komentar",
        "/r/71",
    ]
    feed = site.put_feed("/rss", [{"title": "x", "link": site.url + one} for one in links])
    assert fetching.one("feed", feed).counts.new == 1
    # Where the short address leads is known only when it is asked for.
    assert site.paths() == ["/rss", path, "/r/71", path]
    (article,) = fetched(fetching)
    assert article.url == url
    before = len(site.paths())
    fetching.one("feed", feed)
    assert site.paths()[before:] == ["/rss"]
