"""What a source no longer brings: removed where the source has all of its articles, else kept."""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index.store.archive.article_rows import Changes
from tests.support.archives import built, written
from tests.support.word_embedder import WordEmbedder

FLOOD = {"url": "https://kabar.example/banjir", "title": "Banjir", "text": "Banjir melanda kota."}
QUAKE = {"url": "https://kabar.example/gempa", "title": "Gempa", "text": "Gempa mengguncang desa."}
FIRE = {"url": "https://kabar.example/api", "title": "Api", "text": "Api membakar hutan."}
TEASER = FLOOD | {"text": "Banjir melanda."}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "berita").mkdir()
    return tmp_path / "berita"


def answer(path: Path, *records: dict[str, str]) -> Path:
    """One page of what an API finds, as it is saved."""
    path.write_text(json.dumps({"status": "ok", "articles": records}), encoding="utf-8")
    return path


def texts(data: Path) -> dict[str, str]:
    """The texts in the archive by the names of the files they are from."""
    with closing(sqlite3.connect(data / "archive.db")) as db:
        rows = db.execute("SELECT origin, text FROM articles ORDER BY text")
        return {f"{Path(origin).name}: {text.split()[0]}": text for origin, text in rows}


def test_a_folder_keeps_what_an_answer_no_longer_holds(
    data: Path, folder: Path, words: WordEmbedder
) -> None:
    latest = answer(folder / "terbaru.json", FLOOD, QUAKE)
    written(folder / "a.jsonl", FIRE)
    assert built(data, words, folder).changes == Changes(new=3)
    answer(latest, QUAKE)
    assert built(data, words, folder).changes == Changes(unchanged=2, kept=1)
    assert built(data, words, latest).changes == Changes(unchanged=1, kept=1)
    latest.unlink()
    assert built(data, words, folder).changes == Changes(unchanged=1, kept=2)
    assert list(texts(data)) == ["a.jsonl: Api", "terbaru.json: Banjir", "terbaru.json: Gempa"]
    # These paths are the whole archive: what an earlier feed brought is not in it.
    assert built(data, words, folder, full=True).changes == Changes(unchanged=1, removed=2)


def test_a_list_of_records_is_complete(data: Path, folder: Path, words: WordEmbedder) -> None:
    file = folder / "semua.json"
    file.write_text(json.dumps([FLOOD, QUAKE]), encoding="utf-8")
    built(data, words, folder)
    file.write_text(json.dumps([QUAKE]), encoding="utf-8")
    assert built(data, words, folder).changes == Changes(unchanged=1, removed=1)


def test_nothing_is_removed_with_keep(data: Path, folder: Path, words: WordEmbedder) -> None:
    written(folder / "a.jsonl", FLOOD, QUAKE)
    built(data, words, folder)
    written(folder / "a.jsonl", FIRE)
    assert built(data, words, folder, keep=True).changes == Changes(new=1)
    assert len(texts(data)) == 3
    assert built(data, words, folder).changes == Changes(unchanged=1, removed=2)


@pytest.mark.parametrize("name", ["a.json", "z.json"])
def test_a_file_of_its_own_counts_more_than_a_feed(
    data: Path, folder: Path, words: WordEmbedder, name: str
) -> None:
    answer(folder / name, TEASER)
    own = written(folder / "m.jsonl", FLOOD)
    written(folder / "n.jsonl", FIRE)
    report = built(data, words, folder)
    assert (report.read, report.changes) == (3, Changes(new=2))
    assert list(texts(data)) == ["n.jsonl: Api", "m.jsonl: Banjir"]
    # Read alone, the feed does not take the article over either.
    assert built(data, words, folder / name).changes == Changes(unchanged=1)
    assert texts(data)["m.jsonl: Banjir"] == "Banjir melanda kota."
    # Gone from the folder, but not from the feed beside it.
    own.unlink()
    assert built(data, words, folder).changes == Changes(changed=1, unchanged=1)
    assert texts(data)[f"{name}: Banjir"] == "Banjir melanda."
    answer(folder / name, QUAKE)
    assert built(data, words, folder).changes == Changes(new=1, unchanged=1, kept=1)


def test_an_article_of_a_folder_is_gone_although_a_feed_had_it(
    data: Path, tmp_path: Path, folder: Path, words: WordEmbedder
) -> None:
    own = written(folder / "a.jsonl", FLOOD)
    written(folder / "b.jsonl", FIRE)
    built(data, words, answer(tmp_path / "api.json", TEASER))
    assert built(data, words, folder).changes == Changes(new=1, changed=1)
    own.unlink()
    assert built(data, words, folder).changes == Changes(unchanged=1, removed=1)


def test_names_of_files_that_are_not_utf8(data: Path, folder: Path, words: WordEmbedder) -> None:
    # "é" of an old Windows archive in the folder's name, and in the file's.
    old = Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9"))
    written(old / os.fsdecode(b"\xe9.jsonl"), FLOOD)
    written(old / "b.jsonl", QUAKE)
    assert built(data, words, folder).changes == Changes(new=2)
    assert list(texts(data)) == ["\\xe9.jsonl: Banjir", "b.jsonl: Gempa"]
    assert built(data, words, old).changes == Changes(unchanged=2)
    (old / "b.jsonl").unlink()
    assert built(data, words, old).changes == Changes(unchanged=1, removed=1)
