"""Publishing to a Milvus server, and what goes wrong with one."""

import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import EngineUnavailable, SnapshotUnusable
from index.search.searcher import Searcher
from index.store.milvus.connection import MilvusAddress
from index.store.milvus.opening import MilvusSnapshots
from index.store.milvus.publishing.publish import Publication, publish
from index.store.milvus.schema import Collections, Layout
from index.store.milvus.server import MilvusServer
from index.store.snapshot.live import LiveIndex
from index.store.snapshot.open_snapshot import OpenSnapshot
from tests.support.archives import search, snapshot_of
from tests.support.milvus_lite import LiteServer, lite_server
from tests.support.word_embedder import WordEmbedder

# Twenty, of which four may change in place.
RECORDS = [
    {"id": f"{n:02}", "title": f"Kabar {n}", "source": "A", "text": f"Banjir ke-{n} di desa."}
    for n in range(20)
]
OTHER = {"id": "05", "title": "Gempa", "source": "B", "text": "Gempa kuat, kata Lurah Tono Wijaya."}
NEW = {"id": "99", "title": "Sekolah", "source": "C", "text": "Sekolah dibuka lagi."}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiteServer]:
    with lite_server(tmp_path_factory.mktemp("milvus")) as server:
        yield server


def published(
    data: Path, server: MilvusServer, records: list[dict[str, str]]
) -> tuple[Publication, OpenSnapshot]:
    """The publication of an archive of these records, and the snapshot on this machine."""
    embedder = WordEmbedder()
    embedded = snapshot_of(data, embedder, records)
    return publish(embedded.path, embedder, server), embedded


def ids(snapshot: OpenSnapshot, question: str) -> list[str]:
    return [one.article.id for one in search(Searcher(WordEmbedder()), question, snapshot).hits]


def test_changes_are_published_in_place(running: LiteServer, tmp_path: Path) -> None:
    server = MilvusServer(MilvusAddress(uri=running.uri, prefix="in_place"))
    live = LiveIndex(
        shelf := MilvusSnapshots(server, tmp_path / "snapshots"), WordEmbedder(), opening=shelf.open
    )
    with pytest.raises(SnapshotUnusable, match=r"no index in Milvus at 127\.0\.0\.1:\d+ \(in_pl"):
        live.current()
    first, _ = published(tmp_path, server, RECORDS)
    assert (first.in_place, first.written, first.removed) == (False, 20, 0)
    assert live.refresh()
    before = live.current()
    assert before.words.count_passages(["banjir", "gempa"]) == {"banjir": 20}

    changed = [OTHER if one["id"] == "05" else one for one in RECORDS[:-1]]
    second, embedded = published(tmp_path, server, [*changed, NEW])
    assert second.collection == first.collection
    assert (second.in_place, second.written, second.removed) == (True, 2, 1)
    assert live.refresh()
    after = live.current()
    assert after.path.name == embedded.path.name
    for question in ("gempa kuat", "apa kata Lurah Tono", "sekolah", "banjir ke-3", "banjir ke-9"):
        assert ids(after, question) == ids(embedded, question)
    assert ids(after, "gempa kuat")[0] == "05"
    scores = embedded.words.bm25_scores(["gempa"], limit=9)
    assert after.words.bm25_scores(["gempa"], limit=9) == pytest.approx(scores, rel=1e-4)
    # The words and speakers of what is gone are gone, too.
    assert after.words.count_passages(["banjir"]) == {"banjir": 18}
    names = Collections(second.collection)
    counted = [server.count(one) for one in (names.passages, names.articles, names.speakers)]
    assert counted == [20, 20, 1]

    # Once more changes nothing.
    again = publish(embedded.path, WordEmbedder(), server)
    assert (again.in_place, again.written, again.removed) == (True, 0, 0)
    assert not live.refresh()


