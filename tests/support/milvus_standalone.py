"""A real Milvus 2.3.5 (PyPI's `milvus`), in a network of its own, and what is asked of it.

The server listens on all addresses of a machine, so it gets a network namespace that has but a
loopback; a process namespace ends it with everything that it has started. It has no full-text
search: what is asked are vectors, filters, updates, the alias, and its authentication. Run as

    unshare … python -m tests.support.milvus_standalone FOLDER

(`NAMESPACES`) it prints one JSON object with what was found.
"""

import contextlib
import datetime
import fcntl
import json
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from index.errors import EngineUnavailable
from index.store.milvus.connection import MilvusAddress
from index.store.milvus.opening import MilvusSnapshots
from index.store.milvus.publishing.publish import publish
from index.store.milvus.server import MilvusServer
from index.store.snapshot.engines.selection import Selection
from index.store.snapshot.open_snapshot import OpenSnapshot
from tests.support.archives import snapshot_of
from tests.support.word_embedder import WordEmbedder

NAMESPACES = (
    "unshare", "--map-root-user", "--net", "--pid", "--mount-proc", "--fork", "--kill-child",
)  # fmt: skip
PORT = 19530
TOPICS = ("banjir", "gempa", "hutan", "beras", "kereta")
RECORDS = [
    {
        "id": f"{n:02}",
        "title": f"Kabar {n}",
        "source": "AB"[n % 2],
        "published": f"2019-10-{n + 1:02}",
        "text": f"Kabar {topic} nomor {n}, kata Tono Wijaya.",
    }
    for n, topic in enumerate(TOPICS * 2)
]
_SELECTIONS = {
    "all": Selection(),
    "outlet": Selection(outlets=frozenset("A")),
    "days": Selection(dated=True, first=datetime.date(2019, 10, 3)),
    "others": Selection(without=(0, 1)),
}
# They would look for an address of the machine to speak to each other.
_PARTS = ("proxy", "rootCoord", "queryCoord", "queryNode", "indexNode", "dataCoord", "dataNode")
_STARTS_WITHIN = 60.0


def main(folder: Path) -> None:
    """Start the server, ask everything, print what was found."""
    _loopback_up()
    options = ["common.security.authorizationEnabled=true"]
    options += [f"{part}.ip=127.0.0.1" for part in _PARTS]
    with (folder / "server.log").open("wb") as log:
        subprocess.Popen(
            [
                Path(sys.executable).with_name("milvus-server"),
                f"--data={folder / 'server'}",
                *(f"--extra-config={option}" for option in options),
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    _wait()
    print(json.dumps(_found(folder)))  # noqa: T201


def _found(folder: Path) -> dict[str, Any]:
    server = _ready()
    embedder = WordEmbedder()
    shelf = MilvusSnapshots(server, folder)
    embedded = snapshot_of(folder / "data", embedder, RECORDS)
    found: dict[str, Any] = {"version": server.version()}
    found["too old"] = _error(lambda: publish(embedded.path, embedder, server))
    found["first"] = publish(embedded.path, embedder, server, full_text=False)._asdict()
    opened = _open(shelf)
    found["nearest"] = {name: _nearest(opened, one) for name, one in _SELECTIONS.items()}
    found["text"] = opened.tables.passage_texts([3])
    found["spoken"] = opened.tables.passages_spoken_by([0]).tolist()
    changed = [*RECORDS[:-1], RECORDS[-1] | {"text": "Kabar hutan saja."}]
    later = snapshot_of(folder / "data", embedder, changed)
    found["second"] = publish(later.path, embedder, server, full_text=False)._asdict()
    found["after"] = _open(shelf).tables.passage_texts([9])
    wrong = MilvusServer(_address("root:rahasia"), timeout=5)
    found["wrong token"] = _error(wrong.version)
    return found


def _ready() -> MilvusServer:
    """The server, once it answers to the name and password that it begins with."""
    until = time.monotonic() + _STARTS_WITHIN
    while True:
        server = MilvusServer(_address("root:Milvus"), timeout=5)
        try:
            server.collections()
        except EngineUnavailable:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return server


def _address(token: str) -> MilvusAddress:
    return MilvusAddress(uri=f"http://127.0.0.1:{PORT}", token=token)


def _open(shelf: MilvusSnapshots) -> OpenSnapshot:
    path = shelf.current()
    if path is None:
        raise ValueError("nothing was published")
    return shelf.open(path, WordEmbedder())


def _nearest(snapshot: OpenSnapshot, selection: Selection) -> list[int]:
    query = WordEmbedder().embed_query("banjir banjir gempa")
    found = snapshot.vectors.search(query, 2, within=selection)
    return [int(row) for row in found.rows]


def _error(work: Any) -> str:
    try:
        work()
    except EngineUnavailable as error:
        return str(error)
    return ""


def _loopback_up() -> None:
    """Have the loopback of a new network namespace up (SIOCSIFFLAGS, IFF_UP | IFF_RUNNING)."""
    with socket.socket() as one:
        fcntl.ioctl(one, 0x8914, struct.pack("16sh14x", b"lo", 0x41))


def _wait() -> None:
    until = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", PORT), 1):
            return
        time.sleep(0.1)
    raise TimeoutError("the server did not start")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
