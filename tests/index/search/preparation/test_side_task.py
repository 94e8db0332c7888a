import threading

import pytest

from index.search.preparation.side_task import SideTask


def test_a_task_runs_in_its_thread_or_here_while_that_is_busy() -> None:
    side_task, released = SideTask(), threading.Event()

    def wait() -> int:
        assert released.wait(5)
        return threading.get_ident()

    first = side_task.start(wait)
    second = side_task.start(threading.get_ident)
    assert second() == threading.get_ident()
    released.set()
    elsewhere = first()
    assert elsewhere != threading.get_ident()
    assert side_task.start(threading.get_ident)() == elsewhere


def test_a_task_begins_before_its_result_is_asked_for() -> None:
    begun = threading.Event()
    SideTask().start(begun.set)
    assert begun.wait(5)


def test_an_error_is_raised_with_the_result_and_leaves_the_thread_free() -> None:
    side_task = SideTask()
    result = side_task.start(lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        result()
    assert side_task.start(threading.get_ident)() != threading.get_ident()
