"""A cross-encoder of no size, exported once by a process of its own, as in use."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from index.errors import ModelUnavailable
from index.models.cache import CachedReranker, ensure_reranker, open_reranker
from index.models.reranker import OnnxReranker, rerank_order
from index.search.searcher import Searcher
from index.search.tuning import DEFAULT_TUNING
from index.store.snapshot_reader import OpenSnapshot
from tests.support.archives import search, snapshot_of
from tests.support.tiny_model import tiny_cross_encoder
from tests.support.word_embedder import WordEmbedder

ROOT = Path(__file__).parents[3]
PAIRS = [("kapan gempa?", text) for text in ("gempa kemarin.", "banjir", "x " * 200, "kota 12")]
# What sentence-transformers itself makes of the pairs; and what cannot be exported, and why.
EXPORTING = """
import json, sys
from pathlib import Path
from index.models.export import onnx_graph
from index.errors import ModelUnavailable
from index.models.export.reranker import export_reranker

def failure(name):
    try:
        export_reranker(name, Path(sys.argv[4]))
    except ModelUnavailable as error:
        return str(error)

with onnx_graph.quiet():
    import torch
    from sentence_transformers import CrossEncoder
    model = export_reranker(sys.argv[1], Path(sys.argv[4]))
    scores = CrossEncoder(sys.argv[1], device="cpu").predict(
        [tuple(pair) for pair in json.loads(sys.argv[3])], batch_size=1,
        activation_fn=torch.nn.Identity())
    found = {"folder": str(model.folder), "scores": scores.tolist(),
             "two": failure(sys.argv[2]), "none": failure(sys.argv[4])}
print(json.dumps(found))
"""


@dataclass(frozen=True)
class Tiny:
    model: CachedReranker
    scores: list[float]
    two: str
    none: str


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    folder = tmp_path_factory.mktemp("tiny")
    one, two = folder / "one", folder / "two"
    tiny_cross_encoder(one)
    tiny_cross_encoder(two, labels=2)
    command = [sys.executable, "-c", EXPORTING, str(one), str(two), json.dumps(PAIRS)]
    cache = folder / "cache"
    done = subprocess.run([*command, str(cache)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    assert [left.name for left in cache.iterdir()] == [Path(facts["folder"]).name]
    model = open_reranker(Path(facts.pop("folder")))
    return Tiny(model=model, **facts)


def test_scores_are_those_of_sentence_transformers(tiny: Tiny) -> None:
    passages = [passage for _, passage in PAIRS]
    found = OnnxReranker(tiny.model).scores(PAIRS[0][0], passages)
    assert np.ptp(tiny.scores) > 0.1
    assert found == pytest.approx(np.array(tiny.scores), abs=0.05 * np.ptp(tiny.scores))
    assert np.argsort(found).tolist() == np.argsort(tiny.scores).tolist()
    assert tiny.model.agreement >= 0.98
    assert (tiny.model.segments, tiny.model.max_tokens) == (True, 128)


def test_models_that_are_no_reranker(tiny: Tiny) -> None:
    assert tiny.two.startswith("the reranker ")
    assert "gives 2 scores a pair" in tiny.two
    assert tiny.none.startswith("the reranker ")
    assert "cannot be loaded" in tiny.none


def test_damaged_files_are_named(tiny: Tiny, tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"model\.json cannot be read"):
        open_reranker(tmp_path)
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    for file in tiny.model.folder.iterdir():
        (damaged / file.name).write_bytes(file.read_bytes()[:100])
    with pytest.raises(ModelUnavailable, match="cannot be read"):
        open_reranker(damaged)
    (damaged / "model.json").write_bytes((tiny.model.folder / "model.json").read_bytes())
    with pytest.raises(ModelUnavailable, match=r"damaged .* is damaged|is damaged"):
        OnnxReranker(open_reranker(damaged))


def test_a_reranker_in_the_cache_is_not_exported_again(tiny: Tiny, tmp_path: Path) -> None:
    name = tiny.model.name
    target = tmp_path / "rerankers" / tiny.model.folder.name
    target.parent.mkdir()
    tiny.model.folder.rename(target)
    try:
        assert ensure_reranker(name, tmp_path).folder == target
    finally:
        target.rename(tiny.model.folder)


# -- in a search ------------------------------------------------------------------------------


class Backwards:
    """Likes most what came last; keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, list[str]]] = []

    def scores(self, question: str, passages: list[str]) -> np.ndarray:
        self.asked.append((question, passages))
        return np.arange(len(passages), dtype=np.float64)


WORDS = ("gempa", "banjir")
MOST_RERANKED = DEFAULT_TUNING.reranked_hits


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> OpenSnapshot:
    data = tmp_path_factory.mktemp("reranking")
    records = [{"id": f"{n:02}", "text": f"Gempa nomor {n:02}{'.' * n}"} for n in range(25)]
    return snapshot_of(data, WordEmbedder(*WORDS), records)


def test_only_the_best_twenty_hits_are_reranked(snapshot: OpenSnapshot) -> None:
    plain = search(Searcher(WordEmbedder(*WORDS)), "gempa", snapshot, limit=25)
    reranker = Backwards()
    found = search(Searcher(WordEmbedder(*WORDS), reranker=reranker), "gempa", snapshot, limit=25)
    before = [hit.article.id for hit in plain.hits]
    assert [hit.article.id for hit in found.hits] == before[:MOST_RERANKED][::-1] + before[
        MOST_RERANKED:
    ]
    assert [hit.rank for hit in found.hits] == list(range(1, 26))
    assert reranker.asked == [("gempa", [hit.passage for hit in plain.hits[:MOST_RERANKED]])]
    # Each keeps its own features.
    assert found.features[0] == plain.features[MOST_RERANKED - 1]


def test_hits_sorted_by_date_stay_so(snapshot: OpenSnapshot) -> None:
    reranker = Backwards()
    search(Searcher(WordEmbedder(*WORDS), reranker=reranker), "gempa sort:new", snapshot)
    assert reranker.asked == []


def test_hits_of_the_speaker_asked_for_stay_first() -> None:
    scores = np.array([0.1, 0.9, 0.5, 0.9])
    assert rerank_order(scores, [True, False, True, False]) == [2, 0, 1, 3]
    assert rerank_order(scores, [True] * 4) == [1, 3, 2, 0]
