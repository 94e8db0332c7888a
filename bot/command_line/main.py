"""`tanya-arsip COMMAND …`, the program that the installed package provides.

Only light modules are imported before `end_quietly`, so that Ctrl-C ends any command at any moment
without a traceback.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from bot.command_line.interrupts import end_quietly

PROGRAM: Final = "tanya-arsip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command: what it is for, and the function of a module of this package that runs it.

    With `sample` it builds the index of the sample archive where there is none yet.
    """

    purpose: str
    module: str
    function: str = "main"
    sample: bool = False

    def run(self, arguments: list[str], *, prog: str) -> int:
        """Run the command, whose module is imported only now, and give the exit status."""
        module = import_module(f"bot.command_line.{self.module}")
        function: Callable[..., int] = getattr(module, self.function)
        return function(arguments, prog=prog, **({"sample": True} if self.sample else {}))


COMMANDS: Final[Mapping[str, Command]] = {
    "run": Command(
        purpose="the bot if TELEGRAM_BOT_TOKEN is set, else a chat in the terminal",
        module="run",
        sample=True,
    ),
    "ask": Command(purpose="answer one question", module="ask", sample=True),
    "check": Command(
        purpose="check whether somebody said something, word by word",
        module="quotes",
        function="check",
        sample=True,
    ),
    "statements": Command(
        purpose="all that somebody said, verbatim",
        module="quotes",
        function="statements",
        sample=True,
    ),
    "rebuild": Command(purpose="read article files and publish a new index", module="rebuild"),
    "fetch": Command(
        purpose="fetch new articles from feeds and sites, and bring the index up to date",
        module="fetch",
    ),
    "evaluate": Command(
        purpose="measure the archive on questions with known answers, or on 👍 and 👎",
        module="evaluate",
    ),
    "recalibrate": Command(
        purpose="move the confidence of answers towards people's 👍 and 👎", module="recalibrate"
    ),
    "doctor": Command(
        purpose="check settings, token, model, archive, disk and clock, and say what to do",
        module="operations.doctor",
    ),
    "backup": Command(
        purpose="save the data folder, also while the bot runs", module="operations.backup"
    ),
    "restore": Command(
        purpose="put a backup into the data folder, or verify one",
        module="operations.backup",
        function="restore_main",
    ),
}
"""By their names, in the order of the help."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command of `arguments` (default: the process's) and give the exit status."""
    end_quietly()
    given = sys.argv[1:] if arguments is None else arguments
    name = _name(given)
    return COMMANDS[name].run(given[1:], prog=f"{PROGRAM} {name}")


def _name(arguments: list[str]) -> str:
    """The command that is given; help, version and errors end the process."""
    import argparse
    from importlib.metadata import version

    width = max(map(len, COMMANDS))
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description="Ask an archive of news articles; answers are verbatim, linked quotations.",
        epilog="\n".join(
            [
                "commands (each with --help):",
                *(f"  {name:<{width}}  {one.purpose}" for name, one in COMMANDS.items()),
                "",
                "The archive lies in the folder `data` of the current folder, or in --data or",
                "DATA_DIR; settings are environment variables, or lines of a file `.env` here.",
            ]
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage=f"{PROGRAM} COMMAND … | --version | --help",
    )
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help="see below")
    parser.add_argument("--version", action="version", version=f"%(prog)s {version(PROGRAM)}")
    # What follows the command is the command's own.
    return str(parser.parse_args(arguments[:1]).command)


if __name__ == "__main__":
    sys.exit(main())
