"""Feeds, sitemaps and lists of addresses read: which pages there are, entered in fetch.db."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from index.errors import InputUnusable
from index.fetching.addresses import origin_of
from index.fetching.listings.feeds import read_feed
from index.fetching.listings.sitemaps import MOST_BYTES, Sitemap, read_sitemap
from index.fetching.records import Entry, Listing, Validators
from index.fetching.sources_file import Source
from index.fetching.store import FetchStore
from index.fetching.web.request import Answer, Unfetched
from index.fetching.web.visitor import NOT_MODIFIED, Visitor

# To be raised when listings are to be read again that have not changed.
_RULE = 1
_ACCEPT = ("Accept", "application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5")
_DEEPEST = 3
# Sitemaps read in one run; the rest are read by the next ones.
_MOST_SITEMAPS = 500


@dataclass(slots=True)
class Listed:
    """What the listings of a source have: pages that are `wanted`, and those that are excluded."""

    wanted: int = 0
    excluded: int = 0
    problems: list[str] = field(default_factory=list)


class Lister:
    """Reads the listings of one source; `limit` is how many due pages are enough."""

    def __init__(
        self, source: Source, visitor: Visitor, store: FetchStore, *, limit: int | None = None
    ) -> None:
        self._source = source
        self._visitor = visitor
        self._store = store
        self._limit = limit
        patterns = [one.pattern for one in (*source.include, *source.exclude)]
        rule = repr((_RULE, len(source.include), patterns))
        self._rule = hashlib.sha256(rule.encode()).hexdigest()[:16]
        self._listed = Listed()

    async def read(self) -> Listed:
        """Enter all pages that are listed; raises Unfetched if no listing can be read."""
        match self._source.kind:
            case "feed":
                await self._read_feed(self._source.addresses[0])
            case "sitemap":
                await self._read_sitemaps()
            case "addresses":
                listing = Listing(validators=Validators(), rule=self._rule)
                self._keep("", listing, (Entry(url=one) for one in self._source.addresses))
        return self._listed

    def _keep(self, url: str, listing: Listing, entries: Iterable[Entry]) -> None:
        entries = list(entries)
        wanted = [one for one in entries if self._source.wants(one.url)]
        self._listed.wanted += len(wanted)
        self._listed.excluded += len(entries) - len(wanted)
        self._store.keep_listing(self._source.name, url, listing, wanted)

    async def _read_feed(self, url: str) -> None:
        answer, listing = await self._fetch(url)
        if answer:
            try:
                entries = read_feed(answer.content, answer.url, answer.header("content-type"))
            except InputUnusable as error:
                raise Unfetched(str(error)) from None
            self._keep(url, listing, entries)

    async def _fetch(self, url: str, stated: str = "") -> tuple[Answer | None, Listing]:
        """The answer for a listing, None if it is as it was; and what to keep of it."""
        kept = self._store.listing(self._source.name, url)
        known = kept.validators if kept and kept.rule == self._rule else Validators()
        headers = [_ACCEPT, *known.headers()]
        visit = await self._visitor.get(
            url, pace=self._source.pace, headers=headers, size=MOST_BYTES
        )
        answer = visit.answer
        sha = hashlib.sha256(answer.content).hexdigest()
        if kept and (answer.status == NOT_MODIFIED or sha == known.sha):
            self._listed.wanted += kept.pages
            return None, kept
        validators = Validators(
            etag=answer.header("etag"), last_modified=answer.header("last-modified"), sha=sha
        )
        return answer, Listing(validators=validators, stated=stated, rule=self._rule)

    async def _read_sitemaps(self) -> None:
        given = self._source.addresses[0]
        parts = urlsplit(given)
        roots: tuple[str, ...] = (given,)
        if parts.path in ("", "/") and not parts.query:
            rules = await self._visitor.rules(given, self._source.pace)
            roots = rules.sitemaps or (f"{origin_of(given)}/sitemap.xml",)
        seen: set[str] = set()
        failed: list[Unfetched] = []
        for root in roots:
            try:
                await self._read_sitemap(root, "", seen, depth=1)
            except Unfetched as error:
                failed.append(error)
                self._listed.problems.append(f"{root}: {error}")
        if len(failed) == len(roots):
            raise failed[0]

    async def _read_sitemap(self, url: str, stated: str, seen: set[str], *, depth: int) -> bool:
        """Read a sitemap and those that it lists; returns whether all of it was read."""
        seen.add(url)
        answer, listing = await self._fetch(url, stated)
        if answer is None:
            return True
        try:
            sitemap = read_sitemap(answer.content, answer.url)
        except InputUnusable as error:
            raise Unfetched(str(error)) from None
        if await self._read_children(sitemap, seen, depth):
            self._keep(url, listing, sitemap.entries)
            return True
        # Not as read: the next run has to go on with the sitemaps that are left.
        self._keep(url, Listing(validators=Validators()), sitemap.entries)
        return False

    async def _read_children(self, sitemap: Sitemap, seen: set[str], depth: int) -> bool:
        complete = True
        failed: list[Unfetched] = []
        for child in sitemap.children:
            kept = self._store.listing(self._source.name, child.url)
            if kept and child.modified and (kept.stated, kept.rule) == (child.modified, self._rule):
                self._listed.wanted += kept.pages
                continue
            if child.url in seen or depth >= _DEEPEST:
                continue
            if len(seen) >= _MOST_SITEMAPS or self._has_enough():
                return False
            try:
                whole = await self._read_sitemap(child.url, child.modified, seen, depth=depth + 1)
            except Unfetched as error:
                failed.append(error)
                self._listed.problems.append(f"{child.url}: {error}")
                whole = False
            complete = complete and whole
        if failed and len(failed) == len(sitemap.children):
            raise failed[0]
        return complete

    def _has_enough(self) -> bool:
        return self._limit is not None and self._store.count_due(self._source.name) >= self._limit
