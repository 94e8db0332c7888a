"""The polite visitor, against a site on loopback that behaves well and badly."""

import asyncio
import dataclasses
import datetime
import gzip
import socket
import time
from collections.abc import AsyncIterator
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from index.fetching.store import FetchStore
from index.fetching.web import network
from index.fetching.web.network import http_client
from index.fetching.web.request import HostUnavailable, Skipped, Unfetched, seconds_to_wait
from index.fetching.web.visitor import Visitor
from tests.index.fetching.conftest import QUICK
from tests.support.news_site import NewsSite, Reply, bomb, dripping, raw


@pytest.fixture
def store(tmp_path: Path) -> FetchStore:
    return FetchStore(tmp_path)


@pytest.fixture
async def visitor(store: FetchStore) -> AsyncIterator[Visitor]:
    async with http_client(
        agent="tanya-arsip/1 (+a@b.id)", private=True, connect=2, read=0.5
    ) as it:
        yield Visitor(it, store.hosts, QUICK)


async def failure(visitor: Visitor, url: str, pace: float = 0) -> Unfetched:
    with pytest.raises(Unfetched) as error:
        await visitor.get(url, pace=pace)
    return error.value


async def test_a_page_as_it_came(visitor: Visitor, site: NewsSite):
    packed = gzip.compress(b"<p>isi</p>")
    url = site.put("/a", packed, Content_Encoding="gzip")
    visit = await visitor.get(url, pace=0)
    assert (visit.answer.status, visit.hops) == (200, (url,))
    assert (visit.answer.body, visit.answer.content) == (packed, b"<p>isi</p>")
    assert visit.answer.content_type == "text/html"
    sent = site.requests[-1].headers
    assert sent["user-agent"] == "tanya-arsip/1 (+a@b.id)"
    assert sent["accept-encoding"] == "gzip"
    assert {one.method for one in site.requests} == {"GET"}


async def test_redirects_are_followed_one_by_one(visitor: Visitor, site: NewsSite):
    start = site.put_redirect("/r", "/s?utm_source=x", 302)
    site.put_redirect("/s", f"{site.url}/a#isi", 308)
    site.put("/a", "isi")
    visit = await visitor.get(start, pace=0)
    assert visit.answer.content == b"isi"
    assert visit.hops == (start, f"{site.url}/s", f"{site.url}/a")


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("/a", "redirects in a circle"),
        ("", "redirects in a circle"),
        ("mailto:a@b.id", "no usable address"),
        ("file:///etc/passwd", "redirects to no web address"),
        ("http://127.0.0.1:25/", "port 25 is no web server's"),
    ],
)
async def test_redirects_that_lead_nowhere(
    visitor: Visitor, site: NewsSite, target: str, reason: str
):
    failed = await failure(visitor, site.put_redirect("/a", target))
    assert reason in str(failed)
    assert failed.lasting
    assert site.paths() == ["/a"]


async def test_too_many_redirects(visitor: Visitor, site: NewsSite):
    for n in range(20):
        site.put_redirect(f"/{n}", f"/{n + 1}")
    assert str(await failure(visitor, f"{site.url}/0")) == "redirects more than 8 times"
    assert len(site.paths()) == 9


@pytest.mark.parametrize(
    ("status", "lasting"), [(404, True), (410, True), (403, False), (401, False)]
)
async def test_what_is_not_there_is_asked_for_once(
    visitor: Visitor, site: NewsSite, status: int, lasting: bool
):
    site.replies["/a"] = Reply(status=status)
    failed = await failure(visitor, f"{site.url}/a")
    assert (failed.status, failed.lasting, failed.passing) == (status, lasting, False)
    assert site.paths() == ["/a"]


async def test_what_may_work_in_a_moment_is_tried_again(visitor: Visitor, site: NewsSite):
    site.replies["/a"] = [Reply(status=502), raw(b""), Reply(b"isi")]
    assert (await visitor.get(f"{site.url}/a", pace=0)).answer.content == b"isi"
    first, second, third = (one.at for one in site.requests if one.path == "/a")
    # 10 ms and 20 ms, each up to half as much again.
    assert second - first >= 0.01
    assert third - second >= 0.02
    site.replies["/b"] = Reply(status=500)
    assert str(await failure(visitor, f"{site.url}/b")).startswith("HTTP 500")
    assert site.paths()[3:] == ["/b"] * 3


@pytest.mark.parametrize(
    "sent",
    [
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<p>half"),
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<p>half"),
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal"),
        raw(b"this is no HTTP\r\n\r\n"),
        raw(b""),
        Reply(gzip.compress(b"isi" * 1000, mtime=0)[:-20], headers={"Content-Encoding": "gzip"}),
        Reply(b"<p>plain", headers={"Content-Encoding": "gzip"}),
    ],
)
async def test_half_an_answer_is_none(visitor: Visitor, site: NewsSite, sent: Reply):
    site.replies["/a"] = sent
    failed = await failure(visitor, f"{site.url}/a")
    assert failed.passing
    assert str(failed)


