"""A reader made of a cross-encoder of no size, exported once by a process of its own, as in use."""

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from index.errors import ModelUnavailable
from index.models.cache import CachedCrossEncoder, ensure_cross_encoder, open_cross_encoder
from index.models.cross_encoder import CrossEncoderReader
from index.models.export.onnx_graph import CHECK_PAIRS
from tests.support.tiny_model import tiny_cross_encoder

ROOT = Path(__file__).parents[3]
PAIRS = [("kapan gempa?", text) for text in ("gempa kemarin.", "banjir", "x " * 200, "kota 12")]
# What sentence-transformers itself makes of the pairs; and what cannot be exported, and why.
EXPORTING = """
import json, sys
from pathlib import Path
from index.models.export import onnx_graph
from index.errors import ModelUnavailable
from index.models.export.cross_encoder import export_cross_encoder

def failure(name):
    try:
        export_cross_encoder(name, Path(sys.argv[4]))
    except ModelUnavailable as error:
        return str(error)

with onnx_graph.quiet():
    import torch
    from sentence_transformers import CrossEncoder
    model = export_cross_encoder(sys.argv[1], Path(sys.argv[4]))
    scores = CrossEncoder(sys.argv[1], device="cpu").predict(
        [tuple(pair) for pair in json.loads(sys.argv[3])], batch_size=1,
        activation_fn=torch.nn.Identity())
    found = {"folder": str(model.folder), "scores": scores.tolist(),
             "two": failure(sys.argv[2]), "none": failure(sys.argv[4])}
print(json.dumps(found))
"""


@dataclass(frozen=True)
class Tiny:
    model: CachedCrossEncoder
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
    model = open_cross_encoder(Path(facts.pop("folder")))
    return Tiny(model=model, **facts)


def test_scores_are_those_of_sentence_transformers(tiny: Tiny) -> None:
    passages = [passage for _, passage in PAIRS]
    found = CrossEncoderReader(tiny.model).raw_scores(PAIRS[0][0], passages)
    assert np.ptp(tiny.scores) > 0.1
    assert found == pytest.approx(np.array(tiny.scores), abs=0.05 * np.ptp(tiny.scores))
    assert np.argsort(found).tolist() == np.argsort(tiny.scores).tolist()
    assert tiny.model.agreement >= 0.98
    assert (tiny.model.segments, tiny.model.max_tokens) == (True, 128)


def test_models_that_are_no_reader(tiny: Tiny) -> None:
    assert tiny.two.startswith("the reader ")
    assert "gives 2 scores a pair" in tiny.two
    assert tiny.none.startswith("the reader ")
    assert "cannot be loaded" in tiny.none


def test_damaged_files_are_named(tiny: Tiny, tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"model\.json cannot be read"):
        open_cross_encoder(tmp_path)
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    for file in tiny.model.folder.iterdir():
        (damaged / file.name).write_bytes(file.read_bytes()[:100])
    with pytest.raises(ModelUnavailable, match="cannot be read"):
        open_cross_encoder(damaged)
    (damaged / "model.json").write_bytes((tiny.model.folder / "model.json").read_bytes())
    with pytest.raises(ModelUnavailable, match=r"damaged .* is damaged|is damaged"):
        CrossEncoderReader(open_cross_encoder(damaged))


def test_a_reader_in_the_cache_is_not_exported_again(tiny: Tiny, tmp_path: Path) -> None:
    name = tiny.model.name
    target = tmp_path / "readers" / tiny.model.folder.name
    target.parent.mkdir()
    tiny.model.folder.rename(target)
    try:
        assert ensure_cross_encoder(name, tmp_path).folder == target
    finally:
        target.rename(tiny.model.folder)


def test_the_check_pairs_give_the_scale(tiny: Tiny) -> None:
    reader = CrossEncoderReader(tiny.model)
    scores = np.array(
        [reader.raw_scores(query, [text for _, text in CHECK_PAIRS]) for query, _ in CHECK_PAIRS]
    )
    of_pairs, of_all = np.trace(scores), scores.sum()
    count = len(CHECK_PAIRS)
    assert tiny.model.matched == pytest.approx(of_pairs / count, abs=1e-3)
    unrelated = (of_all - of_pairs) / (count * (count - 1))
    assert tiny.model.unrelated == pytest.approx(unrelated, abs=1e-3)


def test_sentences_are_scored_after_the_heading_on_the_common_scale(tiny: Tiny) -> None:
    texts = ["gempa kemarin.", "banjir", "kota 12", "x", "desa"]
    (raw,) = CrossEncoderReader(tiny.model).raw_scores("kapan gempa?", ["kabar. desa"])
    # From -3.8 for what is unrelated to 1.3 for what answers.
    for low, high, expected in (
        (raw, raw + 2, -3.8),
        (raw - 2, raw, 1.3),
        (raw - 1, raw + 1, -1.25),
        # This model tells nothing apart: a tenth is the least that counts as the whole way.
        (raw - 0.05, raw - 0.05, -1.25),
    ):
        model = replace(tiny.model, unrelated=low, matched=high)
        windows = CrossEncoderReader(model).windows("kabar", texts)
        assert [list(window.numbers) for window in windows] == [[0, 1, 2, 3], [4]]
        assert windows[1].scores("kapan gempa?") == pytest.approx([expected])


def test_an_article_without_a_heading_or_sentences(tiny: Tiny) -> None:
    reader = CrossEncoderReader(tiny.model)
    (window,) = reader.windows("", ["desa"])
    (raw,) = reader.raw_scores("kapan", ["desa"])
    spread = max(tiny.model.matched - tiny.model.unrelated, 0.1)
    expected = -3.8 + 5.1 * (raw - tiny.model.unrelated) / spread
    assert window.scores("kapan") == pytest.approx([expected])
    assert reader.windows("kabar", []) == []
