"""Ctrl-C: while a command starts or ends, an exit without a traceback; at work, an exception.

Imports nothing large, because commands import it before anything else.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = 130
"""The exit status of a process that SIGINT has ended, by the convention of shells."""


def end_quietly() -> None:
    """From now on Ctrl-C ends the process at once, silently and with status 130.

    Commands call it before they import anything large: an import has nothing to clean up, and some
    libraries turn a KeyboardInterrupt into an error of their own. A process that was started with
    SIGINT ignored goes on ignoring it.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)


@contextmanager
def interruptible() -> Iterator[None]:
    """Make Ctrl-C raise KeyboardInterrupt inside the block, where work may have to clean up.

    KeyboardInterrupt also replaces whatever exception a library makes of it (such as NumPy's
    "initialization failed").
    """
    before = signal.getsignal(signal.SIGINT)
    if before not in (_leave, signal.default_int_handler):
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
        signal.signal(signal.SIGINT, before)


def _leave(_number: int, _frame: FrameType | None) -> None:
    os._exit(INTERRUPTED)
