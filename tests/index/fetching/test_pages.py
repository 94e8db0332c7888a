"""What becomes of single pages: good ones, bad ones, and those that fail for a while."""

import dataclasses
import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from index.errors import ArchiveError
from index.fetching.records import Counts
from index.fetching.state import FetchState
from index.records import Article
from index.sources.registry import read_articles
from tests.index.fetching.conftest import Fetching
from tests.support.news_site import NewsSite, Reply, bomb, dripping, page, raw, rss

TEXT = (
    "Café di tepi pantai itu menjual kopi dari pegunungan Toraja “yang terbaik”, kata pemiliknya. "
    "Setiap hari ratusan pengunjung datang sejak pagi."
)
URL = "/berita/12-kafe-pantai"


def feed_of(site: NewsSite, *paths: str) -> str:
    return site.put_feed("/rss", [{"title": one, "link": site.url + one} for one in paths])


def pages(data: Path, columns: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "fetch.db")) as db:
        return db.execute(f"select {columns} from pages order by id").fetchall()


def later(data: Path, seconds: float) -> None:
    """Let this time pass for all pages that wait."""
    with closing(sqlite3.connect(data / "fetch.db")) as db, db:
        db.execute("update pages set next_try = next_try - ? where next_try > 0", [seconds])
        db.execute("update hosts set not_before = not_before - ?", [seconds])


@pytest.mark.parametrize("charset", ["windows-1252", "utf-8", "utf-16"])
def test_pages_in_other_charsets(fetching: Fetching, site: NewsSite, charset: str):
    html = page("Kafe di Pantai", TEXT, TEXT.replace("Toraja", "Gayo"))
    site.put(URL, html.encode(charset), f"text/html; charset={charset}")
    fetching.one("feed", feed_of(site, URL))
    (file,) = (fetching.data / "fetched").iterdir()
    (article,) = read_articles(file)
    assert isinstance(article, Article)
    assert article.text.startswith(TEXT)


BAD = {
    "/gambar.jpg": Reply(b"\xff\xd8", "image/jpeg"),
    "/laporan.pdf": Reply(b"%PDF-1.7", "application/pdf"),
    "/umpan": Reply(rss([]).encode()),
    "/kosong": Reply(b"  "),
    "/besar": Reply(b"x" * 300_000),
    "/bom": bomb(50_000_000),
    "/hilang": Reply(status=404),
    "/terlarang": Reply(status=403),
    "/rusak": Reply(status=500),
    "/putus": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<p>"),
    "/lambat": dripping(b"x" * 300, 0.02),
    "/depan": Reply(status=302, headers={"Location": "/"}),
    "/lingkaran": Reply(status=302, headers={"Location": "/lingkaran"}),
}


def test_bad_pages_are_told_and_stop_nothing(fetching: Fetching, site: NewsSite):
    site.replies |= BAD
    site.put("/", page("Beranda", TEXT))
    site.put(URL, page("Kafe di Pantai", TEXT, TEXT))
    fetching.options = dataclasses.replace(
        fetching.options, manners=dataclasses.replace(fetching.options.manners, retries=())
    )
    run = fetching.one("feed", feed_of(site, *BAD, URL))
    assert run.error == ""
    assert dataclasses.replace(run.counts, waiting=0) == Counts(new=1, failed=10, skipped=3)
    assert [line.partition(site.url)[2] for line in fetching.told.lines] == [
        "/gambar.jpg: no web page: image/jpeg",
        "/laporan.pdf: no web page: application/pdf",
        "/umpan: a feed or sitemap, no web page",
        "/kosong: an empty page",
        "/besar: larger than 0.2 MB",
        "/bom: larger than 0.2 MB",
        "/hilang: HTTP 404 Not Found",
        "/terlarang: HTTP 403 Forbidden",
        "/rusak: HTTP 500 Internal Server Error",
        "/putus: peer closed connection without sending complete message body "
        "(received 3 bytes, expected 9)",
        "/lambat: no whole answer in 1 s",
        f"/depan: gone: leads to the front page {site.url}/",
        f"/lingkaran: redirects in a circle ({site.url}/lingkaran)",
    ]
    before = len(site.paths())
    fetching.one("feed", f"{site.url}/rss")
    assert site.paths()[before:] == ["/rss"]


