"""Folders of sentence-transformers models, laid out as on a hub, of random weights and no size."""

import json
import string
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

HIDDEN, LAYERS, HEADS, POSITIONS = 32, 1, 2, 128
LETTERS = string.ascii_lowercase + string.digits
VOCABULARY = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS, *(f"##{c}" for c in LETTERS), *".,:;?!-"
]  # fmt: skip
SPECIAL = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}


def tiny_model(
    folder: Path,
    *,
    pooling: str = "mean",
    prompts: dict[str, str] | None = None,
    dense: bool = False,
) -> Path:
    """A BERT encoder that reads single characters; `dense` adds a layer that keeps 24 numbers."""
    chance = np.random.default_rng(11)
    modules = ["Transformer", "Pooling", *(["Dense"] if dense else [])]
    paths = ["", "1_Pooling", "2_Dense"]
    described = [
        {"idx": n, "name": str(n), "path": path, "type": f"sentence_transformers.models.{name}"}
        for n, (name, path) in enumerate(zip(modules, paths, strict=False))
    ]
    _json(folder / "modules.json", described)
    _json(folder / "config_sentence_transformers.json", {"prompts": prompts or {}})
    _json(
        folder / "sentence_bert_config.json", {"max_seq_length": POSITIONS, "do_lower_case": False}
    )
    _json(folder / "config.json", _config())
    save_file(_bert(chance), folder / "model.safetensors", metadata={"format": "pt"})
    tokenizer = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": POSITIONS,
        **SPECIAL,
    }
    _json(folder / "tokenizer_config.json", tokenizer)
    _tokenizer().save(str(folder / "tokenizer.json"))
    modes = {"cls": "pooling_mode_cls_token", "mean": "pooling_mode_mean_tokens"}
    chosen = {key: name == pooling for name, key in modes.items()}
    _json(folder / "1_Pooling" / "config.json", {"word_embedding_dimension": HIDDEN, **chosen})
    if dense:
        shape = {"in_features": HIDDEN, "out_features": 24, "bias": False}
        activation = {"activation_function": "torch.nn.modules.linear.Identity"}
        _json(folder / "2_Dense" / "config.json", {**shape, **activation})
        layer = {"linear.weight": np.eye(24, HIDDEN, dtype=np.float32)}
        save_file(layer, folder / "2_Dense" / "model.safetensors", metadata={"format": "pt"})
    return folder


def tiny_cross_encoder(folder: Path, *, labels: int = 1) -> Path:
    """A BERT that gives `labels` scores to a pair of texts, read by single characters."""
    chance = np.random.default_rng(12)
    names = {str(number): f"LABEL_{number}" for number in range(labels)}
    _json(
        folder / "config.json",
        {**_config(), "architectures": ["BertForSequenceClassification"], "id2label": names},
    )
    weights = {f"bert.{name}": value for name, value in _bert(chance).items()}
    # What a text holds has to outweigh what all texts share, and the rounding.
    for name in ("attention.self.value", "attention.output.dense"):
        weights[f"bert.encoder.layer.0.{name}.weight"] *= 8
    weights["classifier.weight"] = 10 * _random(chance, labels, HIDDEN)
    weights["classifier.bias"] = _random(chance, labels)
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    tokenizer = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": POSITIONS,
        "model_input_names": ["input_ids", "token_type_ids", "attention_mask"],
        **SPECIAL,
    }
    _json(folder / "tokenizer_config.json", tokenizer)
    _tokenizer().save(str(folder / "tokenizer.json"))
    return folder


def _config() -> dict[str, object]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "vocab_size": len(VOCABULARY),
        "hidden_size": HIDDEN,
        "num_hidden_layers": LAYERS,
        "num_attention_heads": HEADS,
        "intermediate_size": 2 * HIDDEN,
        "max_position_embeddings": POSITIONS,
        "type_vocab_size": 2,
        "pad_token_id": 0,
    }


def _random(chance: np.random.Generator, *shape: int) -> np.ndarray:
    return (chance.normal(size=shape) * 0.1).astype(np.float32)


def _bert(chance: np.random.Generator) -> dict[str, np.ndarray]:
    """Weights under the names of transformers' BertModel."""
    found = {
        "embeddings.word_embeddings.weight": _random(chance, len(VOCABULARY), HIDDEN),
        "embeddings.position_embeddings.weight": _random(chance, POSITIONS, HIDDEN),
        "embeddings.token_type_embeddings.weight": _random(chance, 2, HIDDEN),
        "pooler.dense.weight": _random(chance, HIDDEN, HIDDEN),
        "pooler.dense.bias": _random(chance, HIDDEN),
    }
    norms = ["embeddings.LayerNorm"]
    for layer in (f"encoder.layer.{n}" for n in range(LAYERS)):
        norms += [f"{layer}.attention.output.LayerNorm", f"{layer}.output.LayerNorm"]
        sizes = {f"attention.self.{part}": (HIDDEN, HIDDEN) for part in ("query", "key", "value")}
        sizes |= {"attention.output.dense": (HIDDEN, HIDDEN)}
        sizes |= {"intermediate.dense": (2 * HIDDEN, HIDDEN), "output.dense": (HIDDEN, 2 * HIDDEN)}
        for name, size in sizes.items():
            found[f"{layer}.{name}.weight"] = _random(chance, *size)
            found[f"{layer}.{name}.bias"] = _random(chance, size[0])
    for norm in norms:
        found[f"{norm}.weight"] = np.ones(HIDDEN, np.float32)
        found[f"{norm}.bias"] = np.zeros(HIDDEN, np.float32)
    return found


def _tokenizer() -> Tokenizer:
    known = {token: number for number, token in enumerate(VOCABULARY)}
    tokenizer = Tokenizer(models.WordPiece(known, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    return tokenizer


def _json(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")
