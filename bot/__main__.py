"""`python -m bot [telegram|console]`: the bot if a token is set, else a chat in the terminal."""

import sys

from bot.command_line.interrupts import end_quietly

if __name__ == "__main__":
    end_quietly()  # Before the slow imports.
    from bot.command_line.run import main

    sys.exit(main())
