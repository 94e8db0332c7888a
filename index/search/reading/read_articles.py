"""Read the best articles for a query: a logit for every sentence, an excerpt for every article.

Every sentence has a prior from what is stored: its cosine to the query, what of it it covers,
whether it holds the type of answer asked for. With a reader, the windows that look most promising
are read, and its logits replace the priors; the reader was trained from the embedding model's own
similarity, so both are on one scale.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from index.models.reader import Reader, ReaderWindow
from index.search.preparation.prepared_query import PreparedQuery
from index.search.reading.article_text import ArticleText, KeptArticles
from index.search.reading.excerpts import Excerpt, choose_excerpt, choose_pieces
from index.search.reading.held_terms import terms_around, terms_held, terms_of_heading
from index.search.speakers.speaker_scores import SpeakerScore, SpeakerScores, score_speakers

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class ReadArticle:
    """An article with the logits of its n sentences for a query, and its excerpt.

    `read` (n,) marks sentences whose logit is the reader's. `agreement` (n,) is how surely each is
    by the speaker asked for, 0–1. `held` (n, terms) are the query's terms in each, `held_whole`
    (terms,) those of the article with its title and year, `held_near` (terms,) those of its
    excerpts and the sentences beside them, again with title and year. `speakers` are the speakers
    of sentences, by number of the sentence. `further` is a second excerpt, behind the
    first one, where a question asks two things.
    """

    article: ArticleText
    logits: Floats
    read: NDArray[np.bool_]
    agreement: Floats
    held: NDArray[np.bool_]
    held_whole: NDArray[np.bool_]
    held_near: NDArray[np.bool_]
    speakers: dict[int, SpeakerScore]
    excerpt: Excerpt | None
    further: Excerpt | None = None

    @property
    def best_logit(self) -> float:
        """The highest logit among the sentences of the excerpt."""
        if self.excerpt is None:
            return float("-inf")
        return float(self.logits[self.excerpt.first : self.excerpt.last + 1].max())

    @property
    def probability(self) -> float:
        """That the excerpt answers, by the reader alone; 0 if it was not read."""
        return 1 / (1 + math.exp(-self.best_logit)) if self.is_read else 0.0

    @property
    def is_read(self) -> bool:
        """Whether a reader has read the best sentence of the excerpt."""
        return self.excerpt is not None and bool(self.read[self.excerpt.best])

    @property
    def excerpt_agreement(self) -> float:
        """How surely the excerpt has words by the speaker asked for, 0–1."""
        if self.excerpt is None:
            return 0.0
        return float(self.agreement[self.excerpt.first : self.excerpt.last + 1].max())


class ArticleReading:
    """Reads articles with a reader, or by stored similarities alone where there is none.

    Windows are read on as many threads as the pool has. Safe to share between threads.
    """

    def __init__(self, reader: Reader | None, *, threads: int = 2) -> None:
        self._kept = KeptArticles()
        self._reader = reader
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="reader") if reader else None
        self._threads = threads

    def read(self, query: PreparedQuery, rows: Sequence[int]) -> list[ReadArticle]:
        """Read the articles of the passages in these rows, best first.

        First the most promising window of each of the first articles is read, then further ones, as
        many at a time as there are threads, until one is sure to answer: at most as many as the
        tuning of the query allows.
        """
        numbers = [int(query.snapshot.articles[row]) for row in rows]
        articles = self._kept.load(query.snapshot, numbers)
        passages = [row for article in articles for row in article.passages]
        scores = score_speakers(np.array(passages, np.int64), query.snapshot, query.speaker)
        drafts = [_draft(query, article, scores) for article in articles]
        if self._reader and self._pool:
            self._read_windows(self._reader, self._pool, query, drafts)
        return [_finished(query, draft, row) for draft, row in zip(drafts, rows, strict=True)]

    def _read_windows(
        self,
        reader: Reader,
        pool: ThreadPoolExecutor,
        query: PreparedQuery,
        drafts: Sequence["_Draft"],
    ) -> None:
        if not query.tuning.read_windows:
            return
        tuning, questions = query.tuning, (query.parsed.whole_question, *query.parts)
        texts = [draft for draft in drafts[: tuning.read_articles] if draft.article.sentences]
        promising = islice(_promising(reader, texts), tuning.read_windows)
        group: Iterable[tuple[_Draft, ReaderWindow]] = islice(promising, self._threads)
        best, done = -math.inf, 0
        while True:
            reading = [
                (draft, window.numbers, [pool.submit(window.scores, asked) for asked in questions])
                for draft, window in group
            ]
            # The next windows are cut while these are read: 6 ms of four articles.
            group = list(islice(promising, self._threads))
            for draft, numbers, scoring in reading:
                scores = [each.result() for each in scoring]
                draft.take(numbers, scores)
                best = max(best, float(scores[0].max()))
            done += len(reading)
            hopeless = done >= len(texts) and best < tuning.hopeless_logit
            if not group or best > tuning.sure_logit or hopeless:
                break


@dataclass(slots=True, kw_only=True)
class _Draft:
    """An article while it is read; the arrays are filled in."""

    article: ArticleText
    logits: Floats
    read: NDArray[np.bool_]
    agreement: Floats
    held: NDArray[np.bool_]
    speakers: dict[int, SpeakerScore]
    parts: list[Floats]

    def take(self, numbers: Sequence[int], scores: Sequence[Floats]) -> None:
        """Take a reader's logits of these sentences, of the question and of its parts."""
        places = list(numbers)
        known = np.where(self.read[places], self.logits[places], -np.inf)
        self.logits[places] = np.maximum(known, scores[0])
        self.read[places] = True
        for part, logits in zip(self.parts, scores[1:], strict=True):
            part[places] = np.maximum(part[places], logits)