def test_what_fails_is_tried_again_later_and_later_and_then_given_up(
    fetching: Fetching, site: NewsSite
):
    site.replies[URL] = Reply(status=500)
    feed = feed_of(site, URL)
    waits = []
    for _ in range(5):
        assert fetching.one("feed", feed).counts.failed == 1
        ((next_try,),) = pages(fetching.data, "next_try")
        fetched = FetchState(fetching.data).sources()[0].last_attempt
        assert fetched is not None
        waits.append(round((float(str(next_try)) - fetched.timestamp()) / 900))
        later(fetching.data, 900 * 4**5)
    assert waits == [1, 4, 16, 64, 256]
    fetching.one("feed", feed)
    assert pages(fetching.data, "state, tries, status") == [("given up", 6, 500)]
    assert fetching.one("feed", feed).counts == Counts(unchanged=1)


def test_a_page_that_works_again_is_fetched(fetching: Fetching, site: NewsSite):
    site.replies[URL] = Reply(status=502)
    feed = feed_of(site, URL)
    assert fetching.one("feed", feed).counts == Counts(failed=1, waiting=1)
    assert fetching.one("feed", feed).counts == Counts(waiting=1)
    site.put(URL, page("Kafe di Pantai", TEXT, TEXT))
    later(fetching.data, 1000)
    assert fetching.one("feed", feed).counts == Counts(new=1)
    assert pages(fetching.data, "state, tries, reason") == [("kept", 0, "")]


def test_a_busy_host_is_left_to_the_next_run(fetching: Fetching, site: NewsSite):
    site.put(URL, page("Kafe di Pantai", TEXT, TEXT))
    site.replies["/b"] = Reply(status=429, headers={"Retry-After": "3600"})
    site.put("/c", page("Kafe", TEXT, TEXT))
    feed = feed_of(site, URL, "/b", "/c")
    assert fetching.one("feed", feed).counts == Counts(new=1, waiting=2)
    assert site.paths() == ["/rss", URL, "/b"]
    run = fetching.one("feed", feed)
    assert "127.0.0.1 wants no request for another 3," in run.error
    assert len(site.paths()) == 3
    later(fetching.data, 3600)
    site.put("/b", page("Kafe b", TEXT, TEXT))
    assert fetching.one("feed", feed).counts == Counts(new=2, unchanged=1)


def test_a_host_that_is_down_is_not_asked_for_every_page(fetching: Fetching, site: NewsSite):
    paths = [f"/{n}" for n in range(9)]
    site.replies |= dict.fromkeys(paths, raw(b""))
    run = fetching.one("feed", feed_of(site, *paths))
    assert run.counts == Counts(failed=3, waiting=9)
    assert "3 failures in a row, the last: " in run.error
    assert {one for one in site.paths() if one != "/rss"} == {"/0", "/1", "/2"}


def test_robots_txt_forbids_some_pages(fetching: Fetching, site: NewsSite):
    site.put("/robots.txt", "User-agent: *\nDisallow: /premium/", "text/plain")
    site.put(URL, page("Kafe di Pantai", TEXT, TEXT))
    feed = feed_of(site, "/premium/1", URL)
    assert fetching.one("feed", feed).counts == Counts(new=1, skipped=1, waiting=1)
    assert "/premium/1" not in site.paths()


def test_the_pace_of_a_source_is_kept(fetching: Fetching, site: NewsSite):
    paths = [f"/{n}-kafe" for n in range(4)]
    for one in paths:
        site.put(one, page("Kafe", TEXT, TEXT))
    fetching.one("feed", feed_of(site, *paths), "pace = 0.1")
    times = [one.at for one in site.requests]
    assert len(times) == 6
    assert all(second - first >= 0.1 for first, second in pairwise(times))


