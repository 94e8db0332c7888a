"""The rows of one article in archive.db: the article and its parts."""

import hashlib
import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from sqlite_utils import Database

from index.attribution.mentions import Statement
from index.records import Article, Passage
from index.sources.decoding import find_path
from index.store.aliases import add_alias
from index.store.archive.staging import StagedArticle, Staging

# The content hash is taken over these in this order.
_HASHED = ("id", "url", "title", "source", "published", "author", "lang", "text")
ARTICLE_COLUMNS = (*_HASHED, "section")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleParts:
    """What an article is split into, and what is computed from its text.

    `heading` is put before each passage when it is embedded; `sketch` tells near-identical texts.
    """

    heading: str
    passages: Sequence[Passage]
    statements: Sequence[Statement]
    sketch: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """How a run's articles compare with what the archive held before.

    `kept` are those that this run would have removed if they came from files that hold all of
    their articles; they are from feeds and exports, which only ever hold a part.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleTraits:
    """What an article is recognised by when its id is another; `url_key` is None without a URL."""

    id: str
    url_key: str | None
    title: str
    published: str
    origin: str
    sketch: bytes


ChangeKind = Literal["new", "changed", "unchanged"]
Splitter = Callable[[Article], ArticleParts]
# The character ranges of a text's sentences.
SentenceRanges = Callable[[str], list[tuple[int, int]]]
# Says which articles that leave the archive arrive again: their ids by the ids that arrive.
Linker = Callable[[Iterable[StagedArticle], Sequence[ArticleTraits]], Mapping[str, str]]


def put_article(
    db: Database, staged: StagedArticle, split: Splitter, *, run: str, staging: Staging
) -> ChangeKind:
    """Insert or update one article, and its parts if it is new or changed; says which it was.

    `run` is the time by which this run is known, `staging` holds all articles that it brings.
    """
    article = staged.article
    existing = _existing(db, staged, staging)
    if existing:
        add_alias(db, article.id, existing["id"])
        article = replace(article, id=existing["id"])
        if staged.partial and _held_for_good(existing):
            db.execute("UPDATE articles SET last_seen = ? WHERE id = ?", [run, article.id])
            return "unchanged"
    record = {name: getattr(article, name) for name in ARTICLE_COLUMNS}
    content_hash = _content_hash(record)
    if existing and existing["content_hash"] == content_hash:
        seen = "UPDATE articles SET origin = ?, origin_partial = ?, last_seen = ? WHERE id = ?"
        db.execute(seen, [staged.origin, staged.partial, run, article.id])
        return "unchanged"
    record |= {
        "url_key": staged.url_key,
        "content_hash": content_hash,
        "origin": staged.origin,
        "origin_partial": staged.partial,
        "added_at": existing["added_at"] if existing else run,
        "changed_at": run,
        "last_seen": run,
    }
    db.table("articles").upsert(record, pk="id")
    put_parts(db, article, split)
    return "changed" if existing else "new"


def _existing(db: Database, staged: StagedArticle, staging: Staging) -> dict[str, Any] | None:
    """The row of the article with this id or this URL; None if there is none.

    If these are two articles, the one with only the URL is deleted and its id becomes an alias. The
    one with this URL is deleted, too, if its id is that of another article of this run, which is
    going to be that article.
    """
    rows = list(
        db.query(
            "SELECT id, content_hash, added_at, origin, origin_partial FROM articles"
            " WHERE id = ? OR url_key = ? ORDER BY id = ? DESC",
            [staged.article.id, staged.url_key, staged.article.id],
        )
    )
    same = next(
        (row for row in rows if row["id"] == staged.article.id or row["id"] not in staging), None
    )
    others = [row["id"] for row in rows if row is not same]
    for other in others:
        if same and other not in staging:
            add_alias(db, other, same["id"])
    delete_articles(db, others)
    return same


def _held_for_good(row: Mapping[str, Any]) -> bool:
    """Whether an article is from a file that holds all of its articles, and that is still there."""
    return not row["origin_partial"] and find_path(Path(row["origin"])).exists()


def articles_not_staged(db: Database, *, but_partial: bool) -> list[ArticleTraits]:
    """The articles that the staged ones do not have, neither by id nor by address.

    `but_partial` leaves out those from feeds and exports.
    """
    rows = db.query(
        "SELECT id, url_key, title, published, origin, sketch FROM articles WHERE id NOT IN"
        " (SELECT id FROM incoming) AND (url_key IS NULL OR url_key NOT IN"
        " (SELECT url_key FROM incoming WHERE url_key IS NOT NULL))"
        " AND NOT (? AND origin_partial)",
        [but_partial],
    )
    return [ArticleTraits(**row | {"sketch": row["sketch"] or b""}) for row in rows]


def is_below(origin: str, roots: Set[Path] | None, *, spare: Set[Path]) -> bool:
    """Whether an article's file is one of `roots` (None: any) or below one, and not so `spare`."""
    path = Path(unicodedata.normalize("NFC", origin))
    places = (path, *path.parents)
    return (roots is None or not roots.isdisjoint(places)) and spare.isdisjoint(places)


def put_parts(db: Database, article: Article, split: Splitter) -> None:
    """Replace the stored parts of an article with those that `split` gives."""
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
    put_digest(db, article.id)


def put_digest(db: Database, article_id: str) -> None:
    """Store the digest of an article with its passages and statements, as they are stored."""
    queries = (
        "SELECT content_hash FROM articles WHERE id = ?",
        "SELECT start, end, embedded_hash FROM passages WHERE article_id = ? ORDER BY position",
        "SELECT start, end, speaker, role, institution FROM statements WHERE article_id = ?"
        " ORDER BY start, end, id",
    )
    rows = [db.execute(query, [article_id]).fetchall() for query in queries]
    digest = hashlib.blake2b(repr(rows).encode(), digest_size=16).digest()
    db.execute("UPDATE articles SET parts_digest = ? WHERE id = ?", [digest, article_id])


def split_anew(db: Database, split: Splitter, ranges: SentenceRanges) -> None:
    """Split all articles anew; passages with other sentences than before lose their vectors."""
    for row in list(db.query("SELECT * FROM articles")):
        put_parts(db, Article(**{name: row[name] for name in ARTICLE_COLUMNS}), split)
    query = (
        "SELECT DISTINCT embedded_hash, text, sentences FROM passages JOIN vectors"
        " USING (embedded_hash)"
    )
    stale = [
        [passage]
        for passage, text, sentences in db.execute(query)
        if [tuple(span) for span in json.loads(sentences)] != ranges(text)
    ]
    db.conn.executemany("DELETE FROM vectors WHERE embedded_hash = ?", stale)


def _put_statements(db: Database, article: Article, parts: ArticleParts) -> None:
    """Store each statement with the passage that contains it."""
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


def _content_hash(record: Mapping[str, str]) -> str:
    """A section counts where there is one: without, an article is as it was in older archives."""
    section = filter(None, [record["section"]])
    return _digest(*(record[name] for name in _HASHED), *section)


def _digest(*parts: str) -> str:
    """128 bits of SHA-256 over length-prefixed parts, in hexadecimal."""
    framed = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(framed.encode()).hexdigest()[:32]
