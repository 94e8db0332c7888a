"""What a command prints when it fails, and the status it ends with."""

import argparse
from pathlib import Path

import pytest

from bot.command_line.process import FAILED, execute
from bot.configuration.settings import Settings
from index.errors import ArchiveError


@pytest.mark.parametrize(
    ("error", "printed"),
    [
        (ArchiveError("a.db: no such file"), "error: a.db: no such file\n"),
        # Without a text, its kind.
        (TimeoutError(), "error: TimeoutError\n"),
    ],
)
def test_an_error_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], error: Exception, printed: str
) -> None:
    def work(settings: Settings) -> int:
        raise error

    assert execute(argparse.Namespace(data=tmp_path), work) == FAILED
    assert capsys.readouterr().err == printed
