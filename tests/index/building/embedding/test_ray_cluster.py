import importlib.util
from pathlib import Path

import pytest

from index.building.builder import Builder
from index.building.embedding.ray_cluster import LOCAL, on_ray
from index.errors import ArchiveError
from index.models.embedder import OnnxEmbedder
from tests.conftest import SAMPLE
from tests.support.archives import Steps, written
from tests.support.vectors import vectors_digest
from tests.support.word_embedder import WordEmbedder

INSTALLED = importlib.util.find_spec("ray") is not None


def build_on(address: str, folder: Path) -> None:
    file = written(folder / "a.jsonl", "Banjir melanda kota.")
    Builder(folder / "data", WordEmbedder(), Steps(), embedding=on_ray(address)).build([file])


@pytest.mark.skipif(INSTALLED, reason="Ray is installed")
def test_without_ray_the_error_says_how_to_install_it(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"Ray is not installed; .* 'tanya-arsip\[ray\]'"):
        build_on(LOCAL, tmp_path)


@pytest.mark.skipif(not INSTALLED, reason="needs the extra `ray`")
def test_where_no_cluster_is(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="there is no Ray cluster at 'auto'"):
        build_on("auto", tmp_path)


# Ray leaves sockets and subprocesses to the end of the process.
@pytest.mark.skipif(not INSTALLED, reason="needs the extra `ray`")
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::FutureWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_cluster_makes_the_same_bytes_as_threads(
    embedder: OnnxEmbedder, sample_data: Path, tmp_path: Path
) -> None:
    report = Builder(tmp_path, embedder, Steps(), embedding=on_ray(LOCAL)).build([SAMPLE])
    assert report.embedded == 29
    assert vectors_digest(tmp_path) == vectors_digest(sample_data)
