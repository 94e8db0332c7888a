"""Models by name: what is neither here nor to be had is told within seconds."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import ModelUnavailable
from index.models.export.hub import prepare_hub

ROOT = Path(__file__).parents[3]


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch, silent: str) -> str:
    monkeypatch.setenv("HF_ENDPOINT", silent)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    # Set by the code under test, too.
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    return silent


@pytest.mark.parametrize("kind", ["", "reader"])
def test_an_unknown_model_fails_within_seconds_without_a_network(
    offline: str, tmp_path: Path, kind: str
) -> None:
    command = [sys.executable, "-m", "index.models.export", "nobody/nothing", str(tmp_path), kind]
    started = time.monotonic()
    ended = subprocess.run(
        [part for part in command if part],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "HF_HOME": str(tmp_path)},
    )
    assert time.monotonic() - started < 15
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1] == (
        f"error: the {kind or 'embedding model'} 'nobody/nothing' cannot be loaded: {offline} "
        "cannot be reached (is there a network?), and it was not downloaded before. Check the "
        "name, or give the folder of a sentence-transformers model."
    )


@pytest.mark.parametrize("name", ["/nowhere/model", "./nowhere", "~/nowhere/at-all"])
def test_a_folder_that_is_not_there_is_not_looked_for_elsewhere(name: str) -> None:
    with pytest.raises(ModelUnavailable, match="no such folder; give one with a sentence-tran"):
        prepare_hub(name, "reader")


def test_a_folder_needs_no_hub(offline: str, tmp_path: Path) -> None:
    prepare_hub(str(tmp_path), "reader")
    assert os.environ["HF_HUB_OFFLINE"] == "0"


def test_a_name_that_can_be_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(
        ModelUnavailable, match="'a/b/c' cannot be loaded: that is no name of a model"
    ):
        prepare_hub("a/b/c", "reader")


def test_a_hub_that_answers_is_left_to_the_libraries(
    monkeypatch: pytest.MonkeyPatch, offline: str
) -> None:
    """Any answer counts: the libraries say best what it means."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.getsockname()[1]}")
        answering = subprocess.Popen(
            [sys.executable, "-c", ANSWER, str(server.fileno())], pass_fds=[server.fileno()]
        )
        prepare_hub("nobody/nothing", "reader")
        answering.wait(5)
    assert os.environ["HF_HUB_OFFLINE"] == "0"


ANSWER = """
import socket, sys
with socket.socket(fileno=int(sys.argv[1])) as server:
    connection, _ = server.accept()
    connection.recv(1000)
    connection.sendall(b"HTTP/1.1 404 Not Found\\r\\nContent-Length: 0\\r\\n\\r\\n")
    connection.close()
"""
