"""Measure the archive on questions whose answers are known, or on the answers people rated."""

import sys

from bot.command_line.interrupts import end_quietly

if __name__ == "__main__":
    end_quietly()  # Before the slow imports.
    from bot.command_line.evaluate import main

    sys.exit(main())
