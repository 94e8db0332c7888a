"""Read the best articles for a query: a logit for every sentence, an excerpt for every article.

Every sentence has a prior from what is stored: its cosine to the query, what of it it covers,
whether it holds the type of answer asked for. With a reader, the windows that look most promising
are read, and its logits replace the priors; the reader was trained from the embedding model's own
similarity, so both are on one scale.
"""

import math
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.models.reader import Reader, ReaderWindow
from index.search.prepared_query import PreparedQuery
from index.search.reading.article_text import ArticleText, load_articles
from index.search.reading.excerpts import Excerpt, choose_excerpt
from index.search.reading.held_terms import terms_held
from index.search.speaker_scores import SpeakerScore, score_speakers
from index.search.tuning import Tuning

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class ReadArticle:
    """An article with the logits of its n sentences for a query, and its excerpt.

    `read` (n,) marks sentences whose logit is the reader's. `agreement` (n,) is how surely each is
    by the speaker asked for, 0–1. `held` (n, terms) are the query's terms in each. `speakers` are
    the speakers of sentences, by number of the sentence.
    """

    article: ArticleText
    logits: Floats
    read: NDArray[np.bool_]
    agreement: Floats
    held: NDArray[np.bool_]
    speakers: dict[int, SpeakerScore]
    excerpt: Excerpt | None

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

    Windows are read on as many threads as the pool has. Safe to share between threads. The more
    questions are being read, the fewer windows each gets; none waits for another.
    """

    def __init__(self, reader: Reader | None, *, threads: int = 2) -> None:
        self._reader = reader
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="reader") if reader else None
        self._questions = 0
        self._lock = threading.Lock()

    def read(self, query: PreparedQuery, rows: Sequence[int]) -> list[ReadArticle]:
        """Read the articles of the passages in these rows, best first.

        First the most promising window of each of the first articles is read, then further ones, as
        many as the tuning of the query allows while other questions are being read.
        """
        numbers = [int(query.snapshot.articles[row]) for row in rows]
        articles = load_articles(query.snapshot, numbers)
        drafts = [_draft(query, article) for article in articles]
        if self._reader and self._pool:
            with self._granted(query.tuning) as windows:
                self._read_windows(self._reader, self._pool, query, drafts, windows)
        return [_finished(query, draft, row) for draft, row in zip(drafts, rows, strict=True)]

    @contextmanager
    def _granted(self, tuning: Tuning) -> Iterator[int]:
        """How many windows a question may have that is read within the block."""
        with self._lock:
            others = self._questions
            self._questions += 1
        try:
            if others >= tuning.most_questions_read:
                yield 0
            else:
                yield tuning.busy_read_windows if others else tuning.read_windows
        finally:
            with self._lock:
                self._questions -= 1

    def _read_windows(
        self,
        reader: Reader,
        pool: ThreadPoolExecutor,
        query: PreparedQuery,
        drafts: Sequence["_Draft"],
        count: int,
    ) -> None:
        if not count:
            return
        chosen = _most_promising(reader, drafts[: query.tuning.read_articles], count)
        question = query.parsed.text
        scores = pool.map(lambda pair: pair[1].scores(question), chosen)
        for (draft, window), logits in zip(chosen, scores, strict=True):
            places = list(window.numbers)
            known = np.where(draft.read[places], draft.logits[places], -np.inf)
            draft.logits[places] = np.maximum(known, logits)
            draft.read[places] = True


@dataclass(slots=True, kw_only=True)
class _Draft:
    """An article while it is read; the arrays are filled in."""

    article: ArticleText
    logits: Floats
    read: NDArray[np.bool_]
    agreement: Floats
    held: NDArray[np.bool_]
    speakers: dict[int, SpeakerScore]


def _draft(query: PreparedQuery, article: ArticleText) -> _Draft:
    """The article with the prior of each sentence as its logit."""
    tuning = query.tuning
    cosines = (article.vectors @ query.vector).astype(np.float64)
    prior = tuning.prior_scale * cosines + tuning.prior_shift
    scores = score_speakers(
        np.array(list(article.passages), np.int64), query.snapshot, query.speaker
    )
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
    )


def _most_promising(
    reader: Reader, drafts: Sequence[_Draft], count: int
) -> list[tuple[_Draft, ReaderWindow]]:
    """The best window of each article, then further ones in the order of the articles."""
    first: list[tuple[_Draft, ReaderWindow]] = []
    further: list[tuple[_Draft, ReaderWindow]] = []
    for draft in drafts:
        windows = reader.windows(draft.article.heading, draft.article.sentences)
        ranked = sorted(windows, key=lambda window: -draft.logits[list(window.numbers)].max())
        first += [(draft, window) for window in ranked[:1]]
        further += [(draft, window) for window in ranked[1:]]
    return (first + further)[:count]


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
    return ReadArticle(
        article=article,
        logits=draft.logits,
        read=draft.read,
        agreement=draft.agreement,
        held=draft.held,
        speakers=draft.speakers,
        excerpt=choose_excerpt(article, logits * spread),
    )
