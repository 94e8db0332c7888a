"""Feeds, sitemaps and lists fetched from a site on loopback."""

import dataclasses

import pytest

from index.errors import ArchiveError
from index.fetching.fetcher import preview
from index.fetching.records import Counts
from index.fetching.state import FetchState
from index.locks import process_lock
from index.records import Article
from index.sources.registry import read_articles
from tests.index.fetching.conftest import Fetching
from tests.support.news_site import NewsSite

LEAD = "Kementerian membuka jembatan baru di Ambon pada hari Rabu setelah dua tahun pembangunan."
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


def test_two_fetches_at_once(fetching: Fetching, site: NewsSite):
    feed = with_articles(site, 1)
    with (
        process_lock(fetching.data / ".fetching", "fetched into"),
        pytest.raises(ArchiveError, match=r"is being fetched into by process \d+; wait for it"),
    ):
        fetching.one("feed", feed)
    assert site.requests == []


def test_a_preview_changes_nothing(fetching: Fetching, site: NewsSite):
    feed = with_articles(site, 2)
    sources = fetching.sources(f'[[source]]\nname = "A"\nfeed = "{feed}"\npace = 0')
    for _ in range(2):
        (run,) = preview(fetching.data, sources, fetching.options, fetching.told)
        assert [page.entry.url for page in run.due] == [
            f"{site.url}/berita/0-jembatan-baru-ambon",
            f"{site.url}/berita/1-jembatan-baru-ambon",
        ]
    assert set(site.paths()) == {"/rss"}
    assert [path.name for path in fetching.data.iterdir()] == ["sources.toml"]
    fetching.one("feed", feed)
    assert preview(fetching.data, sources, fetching.options, fetching.told)[0].due == []
    assert FetchState(fetching.data).sources()[0].new == 2


def test_a_limit_leaves_the_rest_to_later_runs(fetching: Fetching, site: NewsSite):
    site.etags = True
    feed = with_articles(site, 3)
    fetching.options = dataclasses.replace(fetching.options, limit=2)
    assert fetching.one("feed", feed).counts == Counts(new=2, waiting=1)
    # The feed has not changed, and what it listed is not forgotten.
    assert fetching.one("feed", feed).counts == Counts(new=1, unchanged=2)
    assert fetching.one("feed", feed).counts == Counts(unchanged=3)
