"""What a bot holds of a snapshot in Milvus: 60 bytes an article, 8 a passage, small tables.

It is stored in the collection of tables, compressed, in parts, and read when a snapshot is opened.
"""

import io
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import Hint, SnapshotUnusable
from index.store.milvus.parts import MOST_PARTS, byte_parts, whole_bytes
from index.store.milvus.schema import LAYOUT, Collections
from index.store.milvus.server import STRONG, MilvusServer, Row, among
from index.store.snapshot.article_arrays import ArticleArrays, NameKind
from index.store.snapshot.article_queries import Spellings
from index.store.snapshot.snapshots import FORMAT, Manifest
from index.store.snapshot.speakers.speaker_queries import Subject

Array = NDArray[Any]
_ARRAYS, _FACTS, _STATE = "arrays", "facts", "state"
# What the names of arrays of spellings begin with.
_SPELT = "spelt"
# Bytes in one row of the collection: a message has at most 64 MB.
_A_ROW = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Which snapshot the collections hold: its name and manifest, and the words of all passages."""

    name: str
    manifest: Manifest
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Arrays, numbered names of outlets, authors and sections by kind, and small tables."""

    arrays: ArticleArrays
    names: dict[NameKind, list[str]]
    acronyms: tuple[tuple[str, str], ...]
    subjects: list[Subject]
    spellings: tuple[Spellings, ...]


def memory_rows(memory: Memory) -> Iterator[Row]:
    """The rows that keep this; those of an earlier state are written over."""
    plain = {one.name: getattr(memory.arrays, one.name) for one in fields(ArticleArrays)}
    spelt = {
        f"{_SPELT} {one.length} {name}": np.frombuffer(getattr(one, name), np.uint8)
        for one in memory.spellings
        for name in Spellings._fields[1:]
    }
    arrays = io.BytesIO()
    np.savez(arrays, **plain, **spelt)  # type: ignore[arg-type]  # the stubs of numpy
    facts = {"names": memory.names, "acronyms": memory.acronyms, "subjects": memory.subjects}
    yield from _rows(_ARRAYS, arrays.getvalue())
    yield from _rows(_FACTS, json.dumps(facts, ensure_ascii=False).encode())


def state_row(state: State) -> Row:
    """The row that says what the collections hold, written last."""
    facts = {
        "name": state.name,
        "layout": LAYOUT,
        "words": state.words,
        "manifest": asdict(state.manifest),
    }
    return next(_rows(_STATE, json.dumps(facts, ensure_ascii=False).encode()))


def read_memory(server: MilvusServer, names: Collections) -> Memory:
    """What `memory_rows` has stored."""
    with np.load(io.BytesIO(_read(server, names, _ARRAYS)), allow_pickle=False) as loaded:
        arrays = {name: loaded[name] for name in loaded.files}
    facts = json.loads(_read(server, names, _FACTS))
    lengths = sorted({int(name.split()[1]) for name in arrays if name.startswith(_SPELT)})
    return Memory(
        arrays=ArticleArrays(**{one.name: arrays[one.name] for one in fields(ArticleArrays)}),
        names=facts["names"],
        acronyms=tuple((long, short) for long, short in facts["acronyms"]),
        subjects=[Subject(*one) for one in facts["subjects"]],
        spellings=tuple(
            Spellings(length, *(_bytes(arrays, length, one) for one in Spellings._fields[1:]))
            for length in lengths
        ),
    )


def read_state(server: MilvusServer, names: Collections) -> State | None:
    """What the collections hold now; None if nothing was ever written completely.

    SnapshotUnusable if another version of the program wrote it.
    """
    data = _read(server, names, _STATE)
    if not data:
        return None
    facts = json.loads(data)
    found = facts["layout"], facts["manifest"]["format"]
    if found != (LAYOUT, FORMAT):
        raise SnapshotUnusable(
            f"the collection {names.passages} has layout {found[0]} of format {found[1]}, this "
            f"version reads {LAYOUT} of {FORMAT}",
            hint=Hint.PUBLISH,
        )
    manifest = Manifest(**facts["manifest"] | {"outlets": tuple(facts["manifest"]["outlets"])})
    return State(name=facts["name"], manifest=manifest, words=facts["words"])


def _bytes(arrays: Mapping[str, Array], length: int, name: str) -> bytes:
    return arrays[f"{_SPELT} {length} {name}"].tobytes()


def _rows(key: str, data: bytes) -> Iterator[Row]:
    """The data in as many rows as it takes; the first one says how many."""
    packed = zlib.compress(data, 1)
    pieces = [packed[at : at + _A_ROW] for at in range(0, len(packed), _A_ROW)]
    for number, piece in enumerate(pieces):
        parts = [str(len(pieces)), *byte_parts(piece)]
        if len(parts) > MOST_PARTS:
            raise ValueError(f"{len(piece)} bytes do not fit into a row")
        yield {"key": f"{key} {number}", "data": parts, "nothing": [0.0, 0.0]}


def _read(server: MilvusServer, names: Collections, key: str) -> bytes:
    """The data of a key, b"" if it is not there."""
    pieces: list[bytes] = []
    count = 1
    while len(pieces) < count:
        where = among("key", [f"{key} {len(pieces)}"])
        found = server.rows(names.tables, where, ["data"], consistency=STRONG)
        if not found:
            return b""
        parts = list(found[0]["data"])
        count = int(parts[0])
        pieces.append(whole_bytes(parts[1:]))
    return zlib.decompress(b"".join(pieces))