async def test_answers_that_take_too_long(store: FetchStore, site: NewsSite):
    """One that sends nothing for half a second, and one that always sends a little."""
    site.replies["/stumm"] = lambda handler: time.sleep(0.7)
    site.replies["/tropf"] = dripping(b"x" * 400, 0.02)
    async with http_client(agent="x", private=True, connect=2, read=0.5) as client:
        visitor = Visitor(client, store.hosts, dataclasses.replace(QUICK, retries=()))
        assert str(await failure(visitor, f"{site.url}/stumm")) == "timed out"
        assert str(await failure(visitor, f"{site.url}/tropf")) == "no whole answer in 1 s"


@pytest.mark.parametrize(
    "sent",
    [
        Reply(b"x" * 200_001),
        raw(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 200_001),
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"),
        bomb(200_000_000),
    ],
)
async def test_answers_that_are_too_large(visitor: Visitor, site: NewsSite, sent: Reply):
    site.replies["/a"] = sent
    failed = await failure(visitor, f"{site.url}/a")
    assert str(failed) == "larger than 0.2 MB"
    assert failed.lasting


async def test_encodings_that_nobody_asked_for(visitor: Visitor, site: NewsSite):
    url = site.put("/a", b"\x1b", Content_Encoding="br")
    assert str(await failure(visitor, url)) == "packed as 'br', which was not asked for"


# -- pauses ---------------------------------------------------------------------------------------


async def test_a_host_gets_one_request_at_a_time_with_a_pause(visitor: Visitor, site: NewsSite):
    urls = [site.put(f"/{n}", "isi") for n in range(4)]
    await asyncio.gather(*(visitor.get(url, pace=0.08) for url in urls))
    times = [one.at for one in site.requests]
    assert len(times) == 5
    assert all(later - earlier >= 0.08 for earlier, later in pairwise(times))


async def test_a_longer_crawl_delay_counts(visitor: Visitor, site: NewsSite):
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 0.15\n", "text/plain")
    for n in range(3):
        await visitor.get(site.put(f"/{n}", "isi"), pace=0.01)
    times = [one.at for one in site.requests[1:]]
    assert all(later - earlier >= 0.15 for earlier, later in pairwise(times))


async def test_a_crawl_delay_nobody_can_wait_for(visitor: Visitor, site: NewsSite):
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 86400\n", "text/plain")
    failed = await failure(visitor, site.put("/a", "isi"))
    assert isinstance(failed, HostUnavailable)
    assert "asks for 86,400 s between requests" in str(failed)
    assert site.paths() == []


@pytest.mark.parametrize("status", [429, 503])
async def test_a_short_retry_after_is_waited_for(visitor: Visitor, site: NewsSite, status: int):
    busy = Reply(status=status, headers={"Retry-After": "1"})
    site.replies["/a"] = [busy, Reply(b"isi")]
    assert (await visitor.get(f"{site.url}/a", pace=0)).answer.content == b"isi"
    first, second = (one.at for one in site.requests if one.path == "/a")
    assert 1.0 <= second - first < 1.5


async def test_a_long_retry_after_ends_the_hosts_turn(
    visitor: Visitor, site: NewsSite, store: FetchStore
):
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)
    busy = Reply(status=429, headers={"Retry-After": format_datetime(later, usegmt=True)})
    site.replies["/a"] = busy
    assert isinstance(await failure(visitor, f"{site.url}/a"), HostUnavailable)
    assert isinstance(await failure(visitor, site.put("/b", "isi")), HostUnavailable)
    assert site.paths() == ["/a"]
    assert store.hosts.not_before("127.0.0.1") == pytest.approx(later.timestamp(), abs=2)


async def test_a_retry_after_of_years_counts_as_a_day(
    visitor: Visitor, site: NewsSite, store: FetchStore
):
    site.replies["/a"] = Reply(status=503, headers={"Retry-After": "99999999"})
    await failure(visitor, f"{site.url}/a")
    assert store.hosts.not_before("127.0.0.1") == pytest.approx(time.time() + 86_400, abs=5)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        ("Wed, 02 Oct 2019 09:01:00 GMT", 60.0),
        ("Wed, 02 Oct 2019 08:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        ("-5", None),
    ],
)
def test_the_forms_of_retry_after(header: str, seconds: float | None):
    nine = datetime.datetime(2019, 10, 2, 9, tzinfo=datetime.UTC).timestamp()
    assert seconds_to_wait(header, nine) == seconds


# -- robots.txt -----------------------------------------------------------------------------------


