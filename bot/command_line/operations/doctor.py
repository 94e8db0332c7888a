"""Check settings, token, model, archive, disk and clock, and say what to do.

Nothing is changed. A line a check: ok, warn (works, but should be mended) or fail.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace

from bot import logs
from bot.command_line.interrupts import INTERRUPTED, interruptible
from bot.command_line.process import DONE, FAILED, data_option
from bot.configuration.settings import Settings, SettingsError
from bot.operations.checks.check import Check, Status
from bot.operations.checks.doctor import check_settings, examine


def main(arguments: list[str] | None = None, *, prog: str | None = None) -> int:
    """Check everything; the exit status is 1 if anything failed."""
    parser = argparse.ArgumentParser(prog=prog, description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    data_option(parser)
    options = parser.parse_args(arguments)
    done: list[Check] = []
    try:
        with interruptible():
            for check in _checks(options):
                done.append(check)
                if not options.json:
                    sys.stdout.write(f"{check.line}\n")
                    sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    well = all(check.status is not Status.FAIL for check in done)
    if options.json:
        record = {"ok": well, "checks": [asdict(check) for check in done]}
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
    return DONE if well else FAILED


def _checks(options: argparse.Namespace) -> Iterator[Check]:
    """The settings, and what they describe if they can be used."""
    try:
        settings = Settings.load()
    except SettingsError as error:
        yield from check_settings(error)
        return
    yield from check_settings(None)
    logs.configure("ERROR", secrets=settings.secrets())
    yield from examine(replace(settings, data_dir=options.data or settings.data_dir))
