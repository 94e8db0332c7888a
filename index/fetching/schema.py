"""The schema of fetch.db: each function is one migration, never edited after its release.

Moments are seconds since 1970 (UTC), so that SQLite compares them; null where there is none.
"""

from sqlite_utils import Database, Migrations

fetch_schema = Migrations("fetch")


@fetch_schema()
def sources_pages_listings(db: Database) -> None:
    """The first schema."""
    counts = ("new", "changed", "unchanged", "failed", "skipped", "waiting", "articles_total")
    db.table("sources").create(
        {
            "name": str,
            "kind": str,
            "last_attempt": float,
            "last_success": float,
            "last_error": str,
            "failing_since": float,
            **dict.fromkeys(counts, int),
        },
        pk="name",
        not_null={"kind", *counts},
        defaults=dict.fromkeys(counts, 0),
    )
    # One row a page, with what its listing said of it and what came of fetching it. `modified` is
    # when it was changed as its listing says, `seen` the same of what was fetched.
    db.table("pages").create(
        {
            "id": int,
            "source": str,
            "url": str,
            "title": str,
            "author": str,
            "published": str,
            "modified": str,
            "state": str,
            "tries": int,
            "next_try": float,
            "fetched": float,
            "status": int,
            "etag": str,
            "last_modified": str,
            "sha": str,
            "reason": str,
            "seen": str,
        },
        pk="id",
        not_null={"source", "url", "state", "tries", "next_try"},
        defaults={"state": "waiting", "tries": 0, "next_try": 0},
    )
    db.table("pages").create_index(["source", "state", "next_try"])
    # All addresses under which a page is known, by `comparison_key`.
    db.table("addresses").create({"key": str, "page": int}, pk="key")
    db.table("addresses").create_index(["page"])
    # Feeds and sitemaps. `stated` is when a sitemap was changed, as the index that lists it says;
    # `rule` is a digest of what decided which of their entries were taken.
    db.table("listings").create(
        {
            "source": str,
            "url": str,
            "etag": str,
            "last_modified": str,
            "sha": str,
            "stated": str,
            "rule": str,
            "pages": int,
        },
        pk=("source", "url"),
    )
    db.table("robots").create({"origin": str, "body": str, "expires": float}, pk="origin")
    # When a host may be asked again, where it has said so itself.
    db.table("hosts").create({"host": str, "not_before": float}, pk="host")
    # How much of each WARC file is entered in `pages`.
    db.table("files").create({"name": str, "bytes": int}, pk="name")
    db.table("facts").create({"name": str, "value": str}, pk="name")
