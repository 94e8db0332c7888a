"""Check whether somebody said something, word by word; the result goes to stdout."""

import sys

from bot.command_line.interrupts import end_quietly

if __name__ == "__main__":
    end_quietly()  # Before the slow imports.
    from bot.command_line.quotes import check

    sys.exit(check())
