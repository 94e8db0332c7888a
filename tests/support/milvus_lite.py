"""A Milvus Lite server on loopback, for as long as a test needs it."""

import contextlib
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

_STARTS_WITHIN = 20.0


@dataclass(frozen=True)
class LiteServer:
    """A server that runs; its address, and the process that leads its group."""

    uri: str
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """End the whole group at once, without a chance to say anything."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextlib.contextmanager
def lite_server(folder: Path) -> Iterator[LiteServer]:
    """Start a server that keeps its data in `folder`; skips the test where it is not installed."""
    for package in ("pymilvus", "milvus_lite"):
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"the package {package} is not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "milvus_lite", "server", "--host", "127.0.0.1"]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--port", str(port), "--data-dir", str(folder / "data")],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    server = LiteServer(f"http://127.0.0.1:{port}", process)
    try:
        _wait_for(port, process, folder / "server.log")
        yield server
    finally:
        server.kill()


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    pytest.fail(f"Milvus Lite did not start: {log.read_text(errors='replace')[-500:]}")
