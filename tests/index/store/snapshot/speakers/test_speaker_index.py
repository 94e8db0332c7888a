import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.errors import SnapshotUnusable
from index.store.snapshot.speakers.speaker_index import SpeakerIndex, write_speaker_index

SPEAKERS = [
    ("Budi Santoso", "Menteri", "Kominfo"),
    ("Sari Dewi", "Bupati", "Sukamaju"),
    ("", "Menteri", ""),
    ("Budi", "", ""),
]


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as found:
        found.execute("CREATE TABLE speakers (id INTEGER PRIMARY KEY, name, role, institution)")
        add(found, SPEAKERS)
        yield found


def add(db: sqlite3.Connection, speakers: list[tuple[str, str, str]], *, first: int = 0) -> None:
    rows = ((number, *parts) for number, parts in enumerate(speakers, first))
    db.executemany("INSERT INTO speakers (id, name, role, institution) VALUES (?, ?, ?, ?)", rows)


def test_speakers_are_found_by_any_of_their_words_the_shortest_description_first(
    db: sqlite3.Connection, tmp_path: Path
) -> None:
    write_speaker_index(db, tmp_path)
    index = SpeakerIndex.open(tmp_path)
    assert len(index) == 4
    assert index.matching(["menteri"], limit=9) == [2, 0]
    # Two words of four count more than one of one.
    assert index.matching(["menteri", "budi"], limit=9) == [0, 2, 3]
    assert index.matching(["menteri", "budi"], limit=1) == [0]
    assert index.matching(["gubernur"], limit=9) == index.matching([], limit=9) == []


def test_what_is_there_is_extended(db: sqlite3.Connection, tmp_path: Path) -> None:
    write_speaker_index(db, tmp_path)
    add(db, [("Wati", "Gubernur", "")], first=4)
    write_speaker_index(db, tmp_path)
    index = SpeakerIndex.open(tmp_path)
    assert len(index) == 5
    assert index.matching(["gubernur", "bupati"], limit=9) == [4, 1]


def test_a_missing_index_is_named(tmp_path: Path) -> None:
    with pytest.raises(SnapshotUnusable, match="speakers is not a readable index of speakers"):
        SpeakerIndex.open(tmp_path)
