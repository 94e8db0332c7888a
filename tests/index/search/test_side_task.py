"""Work beside other work."""

import threading

import pytest

from index.search.side_task import Aside


def test_done_in_another_thread_while_free_and_in_this_one_while_taken() -> None:
    aside = Aside()
    with aside.begun(threading.get_ident) as first, aside.begun(threading.get_ident) as second:
        assert first() != threading.get_ident()
        assert second() == threading.get_ident()
    with aside.begun(threading.get_ident) as third:
        assert third() == first()


def test_begins_before_it_is_asked_for() -> None:
    begun = threading.Event()
    with Aside().begun(begun.set):
        assert begun.wait(5)


def test_what_fails_fails_where_it_is_asked_for_and_leaves_it_free() -> None:
    aside = Aside()
    with pytest.raises(ZeroDivisionError), aside.begun(lambda: 1 // 0) as result:
        result()
    with aside.begun(threading.get_ident) as again:
        assert again() != threading.get_ident()
