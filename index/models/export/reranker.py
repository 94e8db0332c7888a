"""Any sentence-transformers CrossEncoder → an int8 ONNX graph and a tokenizer, checked."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.errors import ModelUnavailable
from index.models.cache import TOKENIZER, model_folder
from index.models.export.onnx_graph import (
    CHECK_PAIRS,
    aside,
    first_line,
    max_tokens,
    say,
    write_graph,
)
from index.models.reranker import OnnxReranker
from index.models.rerankers import PreparedReranker, open_reranker

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

# Below this correlation between prepared and original scores the order would be another.
LEAST_AGREEMENT = 0.98


def prepare_reranker(name: str, cache: Path) -> PreparedReranker:
    """Prepare `name` into `cache`; the folder appears whole or not at all.

    Raises ModelUnavailable if it cannot be loaded or exported, gives more than one score a pair, or
    if the prepared scores do not agree with the original's.
    """
    target = model_folder(name, cache)
    with aside(target) as folder:
        say(f"Preparing the reranker {name} (once)")
        model = _load(name)
        facts = _exported(name, model, folder)
        facts = replace(facts, agreement=_agreement(model, facts))
        facts.save()
    say(f"Reranker ready: agreement with the original {facts.agreement:.4f}, in {target}")
    return open_reranker(target)


def _load(name: str) -> "CrossEncoder":
    say("  loading weights")
    from sentence_transformers import CrossEncoder

    path = Path(name).expanduser()
    try:
        model: CrossEncoder = CrossEncoder(str(path) if path.is_dir() else name, device="cpu")
        labels = model.num_labels
    except Exception as error:  # the libraries have no narrower one for what is not a model
        raise ModelUnavailable(
            f"the reranker {name!r} cannot be loaded: {first_line(error)} Check the name, "
            "or give the folder of a sentence-transformers CrossEncoder."
        ) from error
    if labels != 1:
        raise ModelUnavailable(
            f"the reranker {name!r} gives {labels} scores a pair; "
            "choose a CrossEncoder that gives one"
        )
    return model


def _exported(name: str, model: "CrossEncoder", folder: Path) -> PreparedReranker:
    segments = "token_type_ids" in model.tokenizer.model_input_names
    limit = max_tokens(model)
    try:
        _write(model, folder, segments=segments, limit=limit)
    except Exception as error:  # whatever torch and onnx raise for a model they do not know
        raise ModelUnavailable(
            f"the reranker {name!r} cannot be exported to ONNX: {first_line(error)}; "
            "choose another model"
        ) from error
    return PreparedReranker(
        name=name, folder=folder, max_tokens=limit, segments=segments, agreement=0.0
    )


def _write(model: "CrossEncoder", folder: Path, *, segments: bool, limit: int) -> None:
    """Write the int8 graph and the tokenizer; one pair is run at a time, so nothing is masked."""
    import torch

    found = model.transformers_model
    if found is None:
        raise ValueError("it has no transformers model")
    found.set_attn_implementation("eager")
    classifier: torch.nn.Module = found

    class Graph(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = classifier

        def forward(
            self, input_ids: torch.Tensor, token_type_ids: torch.Tensor | None = None
        ) -> torch.Tensor:
            given = {} if token_type_ids is None else {"token_type_ids": token_type_ids}
            found = self.model(input_ids=input_ids, attention_mask=None, return_dict=True, **given)
            return found.logits  # type: ignore[no-any-return]

    inputs = {"input_ids": [0, 4, 5, 6, 2]}
    if segments:
        inputs["token_type_ids"] = [0, 0, 0, 1, 1]
    write_graph(Graph(), folder, inputs=inputs, outputs=["score"], max_tokens=limit, unsigned=True)
    model.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))


def _agreement(model: "CrossEncoder", facts: PreparedReranker) -> float:
    """The correlation of scores before and after, over all pairs; ModelUnavailable if too low."""
    import torch

    say("  comparing with the original")
    reranker = OnnxReranker(facts)
    passages = [passage for _, passage in CHECK_PAIRS]
    pairs = [(query, passage) for query, _ in CHECK_PAIRS for passage in passages]
    originals = model.predict(
        pairs, batch_size=1, activation_fn=torch.nn.Identity(), show_progress_bar=False
    )
    found = np.concatenate([reranker.scores(query, passages) for query, _ in CHECK_PAIRS])
    agreement = round(float(np.corrcoef(np.asarray(originals), found)[0, 1]), 5)
    if not agreement >= LEAST_AGREEMENT:
        raise ModelUnavailable(
            f"the prepared reranker {facts.name!r} agrees with the original only to a correlation "
            f"of {agreement:.4f}; at least {LEAST_AGREEMENT} is needed, choose another model"
        )
    return agreement
