"""Measure the archive in the data folder on questions whose answers are known."""

if __name__ == "__main__":  # Before the imports that take long.
    from bot.interrupts import end_quietly

    end_quietly()

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from bot.command_line import DONE, data_option, run
from bot.settings import Settings
from bot.wiring import build_answerer
from index.evaluation import Metrics, measure, read_questions


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, required=True, metavar="Q.jsonl[.gz]")
    parser.add_argument("--dump", type=Path, metavar="OUT.jsonl", help="what came of each question")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    data_option(parser)
    chosen = parser.parse_args(arguments)
    return run(chosen, lambda settings: _work(chosen, settings))


def _work(chosen: argparse.Namespace, settings: Settings) -> int:
    asked = list(read_questions(chosen.questions))
    answerer = build_answerer(settings)
    predicted = [answerer.predict(question) for question in asked]
    if chosen.dump:
        lines = [json.dumps(asdict(found), ensure_ascii=False) + "\n" for found in predicted]
        chosen.dump.write_text("".join(lines), encoding="utf-8")
    metrics = measure(asked, predicted)
    sys.stdout.write(json.dumps(asdict(metrics)) + "\n" if chosen.json else table(metrics))
    return DONE


def table(metrics: Metrics) -> str:
    """A line a metric; those that the questions cannot tell are left out."""
    known = {name: value for name, value in asdict(metrics).items() if value is not None}
    return "".join(f"{name:<18}{value:>10}\n" for name, value in known.items())


if __name__ == "__main__":
    sys.exit(main())
