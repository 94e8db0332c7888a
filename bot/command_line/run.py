"""Run the Telegram bot if a token is set, else a chat in the terminal."""

import argparse

from bot.command_line.process import data_option, execute
from bot.configuration.settings import Settings
from bot.wiring import build_archive


def main(
    arguments: list[str] | None = None, *, prog: str = "python -m bot", sample: bool = False
) -> int:
    """Run one front-end until it ends and return the exit status.

    With `sample`, the index of the sample archive is built first where there is no index yet.
    """
    parser = argparse.ArgumentParser(prog=prog, description=__doc__)
    parser.add_argument(
        "front_end",
        nargs="?",
        choices=("telegram", "console"),
        help="run this one, whether a token is set or not",
    )
    data_option(parser)
    options = parser.parse_args(arguments)

    def work(settings: Settings) -> int:
        if sample:
            # What builds takes longer to import than all that answers, and is mostly not needed.
            from bot.command_line.rebuild import build_sample_if_none

            build_sample_if_none(settings)
        return _serve(options.front_end, settings)

    return execute(options, work)


def _serve(front_end: str | None, settings: Settings) -> int:
    answerer, admin = build_archive(settings)
    if (front_end or ("telegram" if settings.telegram_bot_token else "console")) == "console":
        from bot.console import chat

        return chat(answerer, settings, refresh=answerer.refresh)
    # It takes a quarter of a second to import; a chat in the terminal need not wait for that.
    from bot.telegram import app

    return app.run(settings, answerer, admin, refresh=answerer.refresh)