def test_much_that_is_new_is_written_beside_the_live_one(
    running: LiteServer, tmp_path: Path
) -> None:
    server = MilvusServer(MilvusAddress(uri=running.uri, prefix="beside"))
    shelf = MilvusSnapshots(server, tmp_path / "snapshots")
    published(tmp_path / "1", server, RECORDS[:2])
    path = shelf.current()
    assert path is not None
    opened = shelf.open(path, WordEmbedder())
    # What a run that was killed has left, and another archive's collection.
    for name in ("beside_20250101T000000000000_0123abcd_words", "beside_2"):
        server.create(name, Layout(9, 1).words()[0])
    second, _ = published(tmp_path / "2", server, [OTHER, NEW])
    assert not second.in_place
    # Whoever has the former open goes on with it.
    assert ids(opened, "banjir") == ["00", "01"]
    held = {one for one in server.collections() if one.startswith("beside")}
    kept = {*Collections(path.parent.name).all, *Collections(second.collection).all, "beside_2"}
    assert held == kept
    published(tmp_path / "3", server, [NEW])
    with pytest.raises(EngineUnavailable):
        ids(opened, "banjir")


def test_a_snapshot_that_is_incomplete_or_of_another_model(
    running: LiteServer, tmp_path: Path
) -> None:
    server = MilvusServer(MilvusAddress(uri=running.uri, prefix="incomplete"))
    shelf = MilvusSnapshots(server, tmp_path / "snapshots")
    publication, _ = published(tmp_path, server, RECORDS[:1])
    names = Collections(publication.collection)
    path = shelf.current()
    assert path is not None
    with pytest.raises(SnapshotUnusable, match="built with the embedding model words"):
        shelf.open(path, WordEmbedder("api", name="another"))
    with pytest.raises(SnapshotUnusable, match="where it is built"):
        shelf.rollback()
    assert shelf.previous() is None

    server.drop(names.passages)
    layout = Layout(4, 1)
    schema, indexes = layout.passages()
    server.create(names.passages, schema)
    server.index(names.passages, indexes)
    with pytest.raises(SnapshotUnusable, match=r"have 4 numbers, but those of the model have 9"):
        shelf.open(path, WordEmbedder())

    server.drop(names.words)
    with pytest.raises(SnapshotUnusable, match=rf"lacks {names.words}$"):
        shelf.open(path, WordEmbedder())
    # The next publication writes everything anew.
    again, _ = published(tmp_path, server, RECORDS[:1])
    assert not again.in_place
    path = shelf.current()
    assert path is not None
    assert ids(shelf.open(path, WordEmbedder()), "banjir") == ["00"]


def test_a_server_that_is_killed_while_it_serves(tmp_path: Path) -> None:
    with lite_server(tmp_path) as running:
        server = MilvusServer(MilvusAddress(uri=running.uri, token="root:rahasia"), timeout=1)
        published(tmp_path, server, RECORDS[:1])
        shelf = MilvusSnapshots(server, tmp_path / "snapshots")
        path = shelf.current()
        assert path is not None
        opened = shelf.open(path, WordEmbedder())
        running.kill()
        started = time.monotonic()
        with pytest.raises(EngineUnavailable, match=r"^Milvus at 127\.0\.0\.1:\d+ ") as raised:
            ids(opened, "banjir")
        assert time.monotonic() - started < 5
        assert "rahasia" not in str(raised.value)


def test_a_server_that_is_not_there() -> None:
    address = MilvusAddress(uri="http://127.0.0.1:1", token="root:rahasia")
    assert "rahasia" not in repr(address)
    started = time.monotonic()
    with pytest.raises(EngineUnavailable, match=re.escape("Milvus at 127.0.0.1:1 ")) as raised:
        MilvusServer(address, timeout=1).version()
    assert time.monotonic() - started < 5
    assert "rahasia" not in str(raised.value)


def test_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    with pytest.raises(EngineUnavailable, match=r"pip install 'tanya-arsip\[milvus\]'"):
        MilvusServer(MilvusAddress(uri="http://127.0.0.1:1")).version()
