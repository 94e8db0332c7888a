import os
from pathlib import Path

import pytest

from index.errors import Hint, ModelUnavailable
from index.models.cache import CachedEmbedder, ensure_embedder, model_folder
from tests.support.archives import written
from tests.support.tiny_model import tiny_model


def test_the_exporting_child_is_found_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    cache = written(tmp_path / "cache", "a file where a folder should be")
    with pytest.raises(
        ModelUnavailable, match="'x/y' could not be prepared; the reason is above"
    ) as raised:
        ensure_embedder("x/y", cache)
    assert raised.value.hint is Hint.CHANGE_EMBEDDER
    assert capfd.readouterr().err == f"error: [Errno 17] File exists: '{cache}'\n"


@pytest.mark.parametrize("content", ["", "{", "[]", "7", '{"name": "x"}', '{"unknown": 1}'])
def test_a_damaged_cache_is_named(content: str, tmp_path: Path) -> None:
    folder = model_folder("x/y", tmp_path)
    written(folder / "model.json", content)
    with pytest.raises(ModelUnavailable, match=f"cannot be read.*delete {folder}"):
        ensure_embedder("x/y", tmp_path)


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    folder = model_folder("x/y", tmp_path)
    folder.mkdir()
    CachedEmbedder(
        name="x/y",
        folder=folder,
        max_tokens=512,
        agreement=0.996,
        fingerprint="f1a3",
        dimension=384,
        query_prompt="query: ",
        passage_prompt="passage: ",
        matched=0.87,
        unrelated=0.75,
    ).save_manifest()
    with pytest.raises(ModelUnavailable, match=f"{folder}/model.onnx is missing; delete {folder}"):
        ensure_embedder("x/y", tmp_path)


def test_folders_are_readable_and_distinct(tmp_path: Path) -> None:
    one, other = (model_folder(name, tmp_path).name for name in ("a/b-c", "a-b/c"))
    assert one.startswith("a-b-c-")
    assert other.startswith("a-b-c-")
    assert one != other
    assert model_folder("/../../etc/x", tmp_path).parent == tmp_path


def test_a_retrained_model_has_another_folder(tmp_path: Path) -> None:
    model = tiny_model(tmp_path / "model")
    before = model_folder(str(model), tmp_path)
    assert model_folder(str(model), tmp_path) == before
    os.utime(model / "model.safetensors", (1, 1))
    assert model_folder(str(model), tmp_path) != before
