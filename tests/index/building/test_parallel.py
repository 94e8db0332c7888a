import threading
from collections.abc import Iterator

import pytest

from index.building.parallel import parallel_map


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
