"""Measure speed and memory on this machine and show them beside their targets."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.answers.labelled_questions import read_questions
from bot.command_line.process import DONE, data_option, execute
from bot.command_line.progress import ProgressBars
from bot.configuration.settings import Settings
from bot.wiring import build_embedder
from index.building.builder import Builder
from scripts.dev.bench import asking, embedding, reading, serving
from scripts.dev.bench.figures import Figure

ARCHIVE = "archive_2019_small.jsonl.gz"
QUESTIONS = ("gold/questions.jsonl", "gold2/questions.jsonl")
ROUNDS = 5
PARTS = ("reading", "embedding", "asking", "serving")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--shared",
        type=Path,
        default=Path("../shared/data"),
        metavar="DIR",
        help="where the evaluation sets are (default: ../shared/data)",
    )
    parser.add_argument(
        "--parts", nargs="+", choices=PARTS, default=PARTS, help="what to measure (default: all)"
    )
    data_option(parser)
    options = parser.parse_args(arguments)
    return execute(options, lambda settings: _work(options.shared, options.parts, settings))


def _work(shared: Path, parts: Sequence[str], settings: Settings) -> int:
    if not shared.is_dir():
        sys.stdout.write(f"{shared} is not there: nothing was measured\n")
        return DONE
    table = Table("figure", "target", "measured", "")
    for figure in _figures(shared, parts, settings):
        bound = "≥" if figure.at_least else "≤"
        table.add_row(
            figure.name,
            f"{bound} {figure.target:g} {figure.unit}",
            f"{figure.measured:.2f} {figure.unit}",
            "reached" if figure.reached else "missed",
        )
    Console(width=120).print(table)
    return DONE


def _figures(shared: Path, parts: Sequence[str], settings: Settings) -> Iterator[Figure]:
    if "reading" in parts:
        yield from reading.figures(shared)
    if not {"embedding", "asking", "serving"} & set(parts):
        return
    embedder = build_embedder(settings)
    if "embedding" in parts:
        yield from embedding.figures(shared / ARCHIVE, embedder)
    own = replace(settings, data_dir=settings.data_dir / "eval" / "gold")
    with ProgressBars() as progress:
        Builder(own.data_dir, embedder, progress).build([shared / ARCHIVE])
    gold, others = ([one.question for one in read_questions(shared / name)] for name in QUESTIONS)
    if "asking" in parts:
        yield from asking.figures([*gold, *others], own)
    if "serving" in parts:
        yield from serving.figures(gold * ROUNDS, own)


if __name__ == "__main__":
    sys.exit(main())
