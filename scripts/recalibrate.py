"""Move the confidence of answers towards people's 👍 and 👎; the next rebuild uses it."""

import sys

from bot.command_line.interrupts import end_quietly

if __name__ == "__main__":
    end_quietly()  # Before the slow imports.
    from bot.command_line.recalibrate import main

    sys.exit(main())
