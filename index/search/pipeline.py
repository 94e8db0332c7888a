"""What people send → what is searched for it, and what that is worth.

A question is searched within what it asks for, or beyond where that has no answer; one that goes on
from another, with what it leaves out; a pasted text by what it tells most; an address by itself.
"""

import datetime
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from index.confidence import Decision
from index.query.filters import Filter
from index.query.follow_ups import Rewrite, rewrites
from index.query.parse import ParsedQuery, literal_query, parse_query
from index.records import Hit, Outcome
from index.search.candidates import allowed
from index.search.decision import judged, passing, ranked, worth_showing
from index.search.listing import listing
from index.search.long_texts import essence, is_text
from index.search.results import opening
from index.search.searcher import Found, Searcher
from index.store.snapshot_reader import OpenSnapshot
from index.text.analysis import terms
from index.text.urls import slug_words, urls_in, without_urls

# Addresses of a message that are looked for; a channel's post may end with a dozen.
_ADDRESSES = 3
# Terms beside an address that are only a remark on it: “benarkah ini?”, “ramai di grup sebelah”.
_REMARK = 3


class Given(StrEnum):
    """What was sent: a question, a text, the address of an article that is or is not there."""

    QUESTION = ""
    TEXT = "text"
    ADDRESS = "address"
    UNKNOWN_ADDRESS = "unknown_address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A message and what belongs to it.

    `earlier` is the question it goes on from; `without` filters that are not wanted, `newest` that
    the newest is to come first. With `among`, only articles with these numbers answer.
    """

    text: str
    earlier: ParsedQuery | None = None
    without: tuple[Filter, ...] = ()
    newest: bool = False
    among: frozenset[int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """What was searched and what it is worth.

    `hits` are those worth showing, all that were found are in `found`. `dropped` are filters that
    were given up, `added` the words of the earlier question that were searched too.
    """

    query: ParsedQuery
    found: Found
    decision: Decision
    hits: tuple[Hit, ...] = ()
    given: Given = Given.QUESTION
    dropped: tuple[Filter, ...] = ()
    added: str = ""


_NOT_FOUND = Found(hits=(), features=())


class Considering:
    """Searches of one archive; safe to share between threads.

    `today` gives the day that “yesterday” counts from.
    """

    def __init__(self, searcher: Searcher, *, today: Callable[[], datetime.date]) -> None:
        self._searcher = searcher
        self._today = today

    def consider(self, wish: Wish, snapshot: OpenSnapshot, limit: int) -> Considered:
        """The best that the snapshot has on what was sent, with at most `limit` hits."""
        addresses = urls_in(wish.text)
        rest = without_urls(wish.text) if addresses else wish.text
        listed = [snapshot.with_url(address) for address in addresses[:_ADDRESSES]]
        number = next((one for one in listed if one is not None), None)
        if number is not None:
            return self._address(number, rest, wish, snapshot, limit)
        if is_text(rest):
            asks = literal_query(essence(rest, snapshot))
            return replace(self._words(asks, wish, snapshot, limit), given=Given.TEXT)
        if addresses:
            asks = literal_query(f"{rest} {slug_words(addresses[0])}")
            return replace(self._words(asks, wish, snapshot, limit), given=Given.UNKNOWN_ADDRESS)
        return self._question(" ".join(rest.split()), wish, snapshot, limit)

    def _address(
        self, number: int, rest: str, wish: Wish, snapshot: OpenSnapshot, limit: int
    ) -> Considered:
        """The article itself, then what else there is on what is asked, or on its title."""
        first = opening(number, snapshot)
        asked = rest if len(terms(rest)) > _REMARK else first.article.title or first.quote
        asks = literal_query(essence(asked, snapshot) if is_text(asked) else asked)
        apart = {one.id for one in (first.article, *first.also)}
        more = self._words(asks, wish, snapshot, limit, apart=apart)
        if wish.among is not None and number not in wish.among:
            return replace(more, given=Given.ADDRESS)
        least = snapshot.calibration.related
        hits = (first, *passing(more.found, least, snapshot))[:limit]
        sure = Decision(Outcome.ANSWER, 1.0)
        return replace(more, decision=sure, hits=ranked(hits), given=Given.ADDRESS)

    def _words(
        self,
        asks: ParsedQuery,
        wish: Wish,
        snapshot: OpenSnapshot,
        limit: int,
        *,
        apart: Collection[str] = (),
    ) -> Considered:
        """What there is on words that ask for nothing else."""
        if not any(map(str.isalnum, asks.text)):
            return Considered(query=asks, found=_NOT_FOUND, decision=Decision(Outcome.NOTHING, 0.0))
        return self._search(
            _with_latest(asks, latest=wish.newest), wish, snapshot, limit, apart=apart
        )

    def _question(self, text: str, wish: Wish, snapshot: OpenSnapshot, limit: int) -> Considered:
        """The most confident of the readings that answer, or else the first."""
        asks = parse_query(text, today=self._today())
        if asks.is_listing and not wish.earlier:
            return _listed(asks, wish, snapshot, limit)
        read = rewrites(asks, wish.earlier) if wish.earlier else (Rewrite(query=asks),)
        considered: list[Considered] = []
        for one in read:
            within = self._within(_wanted(one.query, wish), wish, snapshot, limit)
            considered.append(replace(within, added=one.added))
            if one.speaker_guessed and any(within.found.heard):
                # Whoever is named does speak in this archive.
                break
        answers = [one for one in considered if one.decision.outcome is Outcome.ANSWER]
        return max(answers, key=lambda one: one.decision.confidence, default=considered[0])

    def _within(
        self, asks: ParsedQuery, wish: Wish, snapshot: OpenSnapshot, limit: int
    ) -> Considered:
        """The search within what was understood, or beyond it where that has no answer.

        A time in words may be about something else than publication, so without an answer all
        times are searched. Typed filters give way only where they leave nothing to show, to an
        answer; where they leave nothing at all, to whatever there is.
        """
        within = self._search(asks, wish, snapshot, limit)
        if asks.period_inferred and within.decision.outcome is not Outcome.ANSWER:
            beyond = self._search(asks.without(Filter.PERIOD), wish, snapshot, limit)
            if beyond.decision.outcome is Outcome.ANSWER or not within.found.hits:
                within = replace(beyond, dropped=(Filter.PERIOD,))
        narrowing = within.query.filters.narrowing
        if within.hits or not narrowing:
            return within
        beyond = self._search(within.query.without(*narrowing), wish, snapshot, limit)
        if within.found.hits and beyond.decision.outcome is not Outcome.ANSWER:
            return within
        return replace(beyond, dropped=(*within.dropped, *narrowing))

    def _search(
        self,
        asks: ParsedQuery,
        wish: Wish,
        snapshot: OpenSnapshot,
        limit: int,
        *,
        apart: Collection[str] = (),
    ) -> Considered:
        found = self._searcher.search(asks, snapshot, limit=limit, without=apart, among=wish.among)
        decision = judged(found, asks, snapshot)
        hits = worth_showing(found, decision.outcome, snapshot, latest=asks.filters.latest)
        return Considered(query=asks, found=found, decision=decision, hits=hits)


def _listed(asks: ParsedQuery, wish: Wish, snapshot: OpenSnapshot, limit: int) -> Considered:
    """What there is of a time or from an outlet, by its day.

    Where that is nothing, titles of all there is: what came at another time answers nothing.
    """
    newest = wish.newest or Filter.LATEST not in wish.without
    asks = _with_latest(replace(asks.without(*wish.without), content=""), latest=newest)
    hits = _listing(asks, wish, snapshot, limit)
    if hits:
        return _sure(asks, hits, Outcome.ANSWER)
    dropped = asks.filters.narrowing
    asks = asks.without(*dropped)
    titles = [replace(hit, quote="") for hit in _listing(asks, wish, snapshot, limit)]
    outcome = Outcome.RELATED if titles else Outcome.NOTHING
    return replace(_sure(asks, titles, outcome), dropped=dropped)


def _listing(asks: ParsedQuery, wish: Wish, snapshot: OpenSnapshot, limit: int) -> Sequence[Hit]:
    within = allowed(snapshot, asks.filters, among=wish.among)
    return listing(snapshot, within, limit=limit, newest=asks.filters.latest)


def _sure(asks: ParsedQuery, hits: Sequence[Hit], outcome: Outcome) -> Considered:
    decision = Decision(outcome, 1.0 if outcome is Outcome.ANSWER else 0.0)
    found = Found(hits=tuple(hits), features=())
    return Considered(query=asks, found=found, decision=decision, hits=ranked(hits))


def _wanted(asks: ParsedQuery, wish: Wish) -> ParsedQuery:
    """Without the filters that were taken away; what was asked for with a button counts."""
    asks = asks.without(*wish.without)
    return _with_latest(asks, latest=True) if wish.newest else asks


def _with_latest(asks: ParsedQuery, *, latest: bool) -> ParsedQuery:
    return replace(asks, filters=replace(asks.filters, latest=latest))
