"""What was made of an entry is kept as long as nothing that decides it is another."""

import datetime
import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.building.reading import entries
from index.building.reading.entries import Made, make_articles
from index.records import Article
from index.sources.raw import Rejection
from index.sources.records.names import FieldMap
from index.sources.registry import read_entries
from index.store.archive.archive import Archive
from index.store.archive.embedded_passages import read_embedded
from index.text.article_dates import WIB
from tests.support.archives import built, written
from tests.support.word_embedder import WordEmbedder

DATED = {"id": "a", "published": "2019-10-02", "text": "Banjir surut di kota Sukamaju."}
BUILD = """
import sys, pathlib
from tests.support.archives import built
from tests.support.word_embedder import WordEmbedder
built(pathlib.Path(sys.argv[1]), WordEmbedder(), pathlib.Path(sys.argv[2]))
"""
UNDATED = {"id": "b", "text": "Gempa terasa di kota Sukamaju."}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive.open(tmp_path / "archive.db")


def read(archive: Archive, *files: Path, zone: datetime.tzinfo = WIB) -> list[Made]:
    found_entries = (entry for file in files for entry in read_entries(file, zone=zone))
    found = [one for _, made in make_articles(found_entries, archive.readings) for one in made]
    archive.readings.flush()
    return found


def kept(archive: Archive) -> int:
    return int(archive._db.execute("SELECT count(*) FROM readings").fetchone()[0])


def test_the_same_is_read_once_and_comes_out_alike(archive: Archive, tmp_path: Path) -> None:
    file = written(tmp_path / "a.jsonl", DATED, UNDATED, {"text": " "})
    first = read(archive, file)
    assert [type(one) for one in first] == [Article, Article, Rejection]
    assert kept(archive) == 3
    assert read(archive, file) == first
    assert kept(archive) == 3


def test_only_the_changed_entry_of_a_file_is_made_again(archive: Archive, tmp_path: Path) -> None:
    file = written(tmp_path / "a.jsonl", DATED, UNDATED)
    read(archive, file)
    # As long as before, and with the same time of change.
    before = file.stat()
    written(file, DATED, UNDATED | {"text": "Gempa terasa di kota Sukajadi."})
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    texts = [one.text for one in read(archive, file) if isinstance(one, Article)]
    assert texts == [DATED["text"], "Gempa terasa di kota Sukajadi."]
    assert kept(archive) == 3


def test_file_zone_and_sidecar_are_part_of_it(archive: Archive, tmp_path: Path) -> None:
    page = tmp_path / "banjir.txt"
    page.write_text("Banjir surut di kota Sukamaju sejak pagi tadi.", encoding="utf-8")
    (first,) = read(archive, page)
    other = page.rename(tmp_path / "gempa.txt")
    (renamed,) = read(archive, other)
    assert first == renamed
    read(archive, other, zone=datetime.UTC)
    assert kept(archive) == 3
    (tmp_path / "gempa.json").write_text('{"title": "Banjir surut"}', encoding="utf-8")
    (stated,) = read(archive, other)
    assert isinstance(stated, Article)
    assert stated.title == "Banjir surut"


def test_nothing_is_kept_with_stated_names(archive: Archive, tmp_path: Path) -> None:
    file = written(tmp_path / "a.jsonl", DATED)
    names = FieldMap.parse(["isi=text"])
    list(make_articles(read_entries(file, names=names), archive.readings))
    archive.readings.flush()
    assert kept(archive) == 0


def test_another_process_knows_what_was_kept(tmp_path: Path) -> None:
    data, file = tmp_path / "data", written(tmp_path / "a.jsonl", DATED, UNDATED)
    command = [sys.executable, "-c", BUILD, str(data), str(file)]
    for _ in range(2):
        subprocess.run(command, check=True, timeout=60)
    assert kept(Archive.open(data / "archive.db")) == 2


def test_another_program_reads_anew(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path / "a.jsonl", DATED)
    read(archive, file)
    monkeypatch.setattr(entries, "program_digest", lambda: "another")
    read(archive, file)
    assert kept(archive) == 2


def test_features_are_kept_and_those_of_gone_passages_removed(tmp_path: Path) -> None:
    data, file = tmp_path / "data", written(tmp_path / "a.jsonl", DATED, UNDATED)
    words = WordEmbedder()
    built(data, words, file)
    archive = Archive.open(data / "archive.db")
    columns = "SELECT count(*), count(DISTINCT rule) FROM features"
    assert archive._db.execute(columns).fetchone() == (2, 1)
    stored = [one.features.kinds.tolist() for one in read_embedded(archive._db, words.fingerprint)]
    archive._db.execute("DELETE FROM features")
    # An archive of before has none: they are computed when they are read.
    anew = [one.features.kinds.tolist() for one in read_embedded(archive._db, words.fingerprint)]
    assert stored == anew
    archive.close()
    written(file, DATED)
    built(data, words, file)
    archive = Archive.open(data / "archive.db")
    assert archive._db.execute(columns).fetchone() == (1, 1)