def _draft(query: PreparedQuery, article: ArticleText, scores: SpeakerScores) -> _Draft:
    """The article with the prior of each sentence as its logit."""
    tuning = query.tuning
    cosines = (article.vectors @ query.vector).astype(np.float64)
    prior = tuning.prior_scale * cosines + tuning.prior_shift
    said = [
        scores.of(row, place)
        for row, place in zip(article.rows.tolist(), article.places.tolist(), strict=True)
    ]
    return _Draft(
        article=article,
        logits=prior,
        read=np.zeros(len(prior), dtype=np.bool_),
        agreement=np.array([score.agreement if score else 0.0 for score in said]),
        held=terms_held(query, article),
        speakers={number: score for number, score in enumerate(said) if score},
        parts=[np.full(len(prior), -np.inf) for _ in query.parts],
    )


def _promising(reader: Reader, drafts: Sequence[_Draft]) -> Iterator[tuple[_Draft, ReaderWindow]]:
    """The best window of each article, then the further ones in the order of the articles."""
    further: list[tuple[_Draft, ReaderWindow]] = []
    for draft in drafts:
        windows = reader.windows(draft.article.heading, draft.article.sentences)
        ranked = sorted(windows, key=lambda window: -draft.logits[list(window.numbers)].max())
        yield draft, ranked[0]
        further += [(draft, window) for window in ranked[1:]]
    yield from further


def _finished(query: PreparedQuery, draft: _Draft, row: int) -> ReadArticle:
    tuning, terms, article = query.tuning, query.query_terms, draft.article
    logits = draft.logits + tuning.excerpt_covered_weight * (draft.held @ terms.shares)
    if query.speaker is not None:
        # Where the speaker asked for has sentences, others only accompany them.
        heard = draft.agreement >= tuning.similar_speaker
        if heard.any():
            logits = np.where(heard, logits, logits - tuning.other_speaker_cost)
    if not tuning.whole_articles:
        logits = np.where(article.rows == row, logits, -np.inf)
    spread = 1.0 if draft.read.any() else tuning.unread_spread
    pieces = _pieces(article, logits * spread, draft.parts if draft.read.any() else ())
    heading = terms_of_heading(query, article)
    return ReadArticle(
        article=article,
        logits=draft.logits,
        read=draft.read,
        agreement=draft.agreement,
        held=draft.held,
        held_whole=heading | draft.held.any(axis=0),
        held_near=heading | terms_around(draft.held, pieces),
        speakers=draft.speakers,
        excerpt=pieces[0],
        further=pieces[1],
    )


def _pieces(
    article: ArticleText, logits: Floats, parts: Sequence[Floats]
) -> tuple[Excerpt | None, Excerpt | None]:
    if not parts:
        return choose_excerpt(article, logits), None
    first, second, *_ = *choose_pieces(article, logits, parts), None, None
    return first, second
