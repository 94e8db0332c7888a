"""`python -m bot [telegram|console]`: the bot if a token is set, else a chat in the terminal."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from bot import logs
from bot.settings import Settings, SettingsError
from index.errors import ArchiveError


def main(arguments: list[str] | None = None) -> int:
    """Run one front-end; exit status 0 done, 1 failed, 2 bad usage."""
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    parser.add_argument(
        "front", nargs="?", choices=("telegram", "console"), help="which one, whatever is set"
    )
    parser.add_argument("--data", type=Path, help="the data folder (default: DATA_DIR)")
    chosen = parser.parse_args(arguments)
    try:
        settings = Settings.load()
        settings = replace(settings, data_dir=chosen.data or settings.data_dir)
        logs.configure(settings.log_level, secrets=[settings.telegram_bot_token])
        front = chosen.front or ("telegram" if settings.telegram_bot_token else "console")
        return _run(front, settings)
    except (SettingsError, ArchiveError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _run(front: str, settings: Settings) -> int:
    from bot.wiring import build_answerer

    answerer = build_answerer(settings)
    if front == "console":
        from bot.console import chat

        return chat(answerer, settings, refresh=answerer.refresh)
    from bot import telegram_app

    return telegram_app.run(settings, answerer, refresh=answerer.refresh)


if __name__ == "__main__":
    sys.exit(main())
