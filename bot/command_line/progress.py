"""Progress on stderr: bars in a terminal, lines elsewhere."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from index.sources.raw import Notice, Rejection


class ProgressBars:
    """The progress of a build as `Builder` reports it; warnings are printed as they come."""

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
        """Start a task of `total` steps; None if their number is not known."""
        self._task = self._bars.add_task(task, total=total, rate="")
        if not self._console.is_terminal:
            count = "" if total is None else f" ({total:,})"
            self._console.print(f"{task}{count} …", highlight=False)

    def advance(self, steps: int = 1) -> None:
        """Count `steps` more steps of the current task as done."""
        if self._task is None:
            return
        self._bars.advance(self._task, steps)
        speed = self._bars.tasks[self._task].speed
        self._bars.update(self._task, rate=f"{speed:,.0f}/s" if speed else "")

    def rejected(self, rejection: Rejection) -> None:
        """Report an input that could not be used."""
        self._tell(f"rejected {rejection}")

    def noticed(self, notice: Notice) -> None:
        """Report an article that was accepted without part of its input."""
        self._tell(f"noticed {notice}")

    def _tell(self, line: str) -> None:
        # Never wrapped, however narrow the terminal: the line is there to be searched and copied.
        self._console.print(line, style="yellow", markup=False, highlight=False, soft_wrap=True)
