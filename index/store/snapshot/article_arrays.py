"""What every search asks of all articles, as arrays in files that are mapped into memory.

A snapshot of a million passages opens with them in milliseconds, where reading as many rows of
SQLite takes seconds. They are remade whenever a snapshot is published, from indexes of
`passages.db` that have all that is needed.

Articles are known by their `number`, passages by their `row`.
"""

import datetime
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Literal, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.errors import Hint, SnapshotUnusable
from index.text.analysis import words

Numbers = NDArray[np.int64]
NameKind: TypeAlias = Literal["source", "author", "section"]

# The folder of the arrays in that of the snapshot.
FOLDER = "arrays"
# Rows that are held in memory at a time while writing.
_BATCH = 100_000
# The different outlets, authors and sections, numbered by kind, and which words these have.
_SCHEMA = """
DROP TABLE IF EXISTS names;
DROP TABLE IF EXISTS name_words;
CREATE TABLE names (
    kind TEXT NOT NULL, name TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (kind, name)
    ) WITHOUT ROWID;
CREATE TABLE name_words (
    word TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (kind, word, name)
    ) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleArrays:
    """Facts of all passages and articles.

    `articles` (passages,) is the number of each passage's article, by row. By that number, each
    (articles,): `days` has the day of publication as an ordinal, 0 if unknown; `stories` the number
    of the first article that tells the same story; `repeated` whether other articles tell the story
    that the article is the first of; `sources`, `authors` and `sections` the number of the name in
    the table `names`. `newest` and `oldest` (articles,) are all articles in order of their days,
    those of one day by falling number, those without a day last.
    """

    articles: Numbers
    days: Numbers
    stories: Numbers
    repeated: NDArray[np.bool_]
    sources: Numbers
    authors: Numbers
    sections: Numbers
    newest: Numbers
    oldest: Numbers

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The arrays in a snapshot's folder; SnapshotUnusable if one is missing or damaged."""
        return cls(**{one.name: open_array(folder, one.name) for one in fields(cls)})

    def named(self, kind: NameKind) -> Numbers:
        """The number of each article's outlet, author or section (articles,)."""
        return {"source": self.sources, "author": self.authors, "section": self.sections}[kind]


def write_article_arrays(db: sqlite3.Connection, folder: Path) -> None:
    """Write the arrays of a snapshot's `passages.db` into its folder, and its table of `names`."""
    (folder / FOLDER).mkdir(exist_ok=True)
    stories = _by_number(db, "SELECT number, story FROM articles ORDER BY story")
    days = _days(db)
    numbers = np.arange(len(days))
    arrays = {
        "articles": _by_number(db, "SELECT id, article FROM passages ORDER BY article, position"),
        "days": days,
        "stories": stories,
        "repeated": np.bincount(stories, minlength=len(stories)) > 1,
        "newest": np.lexsort((-numbers, -days, days == 0)),
        "oldest": np.lexsort((-numbers, days, days == 0)),
    }
    db.executescript(_SCHEMA)
    arrays["sources"] = _names(db, "source", len(days))
    arrays["authors"] = _names(db, "author", len(days))
    arrays["sections"] = _names(db, "section", len(days))
    for name, array in arrays.items():
        save_array(folder, name, array)


def save_array(folder: Path, name: str, array: NDArray[Any]) -> None:
    """Write an array into a snapshot's folder."""
    np.save(folder / FOLDER / f"{name}.npy", array, allow_pickle=False)


def open_array(folder: Path, name: str) -> NDArray[Any]:
    """An array of a snapshot's folder, mapped; SnapshotUnusable if it is missing or damaged."""
    path = folder / FOLDER / f"{name}.npy"
    try:
        mapped = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, EOFError, ValueError) as error:
        raise SnapshotUnusable(f"{path} is not readable: {error}", hint=Hint.REBUILD) from error
    # As a plain array: what is chosen from a memmap would be one, too, which costs.
    return np.asarray(mapped)


def batches(cursor: sqlite3.Cursor) -> Iterator[Numbers]:
    """The rows of a query for integers, some at a time: (n, columns)."""
    while rows := cursor.fetchmany(_BATCH):
        yield np.array(rows, dtype=np.int64)


def _by_number(db: sqlite3.Connection, query: str) -> Numbers:
    """The second column by the first, which has each number from 0 on once."""
    found = [np.empty((0, 2), np.int64), *batches(db.execute(query))]
    pairs = np.concatenate(found)
    result = np.empty(len(pairs), np.int64)
    result[pairs[:, 0]] = pairs[:, 1]
    return result


def _days(db: sqlite3.Connection) -> Numbers:
    rows = db.execute("SELECT number, published FROM articles ORDER BY published")
    pairs = [(number, _ordinal(published[:10])) for number, published in rows]
    result = np.zeros(len(pairs), np.int64)
    numbers, days = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    result[numbers] = days
    return result


@cache
def _ordinal(day: str) -> int:
    return datetime.date.fromisoformat(day).toordinal() if day else 0


def _names(db: sqlite3.Connection, kind: NameKind, articles: int) -> Numbers:
    """Write the names of one kind; gives the number of each article's (articles,)."""
    result = np.zeros(articles, np.int64)
    query = f"SELECT {kind}, number FROM articles ORDER BY {kind}"  # noqa: S608
    for number, (name, group) in enumerate(groupby(db.execute(query), key=itemgetter(0))):
        result[[article for _, article in group]] = number
        db.execute("INSERT INTO names (kind, name, number) VALUES (?, ?, ?)", (kind, name, number))
        db.executemany(
            "INSERT INTO name_words (word, kind, name) VALUES (?, ?, ?)",
            [(word, kind, name) for word in set(words(name))],
        )
    return result