async def test_robots_txt_is_obeyed_for_every_hop(visitor: Visitor, site: NewsSite):
    rules = "User-agent: *\nDisallow: /\n\nUser-agent: tanya-arsip\nDisallow: /pribadi\nAllow: /\n"
    site.put("/robots.txt", rules, "text/plain")
    assert (await visitor.get(site.put("/a", "isi"), pace=0)).answer.status == 200
    for start in (f"{site.url}/pribadi/1", site.put_redirect("/r", "/pribadi/1")):
        failed = await failure(visitor, start)
        assert isinstance(failed, Skipped)
        assert str(failed) == "its robots.txt forbids it"
    assert site.paths() == ["/a", "/r"]


@pytest.mark.parametrize("status", [404, 403, 410])
async def test_a_host_without_robots_txt_allows_everything(
    visitor: Visitor, site: NewsSite, status: int
):
    site.replies["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /", status=status)
    assert (await visitor.get(site.put("/a", "isi"), pace=0)).answer.status == 200


@pytest.mark.parametrize("reply", [Reply(status=503), Reply(status=500), raw(b"")])
async def test_a_host_that_cannot_give_its_robots_txt_is_left_alone(
    visitor: Visitor, site: NewsSite, store: FetchStore, reply: Reply
):
    site.replies["/robots.txt"] = reply
    failed = await failure(visitor, site.put("/a", "isi"))
    assert isinstance(failed, HostUnavailable)
    assert str(failed).startswith(f"robots.txt of {site.url} cannot be read (")
    assert site.paths() == []
    # What it said before goes on counting.
    store.hosts.keep_robots(site.url, "User-agent: *\nDisallow: /b", time.time() - 1)
    async with http_client(agent="x", private=True, connect=2, read=0.5) as client:
        later = Visitor(client, store.hosts, QUICK)
        assert (await later.get(f"{site.url}/a", pace=0)).answer.status == 200
        assert isinstance(await failure(later, f"{site.url}/b"), Skipped)


async def test_robots_txt_is_read_again_when_it_is_old(store: FetchStore, site: NewsSite):
    site.put("/robots.txt", "User-agent: *\nDisallow: /a", "text/plain")
    site.put("/a", "isi")
    clock = [1_000_000.0]
    async with http_client(agent="x", private=True, connect=2, read=0.5) as client:
        for later, asked in ((0, 1), (86_000, 1), (86_500, 2)):
            clock[0] = 1_000_000.0 + later
            one = Visitor(client, store.hosts, QUICK, now=lambda: clock[0])
            await failure(one, f"{site.url}/a")
            assert len(site.requests) == asked


async def test_a_robots_txt_behind_a_redirect_and_one_of_another_kind(
    visitor: Visitor, site: NewsSite
):
    site.put_redirect("/robots.txt", "/aturan.txt")
    site.put("/aturan.txt", b"\xff\xfe\x00Disallow", "text/plain")
    assert (await visitor.get(site.put("/a", "isi"), pace=0)).answer.status == 200


# -- private addresses ----------------------------------------------------------------------------


async def test_private_addresses_are_refused(store: FetchStore, site: NewsSite):
    port = site.url.rpartition(":")[2]
    site.put("/a", "isi")
    async with http_client(agent="x", connect=2, read=0.5) as client:
        visitor = Visitor(client, store.hosts, QUICK)
        hosts = ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "0")
        for host in hosts:
            failed = await failure(visitor, f"http://{host}:{port}/a")
            assert "no public address; FETCH_PRIVATE=yes allows it" in str(failed), host
            assert failed.lasting
    assert site.requests == []


async def test_the_address_that_was_checked_is_the_one_that_is_asked(
    store: FetchStore, monkeypatch: pytest.MonkeyPatch
):
    """A name that leads to a public address first and to a private one after that (rebinding)."""
    real, asked = socket.getaddrinfo, []

    def changing(host: str, *arguments: Any, **options: Any) -> Any:
        if host != "rebind.example":
            return real(host, *arguments, **options)
        asked.append(host)
        address = "127.0.0.2" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80))]

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    # No other machine is asked in a test: 127.0.0.2 stands for the public ones.
    monkeypatch.setattr(network, "is_public", lambda address: str(address) == "127.0.0.2")
    with NewsSite(host="127.0.0.2") as public:
        public.put("/a", "isi")
        url = f"{public.url}/a".replace("127.0.0.2", "rebind.example")
        async with http_client(agent="x", connect=2, read=0.5) as client:
            visitor = Visitor(client, store.hosts, QUICK)
            assert (await visitor.get(url, pace=0)).answer.content == b"isi"
            assert asked == ["rebind.example"]
        # The next connection looks the name up anew, and finds the private one.
        async with http_client(agent="x", connect=2, read=0.5) as client:
            failed = await failure(Visitor(client, store.hosts, QUICK), url)
            assert "rebind.example is 127.0.0.1, which is no public address" in str(failed)
        assert public.paths() == ["/a"]
