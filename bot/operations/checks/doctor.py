"""All checks, one after the other."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.configuration.misspellings import misspelt
from bot.configuration.settings import Settings, SettingsError
from bot.operations.checks.archive import check_archive
from bot.operations.checks.bot_api import check_bot
from bot.operations.checks.check import Check, fail, ok, warn
from bot.operations.checks.language_model import check_language_model
from bot.operations.checks.machine import check_machine
from bot.operations.checks.sources import check_sources


def check_settings(
    error: SettingsError | None, *, env_file: Path = Path(".env")
) -> Iterator[Check]:
    """A line for each problem of the settings, which `error` has; one line if there is none."""
    problems = str(error).split("\n") if error else []
    for problem in problems:
        yield fail("settings", problem, f"correct it in {env_file} or in the environment")
    doubts = list(misspelt(os.environ, Settings.names(), given_in="the environment"))
    for doubt in doubts:
        yield warn("settings", doubt, "rename it if it is meant for this program")
    if not problems and not doubts:
        where = f"{env_file} and the environment" if env_file.is_file() else "the environment"
        yield ok("settings", f"those of {where} can be used")
    yield from _secrecy(env_file)


def _secrecy(env_file: Path) -> Iterator[Check]:
    """Whether others can read the file with the token."""
    if not env_file.is_file():
        return
    mode = stat.S_IMODE(env_file.stat().st_mode)
    if mode & 0o077 and "TELEGRAM_BOT_TOKEN=" in env_file.read_text(errors="replace"):
        found = f"other users of this machine can read {env_file} ({mode:o})"
        yield warn("settings", found, f"chmod 600 {env_file}")


def examine(settings: Settings) -> Iterator[Check]:
    """Every check of what these settings describe, as it is done; none of them raises."""
    parts: list[tuple[str, Callable[[Settings], Iterator[Check]]]] = [
        ("telegram", check_bot),
        ("machine", check_machine),
        ("archive", check_archive),
        ("sources", check_sources),
        ("language model", check_language_model),
    ]
    for name, check in parts:
        try:
            yield from check(settings)
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            yield fail(name, f"{place}{error.strerror or error}", "mend that, and check again")