def test_a_list_of_addresses(fetching: Fetching, site: NewsSite):
    urls = [site.put(f"/{n}-kafe", page(f"Kafe {n}", TEXT, TEXT)) for n in range(2)]
    listed = [*urls, f"{urls[0]}?utm_source=x"]
    table = f'name = "Arsip"\naddresses = {listed}\npace = 0'
    assert fetching(table).runs[0].counts == Counts(new=2)
    assert fetching(table).runs[0].counts == Counts(unchanged=2)
    assert site.paths() == ["/0-kafe", "/1-kafe"]


def test_a_hundred_unchanged_items_cost_one_request(fetching: Fetching, site: NewsSite):
    paths = [f"/berita/{n}-kafe" for n in range(100)]
    for one in paths:
        site.put(one, page("Kafe", TEXT, TEXT))
    feed = feed_of(site, *paths)
    assert fetching.one("feed", feed).counts == Counts(new=100)
    (file,) = (fetching.data / "fetched").iterdir()
    before, kept, known = len(site.requests), file.read_bytes(), dump(fetching.data)
    assert fetching.one("feed", feed).counts == Counts(unchanged=100)
    assert [one.path for one in site.requests[before:]] == ["/rss"]
    assert file.read_bytes() == kept
    assert dump(fetching.data) == known


def dump(data: Path) -> list[str]:
    """All of fetch.db but for the row of the source, which tells when it was asked last."""
    with closing(sqlite3.connect(data / "fetch.db")) as db:
        return [one for one in db.iterdump() if not one.startswith('INSERT INTO "sources"')]


def test_what_a_source_did_is_known_to_others(fetching: Fetching, site: NewsSite):
    site.put(URL, page("Kafe di Pantai", TEXT, TEXT))
    fetching.one("feed", feed_of(site, URL))
    (status,) = FetchState(fetching.data).sources()
    assert (status.name, status.kind, status.new, status.articles_total) == (
        "Kabar Kota",
        "feed",
        1,
        1,
    )
    assert status.last_success == status.last_attempt
    assert status.failing_since is None
    site.replies["/rss"] = Reply(status=404)
    fetching.one("feed", f"{site.url}/rss")
    (first,) = FetchState(fetching.data).sources()
    fetching.one("feed", f"{site.url}/rss")
    (second,) = FetchState(fetching.data).sources()
    assert second.last_error == f"feed {site.url}/rss: HTTP 404 Not Found"
    assert second.last_success == status.last_success
    assert first.failing_since == first.last_attempt == second.failing_since
    assert second.last_attempt is not None
    assert first.last_attempt is not None
    assert second.last_attempt > first.last_attempt


def test_a_source_is_not_asked_before_its_time(fetching: Fetching, site: NewsSite):
    site.put(URL, page("Kafe di Pantai", TEXT, TEXT))
    feed = feed_of(site, URL)
    assert not fetching.one("feed", feed, 'pace = 0\nevery = "1h"').not_due
    assert fetching.one("feed", feed, 'pace = 0\nevery = "1h"').not_due
    assert site.paths() == ["/rss", URL]


def test_several_sources_one_of_which_fails(fetching: Fetching, site: NewsSite):
    site.put(URL, page("Kafe di Pantai", TEXT, TEXT))
    good = f'name = "A"\nfeed = "{feed_of(site, URL)}"\npace = 0'
    bad = f'name = "B"\nfeed = "{site.url}/hilang"\npace = 0'
    report = fetching(good, bad)
    assert [bool(run.error) for run in report.runs] == [False, True]
    assert not report.failed
    assert fetching(bad).failed


def test_a_database_that_is_damaged(fetching: Fetching, site: NewsSite):
    feed = feed_of(site, URL)
    (fetching.data / "fetch.db").write_bytes(b"no database" * 500)
    with pytest.raises(ArchiveError, match="move it away; the next fetch makes a new one"):
        fetching.one("feed", feed)
