import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from index.store.aliases import (
    add_alias,
    apply_key_rule,
    resolve_id,
)
from index.store.archive.archive import Archive
from index.store.archive.schema import archive_schema

PAGE = "kabar.example/read/satu"


@pytest.fixture
def db() -> Iterator[Database]:
    with closing(Database(memory=True).conn) as connection:
        db = Database(connection)
        archive_schema.apply(db)
        yield db


def test_an_alias_of_an_alias_leads_to_the_article(db: Database) -> None:
    add_alias(db, "b", "a")
    add_alias(db, "c", "b")
    assert [resolve_id(db, name) for name in "abcd"] == ["a", "a", "a", "d"]
    add_alias(db, "a", "z")
    assert [resolve_id(db, name) for name in "abc"] == ["z", "z", "z"]


def test_an_article_is_no_alias_of_itself(db: Database) -> None:
    add_alias(db, "a", "a")
    add_alias(db, "b", "a")
    add_alias(db, "a", "b")
    assert db.execute("SELECT * FROM aliases").fetchall() == [("b", "a")]


def put(db: Database, article_id: str, url: str, key: str | None, added: str) -> None:
    db.table("articles").insert(
        {"id": article_id, "url": url, "url_key": key, "text": "Banjir.", "content_hash": "0"}
        | {"origin": "/a", "added_at": added}
    )


def test_an_archive_of_before_gets_one_article_a_page(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with closing(Archive.open(path)):
        pass
    with closing(sqlite3.connect(path)) as connection:
        db = Database(connection)
        put(db, "hp", "https://m.kabar.example/read/satu", "https://m.kabar.example/read/satu", "2")
        put(db, "www", f"https://www.{PAGE}", f"https://www.{PAGE}", "1")
        put(db, "dua", f"https://{PAGE}?page=2", f"https://{PAGE}?page=2", "3")
        put(db, "tanpa", "", None, "4")
        db.execute("DELETE FROM facts")
        connection.commit()
    with closing(Archive.open(path)) as archive:
        assert archive.aliases() == {"hp": "www"}
    with closing(sqlite3.connect(path)) as connection:
        stored = connection.execute("SELECT id, url_key FROM articles ORDER BY id").fetchall()
        assert stored == [("dua", f"{PAGE}#2"), ("tanpa", None), ("www", PAGE)]
        assert apply_key_rule(Database(connection)) == []
