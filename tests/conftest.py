"""The real model and an archive built with it, once a session; and a model to calculate with."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import index
from index.models.cache import DEFAULT_MODEL, CachedEmbedder, ensure_embedder
from index.models.embedder import OnnxEmbedder
from index.models.reader import OnnxReader, packaged_reader
from tests.support.archives import built
from tests.support.word_embedder import WordEmbedder

# A busy machine is no failure.
settings.register_profile("project", deadline=None)
settings.load_profile("project")

SAMPLE = Path(index.__file__).parent / "data" / "sample"


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """What a test sets up for logging ends with it."""
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    yield
    root.handlers = handlers
    # Assigning to its level would leave what loggers have remembered of it.
    root.setLevel(level)


@pytest.fixture(scope="session")
def model() -> CachedEmbedder:
    """The default model; prepared now if this machine has not prepared it yet."""
    cache = os.environ.get("MODEL_CACHE") or Path.home() / ".cache" / "tanya-arsip"
    return ensure_embedder(DEFAULT_MODEL, Path(cache))


@pytest.fixture(scope="session")
def embedder(model: CachedEmbedder) -> OnnxEmbedder:
    """The default model, loaded."""
    return OnnxEmbedder(model)


@pytest.fixture(scope="session")
def reader(embedder: OnnxEmbedder) -> OnnxReader:
    """The packaged reader, loaded."""
    return packaged_reader(tokenizer=embedder.tokenizer)


@pytest.fixture(scope="session")
def sample_data(embedder: OnnxEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample archive; tests only read it."""
    data = tmp_path_factory.mktemp("sample")
    built(data, embedder, SAMPLE)
    return data


@pytest.fixture
def words() -> WordEmbedder:
    """A model whose cosines are worked out by hand."""
    return WordEmbedder()
