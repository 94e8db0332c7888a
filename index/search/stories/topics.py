"""Topic search: all stories on a topic, for timelines; wider than an answer, and never quoted."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.query.filters import Filter
from index.query.parse import ParsedQuery, literal_query, parse_query
from index.records import Citation
from index.search.preparation.prepared_query import PreparedQuery
from index.search.ranking.candidates import ArticleFilter, filter_articles
from index.search.ranking.results import article_hit
from index.search.ranking.scoring import ScoredPassage
from index.search.routing import is_text, key_sentences
from index.search.searcher import Searcher
from index.store.snapshot.open_snapshot import OpenSnapshot
from index.text.urls import slug_words, urls_in, without_urls


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Articles that tell one story in nearly the same words: the first report, and the others.

    `first` has the earliest date; those without a date come last. `score` is the fused relevance of
    the best passage, 0–1.
    """

    first: Citation
    also: tuple[Citation, ...]
    score: float

    @property
    def articles(self) -> tuple[Citation, ...]:
        """All of them, in order of time."""
        return (self.first, *self.also)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What the archive has on a topic, the most relevant story first.

    `query` is what was searched, with the filters that the stories fulfil; `dropped` are those that
    were given up because nothing fulfilled them. `corrections` are words that were searched as
    another (as asked, as searched). `more`: there are probably more stories than were scored.
    """

    query: ParsedQuery
    stories: tuple[Story, ...] = ()
    dropped: tuple[Filter, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    more: bool = False


class TopicSearch:
    """Finds the stories on a topic in one archive; safe to share between threads.

    `today` gives the day that “last week” counts from.
    """

    def __init__(self, searcher: Searcher, *, today: Callable[[], datetime.date]) -> None:
        self._searcher = searcher
        self._today = today

    def search(self, text: str, snapshot: OpenSnapshot) -> Topic:
        """The stories on a topic, a question, a pasted text or the article at a URL."""
        query = self._parse(text, snapshot)
        if not query.has_subject:
            return Topic(query=query)
        prepared = self._searcher.prepare(query, snapshot)
        found = self._find(query, prepared)
        if not found.stories and query.period_inferred:
            # A period in words may be about something else than when articles appeared.
            beyond = self._find(query.without(Filter.PERIOD), prepared)
            return replace(beyond, dropped=(Filter.PERIOD,))
        return found

    def _parse(self, text: str, snapshot: OpenSnapshot) -> ParsedQuery:
        urls = urls_in(text)
        rest = without_urls(text) if urls else text
        if is_text(rest):
            return literal_query(key_sentences(rest, snapshot))
        if urls and not rest.strip():
            number = snapshot.with_url(urls[0])
            if number is None:
                return literal_query(slug_words(urls[0]))
            return literal_query(article_hit(number, snapshot).article.title)
        return parse_query(" ".join(rest.split()), today=self._today())

    def _find(self, query: ParsedQuery, prepared: PreparedQuery) -> Topic:
        snapshot, tuning = prepared.snapshot, prepared.tuning
        within = filter_articles(snapshot, query.filters)
        near = self._searcher.rank_stories(prepared, within, passages=tuning.topic_passages)
        best = max((one.score for one in near.passages), default=0.0)
        least = max(tuning.topic_score, tuning.topic_share * best)
        kept = [one for one in near.passages if one.score >= least]
        return Topic(
            query=query,
            stories=_stories(kept, within, snapshot),
            corrections=near.corrections,
            more=len(kept) > tuning.topic_incomplete_share * tuning.topic_passages,
        )


def _stories(
    passages: Sequence[ScoredPassage], within: ArticleFilter, snapshot: OpenSnapshot
) -> tuple[Story, ...]:
    """The stories of these passages, with those of their articles that are allowed."""
    articles: defaultdict[int, list[Citation]] = defaultdict(list)
    for number, story, article in snapshot.tables.story_articles([one.story for one in passages]):
        if within.articles is None or within.articles[number]:
            articles[story].append(article)
    return tuple(
        Story(first=articles[one.story][0], also=tuple(articles[one.story][1:]), score=one.score)
        for one in passages
    )
