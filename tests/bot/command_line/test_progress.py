"""Progress where the output is no terminal: lines now and then, with an estimate."""

import pytest

from bot.command_line.progress import ProgressBars


class Clock:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def lines(capsys: pytest.CaptureFixture[str], total: int | None, each: float) -> list[str]:
    """What is written of a task of 1,000 steps, `each` of which takes that many seconds."""
    clock = Clock()
    with ProgressBars(now=clock) as progress:
        progress.begin("embedding passages", total)
        for _ in range(1000):
            clock.seconds += each
            progress.advance()
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err.splitlines()


def test_a_line_soon_and_then_every_quarter_of_a_minute(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = lines(capsys, 1000, 0.0625)
    assert told == [
        "embedding passages (1,000) …",
        "  embedding passages: 48 of 1,000 (4 %), 16/s, about 60 s left",
        "  embedding passages: 288 of 1,000 (28 %), 16/s, about 44 s left",
        "  embedding passages: 528 of 1,000 (52 %), 16/s, about 30 s left",
        "  embedding passages: 768 of 1,000 (76 %), 16/s, about 14 s left",
    ]


def test_long_estimates_are_in_minutes_and_hours(capsys: pytest.CaptureFixture[str]) -> None:
    first, last = (lines(capsys, 1000, each)[1] for each in (1.0, 5.0))
    assert first == "  embedding passages: 3 of 1,000 (0 %), 1/s, about 17 min left"
    assert last == "  embedding passages: 1 of 1,000 (0 %), 0.2/s, about 1 h 23 min left"


@pytest.mark.parametrize(("total", "each"), [(None, 1.0), (1000, 0.002)])
def test_without_a_total_or_in_a_short_task_there_is_none(
    capsys: pytest.CaptureFixture[str], total: int | None, each: float
) -> None:
    assert len(lines(capsys, total, each)) == 1
