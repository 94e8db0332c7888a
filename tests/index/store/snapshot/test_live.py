import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.errors import Hint, SnapshotUnusable
from index.search.searcher import Searcher
from index.store.snapshot.live import LiveIndex
from index.store.snapshot.snapshots import PASSAGES, Snapshots
from tests.support.archives import built, search, written
from tests.support.word_embedder import WordEmbedder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    # What a file address must escape.
    return tmp_path / "100% data? #1"


@pytest.fixture
def live(data: Path, words: WordEmbedder) -> LiveIndex:
    return LiveIndex(Snapshots(data / "snapshots"), words)


def publish(data: Path, embedder: WordEmbedder, text: str) -> Path:
    file = written(data / "a.jsonl", {"id": "1", "title": "Judul", "text": text})
    return data / "snapshots" / built(data, embedder, file).snapshot


def answer(live: LiveIndex, embedder: WordEmbedder) -> str:
    [hit] = search(Searcher(embedder), "banjir", live.current()).hits
    return hit.quote


def test_without_an_index_the_error_has_a_hint(live: LiveIndex, data: Path) -> None:
    assert live.refresh() is False
    with pytest.raises(SnapshotUnusable) as caught:
        live.current()
    assert str(caught.value) == f"there is no index in {data} yet"
    assert caught.value.hint is Hint.BUILD


def test_refresh_takes_what_is_new(data: Path, live: LiveIndex, words: WordEmbedder) -> None:
    publish(data, words, "Banjir pertama.")
    assert (live.refresh(), live.refresh()) == (True, False)
    assert answer(live, words) == "Banjir pertama."
    publish(data, words, "Banjir kedua.")
    assert answer(live, words) == "Banjir pertama."
    assert (live.refresh(), live.refresh()) == (True, False)
    assert answer(live, words) == "Banjir kedua."
    Snapshots(data / "snapshots").rollback()
    assert live.refresh() is True
    assert answer(live, words) == "Banjir pertama."


def test_a_search_keeps_the_snapshot_it_began_with(
    data: Path, live: LiveIndex, words: WordEmbedder
) -> None:
    publish(data, words, "Banjir pertama.")
    live.refresh()
    before = live.current()
    publish(data, words, "Banjir kedua.")
    live.refresh()
    [hit] = search(Searcher(words), "banjir", before).hits
    assert hit.quote == "Banjir pertama."


def test_an_open_snapshot_serves_on_when_the_new_one_is_damaged(
    data: Path, live: LiveIndex, words: WordEmbedder
) -> None:
    publish(data, words, "Banjir pertama.")
    live.refresh()
    damaged = publish(data, words, "Banjir kedua.")
    (damaged / PASSAGES).write_bytes(b"")
    for _ in range(2):
        with pytest.raises(SnapshotUnusable, match=r"damaged \(passages\.db\)"):
            live.refresh()
        assert answer(live, words) == "Banjir pertama."
    publish(data, words, "Banjir ketiga.")
    assert live.refresh() is True
    assert answer(live, words) == "Banjir ketiga."


def test_a_pruned_snapshot_serves_threads_old_and_new(
    data: Path, live: LiveIndex, words: WordEmbedder
) -> None:
    path = publish(data, words, "Banjir pertama.")
    live.refresh()
    with ThreadPoolExecutor(1) as old, ThreadPoolExecutor(3) as new:
        assert old.submit(answer, live, words).result() == "Banjir pertama."
        for number in range(4):
            publish(data, words, f"Banjir lain {number}.")
        assert not path.exists()
        assert old.submit(answer, live, words).result() == "Banjir pertama."
        together = [new.submit(answer, live, words) for _ in range(30)]
        assert {future.result() for future in together} == {"Banjir pertama."}


def test_snapshots_change_while_threads_search(
    data: Path, live: LiveIndex, words: WordEmbedder
) -> None:
    publish(data, words, "Banjir 0.")
    live.refresh()
    done = threading.Event()

    def search() -> Counter[str]:
        seen: Counter[str] = Counter()
        while not done.is_set():
            seen[answer(live, words)] += 1
        return seen

    with ThreadPoolExecutor(3) as pool:
        searching = [pool.submit(search) for _ in range(3)]
        try:
            for number in range(1, 9):
                publish(data, words, f"Banjir {number}.")
                assert live.refresh() is True
        finally:
            done.set()
        seen = sum((future.result() for future in searching), Counter())
    assert answer(live, words) == "Banjir 8."
    assert seen.keys() <= {f"Banjir {number}." for number in range(9)}
    assert len(seen) > 1
