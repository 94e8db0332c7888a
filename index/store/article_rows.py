"""The rows of one article in archive.db: itself, and what is cut from it."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlite_utils import Database

from index.attribution.mentions import Statement
from index.records import Article, Passage

META = ("id", "url", "title", "source", "published", "author", "lang", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What is made of an article: passages under one heading, statements, a sketch of its words."""

    heading: str
    passages: Sequence[Passage]
    statements: Sequence[Statement]
    sketch: bytes


Split = Callable[[Article], Parts]


def put_article(db: Database, record: dict[str, Any], split: Split, *, run: str) -> str:
    """Insert or update one article; says which of `Changes` it was: new, changed or unchanged.

    `record` is a row of articles as far as its file tells, `run` the time that this run bears.
    """
    existing = _existing(db, record["id"], record["url_key"])
    record |= {"id": existing["id"] if existing else record["id"]}
    record |= {"last_seen": run, "content_hash": _digest(*(record[n] for n in META))}
    if existing and existing["content_hash"] == record["content_hash"]:
        seen = {"origin": record["origin"], "last_seen": run}
        db.table("articles").update(record["id"], seen)
        return "unchanged"
    record |= {"added_at": existing["added_at"] if existing else run}
    db.table("articles").upsert(record | {"changed_at": run}, pk="id")
    put_parts(db, Article(**{name: record[name] for name in META}), split)
    return "changed" if existing else "new"


def _existing(db: Database, article_id: str, url_key: str | None) -> dict[str, Any] | None:
    """The article with this id or this url; if they are two, the one with the url goes.

    One with this url also goes if its id belongs to another article of this run.
    """
    rows = list(
        db.query(
            "SELECT id, content_hash, added_at FROM articles WHERE id = ? OR url_key = ?"
            " ORDER BY id = ? DESC",
            [article_id, url_key, article_id],
        )
    )
    staged = "SELECT 1 FROM incoming WHERE id = ?"
    same = next(
        (
            row
            for row in rows
            if row["id"] == article_id or not db.execute(staged, [row["id"]]).fetchone()
        ),
        None,
    )
    delete_articles(db, [row["id"] for row in rows if row is not same])
    return same


def put_parts(db: Database, article: Article, split: Split) -> None:
    """Store the parts that `split` cuts from an article, in place of those it had."""
    parts = split(article)
    _delete_parts(db, article.id)
    db.table("passages").insert_all(
        asdict(passage)
        | {
            "heading": parts.heading,
            "embedded_hash": _digest(parts.heading, passage.text),
        }
        for passage in parts.passages
    )
    db.table("articles").update(article.id, {"sketch": parts.sketch})
    _put_statements(db, article, parts)


def _put_statements(db: Database, article: Article, parts: Parts) -> None:
    """Store each statement with the passage that holds it."""
    query = "SELECT id, start, end FROM passages WHERE article_id = ? ORDER BY position"
    passages = db.execute(query, [article.id]).fetchall()
    db.table("statements").insert_all(
        {
            "article_id": article.id,
            "passage_id": number,
            "start": one.start,
            "end": one.end,
            "statement": article.text[one.start : one.end],
            "speaker": one.speaker.name,
            "role": one.speaker.role,
            "institution": one.speaker.institution,
            "direct": int(one.direct),
        }
        for one in parts.statements
        for number, start, end in passages
        if start <= one.start and one.end <= end
    )


def delete_articles(db: Database, ids: Iterable[str]) -> None:
    """Delete articles with their parts."""
    for article_id in ids:
        _delete_parts(db, article_id)
        db.execute("DELETE FROM articles WHERE id = ?", [article_id])


def _delete_parts(db: Database, article_id: str) -> None:
    db.execute("DELETE FROM statements WHERE article_id = ?", [article_id])
    db.execute("DELETE FROM passages WHERE article_id = ?", [article_id])


def _digest(*parts: str) -> str:
    """128 bits of SHA-256 over length-prefixed parts, in hexadecimal."""
    framed = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(framed.encode()).hexdigest()[:32]
