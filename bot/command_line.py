"""What all command lines share: the data folder, errors in one line, progress that can be seen."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from bot import logs
from bot.answers.hints import with_advice
from bot.interrupts import INTERRUPTED, interruptible
from bot.settings import Settings, SettingsError
from index.errors import ArchiveError
from index.sources.raw import Flaw, Rejection

DONE, FAILED = 0, 1


def data_option(parser: argparse.ArgumentParser) -> None:
    """Add `--data DIR`, which goes before the setting DATA_DIR, and what the exit status means."""
    parser.add_argument("--data", type=Path, metavar="DIR", help="data folder (default: DATA_DIR)")
    parser.epilog = "Exit status: 0 done, 1 failed, 2 bad usage, 130 interrupted (Ctrl-C)."


def run(
    chosen: argparse.Namespace, work: Callable[[Settings], int], *, resumes: bool = False
) -> int:
    """Do `work` with the settings and give the exit status; expected errors become one line.

    With `resumes` the work goes on, when it is done again, from where it was interrupted.
    """
    try:
        settings = Settings.load()
        settings = replace(settings, data_dir=chosen.data or settings.data_dir)
        logs.configure(settings.log_level, secrets=[settings.telegram_bot_token])
        with interruptible():
            return work(settings)
    except (SettingsError, ArchiveError, OSError) as error:
        sys.stderr.write(f"error: {with_advice(error)}\n")
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


class ProgressBars:
    """Progress on stderr: bars in a terminal, elsewhere a line a task; rejections as they come."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._bars = Bars(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bars.stop()

    def begin(self, task: str, total: int | None) -> None:
        """A new task of `total` steps starts; None when their number is not known."""
        self._task = self._bars.add_task(task, total=total, rate="")
        if not self._console.is_terminal:
            count = "" if total is None else f" ({total:,})"
            self._console.print(f"{task}{count} …", highlight=False)

    def advance(self, steps: int = 1) -> None:
        """So many steps more are done."""
        if self._task is None:
            return
        self._bars.advance(self._task, steps)
        speed = self._bars.tasks[self._task].speed
        self._bars.update(self._task, rate=f"{speed:,.0f}/s" if speed else "")

    def rejected(self, rejection: Rejection) -> None:
        """One input could not be used."""
        self._tell(f"rejected {rejection}")

    def flawed(self, flaw: Flaw) -> None:
        """One article was read, but not all that was given of it."""
        self._tell(f"taken without its date: {flaw}")

    def _tell(self, line: str) -> None:
        # Whole, in one line, however narrow: it is there to be searched and copied.
        self._console.print(line, style="yellow", markup=False, highlight=False, soft_wrap=True)
