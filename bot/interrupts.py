"""Ctrl-C: while a command begins and ends, an end without a traceback; at work, an exception."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = 130
"""The exit status of what SIGINT has ended, as shells count it."""


def end_quietly() -> None:
    """From now on Ctrl-C ends the process at once, with status 130 and without a word.

    To be called before a command imports anything large: an import has nothing to put away, and
    some turn a KeyboardInterrupt into an error of their own. Who ignores Ctrl-C still does.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)


@contextmanager
def interruptible() -> Iterator[None]:
    """Within, Ctrl-C raises KeyboardInterrupt again: work may have something to put away.

    It is also raised in place of what a library makes of it ("initialization failed").
    """
    if signal.getsignal(signal.SIGINT) is not _leave:
        yield
        return
    pressed = False

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        nonlocal pressed
        pressed = True
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    except Exception as error:
        if pressed:
            raise KeyboardInterrupt from error
        raise
    finally:
        signal.signal(signal.SIGINT, _leave)


def _leave(_number: int, _frame: FrameType | None) -> None:
    os._exit(INTERRUPTED)
