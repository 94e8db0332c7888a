import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.building import parallel
from index.building.parallel import parallel_map, process_map
from index.errors import ArchiveError


def test_results_come_in_the_order_of_the_items() -> None:
    first = threading.Event()

    def square(number: int) -> int:
        if number == 0:
            assert first.wait(5)
        if number == 1:
            first.set()
        return number * number

    found = list(parallel_map(square, range(50), threads=2))
    assert found == [(number, number * number) for number in range(50)]


def test_few_items_are_ahead_of_the_consumer() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    results = parallel_map(str, items(), threads=2)
    assert next(results) == (0, "0")
    assert len(taken) == 17
    results.close()
    assert len(taken) == 17


def test_an_error_is_raised_in_its_turn() -> None:
    results = parallel_map(lambda number: 6 // number, [3, 2, 0, 1], threads=2)
    assert [next(results), next(results)] == [(3, 2), (2, 3)]
    with pytest.raises(ZeroDivisionError):
        next(results)


ITEMS = [(number, 1 if number % 7 else 0) for number in range(200)]


def where(item: tuple[int, int]) -> tuple[int, int]:
    return item[0] * item[0], os.getpid()


def die(item: tuple[int, int]) -> int:
    if item[0] == 150:
        os.kill(os.getpid(), signal.SIGKILL)
    return item[0]


def weight(item: tuple[int, int]) -> int:
    return item[1]


def test_processes_take_over_what_is_heavy_when_there_is_much() -> None:
    found = list(process_map(where, ITEMS, weight=weight, preload=[], processes=2))
    assert [item for item, _ in found] == ITEMS
    assert [square for _, (square, _) in found] == [number * number for number in range(200)]
    here = {number for (number, _), (_, process) in found if process == os.getpid()}
    heavy = [number for number, heaviness in ITEMS if heaviness]
    assert here == {number for number in range(200) if number % 7 == 0} | set(heavy[:99])


@pytest.mark.parametrize(("count", "processes"), [(99, 2), (200, 1)])
def test_few_items_and_one_core_start_no_process(count: int, processes: int) -> None:
    items = [(number, 1) for number in range(count)]
    found = process_map(where, items, weight=weight, preload=[], processes=processes)
    assert {process for _, (_, process) in found} == {os.getpid()}


def test_no_more_than_some_batches_are_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "ALONE", 1)
    taken: list[int] = []

    def items() -> Iterator[tuple[int, int]]:
        for number in range(1000):
            taken.append(number)
            yield number, 1_000_000

    results = process_map(where, items(), weight=weight, preload=[], processes=2)
    assert next(results)[0] == (0, 1_000_000)
    # Two of them are a batch, and six batches are ahead.
    assert len(taken) == 13
    results.close()


def test_a_process_that_is_killed_is_told() -> None:
    with pytest.raises(ArchiveError, match="ended from outside"):
        list(process_map(die, ITEMS, weight=weight, preload=[], processes=2))


KILLED = """
import os, sys, time
from index.building.parallel import process_map

def say(item):
    print(os.getpid(), flush=True)
    time.sleep(60)

if __name__ == "__main__":
    import index.building.parallel as parallel
    parallel.ALONE = 1
    list(process_map(say, [(n, 2_000_000) for n in range(4)], weight=lambda item: item[1],
                     preload=[], processes=2))
"""


def test_processes_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(KILLED, encoding="utf-8")
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout
        first = int(started.stdout.readline())
        started.kill()
    deadline = time.monotonic() + 10
    while Path(f"/proc/{first}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{first}").exists()
