import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from index.attribution.mentions import Speaker, Statement
from index.records import Article, Passage
from index.store.archive.archive import Archive
from index.store.archive.article_rows import ArticleParts
from index.store.changes import TakenArticle, changes_between
from index.text.sentences import sentences

ARTICLES = [Article(id=name, title="Judul", text=f"Kata {name}.") for name in "abc"]


def split(article: Article, *, speaker: str = "Sari") -> ArticleParts:
    """The whole article as one passage, said by somebody."""
    place = {"start": 0, "end": len(article.text), "text": article.text}
    said = Statement(
        start=0,
        end=len(article.text),
        speaker=Speaker(name=speaker, role="", institution=""),
        direct=True,
    )
    return ArticleParts(
        heading=f"{article.title}. ",
        passages=[Passage(article_id=article.id, position=0, **place)],
        statements=[said],
        sketch=article.id.encode(),
    )


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive.open(tmp_path / "archive.db")


def merged(archive: Archive, *articles: Article) -> None:
    for article in articles:
        archive.stage(article, "/berita/a.jsonl")
    list(archive.merge(split))


def digests(archive: Archive) -> list[TakenArticle]:
    return list(archive.digests())


def test_digests_are_in_order_and_stay(archive: Archive) -> None:
    merged(archive, *reversed(ARTICLES))
    found = digests(archive)
    assert [one.id for one in found] == ["a", "b", "c"]
    assert len({one.digest for one in found}) == 3
    merged(archive, *ARTICLES)
    assert digests(archive) == found


@pytest.mark.parametrize(
    "change",
    [
        lambda one: replace(one, text="Lain."),
        lambda one: replace(one, title="Judul lain"),
        lambda one: replace(one, source="viva.co.id"),
        lambda one: replace(one, section="Tekno"),
    ],
    ids=["text", "title", "outlet", "section"],
)
def test_a_digest_changes_with_the_article(
    archive: Archive, change: Callable[[Article], Article]
) -> None:
    merged(archive, *ARTICLES)
    before = digests(archive)
    merged(archive, change(ARTICLES[1]))
    assert changes_between(before, digests(archive)).changed == ("b",)


def test_a_digest_changes_with_the_statements(archive: Archive) -> None:
    merged(archive, *ARTICLES)
    before = digests(archive)
    archive.apply_split_rule("first", split, sentences)
    assert digests(archive) == before
    archive.apply_split_rule("second", lambda one: split(one, speaker="Budi"), sentences)
    assert changes_between(before, digests(archive)).changed == ("a", "b", "c")


def test_digests_that_an_older_version_lacks_are_made(archive: Archive, tmp_path: Path) -> None:
    merged(archive, *ARTICLES)
    before = digests(archive)
    with closing(sqlite3.connect(tmp_path / "archive.db")) as db, db:
        db.execute("UPDATE articles SET parts_digest = NULL")
    assert digests(archive) == before


def test_a_part_has_the_articles_that_were_asked_for(archive: Archive) -> None:
    merged(archive, *ARTICLES)
    part = archive.part(["c", "a", "unknown"])
    assert [article.id for article in part.articles()] == ["a", "c"]
    assert list(part.sketches()) == [b"a", b"c"]
    assert [one.id for one in part.digests()] == ["a", "c"]
    assert (part.counts(), archive.counts()) == ((2, 2), (3, 3))
    assert archive.part([]).counts() == (0, 0)
