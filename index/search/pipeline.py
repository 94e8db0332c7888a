"""The search pipeline: a message → its queries → attempts → hits and an outcome.

The route of a message gives one or more queries, and a query some attempts: with all its filters,
then with fewer. One loop tries them, until a result suffices.
"""

import datetime
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from index.confidence import Decision
from index.query.double_questions import DoubleQuestion, split_question
from index.query.filters import Filter
from index.query.operators import parse_operators, with_operators
from index.query.parse import ParsedQuery
from index.records import Hit, Outcome
from index.search.decision import NOTHING, decide, heard_hits, numbered, select_hits
from index.search.preparation.name_terms import archive_names
from index.search.preparation.prepared_query import PreparedQuery
from index.search.ranking.candidates import filter_articles
from index.search.ranking.results import RankedHits, list_articles
from index.search.routing import InputKind, Route, SearchRequest, is_text, route_request
from index.search.searcher import Searcher
from index.store.snapshot.open_snapshot import OpenSnapshot
from index.text.analysis import words
from index.text.urls import urls_in

_CERTAIN = Decision(Outcome.ANSWER, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """What was searched, what was found and how it was decided.

    `hits` are those to be shown, `found` all of them. `query` has the filters that applied,
    `dropped` are those that were given up. `added` are words of the earlier query that were
    searched for, too.
    """

    query: ParsedQuery
    found: RankedHits = field(default_factory=RankedHits)
    decision: Decision = NOTHING
    hits: tuple[Hit, ...] = ()
    input_kind: InputKind = InputKind.QUESTION
    dropped: tuple[Filter, ...] = ()
    added: str = ""


def _is_answer(result: SearchResult) -> bool:
    return result.decision.outcome is Outcome.ANSWER


def _shows_hits(result: SearchResult) -> bool:
    return bool(result.hits)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    """A query with some of its filters given up; needless if an earlier result suffices."""

    query: ParsedQuery
    dropped: tuple[Filter, ...] = ()
    needless_after: Callable[[SearchResult], bool] = _shows_hits


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchedPart:
    """A message, or one of the two questions in it, and what was found.

    `completed` says that it was completed by the other one.
    """

    question: str
    result: SearchResult
    completed: bool = False


class SearchPipeline:
    """Searches one archive; safe to share between threads.

    `today` gives the day that “yesterday” counts from.
    """

    def __init__(self, searcher: Searcher, *, today: Callable[[], datetime.date]) -> None:
        self._searcher = searcher
        self._today = today

    def run_parts(self, request: SearchRequest, snapshot: OpenSnapshot) -> tuple[SearchedPart, ...]:
        """The results of the one question or the two of a message, in their order."""
        asked = _double_question(request.text, snapshot)
        if asked is None:
            return (SearchedPart(question=request.text, result=self.run(request, snapshot)),)
        halves = with_operators(request.text, asked.first, asked.second)
        lead = 1 if asked.follows == "first" else 0
        led = self.run(replace(request, text=halves[lead]), snapshot)
        earlier = led.query if asked.follows else request.earlier
        other = self.run(replace(request, text=halves[1 - lead], earlier=earlier), snapshot)
        parts = [
            SearchedPart(question=(asked.first, asked.second)[lead], result=led),
            SearchedPart(
                question=(asked.first, asked.second)[1 - lead],
                result=other,
                completed=bool(asked.follows),
            ),
        ]
        return tuple(reversed(parts) if lead else parts)

    def run(self, request: SearchRequest, snapshot: OpenSnapshot) -> SearchResult:
        """The most confident answer to a message, or else the result of the preferred query."""
        route = route_request(request, snapshot, today=self._today())
        results: list[SearchResult] = []
        for rewrite in route.queries:
            result = self._best_attempt(rewrite.query, route, request, snapshot)
            results.append(replace(result, added=rewrite.added, input_kind=route.input_kind))
            if rewrite.speaker_guessed and any(result.found.heard):
                # The name is that of a speaker in this archive.
                break
        answers = [result for result in results if _is_answer(result)]
        best = max(answers, key=lambda result: result.decision.confidence, default=results[0])
        return _with_opened(best, route.opened, request, snapshot) if route.opened else best

    def _best_attempt(
        self, query: ParsedQuery, route: Route, request: SearchRequest, snapshot: OpenSnapshot
    ) -> SearchResult:
        """Try a query with all its filters, then with fewer, until a result suffices.

        A later result counts if it is an answer, if nothing was found before, or if only it has
        something to show.
        """
        query = _as_requested(query, request, listing=route.listing)
        search = self._search(query, route, request, snapshot)
        attempts = _attempts(query, listing=route.listing)
        best = search(next(attempts))
        for attempt in attempts:
            if attempt.needless_after(best):
                continue
            result = search(attempt)
            found_more = not best.found.hits or (result.hits and not best.hits)
            if _is_answer(result) or found_more:
                best = result
        return best

    def _search(
        self, query: ParsedQuery, route: Route, request: SearchRequest, snapshot: OpenSnapshot
    ) -> Callable[[_Attempt], SearchResult]:
        """The search that makes the attempts; the query is prepared once for all of them."""
        if route.listing:
            return partial(_list, request=request, snapshot=snapshot)
        if not any(map(str.isalnum, query.search_text)):
            return lambda attempt: SearchResult(query=attempt.query, dropped=attempt.dropped)
        prepared = self._searcher.prepare(query, snapshot, waiting=request.waiting)
        return partial(self._search_prepared, prepared, without=route.without, request=request)

    def _search_prepared(
        self,
        prepared: PreparedQuery,
        attempt: _Attempt,
        *,
        without: Collection[str],
        request: SearchRequest,
    ) -> SearchResult:
        query = attempt.query
        found = self._searcher.search(
            prepared, query.filters, limit=request.limit, without=without, among=request.among
        )
        calibration = prepared.snapshot.calibration
        decision = decide(found, query, calibration)
        hits = select_hits(
            found,
            decision.outcome,
            calibration,
            latest=query.filters.latest,
            tuning=prepared.tuning,
        )
        return SearchResult(
            query=query, found=found, decision=decision, hits=hits, dropped=attempt.dropped
        )


def _double_question(text: str, snapshot: OpenSnapshot) -> DoubleQuestion | None:
    """The two questions of a message; None for one, and for a text or a URL."""
    if urls_in(text) or is_text(text):
        return None
    return split_question(
        parse_operators(text).text, lambda asked: archive_names(snapshot, words(asked))
    )


def _attempts(query: ParsedQuery, *, listing: bool) -> Iterator[_Attempt]:
    """The query, then with fewer filters, in the order in which they are given up.

    A period in words may be about something else than publication: without an answer all times are
    searched. Typed filters are given up only if they leave nothing to show.
    """
    yield _Attempt(query=query)
    inferred = query.period_inferred and not listing
    if inferred:
        yield _without(query, (Filter.PERIOD,), needless_after=_is_answer)
    narrowing = query.filters.narrowing
    if narrowing and not (inferred and narrowing == (Filter.PERIOD,)):
        yield _without(query, narrowing, needless_after=_shows_hits)


def _without(
    query: ParsedQuery, dropped: tuple[Filter, ...], needless_after: Callable[[SearchResult], bool]
) -> _Attempt:
    return _Attempt(query=query.without(*dropped), dropped=dropped, needless_after=needless_after)


def _as_requested(query: ParsedQuery, request: SearchRequest, *, listing: bool) -> ParsedQuery:
    """The query without the filters that were taken away, newest first if that was asked for.

    Listings are newest first unless that was taken away.
    """
    query = query.without(*request.without)
    latest = request.newest or query.filters.latest
    if listing:
        latest = request.newest or Filter.LATEST not in request.without
        query = replace(query, content="")
    return replace(query, filters=replace(query.filters, latest=latest))


def _list(attempt: _Attempt, *, request: SearchRequest, snapshot: OpenSnapshot) -> SearchResult:
    """Articles of a time or from an outlet, by date.

    With filters given up only their titles: articles of another time are no answer.
    """
    query = attempt.query
    within = filter_articles(snapshot, query.filters, among=request.among)
    latest = query.filters.latest
    hits = list_articles(snapshot, within, limit=request.limit, latest=latest)
    decision = _CERTAIN if hits else NOTHING
    if attempt.dropped and hits:
        hits = tuple(replace(hit, quote="") for hit in hits)
        decision = replace(NOTHING, outcome=Outcome.RELATED)
    return SearchResult(
        query=query,
        found=RankedHits(hits=hits),
        decision=decision,
        hits=numbered(hits),
        dropped=attempt.dropped,
    )


def _with_opened(
    result: SearchResult, opened: Hit, request: SearchRequest, snapshot: OpenSnapshot
) -> SearchResult:
    """The article whose URL was sent, and behind it the hits that are at least related."""
    calibration = snapshot.calibration
    others = heard_hits(result.found, calibration.is_near)
    hits = numbered((opened, *others)[: request.limit])
    return replace(result, decision=_CERTAIN, hits=hits)
