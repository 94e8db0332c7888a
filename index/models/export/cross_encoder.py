"""Any sentence-transformers CrossEncoder → an int8 ONNX graph and a tokenizer, checked."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.errors import ModelUnavailable, is_disk_full
from index.models.cache import TOKENIZER, CachedCrossEncoder, model_folder, open_cross_encoder
from index.models.cross_encoder import CrossEncoderReader
from index.models.export.hub import prepare_hub
from index.models.export.onnx_graph import (
    CHECK_PAIRS,
    first_line,
    max_tokens,
    say,
    staging_folder,
    write_graph,
)

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

# Below this correlation between exported and original scores the ranking would differ.
MIN_AGREEMENT = 0.98


def export_cross_encoder(name: str, cache: Path) -> CachedCrossEncoder:
    """Export the cross-encoder `name` into `cache`; its folder appears whole or not at all.

    Raises ModelUnavailable if it cannot be loaded or exported, gives more than one score a pair, or
    if the exported model's scores do not agree with the original's.
    """
    target = model_folder(name, cache)
    with staging_folder(target) as folder:
        say(f"Preparing the reader {name} (once)")
        model = _load(name)
        exported = _export(name, model, folder)
        exported = _measured(exported, model)
        exported.save_manifest()
    say(f"Reader ready: agreement with the original {exported.agreement:.4f}, in {target}")
    return open_cross_encoder(target)


def _load(name: str) -> "CrossEncoder":
    say("  loading weights")
    prepare_hub(name, "reader")
    from sentence_transformers import CrossEncoder

    path = Path(name).expanduser()
    try:
        model: CrossEncoder = CrossEncoder(str(path) if path.is_dir() else name, device="cpu")
        labels = model.num_labels
    except Exception as error:  # the libraries have no narrower one for what is not a model
        raise ModelUnavailable(
            f"the reader {name!r} cannot be loaded: {first_line(error)} Check the name, "
            "or give the folder of a sentence-transformers CrossEncoder."
        ) from error
    if labels != 1:
        raise ModelUnavailable(
            f"the reader {name!r} gives {labels} scores a pair; "
            "choose a CrossEncoder that gives one"
        )
    return model


def _export(name: str, model: "CrossEncoder", folder: Path) -> CachedCrossEncoder:
    segments = "token_type_ids" in model.tokenizer.model_input_names
    limit = max_tokens(model)
    try:
        _write(model, folder, segments=segments, limit=limit)
    except Exception as error:  # whatever torch and onnx raise for a model they do not know
        if is_disk_full(error):
            raise
        raise ModelUnavailable(
            f"the reader {name!r} cannot be exported to ONNX: {first_line(error)}; "
            "choose another model"
        ) from error
    return CachedCrossEncoder(
        name=name,
        folder=folder,
        max_tokens=limit,
        segments=segments,
        agreement=0.0,
        matched=1.0,
        unrelated=0.0,
    )


def _write(model: "CrossEncoder", folder: Path, *, segments: bool, limit: int) -> None:
    """Write the int8 graph and the tokenizer; one pair is run at a time, so nothing is masked."""
    import torch

    transformer = model.transformers_model
    if transformer is None:
        raise ValueError("it has no transformers model")
    transformer.set_attn_implementation("eager")
    classifier: torch.nn.Module = transformer

    class Graph(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = classifier

        def forward(
            self, input_ids: torch.Tensor, token_type_ids: torch.Tensor | None = None
        ) -> torch.Tensor:
            types = {} if token_type_ids is None else {"token_type_ids": token_type_ids}
            output = self.model(input_ids=input_ids, attention_mask=None, return_dict=True, **types)
            return output.logits  # type: ignore[no-any-return]

    inputs = {"input_ids": [0, 4, 5, 6, 2]}
    if segments:
        inputs["token_type_ids"] = [0, 0, 0, 1, 1]
    write_graph(Graph(), folder, inputs=inputs, outputs=["score"], max_tokens=limit, unsigned=True)
    model.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER), pretty=False)


def _measured(exported: CachedCrossEncoder, model: "CrossEncoder") -> CachedCrossEncoder:
    """With what the check pairs show; ModelUnavailable if the two models do not agree."""
    import torch

    say("  comparing with the original")
    reader = CrossEncoderReader(exported)
    passages = [passage for _, passage in CHECK_PAIRS]
    pairs = [(query, passage) for query, _ in CHECK_PAIRS for passage in passages]
    originals = model.predict(
        pairs, batch_size=1, activation_fn=torch.nn.Identity(), show_progress_bar=False
    )
    scores = np.array([reader.raw_scores(query, passages) for query, _ in CHECK_PAIRS])
    agreement = round(float(np.corrcoef(np.asarray(originals), scores.ravel())[0, 1]), 5)
    if not agreement >= MIN_AGREEMENT:
        raise ModelUnavailable(
            f"the prepared reader {exported.name!r} agrees with the original only to a "
            f"correlation of {agreement:.4f}; at least {MIN_AGREEMENT} is needed, "
            "choose another model"
        )
    answers = np.eye(len(scores), dtype=np.bool_)
    return replace(
        exported,
        agreement=agreement,
        matched=round(float(scores[answers].mean()), 4),
        unrelated=round(float(scores[~answers].mean()), 4),
    )
