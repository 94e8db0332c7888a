"""Exported models in the cache: found or exported in a process of their own, opened, loaded."""

import errno
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from index.errors import DiskFull, Hint, ModelUnavailable

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

DEFAULT_MODEL = "intfloat/multilingual-e5-small"
MANIFEST = "model.json"
GRAPH = "model.onnx"
TOKENIZER = "tokenizer.json"
# Raise it when the export changes what comes out; models in older caches are then exported anew.
RECIPE = 5
# onnxruntime 1.32 computes the fused operator slower than its two parts: 8 to 12 % of a passage.
SLOW_FUSIONS = ["SkipLayerNormFusion"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedModel:
    """A folder of the cache with a model that onnxruntime and tokenizers can run.

    `max_tokens` counts special tokens, `agreement` measures how close the exported model comes to
    the original.
    """

    name: str
    folder: Path
    max_tokens: int
    agreement: float

    @property
    def graph(self) -> Path:
        """The ONNX graph; its first input is input_ids (1, tokens)."""
        return self.folder / GRAPH

    @property
    def tokenizer(self) -> Path:
        """The tokenizer in the format of the `tokenizers` library."""
        return self.folder / TOKENIZER

    def save_manifest(self) -> None:
        """Write everything but the path into the folder, for `open_embedder` and its like."""
        manifest = {key: value for key, value in asdict(self).items() if key != "folder"}
        (self.folder / MANIFEST).write_text(json.dumps(manifest, indent=2), encoding="utf-8")


Model = TypeVar("Model", bound=CachedModel)
Tokenizer = TypeVar("Tokenizer")


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedEmbedder(CachedModel):
    """An embedding model: its graph gives sentence_embedding and token_embeddings.

    `fingerprint` stands for the exact vectors it gives: vectors of different fingerprints are never
    compared. `agreement` is the lowest cosine between these vectors and SentenceTransformer.encode
    on the check texts; `matched` and `unrelated` are the mean cosines of questions with the
    passages that answer them, and with all others.
    """

    fingerprint: str
    dimension: int
    query_prompt: str
    passage_prompt: str
    matched: float
    unrelated: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedCrossEncoder(CachedModel):
    """A cross-encoder: its graph gives score (1, 1).

    With `segments` it also takes token_type_ids (1, tokens), which are 1 for the passage's tokens.
    `agreement` is the correlation with CrossEncoder.predict on the check texts; `matched` and
    `unrelated` are the mean scores of questions with the passages that answer them, and with all
    others.
    """

    segments: bool
    matched: float
    unrelated: float


def ensure_embedder(name: str, cache: Path) -> CachedEmbedder:
    """The embedding model ready to run, exported first if it is not in `cache`.

    The export needs torch and takes up to a minute; it runs as a child process, so that this
    one stays small. Its progress goes to stderr. Raises ModelUnavailable.
    """
    folder = model_folder(name, cache)
    if not (folder / MANIFEST).exists():
        _export_in_child(name, cache)
    return open_embedder(folder)


def ensure_cross_encoder(name: str, cache: Path) -> CachedCrossEncoder:
    """The cross-encoder ready to run, exported first like an embedder; ModelUnavailable."""
    folder = cross_encoder_folder(name, cache)
    if not (folder / MANIFEST).exists():
        _export_in_child(name, folder.parent, "reader")
    return open_cross_encoder(folder)


def _export_in_child(name: str, cache: Path, kind: str = "") -> None:
    """Run index.models.export as a child process; ModelUnavailable when that fails."""
    command = [
        sys.executable,
        "-m",
        "index.models.export.__main__",
        name,
        str(cache),
        *filter(None, [kind]),
    ]
    # The child finds this package where this process found it, installed or not.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    status = subprocess.run(  # noqa: S603
        command, check=False, stdout=sys.stderr, env=environment
    ).returncode
    if status == errno.ENOSPC:
        raise DiskFull.at(cache)
    if status:
        raise ModelUnavailable(
            f"the {kind or 'embedding model'} {name!r} could not be prepared; the reason is above",
            hint=Hint.CHANGE_READER if kind else Hint.CHANGE_EMBEDDER,
        )


def open_embedder(folder: Path) -> CachedEmbedder:
    """The exported embedding model in `folder`; ModelUnavailable names what is damaged."""
    return _open(folder, CachedEmbedder)


def open_cross_encoder(folder: Path) -> CachedCrossEncoder:
    """The exported cross-encoder in `folder`; ModelUnavailable names what is damaged."""
    return _open(folder, CachedCrossEncoder)


def _open(folder: Path, kind: type[Model]) -> Model:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        model = kind(folder=folder, **manifest)
    except (OSError, ValueError, TypeError) as error:
        raise ModelUnavailable(
            f"{folder / MANIFEST} cannot be read ({error}); "
            f"delete {folder} and it will be prepared again"
        ) from error
    for part in (model.graph, model.tokenizer):
        if not part.exists():
            raise ModelUnavailable(
                f"{part} is missing; delete {folder} and it will be prepared again"
            )
    return model


def load(
    model: CachedModel, read_tokenizer: Callable[[Path], Tokenizer]
) -> "tuple[InferenceSession, Tokenizer]":
    """A model's graph, and its tokenizer by `read_tokenizer`; ModelUnavailable if damaged.

    Both are read at the same time.
    """
    from index.models.mapped_graph import mapped_graph

    try:
        with ThreadPoolExecutor(1) as beside:
            opening = beside.submit(lambda: open_session(mapped_graph(model.graph)))
            tokenizer = read_tokenizer(model.tokenizer)
            session = opening.result()
    except Exception as error:  # neither library has a narrower one for a damaged file
        raise ModelUnavailable(
            f"the prepared model in {model.folder} is damaged ({error}); "
            "delete that folder and it will be prepared again"
        ) from error
    return session, tokenizer


def open_session(graph: Path, *, arena: bool = True) -> "InferenceSession":
    """A graph ready to run on one thread, because several texts are read side by side.

    Without an `arena` its memory is given back after each run. A text of 500 tokens then takes a
    fifth longer, one of 200 as long as before.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = arena
    return onnxruntime.InferenceSession(
        str(graph),
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=SLOW_FUSIONS,
    )


def model_folder(name: str, cache: Path) -> Path:
    """Where `name` is kept: readable, and distinct for every model, content and recipe."""
    slug = re.sub(r"[^A-Za-z0-9.]+", "-", name).strip("-.")[-60:]
    return cache / f"{slug}-{_key(name)}"


def cross_encoder_folder(name: str, cache: Path) -> Path:
    """Where the cross-encoder `name` is kept: an embedder of the same name is another model."""
    return model_folder(name, cache / "readers")


def _key(name: str) -> str:
    """A local folder's files count, by size and time, so that a retrained model is noticed."""
    digest = hashlib.sha256(f"{RECIPE}\n{name}".encode())
    folder = Path(name).expanduser()
    if folder.is_dir():
        for file in sorted(folder.rglob("*")):
            stat = file.stat()
            digest.update(f"{file}\n{stat.st_size}\n{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:10]
