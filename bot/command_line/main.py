"""`tanya-arsip COMMAND …`, the program that the installed package provides.

Only light modules are imported before `end_quietly`, so that Ctrl-C ends any command at any moment
without a traceback.
"""

import sys

from bot.command_line.interrupts import end_quietly

PROGRAM = "tanya-arsip"
COMMANDS = {
    "run": "the bot if TELEGRAM_BOT_TOKEN is set, else a chat in the terminal",
    "ask": "answer one question",
    "check": "check whether somebody said something, word by word",
    "rebuild": "read article files and publish a new index",
    "fetch": "fetch new articles from feeds and sites, and bring the index up to date",
    "evaluate": "measure the archive on questions with known answers, or on 👍 and 👎",
    "doctor": "check settings, token, model, archive, disk and clock, and say what to do",
    "recalibrate": "move the confidence of answers towards people's 👍 and 👎",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command of `arguments` (default: the process's) and give the exit status."""
    end_quietly()
    given = sys.argv[1:] if arguments is None else arguments
    return _run(_name(given), given[1:])


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
                *(f"  {name:<{width}}  {purpose}" for name, purpose in COMMANDS.items()),
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


def _run(name: str, arguments: list[str]) -> int:
    prog = f"{PROGRAM} {name}"
    match name:
        case "run":
            from bot.command_line import run

            return run.main(arguments, prog=prog, sample=True)
        case "ask":
            from bot.command_line import ask

            return ask.main(arguments, prog=prog, sample=True)
        case "check":
            from bot.command_line import quotes

            return quotes.check(arguments, prog=prog, sample=True)
        case "rebuild":
            from bot.command_line import rebuild

            return rebuild.main(arguments, prog=prog)
        case "fetch":
            from bot.command_line import fetch

            return fetch.main(arguments, prog=prog)
        case "evaluate":
            from bot.command_line import evaluate

            return evaluate.main(arguments, prog=prog)
        case "doctor":
            from bot.command_line import doctor

            return doctor.main(arguments, prog=prog)
        case _:
            from bot.command_line import recalibrate

            return recalibrate.main(arguments, prog=prog)
