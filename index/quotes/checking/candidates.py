"""The articles that may hold a quotation, read whole, with who says which of their sentences."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from index.attribution.mentions import Speaker
from index.query.filters import NO_FILTERS
from index.query.parse import literal_query
from index.quotes.checking.claims import Claim
from index.quotes.checking.tokens import QuoteToken, quote_tokens
from index.records import Citation
from index.search.preparation.prepared_query import PreparedQuery
from index.search.ranking.candidates import filter_articles, match_words, retrieve
from index.search.ranking.scoring import fuse
from index.search.reading.article_text import ArticleText, load_articles
from index.search.searcher import Searcher
from index.search.speakers.speaker_scores import SpeakerScore, score_speakers
from index.store.snapshot.open_snapshot import OpenSnapshot
from index.text.quotations import quotations

# Passages whose articles are read whole: the best by all scores, by words alone, and by the speaker
# asked for. A verbatim quotation is found by its words, a paraphrase by its meaning.
_BY_SCORE, _BY_WORDS, _BY_SPEAKER = 10, 8, 12


@dataclass(frozen=True, kw_only=True)
class SpokenArticle:
    """An article with the speakers of its sentences, by number of the sentence.

    `spoken` has for each statement its speaker and how surely that is the one asked for; `nearness`
    (sentences,) is how near each sentence is to the claim, scaled cosines.
    """

    article: ArticleText
    citation: Citation
    spoken: Mapping[int, SpeakerScore]
    nearness: Sequence[float]

    @cached_property
    def tokens(self) -> list[QuoteToken]:
        """The words of the text."""
        return quote_tokens(self.article.text)

    @cached_property
    def quoted(self) -> list[QuoteToken]:
        """The words in quotation marks, without those that tell who says them."""
        found: list[QuoteToken] = []
        for one in quotations(self.article.text):
            first = bisect_left(self.tokens, one.start, key=_start)
            found += self.tokens[first : bisect_left(self.tokens, one.end, key=_start)]
        return found

    def sentences_in(self, start: int, end: int) -> list[int]:
        """The numbers of the sentences that a range of the text touches."""
        spans = self.article.spans
        return [number for number, (a, b) in enumerate(spans) if a < end and start < b]

    def speakers_in(self, start: int, end: int) -> list[SpeakerScore]:
        """Who says these sentences, each once, whoever says most first."""
        scores = [self.spoken[n] for n in self.sentences_in(start, end) if n in self.spoken]
        counts: dict[Speaker, int] = {}
        for score in scores:
            counts[score.speaker] = counts.get(score.speaker, 0) + 1
        by_speaker = {score.speaker: score for score in scores}
        return [by_speaker[speaker] for speaker in sorted(counts, key=lambda one: -counts[one])]


def _start(token: QuoteToken) -> int:
    return token.start


def prepare_claim(claim: Claim, searcher: Searcher, snapshot: OpenSnapshot) -> PreparedQuery:
    """The quotation as a query for its words and meaning, by the speaker it is ascribed to."""
    query = literal_query(claim.quotation)
    filters = replace(NO_FILTERS, speaker=claim.speaker)
    return searcher.prepare(replace(query, filters=filters), snapshot)


def find_candidates(prepared: PreparedQuery, searcher: Searcher) -> list[SpokenArticle]:
    """The articles that may hold the words of a prepared claim, most promising first."""
    snapshot = prepared.snapshot
    within = filter_articles(snapshot, NO_FILTERS)
    matches = match_words(
        prepared.terms,
        (),
        snapshot,
        within=within,
        limit=prepared.tuning.lexical_candidates,
    )
    found = retrieve(
        prepared.vector,
        matches,
        snapshot,
        within=within,
        scale=searcher.scale,
        spoken=prepared.spoken,
        limit=prepared.tuning.dense_candidates,
    )
    if not len(found.rows):
        return []
    scores = fuse(
        found.similarities, found.bm25, total_weight=prepared.terms.total, tuning=prepared.tuning
    )
    spoken = np.isin(found.rows, [] if prepared.spoken is None else prepared.spoken)
    chosen = [
        *found.articles[np.argsort(-scores, kind="stable")][:_BY_SCORE],
        *found.articles[np.argsort(-found.bm25, kind="stable")][:_BY_WORDS],
        *found.articles[np.argsort(-(scores + 10 * spoken), kind="stable")][
            : min(_BY_SPEAKER, int(spoken.sum()))
        ],
    ]
    return read_spoken(list(dict.fromkeys(map(int, chosen))), prepared, searcher)


def read_spoken(
    numbers: Sequence[int], prepared: PreparedQuery, searcher: Searcher
) -> list[SpokenArticle]:
    """The articles with these numbers, with the speakers of their sentences."""
    snapshot = prepared.snapshot
    articles = load_articles(snapshot, numbers)
    rows = np.concatenate([np.unique(article.rows) for article in articles])
    speakers = score_speakers(rows, snapshot, prepared.speaker)
    citations = snapshot.tables.citations(numbers)
    return [
        _spoken(article, citations[article.number], speakers.by_row, prepared, searcher)
        for article in articles
    ]


def _spoken(
    article: ArticleText,
    citation: Citation,
    by_row: Mapping[int, Mapping[int, SpeakerScore]],
    prepared: PreparedQuery,
    searcher: Searcher,
) -> SpokenArticle:
    places = zip(article.rows.tolist(), article.places.tolist(), strict=True)
    scores = [by_row.get(row, {}).get(place) for row, place in places]
    cosines = (article.vectors @ prepared.vector).astype(np.float64)
    return SpokenArticle(
        article=article,
        citation=citation,
        spoken={number: score for number, score in enumerate(scores) if score},
        nearness=searcher.scale.of(cosines).tolist(),
    )
