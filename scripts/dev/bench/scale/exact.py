"""What exact search would find: every vector of the archive compared, every passage scored."""

import datetime
import sqlite3
import statistics
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from index.models.embedder import Embedder, Vector
from index.query.dates.ranges import DateRange
from index.query.filters import Filters
from index.query.parse import parse_query
from index.search.preparation.prepared_query import PreparedQuery
from index.search.ranking.candidates import ArticleFilter, filter_articles, match_words
from index.search.searcher import Searcher
from index.store.snapshot.engines.embedded import connect
from index.store.snapshot.live import LiveIndex
from index.store.snapshot.open_snapshot import OpenSnapshot
from index.store.snapshot.snapshots import Snapshots
from scripts.dev.bench.scale.archives import ARCHIVE
from scripts.dev.bench.scale.synthetic import LAST_DAY

LEXICAL, DENSE = 10, 100
BATCH = 10_000
# Scores of the same passage that differ by less are equal: sums in another order.
EPSILON = 1e-5
_YEAR = DateRange(first=datetime.date(2012, 1, 1), last=datetime.date(2012, 12, 31))


def recall_figures(folder: Path, embedder: Embedder, texts: Sequence[str]) -> dict[str, float]:
    """Shares of the best passages by exact search that the search finds, over all questions.

    The ten best by BM25 of all terms, the hundred nearest of all vectors as archive.db has them,
    and the hundred nearest of one outlet in one year. A passage that scores no less than the last
    of these is as good.
    """
    live = LiveIndex(Snapshots(folder / "snapshots"), embedder)
    live.refresh()
    snapshot, searcher = live.current(), Searcher(embedder)
    queries = [searcher.prepare(parse_query(text, today=LAST_DAY), snapshot) for text in texts]
    vectors = np.vstack([query.vector for query in queries])
    cosines = _cosines(vectors, snapshot, folder / ARCHIVE)
    outlets = snapshot.manifest.outlets[:1]
    narrow = filter_articles(snapshot, Filters(period=_YEAR, outlets=outlets))
    return {
        "lexical_recall10": statistics.fmean(map(_lexical, queries)),
        "dense_recall100": _dense(vectors, cosines, snapshot, ArticleFilter(articles=None)),
        "filtered_recall100": _dense(vectors, cosines, snapshot, narrow),
    }


def _lexical(query: PreparedQuery) -> float:
    """Without a bound on how many passages are wanted, none of them is passed over."""
    snapshot = query.snapshot
    everything = ArticleFilter(articles=None)
    found = match_words(query.terms, (), snapshot, within=everything, limit=DENSE).words
    exact = snapshot.words.bm25_scores(query.terms.all_forms, limit=snapshot.manifest.passages)
    if not exact:
        return 1.0
    best = sorted(exact.values(), reverse=True)[:LEXICAL]
    taken = sorted(found, key=lambda row: -found[row])[: len(best)]
    return sum(exact[row] >= best[-1] - EPSILON for row in taken) / len(best)


def _dense(
    vectors: Vector, cosines: Vector, snapshot: OpenSnapshot, within: ArticleFilter
) -> float:
    passages = within.passages(snapshot)
    allowed = np.ones(len(snapshot.articles), np.bool_) if passages is None else passages
    rows = np.flatnonzero(allowed)
    wanted = min(DENSE, len(rows))
    if not wanted:
        return 1.0
    shares = []
    for vector, exact in zip(vectors, cosines, strict=True):
        last = np.partition(exact[rows], -wanted)[-wanted]
        found = snapshot.vectors.search(
            vector,
            wanted,
            within=within.selection,
            rows=lambda: None if passages is None else rows,
        ).rows
        good = allowed[found] & (exact[found] >= last - EPSILON)
        shares.append(float(good.sum()) / wanted)
    return statistics.fmean(shares)


def _cosines(vectors: Vector, snapshot: OpenSnapshot, archive: Path) -> Vector:
    """The cosine of each query to each passage by row (queries, passages), -1 if it has none."""
    rows = _rows(snapshot)
    found = np.full((len(vectors), len(rows)), -1, dtype=np.float32)
    query = (
        "SELECT article_id, position, vector FROM passages JOIN vectors USING (embedded_hash)"
        " WHERE model = ?"
    )
    with closing(sqlite3.connect(archive)) as db:
        cursor = db.execute(query, (snapshot.manifest.fingerprint,))
        while batch := cursor.fetchmany(BATCH):
            places = [rows[article, position] for article, position, _ in batch]
            stored = np.vstack([np.frombuffer(vector, "<f4") for _, _, vector in batch])
            found[:, places] = vectors @ stored.T
    return found


def _rows(snapshot: OpenSnapshot) -> dict[tuple[str, int], int]:
    """The rows of passages by the id of their article and their place in it."""
    query = "SELECT a.id, position, p.id FROM passages p JOIN articles a ON a.number = p.article"
    with closing(connect(snapshot.path)) as db:
        return {(article, place): row for article, place, row in db.execute(query)}
