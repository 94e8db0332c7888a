"""Ctrl-C ends every command without a traceback, whenever it comes."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.command_line.interrupts import end_quietly, interruptible

ROOT = Path(__file__).parents[3]
COMMANDS = {
    "bot": ["-m", "bot", "console"],
    "ask": ["scripts/ask.py", "apa?"],
    "rebuild": ["scripts/rebuild_index.py", "index/data/sample"],
    "evaluate": ["scripts/evaluate.py", "--questions", "q.jsonl"],
    "installed": ["-c", "from bot.command_line.main import main; main()", "ask", "apa?"],
}
# Python runs it before anything else: it presses Ctrl-C when a module is about to be imported.
PRESS = """
import os, signal, sys

# A shell's background job hands down to its children that Ctrl-C is ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)

class Press:
    def find_spec(self, name, path=None, target=None):
        if name == os.environ["PRESSED_AT"]:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Press())
"""


def pressed(command: str, at: str, folder: Path) -> tuple[int, str, str]:
    """Status, output and error output of a command that is interrupted when it imports `at`."""
    (folder / "sitecustomize.py").write_text(PRESS)
    done = subprocess.run(
        [sys.executable, *COMMANDS[command], "--data", str(folder / "data")],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{folder}:{ROOT}", "PRESSED_AT": at},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "at", ["argparse", "bot.configuration.settings", "numpy", "index.store.snapshot.open_snapshot"]
)
@pytest.mark.parametrize("command", COMMANDS)
def test_interrupted_while_it_imports(command: str, at: str, tmp_path: Path) -> None:
    assert pressed(command, at, tmp_path) == (130, "", "")


def test_interrupted_at_work(tmp_path: Path) -> None:
    assert pressed("ask", "onnxruntime", tmp_path) == (130, "", "")
    goes_on = "interrupted; what is done is kept, the same command goes on from there\n"
    assert pressed("rebuild", "onnxruntime", tmp_path) == (130, "", goes_on)


@pytest.fixture
def quiet():
    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    end_quietly()
    yield signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, before)


def press_at_work() -> None:
    with interruptible():
        signal.raise_signal(signal.SIGINT)


def test_at_work_it_is_an_exception(quiet) -> None:
    with pytest.raises(KeyboardInterrupt):
        press_at_work()
    assert signal.getsignal(signal.SIGINT) is quiet


def test_at_work_it_is_an_exception_where_nothing_was_set_up_before() -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            press_at_work()
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


def test_an_error_that_a_library_makes_of_it_is_an_interruption_too(quiet) -> None:
    def load() -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            raise ImportError("initialization failed") from None

    def work() -> None:
        with interruptible():
            load()

    with pytest.raises(KeyboardInterrupt):
        work()


def test_a_process_that_ignores_it_goes_on_ignoring_it() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        end_quietly()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
