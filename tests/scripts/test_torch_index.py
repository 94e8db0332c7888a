"""Where PyTorch comes from: a stand-in for pip, and an index on loopback. Nothing else is asked."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from scripts.dev import torch_index

TORCH = "torch==2.13.0"
PAGE = b'<a href="/whl/cpu/torch-2.13.0%2Bcpu-cp311-cp311-linux_x86_64.whl">torch-2.13.0+cpu</a>'
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="CUDA is Linux's default only")


@contextmanager
def index(page: bytes = PAGE, *, pauses: float = 0) -> Iterator[tuple[str, list[str]]]:
    """An index and the paths it was asked for; `pauses` seconds before each 20th of the page."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200 if page else 404)
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            step = len(page) // 20 + 1
            for start in range(0, len(page), step):
                time.sleep(pauses)
                try:
                    self.wfile.write(page[start : start + step])
                except OSError:
                    return

        def log_message(self, *_: object) -> None:
            """Nothing: stderr belongs to the script."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    serving = threading.Thread(target=server.serve_forever, args=(0.01,))
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/whl/cpu", asked
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


@pytest.fixture
def pip(tmp_path, monkeypatch):
    """Makes a stand-in for pip whose `config list` prints the given lines."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("PATH", str(tmp_path))

    def make(*lines: str, status: int = 0) -> list[str]:
        script = tmp_path / "pip.py"
        script.write_text(
            "import sys\n"
            "assert sys.argv[1:] == ['config', 'list']\n"
            f"print({chr(10).join(lines)!r})\n"
            f"sys.exit({status})\n"
        )
        return [sys.executable, str(script)]

    return make


def options(pip: list[str], url: str, driver: Path) -> list[str]:
    return [TORCH, "--index", url, "--driver", str(driver), "--pip", *pip]


def test_the_cpu_build_where_nothing_else_is_said(pip, tmp_path, capsys):
    with index() as (url, asked):
        assert torch_index.main(options(pip("global.timeout='60'"), url, tmp_path / "none")) == 0
    assert capsys.readouterr() == (
        f"--index-url {url}\n",
        f"No NVIDIA driver here: PyTorch's CPU build from {url}\n",
    )
    assert asked == ["/whl/cpu/torch/"]


@pytest.mark.parametrize(
    "line",
    [
        "global.index-url='https://mirror.example/simple'",
        "global.extra-index-url='https://mirror.example/simple'",
        "global.find-links='/opt/wheels'",
        "install.no-index='true'",
        ":env:.index-url='https://mirror.example/simple'",
        ":env:.find-links='/opt/wheels'",
    ],
)
def test_pips_own_index_is_left_alone(line, pip, tmp_path, capsys):
    with index() as (url, asked):
        torch_index.main(options(pip("global.timeout='60'", line), url, tmp_path / "none"))
    assert (*capsys.readouterr(), asked) == ("", "", [])


def test_what_only_other_commands_of_pip_heed_does_not_matter(pip):
    assert not torch_index.has_own_index(pip("download.find-links='/opt/wheels'"))


def test_the_real_pip_lists_its_environment(monkeypatch):
    """The form of the lines above is that of pip itself."""
    real = [sys.executable, "-m", "pip"]
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    assert not torch_index.has_own_index(real)
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "https://mirror.example/simple")
    assert torch_index.has_own_index(real)


def test_a_machine_with_an_nvidia_driver_takes_pips_default(pip, tmp_path, capsys):
    with index() as (url, asked):
        torch_index.main(options(pip(), url, driver=tmp_path))
        tool = tmp_path / "nvidia-smi"
        tool.touch(mode=0o755)
        torch_index.main(options(pip(), url, driver=tmp_path / "none"))
    assert (*capsys.readouterr(), asked) == ("", "", [])


def test_a_pip_that_cannot_tell_takes_its_default(pip, tmp_path):
    assert torch_index.has_own_index(pip(status=1))
    assert torch_index.has_own_index([str(tmp_path / "no-pip")])


@pytest.mark.parametrize("page", [b"", b'<a href="torch-2.12.0%2Bcpu.whl">torch-2.12.0+cpu</a>'])
def test_an_index_without_that_version_is_not_taken(page, pip, tmp_path, capsys):
    with index(page) as (url, _):
        torch_index.main(options(pip(), url, tmp_path / "none"))
    assert capsys.readouterr() == ("", "")


def test_an_index_that_does_not_answer_in_time_is_not_taken(pip):
    # Every piece comes in time, the whole would take two seconds.
    with index(pauses=0.1) as (url, _):
        began = time.monotonic()
        assert not torch_index.offers(url, TORCH, within=0.3)
        assert time.monotonic() - began < 1.5
    # Nobody listens there any more.
    assert not torch_index.offers(url, TORCH)


def test_the_makefile_asks_only_without_an_address_of_its_own(tmp_path):
    """`make -n` shows the line that installs PyTorch; a stand-in for Python is never called."""
    root = Path(__file__).parents[2]

    def line(*variables: str) -> str:
        shown = subprocess.run(
            ["make", "-n", ".venv-of-a-test/.ready", "VENV=.venv-of-a-test", *variables],
            cwd=root,
            env=os.environ | {"MAKEFLAGS": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        [found] = [one for one in shown.splitlines() if one.endswith(f" {TORCH}")]
        return found

    asking = "$(.venv-of-a-test/bin/python scripts/dev/torch_index.py torch==2.13.0)"
    assert asking in line()
    own = line("TORCH_INDEX=https://mirror.example/whl")
    assert "--index-url https://mirror.example/whl torch==" in own
    assert "torch_index.py" not in own
