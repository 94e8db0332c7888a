"""Measure the archive in the data folder on questions whose answers are known, or judged."""

import sys

from bot.command_line.interrupts import end_quietly

if __name__ == "__main__":
    end_quietly()  # Before the imports that take long.
    from bot.command_line.evaluate import main

    sys.exit(main())
