import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index.building.builder import Builder
from index.building.embedding.embedding import in_processes
from index.building.parallel import RESTARTS
from index.errors import ArchiveError
from index.models.embedder import Embedded, OnnxEmbedder
from tests.conftest import SAMPLE
from tests.support.archives import Steps, written
from tests.support.vectors import vectors_digest
from tests.support.word_embedder import WordEmbedder

TEXTS = [{"id": str(number), "text": f"Banjir {number}. Harga beras."} for number in range(100)]


class DyingEmbedder(WordEmbedder):
    """Ends its process at “Banjir 50”, as often as there are files to delete in `lives`."""

    def __init__(self, lives: Path, count: int) -> None:
        super().__init__()
        self.lives = lives
        lives.mkdir()
        for life in range(count):
            (lives / str(life)).touch()

    def embed_passage(self, text: str, sentences: object = ()) -> Embedded:
        left = sorted(self.lives.iterdir()) if "Banjir 50" in text else []
        if left:
            left[0].unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().embed_passage(text, sentences)  # type: ignore[arg-type]


def count(data: Path) -> tuple[int]:
    with closing(sqlite3.connect(data / "archive.db")) as db:
        return db.execute("SELECT count(*) FROM vectors").fetchone()


def test_processes_make_the_same_bytes_as_threads(
    embedder: OnnxEmbedder, sample_data: Path, tmp_path: Path
) -> None:
    report = Builder(tmp_path, embedder, Steps(), embedding=in_processes(2)).build([SAMPLE])
    assert report.embedded == 29
    assert vectors_digest(tmp_path) == vectors_digest(sample_data)


def test_another_process_does_the_batch_of_one_that_was_killed(tmp_path: Path) -> None:
    file = written(tmp_path / "a.jsonl", *TEXTS)
    Builder(tmp_path / "threads", WordEmbedder(), Steps()).build([file])
    dying = DyingEmbedder(tmp_path / "lives", 1)
    steps = Steps()
    Builder(tmp_path / "data", dying, steps, embedding=in_processes(2)).build([file])
    assert not list(dying.lives.iterdir())
    assert (steps.tasks[2], steps.done[2]) == (("embedding passages", 100), 100)
    assert vectors_digest(tmp_path / "data") == vectors_digest(tmp_path / "threads")


def test_a_build_ends_where_every_process_is_killed_and_the_next_goes_on(tmp_path: Path) -> None:
    file = written(tmp_path / "a.jsonl", *TEXTS)
    dying = DyingEmbedder(tmp_path / "lives", RESTARTS + 1)
    with pytest.raises(ArchiveError, match="ended from outside, 3 times in a row"):
        Builder(tmp_path / "data", dying, Steps(), embedding=in_processes(2)).build([file])
    before = count(tmp_path / "data")[0]
    report = Builder(tmp_path / "data", dying, Steps(), embedding=in_processes(2)).build([file])
    assert (report.embedded, report.passages) == (100 - before, 100)
