"""Archives of any number of passages: a real one, with synthetic articles added to it.

They are kept. One is made anew only if it is of another base, or made in another way.
"""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from sqlite_utils import Database

from bot.command_line.progress import ProgressBars
from index.building.builder import SPLIT_RULE
from index.building.reading.entries import program_digest
from index.errors import ArchiveError
from index.models.embedder import Embedder
from index.store.archive.archive import Archive
from index.store.archive.article_rows import delete_articles
from scripts.dev.bench.scale.rows import ArticleRows
from scripts.dev.bench.scale.synthetic import PASSAGES_AN_ARTICLE, Recombination

ARCHIVE = "archive.db"
# To be raised when archives are made in another way.
VERSION = 1
# Articles between two signs of progress.
BATCH = 100
# Bytes of the file that are kept in memory: rows are ordered by digests, which lie anywhere.
CACHE = 400_000_000
# The articles of these random numbers are in no archive: they are what is added to one.
_NEW_CHUNK = 1_000_000
_MADE_OF = "synthetic, made of"


def make_archive(
    folder: Path, base: Path, count: int, embedder: Embedder, *, without: Collection[str]
) -> None:
    """Make `archive.db` in `folder`, unless it is there: `base` and synthetic articles.

    It has `count` passages, which ArchiveError says must be more than those of `base`. Passages of
    the articles `without` are not recombined.
    """
    made_of = _made_of(base, count, without)
    if _fact(folder / ARCHIVE) == made_of:
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    unfinished = folder / f".{ARCHIVE}"
    with closing(Archive.open(base)) as archive:
        recombination = Recombination(archive, embedder.fingerprint, without=without)
    with closing(sqlite3.connect(base)) as db:
        db.execute("VACUUM INTO ?", (str(unfinished),))
    with ProgressBars() as progress, closing(Database(unfinished)) as db:
        missing = count - db.table("passages").count
        if missing < 0:
            raise ArchiveError(f"{base} alone has more than {count:,} passages")
        progress.begin(f"making an archive of {count:,} passages", missing)
        # Nobody reads the file before it is renamed.
        db.conn.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
        db.execute(f"PRAGMA cache_size = -{CACHE // 1024}")
        with db.atomic():
            _add(db, recombination, missing, embedder.fingerprint, progress)
            db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", [_MADE_OF, made_of])
    unfinished.rename(folder / ARCHIVE)


def _add(
    db: Database, recombination: Recombination, passages: int, model: str, progress: ProgressBars
) -> None:
    """Add articles with so many passages together."""
    rows = ArticleRows(db, model)
    sizes, articles = _sizes(passages), recombination.articles()
    while batch := list(islice(sizes, BATCH)):
        for size in batch:
            rows.add(next(articles).with_passages(size))
        progress.advance(sum(batch))


def write_new_articles(
    file: Path, base: Path, count: int, embedder: Embedder, *, without: Collection[str]
) -> list[str]:
    """Write articles that no such archive has, with about `count` passages, as JSON lines.

    Returns their ids.
    """
    with closing(Archive.open(base)) as archive:
        recombination = Recombination(archive, embedder.fingerprint, without=without)
    new = islice(recombination.articles(_NEW_CHUNK), max(1, count // PASSAGES_AN_ARTICLE))
    articles = [one.article for one in new]
    lines = (json.dumps(asdict(article), ensure_ascii=False) + "\n" for article in articles)
    file.write_text("".join(lines), encoding="utf-8")
    return [article.id for article in articles]


def adopt(folder: Path, embedder: Embedder) -> None:
    """Let this version of the program take the archive as its own, as if it had just built it.

    Features are known by the very program that computed them, and with every change of it they
    would be computed anew: minutes that nobody who goes on with one version waits for.
    """
    rule = program_digest()
    with closing(Archive.open(folder / ARCHIVE)) as archive:
        # Only asking for them stores those that an older version did not.
        for _ in archive.digests():
            pass
    with closing(sqlite3.connect(folder / ARCHIVE)) as db, db:
        facts = ("passages cut by", f"{SPLIT_RULE} {embedder.fingerprint}")
        db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", facts)
        db.execute("UPDATE features SET rule = ? WHERE rule <> ?", (rule, rule))


def remove_articles(folder: Path, ids: Collection[str]) -> None:
    """Remove articles from the archive with their vectors, if they are there."""
    with closing(Database(folder / ARCHIVE)) as db:
        before = db.table("articles").count
        with db.atomic():
            delete_articles(db, ids)
        changed = db.table("articles").count < before
    if changed:
        with closing(Archive.open(folder / ARCHIVE)) as archive:
            archive.prune_vectors()


def _made_of(base: Path, count: int, without: Collection[str]) -> str:
    """What an archive is made of: one that says the same is the same."""
    digest = hashlib.sha256("\n".join(sorted(without)).encode())
    with closing(sqlite3.connect(base)) as db:
        for row in db.execute("SELECT embedded_hash FROM passages ORDER BY 1"):
            digest.update(row[0].encode())
    return f"{VERSION} {count} {digest.hexdigest()}"


def _fact(path: Path) -> str | None:
    """What the archive at `path` is made of; None if it is not there, or not synthetic."""
    if not path.exists():
        return None
    with closing(sqlite3.connect(path)) as db:
        row = db.execute("SELECT value FROM facts WHERE name = ?", (_MADE_OF,)).fetchone()
    return row[0] if row else None


def _sizes(passages: int) -> Iterator[int]:
    """How many passages each article keeps, so that there are so many together."""
    whole, rest = divmod(passages, PASSAGES_AN_ARTICLE)
    yield from [PASSAGES_AN_ARTICLE] * whole
    yield from [rest] * bool(rest)
