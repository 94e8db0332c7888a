"""One article fetched: its page with all its parts, kept as it came."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from index.fetching.articles.parts import (
    MOST_PARTS,
    declared_address,
    first_part,
    next_part,
    whole_article,
)
from index.fetching.records import DuePage, Entry, Validators
from index.fetching.sources_file import Source
from index.fetching.store import FetchStore
from index.fetching.warc.files import FetchedPart, WarcFiles, digest
from index.fetching.web.request import Answer, Skipped, Unfetched
from index.fetching.web.visitor import NOT_MODIFIED, Visit, Visitor

Result = Literal["new", "changed", "unchanged"]
_ACCEPT = ("Accept", "text/html, application/xhtml+xml;q=0.9, */*;q=0.1")
# Some outlets send their feeds as text/html.
_LISTING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<(?:\?|!--)[^>]*>\s*)*"
    rb"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]"
)
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class PageFetcher:
    """Fetches the pages of all sources of a run."""

    visitor: Visitor
    store: FetchStore
    files: WarcFiles

    async def fetch(self, source: Source, page: DuePage) -> Result:
        """Fetch a page and keep it, unless it is as it was; raises Unfetched and OSError."""
        visit = await self._visit(page.entry.url, source, page.validators)
        first, urls = visit.answer, list(visit.hops)
        if first.status == NOT_MODIFIED or self._is_another(page, [first.url]):
            self.store.keep_unchanged(page.id, urls=urls)
            return "unchanged"
        if beginning := first_part(first.content, first.url):
            visit = await self._visit(beginning, source, Validators())
            first, urls = visit.answer, [*urls, *visit.hops]
        declared = declared_address(first.content, first.url)
        if declared:
            urls.append(declared)
        if self._is_another(page, [declared]):
            self.store.keep_unchanged(page.id, urls=urls)
            return "unchanged"
        answers = await self._all_parts(first, source)
        sha = digest([one.content for one in answers])
        if sha == page.validators.sha:
            self.store.keep_unchanged(page.id, urls=urls)
            return "unchanged"
        validators = Validators(
            etag=first.header("etag"), last_modified=first.header("last-modified"), sha=sha
        )
        kept = self.files.append(source.name, _parts(first, answers, source, page.entry))
        self.store.keep(page.id, validators, urls=urls, file=kept.file, size=kept.size)
        return "changed" if page.validators.sha else "new"

    def _is_another(self, page: DuePage, urls: Sequence[str]) -> bool:
        """Whether one of these addresses is that of another page that was fetched."""
        return any(
            self.store.known(url) not in (None, page.id) and self.store.kept(url)
            for url in urls
            if url
        )

    async def _visit(self, url: str, source: Source, known: Validators) -> Visit:
        headers = [_ACCEPT, *known.headers()]
        visit = await self.visitor.get(url, pace=source.pace, headers=headers)
        answer = visit.answer
        if answer.status == NOT_MODIFIED:
            return visit
        if len(visit.hops) > 1 and _is_front(answer.url) and not _is_front(url):
            raise Unfetched(f"gone: leads to the front page {answer.url}", lasting=True)
        _expect_page(answer)
        return visit

    async def _all_parts(self, first: Answer, source: Source) -> list[Answer]:
        """The answers that together have the article, in order."""
        if whole := whole_article(first.content, first.url):
            try:
                return [(await self._visit(whole, source, Validators())).answer]
            except Unfetched:
                # Then its parts, one after another.
                pass
        answers = [first]
        seen = {first.url}
        while len(answers) < MOST_PARTS:
            following = next_part(answers[-1].content, answers[-1].url)
            if not following or following in seen:
                break
            seen.add(following)
            try:
                answers.append((await self._visit(following, source, Validators())).answer)
            except Unfetched as failed:
                if not failed.lasting:
                    raise
                break
        return answers


def _expect_page(answer: Answer) -> None:
    kind = answer.content_type
    if kind not in _PAGES and (kind or b"<" not in answer.content[:1000]):
        raise Skipped(f"no web page: {kind or 'of no type'}", lasting=True)
    if _LISTING.match(answer.content):
        raise Skipped("a feed or sitemap, no web page", lasting=True)
    if not answer.content.strip():
        raise Unfetched("an empty page")


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return not parts.path.strip("/") and not parts.query


def _parts(
    first: Answer, answers: Sequence[Answer], source: Source, entry: Entry
) -> list[FetchedPart]:
    """The answers with what else is known of their article, whose own address is the first's."""
    known: dict[str, str | int] = {
        "source": source.name,
        "title": entry.title,
        "author": entry.author,
        "published": entry.published,
        "listed": entry.url,
        "timezone": source.timezone,
    }
    if len(answers) > 1:
        known["parts"] = len(answers)
    return [
        FetchedPart(answer, known | _place(number, first, answer, len(answers)))
        for number, answer in enumerate(answers, 1)
    ]


def _place(number: int, first: Answer, answer: Answer, parts: int) -> dict[str, str | int]:
    if parts > 1:
        return {"part": number}
    return {} if answer.url == first.url else {"address": first.url}
