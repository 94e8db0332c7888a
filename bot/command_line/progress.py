"""Progress on stderr: bars in a terminal, lines elsewhere."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from index.sources.raw import Notice, Rejection

# Seconds: the first line on a task soon, as there is nothing to see before it, the others rarely.
_FIRST_LINE, _NEXT_LINES = 3.0, 15.0


@dataclass
class _Pace:
    """How fast a task goes, told in a line now and then where no bar can be drawn."""

    task: str
    total: int | None
    started: float
    done: int = 0
    told: float = 0.0

    def line(self, steps: int, now: float) -> str:
        """Counts `steps` more; the line to print now, "" if it is too soon or the task is done."""
        self.done += steps
        since = now - (self.told or self.started)
        soon = since < (_NEXT_LINES if self.told else _FIRST_LINE)
        if soon or self.total is None or not 0 < self.done < self.total:
            return ""
        self.told = now
        speed = self.done / (now - self.started)
        left = (self.total - self.done) / speed
        return (
            f"  {self.task}: {self.done:,} of {self.total:,} ({100 * self.done // self.total} %), "
            f"{f'{speed:,.0f}' if speed >= 10 else f'{speed:.2g}'}/s, about {_duration(left)} left"
        )


def _duration(seconds: float) -> str:
    """A time as people say it: “40 s”, “6 min”, “1 h 10 min”."""
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


class ProgressBars:
    """The progress of a build as `Builder` reports it; warnings are printed as they come.

    `now` gives seconds that only grow.
    """

    def __init__(self, *, now: Callable[[], float] = time.monotonic) -> None:
        self._console = Console(stderr=True)
        self._now = now
        self._pace = _Pace("", None, now())
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
        """Start a task of `total` steps; None if their number is not known."""
        self._task = self._bars.add_task(task, total=total, rate="")
        self._pace = _Pace(task, total, self._now())
        if not self._console.is_terminal:
            count = "" if total is None else f" ({total:,})"
            self._console.print(f"{task}{count} …", highlight=False)

    def advance(self, steps: int = 1) -> None:
        """Count `steps` more steps of the current task as done."""
        if self._task is None:
            return
        if not self._console.is_terminal and (line := self._pace.line(steps, self._now())):
            self._console.print(line, highlight=False, soft_wrap=True)
        self._bars.advance(self._task, steps)
        speed = self._bars.tasks[self._task].speed
        self._bars.update(self._task, rate=f"{speed:,.0f}/s" if speed else "")

    def rejected(self, rejection: Rejection) -> None:
        """Report an input that could not be used."""
        self._tell(f"rejected {rejection}")

    def noticed(self, notice: Notice) -> None:
        """Report an article that was accepted without part of its input."""
        self._tell(f"noticed {notice}")

    def told(self, line: str) -> None:
        """Report something that did not work as it should."""
        self._tell(line)

    def _tell(self, line: str) -> None:
        # Never wrapped, however narrow the terminal: the line is there to be searched and copied.
        self._console.print(line, style="yellow", markup=False, highlight=False, soft_wrap=True)
