"""A trained reader as the two int8 ONNX graphs that the product runs."""

import json
from collections.abc import Mapping
from pathlib import Path

import torch
import torch.nn.functional as F
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from index.models.export.onnx_graph import strip_metadata
from index.models.reader import ABOVE, BELOW, CARD
from scripts.dev.reader.model import APART, ReaderNetwork

MOST_TOKENS = 512


class Below(nn.Module):
    """Word vectors (1, tokens, width) → the lower half's token vectors (1, tokens, width)."""

    def __init__(self, network: ReaderNetwork) -> None:
        super().__init__()
        self.embeddings = network.b.embeddings
        self.layers = network.b.encoder.layer[:APART]

    def forward(self, words: Tensor) -> Tensor:
        """One text, nothing padded."""
        hidden: Tensor = self.embeddings(inputs_embeds=words)
        for layer in self.layers:
            hidden = layer(hidden, None)
        return hidden


class Above(nn.Module):
    """Token vectors of question and text together → a logit for each sentence."""

    def __init__(self, network: ReaderNetwork) -> None:
        super().__init__()
        self.marks, self.mlp = network.marks, network.mlp
        self.layers = network.b.encoder.layer[APART:]
        self.scale, self.shift = network.a, network.c

    def forward(self, hidden: Tensor, marks: Tensor, question: Tensor, sentences: Tensor) -> Tensor:
        """`question` (1, tokens) and `sentences` (n, tokens) take means of tokens; logits (n,)."""
        hidden = hidden + self.marks(marks)
        for layer in self.layers:
            hidden = layer(hidden, None)
        tokens = hidden[0]
        found = sentences @ tokens
        asked = (question @ tokens).expand_as(found)
        cosine = F.cosine_similarity(found, asked, dim=-1)
        sides = [found, asked, found * asked, (found - asked).abs()]
        extra: Tensor = self.mlp(torch.cat(sides, -1)).squeeze(-1)
        return self.scale * cosine + self.shift + extra


def export_reader(
    network: ReaderNetwork, folder: Path, card: Mapping[str, object], *, quantize: bool = True
) -> None:
    """Write both graphs, and what is known of the reader as JSON, into `folder`.

    Weights are signed 8-bit integers, per output channel; without `quantize` float32.
    """
    network.eval().requires_grad_(requires_grad=False)
    # Fused attention would guard against rows that are masked whole, which one text never has.
    network.b.set_attn_implementation("eager")
    width = network.b.config.hidden_size
    folder.mkdir(parents=True, exist_ok=True)
    tokens = torch.export.Dim("tokens", min=2, max=MOST_TOKENS)
    number = torch.export.Dim("number", min=2, max=MOST_TOKENS)
    _write(
        Below(network),
        {"words": torch.randn(1, 7, width)},
        {"words": {1: tokens}},
        "hidden",
        folder / BELOW,
        quantize=quantize,
    )
    _write(
        Above(network),
        {
            "hidden": torch.randn(1, 7, width),
            "marks": torch.zeros(1, 7, dtype=torch.long),
            "question": torch.rand(1, 7),
            "sentences": torch.rand(3, 7),
        },
        {
            "hidden": {1: tokens},
            "marks": {1: tokens},
            "question": {1: tokens},
            "sentences": {0: number, 1: tokens},
        },
        "logits",
        folder / ABOVE,
        quantize=quantize,
    )
    (folder / CARD).write_text(json.dumps(dict(card), indent=2) + "\n", encoding="utf-8")


def _write(
    graph: nn.Module,
    example: dict[str, Tensor],
    shapes: dict[str, dict[int, "torch.export.Dim"]],
    output: str,
    path: Path,
    *,
    quantize: bool,
) -> None:
    whole = path.with_suffix(".fp32.onnx") if quantize else path
    torch.onnx.export(
        graph.eval(),
        tuple(example.values()),
        whole,
        input_names=list(example),
        output_names=[output],
        dynamic_shapes=shapes,
        dynamo=True,
        external_data=False,
        verbose=False,
    )
    if quantize:
        quantize_dynamic(whole, path, per_channel=True, weight_type=QuantType.QInt8)
        whole.unlink()
    strip_metadata(path)
