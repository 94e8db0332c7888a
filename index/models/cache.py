"""Finding a prepared model in the cache, or having it prepared in a process of its own."""

import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from index.errors import Hint, ModelUnavailable

DEFAULT_MODEL = "intfloat/multilingual-e5-small"
MANIFEST = "model.json"
GRAPH = "model.onnx"
TOKENIZER = "tokenizer.json"
# Raise it when preparation changes what comes out; older caches are then prepared anew.
RECIPE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Any model that onnxruntime and tokenizers can run, in a folder of the cache.

    `max_tokens` counts special tokens, `agreement` tells how near it comes to the original.
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

    def save(self) -> None:
        """Write what is known of the model into its folder, for `opened`."""
        facts = {key: value for key, value in asdict(self).items() if key != "folder"}
        (self.folder / MANIFEST).write_text(json.dumps(facts, indent=2), encoding="utf-8")


Model = TypeVar("Model", bound=Prepared)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedModel(Prepared):
    """An embedder: its graph gives sentence_embedding and token_embeddings.

    `fingerprint` stands for the exact vectors it gives: vectors of different fingerprints never
    meet. `agreement` is the lowest cosine between these vectors and SentenceTransformer.encode on
    the check texts; `matched` and `unrelated` are the mean cosines of questions with the passages
    that answer them, and with all others.
    """

    fingerprint: str
    dimension: int
    query_prompt: str
    passage_prompt: str
    matched: float
    unrelated: float


def prepared_model(name: str, cache: Path) -> PreparedModel:
    """The model ready to run, prepared first if it is not in `cache`.

    Preparation needs torch and takes up to a minute; it runs as a child process, so that this
    one stays small. Its progress goes to stderr. Raises ModelUnavailable.
    """
    folder = model_folder(name, cache)
    if not (folder / MANIFEST).exists():
        prepare_apart(name, cache)
    return open_prepared(folder)


def prepare_apart(name: str, cache: Path, kind: str = "") -> None:
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
    if status:
        raise ModelUnavailable(
            f"the {kind or 'embedding model'} {name!r} could not be prepared; the reason is above",
            hint=Hint.CHANGE_RERANKER if kind else Hint.CHANGE_EMBEDDER,
        )


def open_prepared(folder: Path) -> PreparedModel:
    """Read one prepared model; ModelUnavailable names what is damaged."""
    return opened(folder, PreparedModel)


def opened(folder: Path, kind: type[Model]) -> Model:
    """A prepared model of this kind, whose parts are all there; else ModelUnavailable."""
    try:
        facts = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        model = kind(folder=folder, **facts)
    except (OSError, ValueError, TypeError) as error:
        raise ModelUnavailable(
            f"{folder / MANIFEST} cannot be read ({error}); "
            f"delete {folder} and it is prepared again"
        ) from error
    for part in (model.graph, model.tokenizer):
        if not part.exists():
            raise ModelUnavailable(f"{part} is missing; delete {folder} and it is prepared again")
    return model


def model_folder(name: str, cache: Path) -> Path:
    """Where `name` is kept: readable, and distinct for every model, content and recipe."""
    slug = re.sub(r"[^A-Za-z0-9.]+", "-", name).strip("-.")[-60:]
    return cache / f"{slug}-{_key(name)}"


def _key(name: str) -> str:
    """A local folder's files count, by size and time, so that a retrained model is noticed."""
    digest = hashlib.sha256(f"{RECIPE}\n{name}".encode())
    folder = Path(name).expanduser()
    if folder.is_dir():
        for file in sorted(folder.rglob("*")):
            stat = file.stat()
            digest.update(f"{file}\n{stat.st_size}\n{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:10]
