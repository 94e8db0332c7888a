"""`python -m bot [telegram|console]`: the bot if a token is set, else a chat in the terminal."""

if __name__ == "__main__":  # Before the imports that take long.
    from bot.interrupts import end_quietly

    end_quietly()

import argparse
import sys

from bot.command_line import data_option, run
from bot.settings import Settings
from bot.wiring import build_answerer


def main(arguments: list[str] | None = None) -> int:
    """Run one front-end and give the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    parser.add_argument(
        "front", nargs="?", choices=("telegram", "console"), help="which one, whatever is set"
    )
    data_option(parser)
    chosen = parser.parse_args(arguments)
    return run(chosen, lambda settings: _serve(chosen.front, settings))


def _serve(front: str | None, settings: Settings) -> int:
    answerer = build_answerer(settings)
    if (front or ("telegram" if settings.telegram_bot_token else "console")) == "console":
        from bot.console import chat

        return chat(answerer, settings, refresh=answerer.refresh)
    # A quarter of a second that a chat in the terminal need not wait for.
    from bot.telegram import app

    return app.run(settings, answerer, refresh=answerer.refresh)


if __name__ == "__main__":
    sys.exit(main())
