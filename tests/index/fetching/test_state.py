"""What others see of fetching."""

import datetime
from pathlib import Path

from sqlite_utils import Database

from index.fetching.schema import fetch_schema
from index.fetching.state import FetchState, SourceStatus


def test_nothing_was_ever_fetched(tmp_path: Path):
    assert FetchState(tmp_path).sources() == ()
    assert list(tmp_path.iterdir()) == []


def test_sources_come_by_name_with_aware_moments(tmp_path: Path):
    db = Database(tmp_path / "fetch.db")
    fetch_schema.apply(db)
    working = {"name": "kompas", "kind": "feed", "last_attempt": 1575162000.0}
    db.table("sources").insert({**working, "last_success": 1575162000.0, "new": 3})
    failing = {"name": "Antara", "kind": "sitemap", "last_error": "timed out"}
    db.table("sources").insert({**failing, "failing_since": 1575158400.5, "articles_total": 12})
    db.close()
    one_o_clock = datetime.datetime(2019, 12, 1, 1, 0, tzinfo=datetime.UTC)
    counts = {"new": 0, "changed": 0, "unchanged": 0, "failed": 0, "skipped": 0, "waiting": 0}
    assert FetchState(tmp_path).sources() == (
        SourceStatus(
            name="Antara",
            kind="sitemap",
            last_attempt=None,
            last_success=None,
            last_error="timed out",
            failing_since=datetime.datetime(2019, 12, 1, 0, 0, 0, 500_000, tzinfo=datetime.UTC),
            articles_total=12,
            **counts,
        ),
        SourceStatus(
            name="kompas",
            kind="feed",
            last_attempt=one_o_clock,
            last_success=one_o_clock,
            last_error="",
            failing_since=None,
            articles_total=0,
            **{**counts, "new": 3},
        ),
    )
