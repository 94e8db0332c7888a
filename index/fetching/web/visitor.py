"""A polite visitor: robots.txt, pauses, redirects and retries around single requests."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar
from urllib.parse import urljoin, urlsplit

import httpx

from index.fetching.addresses import fetchable_url, host_of, origin_of
from index.fetching.web.hosts import Hosts, HostTimes
from index.fetching.web.network import is_web_port
from index.fetching.web.request import (
    Answer,
    Headers,
    HostUnavailable,
    Limits,
    Skipped,
    Unfetched,
    ask,
    seconds_to_wait,
)
from index.fetching.web.robots import LIFETIME, LONGEST_DELAY, MOST_BYTES, RobotsStore, Rules

T = TypeVar("T")

_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 8
# Statuses of what may work in a moment; 429 and 503 say when, often.
_PASSING = (408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524)
_BUSY = (429, 503)
_GONE = (404, 410, 451)
# Seconds that are asked for at most, whatever a server says: it may mean a month by mistake.
_LONGEST_WAIT = 86_400.0
NOT_MODIFIED = 304


class VisitStore(HostTimes, RobotsStore, Protocol):
    """What a visitor keeps from one run to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How a visitor behaves. `retries` are pauses in seconds before another try within a run."""

    limits: Limits = field(default_factory=Limits)
    retries: tuple[float, ...] = (2.0, 8.0)
    patience: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The answer at the end of the redirects from an address; `hops` are all on the way."""

    answer: Answer
    hops: tuple[str, ...]


class Visitor:
    """Fetches addresses for all sources of a run."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        store: VisitStore,
        manners: Manners,
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._client = client
        self._store = store
        self._manners = manners
        self._now = now
        self._hosts = Hosts(store, patience=manners.patience, now=now)
        self._rules: dict[str, asyncio.Task[Rules]] = {}

    async def get(self, url: str, *, pace: float, headers: Headers = (), size: int = 0) -> Visit:
        """The answer for an address: status 200 or 304. Raises Unfetched for any other.

        `pace` is the least pause in seconds, `size` the most bytes (0: those of the manners).
        """
        limits = self._manners.limits
        limits = replace(limits, size=size or limits.size)
        return await self._persistently(lambda: self._followed(url, pace, headers, limits))

    async def _persistently(self, fetch: Callable[[], Awaitable[T]]) -> T:
        """Try again after growing pauses, if what failed may work in a moment."""
        for pause in self._manners.retries:
            try:
                return await fetch()
            except Unfetched as failed:
                if not failed.passing:
                    raise
            # Half as much again at most, so that several do not come back at the same moment.
            await asyncio.sleep(pause * random.uniform(1.0, 1.5))  # noqa: S311 (no secret)
        return await fetch()

    async def rules(self, url: str, pace: float) -> Rules:
        """What the robots.txt for an address says; raises Unfetched if it cannot be had now."""
        origin = origin_of(url)
        if origin not in self._rules:
            self._rules[origin] = asyncio.create_task(self._read_rules(origin, pace))
        return await self._rules[origin]

    async def _followed(self, url: str, pace: float, headers: Headers, limits: Limits) -> Visit:
        hops = [url]
        while True:
            rules = await self.rules(hops[-1], pace)
            if not rules.allow(hops[-1]):
                raise Skipped("its robots.txt forbids it")
            answer = await self._asked(hops[-1], max(pace, _bounded(rules.delay)), headers, limits)
            if answer.status not in _REDIRECTS:
                return Visit(answer=_accepted(answer), hops=tuple(hops))
            hops.append(_next_hop(answer, hops))

    async def _asked(self, url: str, pause: float, headers: Headers, limits: Limits) -> Answer:
        """One request in its host's turn; a wait that the host asks for is noted."""
        if not is_web_port(urlsplit(url).port):
            raise Unfetched(f"port {urlsplit(url).port} is no web server's", lasting=True)
        async with self._hosts.turn(host_of(url), pause):
            answer = await ask(self._client, url, headers, limits)
        if answer.status in _BUSY:
            wait = seconds_to_wait(answer.header("retry-after"), self._now())
            if wait:
                wait = min(wait, _LONGEST_WAIT)
                self._hosts.put_off(host_of(url), wait)
            raise Unfetched(_status(answer), passing=True, status=answer.status)
        return answer

    async def _read_rules(self, origin: str, pace: float) -> Rules:
        kept = self._store.robots(origin)
        if kept and kept[1] > self._now():
            return Rules.of(kept[0])
        try:
            text = await self._persistently(lambda: self._robots_text(f"{origin}/robots.txt", pace))
        except Unfetched as failed:
            if not kept and failed.lasting and not failed.status:
                raise
            if not kept:
                reason = f"robots.txt of {origin} cannot be read ({failed})"
                raise HostUnavailable(reason) from None
            return Rules.of(kept[0])
        self._store.keep_robots(origin, text, self._now() + LIFETIME)
        return Rules.of(text)

    async def _robots_text(self, url: str, pace: float) -> str:
        """The text of a robots.txt, "" if there is none; raises Unfetched for another failure."""
        hops = [url]
        limits = replace(self._manners.limits, size=20 * MOST_BYTES)
        while True:
            answer = await self._asked(hops[-1], pace, (), limits)
            if answer.status in _REDIRECTS:
                hops.append(_next_hop(answer, hops))
            elif 400 <= answer.status < 500 and answer.status not in _PASSING:
                return ""
            else:
                return _accepted(answer).content[:MOST_BYTES].decode(errors="replace")


def _bounded(delay: float) -> float:
    if delay > LONGEST_DELAY:
        raise HostUnavailable(
            f"its robots.txt asks for {delay:,.0f} s between requests, which is too long to wait"
        )
    return delay


def _next_hop(answer: Answer, hops: list[str]) -> str:
    try:
        target = fetchable_url(urljoin(hops[-1], answer.header("location").strip()))
    except ValueError:
        target = ""
    if not target:
        raise Unfetched(
            f"redirects to no web address ({answer.header('location')[:200]!r})", lasting=True
        )
    if target in hops:
        raise Unfetched(f"redirects in a circle ({target})", lasting=True)
    if len(hops) > _MOST_REDIRECTS:
        raise Unfetched(f"redirects more than {_MOST_REDIRECTS} times", lasting=True)
    return target


def _accepted(answer: Answer) -> Answer:
    if answer.status in (200, NOT_MODIFIED):
        return answer
    raise Unfetched(
        _status(answer),
        passing=answer.status in _PASSING,
        lasting=answer.status in _GONE,
        status=answer.status,
    )


def _status(answer: Answer) -> str:
    return f"HTTP {answer.status} {answer.reason}".rstrip()
