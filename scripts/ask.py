"""Ask the archive one question; the answer goes to stdout."""

import sys

from bot.command_line.interrupts import end_quietly

if __name__ == "__main__":
    end_quietly()  # Before the slow imports.
    from bot.command_line.ask import main

    sys.exit(main())
