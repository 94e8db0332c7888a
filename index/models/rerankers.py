"""Finding a prepared reranker in the cache, or having it prepared in a process of its own."""

from dataclasses import dataclass
from pathlib import Path

from index.models.prepared import (
    GRAPH,
    MANIFEST,
    TOKENIZER,
    model_folder,
    opened,
    prepare_apart,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedReranker:
    """A cross-encoder that onnxruntime and tokenizers can run.

    `max_tokens` counts special tokens. `segments` tells that it wants to know which tokens are the
    question's. `agreement` is the correlation with CrossEncoder.predict on the check texts.
    """

    name: str
    folder: Path
    max_tokens: int
    segments: bool
    agreement: float

    @property
    def graph(self) -> Path:
        """The ONNX graph: input_ids (1, tokens), token_type_ids if `segments` → score (1, 1)."""
        return self.folder / GRAPH

    @property
    def tokenizer(self) -> Path:
        """The tokenizer in the format of the `tokenizers` library."""
        return self.folder / TOKENIZER


def prepared_reranker(name: str, cache: Path) -> PreparedReranker:
    """The reranker ready to run, prepared first if it is not in `cache`; ModelUnavailable."""
    # An embedder of the same name is another thing.
    folder = model_folder(name, cache / "rerankers")
    if not (folder / MANIFEST).exists():
        prepare_apart(name, cache / "rerankers", "reranker")
    return open_reranker(folder)


def open_reranker(folder: Path) -> PreparedReranker:
    """Read one prepared reranker; ModelUnavailable names what is damaged."""
    return opened(folder, PreparedReranker)
