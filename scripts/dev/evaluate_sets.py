"""Build an archive of each evaluation set, measure it, and compare with the pinned floors."""

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.answers.evaluation import EvaluationMetrics, measure, measure_all_groups
from bot.command_line.process import DONE, FAILED, data_option, execute
from bot.command_line.progress import ProgressBars
from bot.configuration.settings import Settings
from bot.wiring import build_answerer, build_embedder
from index.building.builder import Builder
from index.models.embedder import OnnxEmbedder
from scripts.dev.sets import SETS, archive_folder

FLOORS = Path(__file__).parent / "floors.json"
# Less than this below a floor is no regression: about one question of NTREX, two of FacQA.
TOLERANCE = 0.0015
# Measures that are better when lower: their limit is a ceiling.
CEILINGS = {"called_near", "called_far", "false_answers", "false_at_95"}
RETRIEVAL = (
    *("questions", "mrr_at_10", "recall_at_1", "recall_at_3", "recall_at_5"),
    *("right_first", "right_in_3", "seen_first", "seen_in_3"),
    *("quote_has_answer", "quote_overlaps", "said_right", "p50_ms", "p95_ms"),
)
CLAIMS = (
    *("questions", "answered", "called_near", "called_far", "false_answers"),
    *("fully_right", "claims_right", "auroc", "auroc_near", "false_at_95"),
)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared/data"), metavar="DIR")
    parser.add_argument("--sets", nargs="*", choices=SETS, default=list(SETS), metavar="SET")
    parser.add_argument("--by", action="store_true", help="also by kind, language, style, half")
    data_option(parser)
    options = parser.parse_args(arguments)
    return execute(options, lambda settings: _work(options, settings), resumes=True)


def _work(options: argparse.Namespace, settings: Settings) -> int:
    if not options.shared.is_dir():
        sys.stdout.write(f"{options.shared} is not there: nothing was measured, nothing failed\n")
        return DONE
    embedder = build_embedder(settings)
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    rows: dict[str, EvaluationMetrics] = {}
    below: list[str] = []
    built: set[str] = set()
    for name in options.sets:
        own = replace(settings, data_dir=settings.data_dir / "eval" / archive_folder(name))
        if archive_folder(name) not in built:
            _build(own.data_dir, options.shared / SETS[name].articles, embedder)
            built.add(archive_folder(name))
        measured = _measure(name, options.shared, own, by=options.by)
        rows |= measured
        below += _below(name, measured[name], floors.get(name, {}), options.shared)
    _print(rows)
    sys.stdout.write("".join(f"not within its limit: {line}\n" for line in below))
    return FAILED if below else DONE


def _build(folder: Path, articles: Path, embedder: OnnxEmbedder) -> None:
    with ProgressBars() as progress:
        Builder(folder, embedder, progress).build([articles])


def _measure(
    name: str, shared: Path, settings: Settings, *, by: bool
) -> dict[str, EvaluationMetrics]:
    """The measures of a set under its name, and with `by` those of its groups."""
    questions = SETS[name].read(shared)
    answerer = build_answerer(settings)
    predicted = [answerer.predict(question) for question in questions]
    found = {name: measure(questions, predicted)}
    groups = measure_all_groups(questions, predicted) if by else {}
    return found | {f"{name}, {group}": metrics for group, metrics in groups.items()}


def _below(
    name: str, metrics: EvaluationMetrics, floors: Mapping[str, float | str], shared: Path
) -> list[str]:
    """What is worse than its floor. A floor holds only for the very data it was measured on."""
    if not floors:
        return []
    if floors["sha256"] != SETS[name].checksum(shared):
        return [f"{name}: the data differ from those the floors were measured on"]
    facts = asdict(metrics)
    limits = {metric: float(limit) for metric, limit in floors.items() if metric != "sha256"}
    return [
        f"{name}: {metric} is {facts[metric]}, its limit is {limit}"
        for metric, limit in limits.items()
        if is_worse(metric, facts[metric], limit)
    ]


def is_worse(metric: str, value: float, limit: float) -> bool:
    """Whether a value is beyond the floor or ceiling of its measure by more than the tolerance."""
    if metric in CEILINGS:
        return value > limit + TOLERANCE
    return value < limit - TOLERANCE


def _print(rows: Mapping[str, EvaluationMetrics]) -> None:
    for columns in (RETRIEVAL, CLAIMS):
        table = Table("set", *columns)
        for name, metrics in rows.items():
            facts = asdict(metrics)
            table.add_row(name, *(_shown(facts[column]) for column in columns))
        Console(width=210).print(table)


def _shown(value: float | int | None) -> str:
    return "–" if value is None else f"{value:,.3f}" if isinstance(value, float) else f"{value:,}"


if __name__ == "__main__":
    sys.exit(main())
