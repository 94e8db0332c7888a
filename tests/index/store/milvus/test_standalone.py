"""Publishing to a real Milvus server, version 2.3.5, and searching its vectors."""

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.milvus_standalone import NAMESPACES


@pytest.fixture
def found(tmp_path: Path) -> dict[str, object]:
    """What the server answers; skips where it, or a network of its own, cannot be had."""
    for package in ("pymilvus", "milvus"):
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is not installed; for this test: pip install milvus==2.3.5")
    if not shutil.which("unshare") or subprocess.run([*NAMESPACES, "true"], check=False).returncode:
        pytest.skip("this machine gives no namespace of its own (unshare)")
    command = [*NAMESPACES, sys.executable, "-m", "tests.support.milvus_standalone", tmp_path]
    run = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert run.returncode == 0, run.stderr[-2000:]
    answers: dict[str, object] = json.loads(run.stdout)
    return answers


def test_a_real_server(found: dict[str, dict[str, object]]) -> None:
    assert found["version"] == "v2.3.5-lite"
    assert "has no full-text search; that takes 2.5 or newer" in found["too old"]
    assert (found["first"]["in_place"], found["first"]["written"]) == (False, 10)
    # Every topic has two articles: “banjir” in 0 and 5, “gempa” in 1 and 6.
    assert found["nearest"] == {"all": [0, 5], "outlet": [0, 6], "days": [5, 6], "others": [5, 6]}
    assert found["text"] == ["Kabar beras nomor 3, kata Tono Wijaya."]
    assert found["spoken"] == list(range(10))
    # What has changed is seen at once under the same alias.
    assert (found["second"]["in_place"], found["second"]["written"]) == (True, 1)
    assert found["second"]["collection"] == found["first"]["collection"]
    assert found["after"] == ["Kabar hutan saja."]
    assert found["wrong token"].startswith("Milvus at 127.0.0.1:19530 cannot be used: ")
    assert "rahasia" not in found["wrong token"]
