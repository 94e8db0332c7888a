"""The schema of archive.db: each function is one migration, never edited after its release."""

from sqlite_utils import Database, Migrations

archive_schema = Migrations("archive")


@archive_schema()
def articles_passages_vectors(db: Database) -> None:
    """The first schema."""
    db.table("articles").create(
        {
            "id": str,
            "url": str,
            "title": str,
            "source": str,
            "published": str,
            "author": str,
            "lang": str,
            "text": str,
            "url_key": str,
            "content_hash": str,
            "origin": str,
            "added_at": str,
            "changed_at": str,
            "last_seen": str,
        },
        pk="id",
        not_null={"id", "text", "content_hash", "origin"},
    )
    articles = db.table("articles")
    articles.create_index(["url_key"], unique=True)
    articles.create_index(["published"])
    articles.create_index(["origin"])
    db.table("passages").create(
        {
            "id": int,
            "article_id": str,
            "position": int,
            "start": int,
            "end": int,
            "text": str,
            "heading": str,
            "embedded_hash": str,
        },
        pk="id",
        foreign_keys=[("article_id", "articles", "id")],
    )
    passages = db.table("passages")
    passages.create_index(["article_id", "position"], unique=True)
    passages.create_index(["embedded_hash"])
    db.table("vectors").create(
        {
            "embedded_hash": str,
            "model": str,
            "vector": bytes,
            "sentences": str,
            "sentence_vectors": bytes,
        },
        pk=("embedded_hash", "model"),
    )
    db.table("facts").create({"name": str, "value": str}, pk="name")


@archive_schema()
def statements_and_sketches(db: Database) -> None:
    """Statements with their speakers, and the sketches that near-identical articles share."""
    db.table("articles").add_column("sketch", bytes)
    db.table("statements").create(
        {
            "id": int,
            "article_id": str,
            "passage_id": int,
            "start": int,
            "end": int,
            "statement": str,
            "speaker": str,
            "role": str,
            "institution": str,
            "direct": int,
        },
        pk="id",
        foreign_keys=[("article_id", "articles", "id"), ("passage_id", "passages", "id")],
    )
    statements = db.table("statements")
    statements.create_index(["passage_id"])
    statements.create_index(["article_id"])
    statements.create_index(["speaker"])


@archive_schema()
def aliases(db: Database) -> None:
    """Other ids of articles."""
    db.table("aliases").create(
        {"alias": str, "article_id": str}, pk="alias", not_null={"article_id"}
    ).create_index(["article_id"])


@archive_schema()
def partial_origins(db: Database) -> None:
    """Whether the origin of an article holds only a part of its articles at a time, as feeds do."""
    db.table("articles").add_column("origin_partial", int, not_null_default=0)


@archive_schema()
def features_and_readings(db: Database) -> None:
    """What passages are scored by, and what was made of the entries of article files."""
    db.table("features").create(
        {"embedded_hash": str, "rule": str, "terms": bytes, "term_counts": bytes, "kinds": bytes},
        pk="embedded_hash",
        not_null={"rule", "terms", "term_counts", "kinds"},
    )
    db.table("readings").create(
        {"digest": bytes, "used": int, "made": bytes}, pk="digest", not_null={"used", "made"}
    )


@archive_schema()
def sections(db: Database) -> None:
    """The section of its outlet that an article stood in."""
    db.table("articles").add_column("section", str, not_null_default="")


@archive_schema()
def parts_digests(db: Database) -> None:
    """A digest of each article with its parts, by which a snapshot knows what has changed.

    The index holds both columns, so that no text is read to compare all of them.
    """
    db.table("articles").add_column("parts_digest", bytes)
    db.table("articles").create_index(["id", "parts_digest"])
