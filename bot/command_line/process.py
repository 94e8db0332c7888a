"""What all commands share: the data folder, the exit status, errors in one line."""

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bot import logs
from bot.answers.hints import with_advice
from bot.command_line.interrupts import INTERRUPTED, interruptible
from bot.configuration.misspellings import misspelt
from bot.configuration.settings import Settings, SettingsError
from index.errors import ArchiveError, naming_full_disk

DONE, FAILED = 0, 1


def data_option(parser: argparse.ArgumentParser) -> None:
    """Add `--data DIR`, which overrides the setting DATA_DIR, and explain the exit status."""
    parser.add_argument("--data", type=Path, metavar="DIR", help="data folder (default: DATA_DIR)")
    parser.epilog = "Exit status: 0 done, 1 failed, 2 bad usage, 130 interrupted (Ctrl-C)."


def execute(
    options: argparse.Namespace, work: Callable[[Settings], int], *, resumes: bool = False
) -> int:
    """Do `work` with the settings and return the exit status; expected errors become one line.

    With `resumes`, the work goes on from where it was interrupted when the command is run again,
    and Ctrl-C says so.
    """
    try:
        settings = Settings.load()
        # A hint and no error: the variable may be another program's.
        for doubt in misspelt(os.environ, Settings.names(), given_in="the environment"):
            sys.stderr.write(f"warning: {doubt}\n")
        settings = replace(settings, data_dir=options.data or settings.data_dir)
        logs.configure(settings.log_level, secrets=settings.secrets())
        with interruptible(), naming_full_disk(settings.data_dir):
            return work(settings)
    except (SettingsError, ArchiveError, OSError) as error:
        # Some errors of the system have no text, TimeoutError for one.
        sys.stderr.write(f"error: {with_advice(error) or type(error).__name__}\n")
        return FAILED
    except KeyboardInterrupt:
        if resumes:
            sys.stderr.write(
                "interrupted; what is done is kept, the same command goes on from there\n"
            )
        return INTERRUPTED


def counted(number: int, what: str) -> str:
    """A count in words, such as "1 article" or "1,200 articles"."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
