"""No question reads a whole table: the plan of every SELECT on a snapshot, by SQLite itself."""

import ast
import inspect
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest

from index.store.snapshot import (
    article_arrays,
    article_lookup,
    article_queries,
    sentence_queries,
)
from index.store.snapshot.engines.embedded import connect
from index.store.snapshot.speakers import speaker_queries, spoken_rows
from tests.support.archives import snapshot_of
from tests.support.word_embedder import WordEmbedder

MODULES = (
    article_arrays,
    article_lookup,
    article_queries,
    sentence_queries,
    speaker_queries,
    spoken_rows,
)
# What is read whole, and when: while a snapshot is written, when it is opened, or once after it was
# published, to tell followers what is new.
WHOLE = {
    *("write_article_arrays", "_days", "_names", "_write_spoken", "all_speakers", "statement_days"),
    *("acronyms", "references"),
}
BEGINNINGS = ("SELECT ", "WITH ")
LARGE = re.compile(r"SCAN (articles|passages|statements|a|p|s|t|m|meant|names|name_words)\b")


def selects(module: ModuleType) -> Iterator[tuple[str, str]]:
    """The SELECTs of a module with the names of their functions, or of the variables they are."""
    for function in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(function, ast.FunctionDef):
            for part in ast.walk(function):
                if isinstance(part, ast.Constant) and str(part.value).startswith(BEGINNINGS):
                    yield function.name, str(part.value)
    for name, value in vars(module).items():
        if str(value).startswith(BEGINNINGS):
            yield name, str(value)


QUERIES = [
    (f"{module.__name__}.{name}", query)
    for module in MODULES
    for name, query in selects(module)
    if name not in WHOLE
]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    folder: Path = tmp_path_factory.mktemp("plans")
    with closing(connect(snapshot_of(folder, WordEmbedder(), ["Gempa terasa."]).path)) as found:
        yield found


def plan(db: sqlite3.Connection, query: str) -> list[str]:
    values = dict.fromkeys(re.findall(r":(\w+)", query)) or [None] * query.count("?")
    return [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {query}", values)]


@pytest.mark.parametrize(("name", "query"), QUERIES, ids=[name for name, _ in QUERIES])
def test_no_question_reads_a_whole_table(db: sqlite3.Connection, name: str, query: str) -> None:
    assert [step for step in plan(db, query) if LARGE.match(step)] == []


def test_the_queries_are_found(db: sqlite3.Connection) -> None:
    names = {name.rpartition(".")[2] for name, _ in QUERIES}
    assert {"_ARTICLE_QUERY", "all_with_url", "passage_rows", "stored_passages"} <= names
    assert {"meanings_of", "officeholders_meant_in", "names_with"} <= names
    # What the pattern is for.
    assert plan(db, "SELECT * FROM passages WHERE text = ?") == ["SCAN passages"]
