"""Aliases: other ids of an article, so that what is hidden, followed or linked by them stays so.

An article has several ids if its text was corrected where its id derives from it, if it was stored
under two addresses of one page, or if its records changed their ids.
"""

import sqlite3
from collections.abc import Mapping

from sqlite_utils import Database

from index.records import Citation
from index.text.urls import KEY_RULE, article_key

_RULE = "url keys by"
# `reference` is the `Citation.reference` of the id, `alias_reference` that of the alias.
_SNAPSHOT_SCHEMA = """
DROP TABLE IF EXISTS aliases;
CREATE TABLE aliases (
    alias TEXT PRIMARY KEY, id TEXT NOT NULL, alias_reference TEXT NOT NULL, reference TEXT NOT NULL
    ) WITHOUT ROWID;
CREATE INDEX aliases_by_alias_reference ON aliases (alias_reference);
CREATE INDEX aliases_by_reference ON aliases (reference);
"""


def add_alias(db: Database, alias: str, article_id: str) -> None:
    """Record that `alias` is another id of an article; what led to `alias` leads there, too."""
    article_id = resolve_id(db, article_id)
    if alias != article_id:
        db.execute("UPDATE aliases SET article_id = ? WHERE article_id = ?", [article_id, alias])
        db.table("aliases").upsert({"alias": alias, "article_id": article_id}, pk="alias")


def resolve_id(db: Database, article_id: str) -> str:
    """The id of the article that is known by this id."""
    query = "SELECT article_id FROM aliases WHERE alias = ?"
    row = db.execute(query, [article_id]).fetchone()
    return str(row[0]) if row else article_id


def apply_key_rule(db: Database) -> list[str]:
    """Compute the keys of all addresses again if they are by another rule.

    Where articles turn out to be one, the one that was added first stays, with the ids of the
    others as aliases. Returns the ids of the others, which are to be deleted.
    """
    query = "SELECT value FROM facts WHERE name = ?"
    if db.execute(query, [_RULE]).fetchone() == (str(KEY_RULE),):
        return []
    rows = db.execute(
        "SELECT id, url FROM articles WHERE url <> '' ORDER BY added_at, id"
    ).fetchall()
    first: dict[str, str] = {}
    others: list[str] = []
    for article_id, url in rows:
        key = article_key(url)
        kept = first.setdefault(key, article_id) if key else article_id
        if kept != article_id:
            others.append(article_id)
            add_alias(db, article_id, kept)
    # Two steps, because a new key of one article may be the old key of another.
    db.execute("UPDATE articles SET url_key = NULL WHERE url_key IS NOT NULL")
    update = "UPDATE articles SET url_key = ? WHERE id = ?"
    db.conn.executemany(update, list(first.items()))
    db.table("facts").upsert({"name": _RULE, "value": str(KEY_RULE)}, pk="name")
    return others


def write_aliases(db: sqlite3.Connection, aliases: Mapping[str, str]) -> None:
    """Write ids of articles by alias into a snapshot's `passages.db`, with their references."""
    db.executescript(_SNAPSHOT_SCHEMA)
    rows = ((alias, own, _reference(alias), _reference(own)) for alias, own in aliases.items())
    db.executemany("INSERT INTO aliases VALUES (?, ?, ?, ?)", rows)


def _reference(article_id: str) -> str:
    return Citation(id=article_id).reference
