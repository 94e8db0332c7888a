"""The arrays of a snapshot, on articles whose facts can be worked out by hand."""

from pathlib import Path

import numpy as np
import pytest

from index.errors import SnapshotUnusable
from index.store.snapshot.article_arrays import ArticleArrays, open_array
from index.store.snapshot.open_snapshot import OpenSnapshot
from index.store.snapshot.speakers.speaker_queries import Meaning
from index.store.snapshot.speakers.spoken_rows import SpokenRows
from tests.support.archives import snapshot_of
from tests.support.word_embedder import WordEmbedder

QUOTED = (
    "Air sungai surut di kota itu. “Air sudah turun,” kata Budi Santoso. “Aman,” kata Sari Dewi."
)
# The second is agency copy of the first; the third, of no day, tells another story.
RECORDS = [
    {"id": "a", "source": "VIVA", "published": "2019-10-02T08:00:00+07:00", "text": QUOTED},
    {"id": "b", "source": "Antara", "published": "2019-10-01", "author": "Sari", "text": QUOTED},
    {"id": "c", "source": "VIVA", "text": "Gempa terasa."},
    {"id": "d", "published": "2019-10-02", "text": "Hutan terbakar di pulau seberang."},
]
SECOND = 737334  # 2 October 2019


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> OpenSnapshot:
    return snapshot_of(tmp_path_factory.mktemp("arrays"), WordEmbedder(), RECORDS)


def test_facts_of_all_articles(snapshot: OpenSnapshot) -> None:
    arrays = snapshot.arrays
    assert arrays.articles.tolist() == [0, 1, 2, 3]
    assert arrays.days.tolist() == [SECOND, SECOND - 1, 0, SECOND]
    assert arrays.stories.tolist() == [0, 0, 2, 3]
    assert arrays.repeated.tolist() == [True, False, False, False]
    # Names are numbered in their order, "" first: Antara 1, VIVA 2.
    assert arrays.named("source").tolist() == [2, 1, 2, 0]
    assert arrays.named("author").tolist() == [0, 1, 0, 0]
    assert arrays.named("section").tolist() == [0, 0, 0, 0]


def test_articles_of_one_day_come_by_falling_number_and_undated_ones_last(
    snapshot: OpenSnapshot,
) -> None:
    assert snapshot.arrays.newest.tolist() == [3, 0, 1, 2]
    assert snapshot.arrays.oldest.tolist() == [1, 3, 0, 2]


def test_they_are_mapped_and_cannot_be_written(snapshot: OpenSnapshot) -> None:
    days = open_array(snapshot.path, "days")
    assert isinstance(days.base, np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        days[0] = 1


@pytest.mark.parametrize("content", [b"", b"no array"])
def test_an_array_that_is_none_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "arrays").mkdir()
    (tmp_path / "arrays" / "articles.npy").write_bytes(content)
    with pytest.raises(SnapshotUnusable, match=r"articles\.npy is not readable"):
        ArticleArrays.open(tmp_path)


def spoken(snapshot: OpenSnapshot) -> SpokenRows:
    return SpokenRows.open(snapshot.path, snapshot.arrays)


def test_where_a_speaker_speaks(snapshot: OpenSnapshot) -> None:
    # Budi Santoso is speaker 0, Sari Dewi speaker 1; each says a sentence in either copy.
    rows = spoken(snapshot)
    assert rows.passages([1], []).tolist() == [0, 1]
    assert rows.passages([], []).tolist() == []
    said = rows.statements([1, 0], [])
    assert list(zip(*(column.tolist() for column in said), strict=True)) == [
        (0, 1, 0, 0),
        (0, 2, 1, 0),
        (1, 1, 0, 0),
        (1, 2, 1, 0),
    ]


def test_who_is_meant_on_the_days_of_an_office(snapshot: OpenSnapshot) -> None:
    rows = spoken(snapshot)
    # As if “Budi Santoso” meant speaker 7 on the second of October and no other day.
    meaning = Meaning(speaker=0, holder=7, first=SECOND, last=SECOND)
    assert rows.passages([], [meaning]).tolist() == [0]
    said = rows.statements([0], [meaning])
    assert (said.rows.tolist(), said.holders.tolist()) == ([0, 1], [7, 0])
    assert said.speakers.tolist() == [0, 0]


def test_a_snapshot_in_which_nobody_speaks(tmp_path: Path, words: WordEmbedder) -> None:
    rows = spoken(snapshot_of(tmp_path, words, ["Gempa terasa."]))
    assert rows.starts.tolist() == [0]
    assert len(rows.rows) == len(rows.statements([], []).rows) == 0
