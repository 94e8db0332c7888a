"""Finding a prepared reranker in the cache, or having it prepared in a process of its own."""

from dataclasses import dataclass
from pathlib import Path

from index.models.cache import MANIFEST, Prepared, model_folder, opened, prepare_apart


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedReranker(Prepared):
    """A cross-encoder: its graph gives score (1, 1).

    `segments` tells that it also wants token_type_ids (1, tokens), which are 1 for the passage's.
    `agreement` is the correlation with CrossEncoder.predict on the check texts.
    """

    segments: bool


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
