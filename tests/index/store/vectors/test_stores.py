import tempfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.errors import SnapshotUnusable
from index.store.vectors.base import VectorStore, VectorWriter
from index.store.vectors.exact import ExactStore, ExactWriter
from index.store.vectors.faiss_store import FaissStore
from index.store.vectors.faiss_writer import FaissWriter


class Kind(NamedTuple):
    """A kind of store, and the name of its file."""

    store: type[VectorStore]
    writer: type[VectorWriter]
    file: str


KINDS = {
    "exact": Kind(ExactStore, ExactWriter, "vectors.npy"),
    "faiss": Kind(FaissStore, FaissWriter, "vectors.faiss"),
}
NORTH, EAST, BETWEEN = (1.0, 0.0), (0.0, 1.0), (0.6, 0.8)


def floats(*rows: tuple[float, ...]) -> np.ndarray:
    return np.array(rows, dtype=np.float32)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    return KINDS[request.param]


def write(kind: Kind, folder: Path, *batches: np.ndarray) -> None:
    writer = kind.writer.new(folder, batches[0].shape[1])
    for batch in batches:
        writer.add(batch)
    assert len(writer) == sum(map(len, batches))
    writer.save()


def filled(kind: Kind, *batches: np.ndarray) -> VectorStore:
    """A store of these vectors; its file need not stay, once it is open."""
    with tempfile.TemporaryDirectory() as folder:
        write(kind, Path(folder), *batches)
        return kind.store.open(Path(folder))


def nearest(store: VectorStore, query: tuple[float, ...], limit: int) -> list[tuple[int, float]]:
    found = store.search(floats(query)[0], limit)
    rounded = [round(score, 6) for score in found.scores.tolist()]
    return list(zip(found.rows.tolist(), rounded, strict=True))


def test_scores_are_cosines_highest_first(kind: Kind) -> None:
    store = filled(kind, floats(NORTH, EAST, BETWEEN))
    assert len(store) == 3
    assert nearest(store, NORTH, 3) == [(0, 1.0), (2, 0.6), (1, 0.0)]
    assert nearest(store, EAST, 2) == [(1, 1.0), (2, 0.8)]


def test_a_limit_above_the_number_of_vectors(kind: Kind) -> None:
    assert nearest(filled(kind, floats(EAST)), NORTH, 100) == [(0, 0.0)]


def test_equal_scores_go_by_row(kind: Kind) -> None:
    store = filled(kind, floats(BETWEEN, NORTH, BETWEEN, BETWEEN, NORTH))
    assert nearest(store, NORTH, 4) == [(1, 1.0), (4, 1.0), (0, 0.6), (2, 0.6)]


def test_rows_go_on_with_each_batch(kind: Kind) -> None:
    store = filled(kind, floats(NORTH), floats(EAST, BETWEEN))
    assert len(store) == 3
    assert nearest(store, BETWEEN, 1) == [(2, 1.0)]


def test_cosines_of_rows(kind: Kind) -> None:
    store = filled(kind, floats(NORTH, EAST, BETWEEN))
    rows = np.array([2, 0], dtype=np.int64)
    assert store.cosines(floats(NORTH)[0], rows).tolist() == pytest.approx([0.6, 1.0])
    assert store.cosines(floats(NORTH)[0], rows[:0]).tolist() == []


def test_a_store_has_one_file(kind: Kind, tmp_path: Path) -> None:
    write(kind, tmp_path, floats(NORTH))
    assert [path.name for path in tmp_path.iterdir()] == [kind.file]


def test_a_store_that_extends_another_goes_on_with_its_rows(kind: Kind, tmp_path: Path) -> None:
    earlier, later = tmp_path / "earlier", tmp_path / "later"
    earlier.mkdir()
    later.mkdir()
    write(kind, earlier, floats(NORTH, EAST))
    writer = kind.writer.extending(later, earlier)
    assert len(writer) == 2
    writer.add(floats(BETWEEN))
    assert len(writer) == 3
    writer.save()
    assert nearest(kind.store.open(later), NORTH, 3) == [(0, 1.0), (2, 0.6), (1, 0.0)]
    # The earlier one stays as it was.
    assert nearest(kind.store.open(earlier), NORTH, 3) == [(0, 1.0), (1, 0.0)]


@pytest.mark.parametrize("left", [0, 1, 4, 12, 60, -1])
def test_a_file_cut_short_is_unusable(kind: Kind, left: int, tmp_path: Path) -> None:
    write(kind, tmp_path, floats(NORTH, EAST, BETWEEN))
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(SnapshotUnusable, match="vectors"):
        kind.store.open(tmp_path)


@pytest.mark.parametrize("content", [b"PK\x03\x04 an archive", b"\x93NUMPY", b"text\n" * 100])
def test_a_file_of_another_kind_is_unusable(kind: Kind, content: bytes, tmp_path: Path) -> None:
    (tmp_path / kind.file).write_bytes(content)
    with pytest.raises(SnapshotUnusable, match="vectors"):
        kind.store.open(tmp_path)


def test_a_missing_file_is_unusable(kind: Kind, tmp_path: Path) -> None:
    with pytest.raises(SnapshotUnusable, match="vectors"):
        kind.store.open(tmp_path)


def test_an_array_of_another_shape_is_unusable(tmp_path: Path) -> None:
    with (tmp_path / "vectors.npy").open("wb") as file:
        np.save(file, np.zeros(3, np.float32))
    with pytest.raises(SnapshotUnusable, match="vectors"):
        ExactStore.open(tmp_path)


# Few different numbers that add up without rounding: equal scores in plenty.
NUMBERS = st.sampled_from([-0.5, 0.0, 0.5, 1.0])
MIXED = [(0.5, 0.0), (1.0, 0.0), (0.0, 0.0), *[(0.5, 0.0)] * 4, (1.0, 0.0), (0.5, 0.0)]


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=60), st.integers(1, 70))
@example(MIXED * 3, 8)
@example([*MIXED, *[(0.5, 0.0)] * 9, *[(1.0, 0.0)] * 2], 5)
def test_faiss_finds_what_comparing_all_finds(rows: list[tuple[float, float]], limit: int) -> None:
    query = (0.5, 0.25)
    expected = nearest(filled(KINDS["exact"], floats(*rows)), query, limit)
    assert nearest(filled(KINDS["faiss"], floats(*rows)), query, limit) == expected


def test_a_search_within_some_rows(kind: Kind) -> None:
    vectors = np.eye(4, dtype=np.float32)
    store = filled(kind, vectors)
    query = np.array([0.5, 0.5, 0.5, 0.5], np.float32)
    assert store.search(query, 2, within=np.array([1, 3])).rows.tolist() == [1, 3]
    assert store.search(query, 1, within=np.array([2, 3])).rows.tolist() == [2]
    assert store.search(vectors[0], 9, within=np.array([3])).scores.tolist() == [0.0]
    nothing = store.search(query, 3, within=np.empty(0, np.int64))
    assert (nothing.rows.tolist(), nothing.scores.tolist()) == ([], [])
