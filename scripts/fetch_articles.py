"""Fetch new articles from feeds, sitemaps and pages, and bring the index up to date with them."""

import sys

from bot.command_line.interrupts import end_quietly

if __name__ == "__main__":
    end_quietly()  # Before the slow imports.
    from bot.command_line.fetch import main

    sys.exit(main())
