"""Read article files, bring the archive up to date with them and publish a searchable snapshot."""

import sys

from bot.command_line.interrupts import end_quietly

if __name__ == "__main__":
    end_quietly()  # Before the slow imports.
    from bot.command_line.rebuild import main

    sys.exit(main())
