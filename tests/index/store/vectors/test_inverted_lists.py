"""Stores of more vectors than are compared one by one."""

import logging
from pathlib import Path

import faiss
import numpy as np
import pytest

from index.store.vectors import faiss_writer
from index.store.vectors.exact import ExactStore
from index.store.vectors.faiss_store import FaissStore
from index.store.vectors.faiss_writer import FaissWriter

CHANCE = np.random.default_rng(3)
DIMENSION = 32


def unit(vectors: np.ndarray) -> np.ndarray:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


# Topics, and articles about them: as near to each other as passages of news are.
TOPICS = CHANCE.normal(size=(60, DIMENSION))
VECTORS = unit(TOPICS[CHANCE.integers(60, size=4000)] + CHANCE.normal(size=(4000, DIMENSION)) / 2)
EXACT = ExactStore(VECTORS)


@pytest.fixture(autouse=True)
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faiss_writer, "EXACT_LIMIT", 1000)


def write(folder: Path, vectors: np.ndarray) -> Path:
    folder.mkdir()
    writer = FaissWriter.new(folder, DIMENSION)
    for batch in np.array_split(vectors, 3):
        writer.add(batch)
    writer.save()
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(faiss_writer, "EXACT_LIMIT", 1000)
        return write(tmp_path_factory.mktemp("lists") / "store", VECTORS)


# What is nobody's article, as a question is.
QUERIES = unit(VECTORS[:50] + VECTORS[1000:1050])


def found_share(store: FaissStore, exact: ExactStore, within: np.ndarray | None = None) -> float:
    """The share of the hundred nearest that are found; less than .002 under the last is as near."""
    shares = []
    for query in QUERIES:
        last = exact.search(query, 100, within=within).scores[-1]
        rows = store.search(query, 100, within=within).rows
        assert len(set(rows.tolist())) == 100
        assert within is None or set(rows.tolist()) <= set(within.tolist())
        shares.append((exact.cosines(query, rows) >= last - 0.002).sum() / 100)
    return float(np.mean(shares))


def test_nearly_all_of_the_nearest_are_found_in_part_of_the_lists(folder: Path) -> None:
    index = faiss.read_index(str(folder / "vectors.faiss"))
    # As many lists as the root of the number of vectors.
    assert index.nlist == 63
    assert index.nprobe <= 31
    assert found_share(FaissStore.open(folder), EXACT) >= 0.98


def test_a_number_takes_a_byte(folder: Path) -> None:
    # And eight bytes each for the row of a vector, and for its place in the lists.
    size = (folder / "vectors.faiss").stat().st_size
    assert size == pytest.approx(4000 * (DIMENSION + 8 + 8), rel=0.1)


@pytest.mark.parametrize("share", [0.03, 0.08, 0.5])
def test_a_filter_loses_nothing(folder: Path, share: float) -> None:
    within = np.flatnonzero(CHANCE.random(4000) < share)
    assert found_share(FaissStore.open(folder), EXACT, within) >= 0.98


def test_a_few_rows_are_compared_one_by_one(folder: Path) -> None:
    store = FaissStore.open(folder)
    found = store.search(VECTORS[7], 3, within=np.array([3000, 7, 20]))
    assert found.rows[0] == 7
    assert sorted(found.rows.tolist()) == [7, 20, 3000]
    assert np.allclose(found.scores, EXACT.cosines(VECTORS[7], found.rows), atol=0.01)
    nothing = store.search(VECTORS[7], 3, within=np.empty(0, np.int64))
    assert (nothing.rows.tolist(), nothing.scores.tolist()) == ([], [])


def test_cosines_of_rows_are_those_of_a_search(folder: Path) -> None:
    store = FaissStore.open(folder)
    found = store.search(QUERIES[0], 10)
    assert np.allclose(store.cosines(QUERIES[0], found.rows), found.scores, atol=1e-5)


def test_a_store_keeps_its_lists_until_it_has_grown_by_half(folder: Path, tmp_path: Path) -> None:
    more = unit(VECTORS + VECTORS[::-1])
    for added, lists in ((1500, 63), (2500, 80)):
        later = tmp_path / str(added)
        later.mkdir()
        writer = FaissWriter.extending(later, folder)
        writer.add(more[:added])
        writer.save()
        assert faiss.read_index(str(later / "vectors.faiss")).nlist == lists
        store = FaissStore.open(later)
        assert len(store) == 4000 + added
        assert found_share(store, ExactStore(np.vstack([VECTORS, more[:added]]))) >= 0.97


def test_what_was_replaced_and_dropped_is_not_found_any_more(folder: Path, tmp_path: Path) -> None:
    writer = FaissWriter.extending(tmp_path, folder)
    writer.shorten(3900)
    writer.replace(np.array([5, 9]), VECTORS[[3950, 3960]])
    writer.add(VECTORS[3990:])
    assert len(writer) == 3910
    writer.save()
    store = FaissStore.open(tmp_path)
    expected = np.vstack([VECTORS[:3900], VECTORS[3990:]])
    expected[[5, 9]] = VECTORS[[3950, 3960]]
    for row in (4, 5, 9, 3899, 3900, 3909):
        assert store.search(expected[row], 1).rows.tolist() == [row]
        assert store.cosines(expected[row], np.array([row])) == pytest.approx([1.0], abs=0.01)
    assert found_share(store, ExactStore(expected)) >= 0.97


def test_where_lists_would_miss_too_much_all_are_compared_and_that_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    scattered = unit(CHANCE.normal(size=(1500, 128)))
    writer = FaissWriter.new(tmp_path, 128)
    writer.add(scattered)
    with caplog.at_level(logging.WARNING):
        writer.save()
    assert "each search compares all 1500 vectors: inverted lists would find only 0." in caplog.text
    found = FaissStore.open(tmp_path).search(scattered[3], 5)
    assert found.rows.tolist() == ExactStore(scattered).search(scattered[3], 5).rows.tolist()
