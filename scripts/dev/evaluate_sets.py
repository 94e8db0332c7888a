"""Build an archive of each evaluation set, measure it, and compare with the pinned floors."""

import argparse
import hashlib
import json
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.answers.evaluation import EvaluationMetrics, measure, read_questions
from bot.command_line.process import DONE, FAILED, data_option, execute
from bot.command_line.progress import ProgressBars
from bot.settings import Settings
from bot.wiring import build_answerer, build_embedder
from index.building.builder import Builder
from index.models.embedder import OnnxEmbedder

FLOORS = Path(__file__).parent / "floors.json"
# Less than this below a floor is no regression: about one question of NTREX, two of FacQA.
TOLERANCE = 0.0015
COLUMNS = (
    *("questions", "mrr_at_10", "recall_at_1", "recall_at_3", "recall_at_5", "quote_has_answer"),
    *("quote_overlaps", "said_right", "answered", "false_answers", "auroc", "false_at_95"),
    *("p50_ms", "p95_ms"),
)


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """Articles and questions, as paths below the shared data folder.

    `folder` names another set that is built from the same articles, to share its archive.
    """

    articles: str
    questions: str
    folder: str = ""


SETS = {
    "facqa": EvaluationSet("eval/facqa/articles.jsonl.gz", "eval/facqa/questions.jsonl.gz"),
    "ntrex_en": EvaluationSet(
        "eval/ntrex_en/articles.jsonl.gz", "eval/ntrex_en/questions.jsonl.gz"
    ),
    "squad_en": EvaluationSet(
        "eval/squad_en/articles.jsonl.gz", "eval/squad_en/questions.jsonl.gz"
    ),
    "facqa_half": EvaluationSet(
        "eval/facqa_half/articles.jsonl.gz", "eval/facqa_half/questions.jsonl.gz"
    ),
    "idk_mrc": EvaluationSet("eval/idk_mrc/articles.jsonl.gz", "eval/idk_mrc/questions.jsonl.gz"),
    "gold": EvaluationSet("archive_2019_small.jsonl.gz", "gold/questions.jsonl"),
    "follow_ups": EvaluationSet(
        "archive_2019_small.jsonl.gz", str(Path(__file__).parent / "follow_ups.jsonl"), "gold"
    ),
    "gold_full": EvaluationSet("archive_2019.jsonl.gz", "gold/questions.jsonl"),
}


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
        "--sets",
        nargs="*",
        choices=SETS,
        default=list(SETS),
        metavar="SET",
        help="which of them (default: all)",
    )
    data_option(parser)
    options = parser.parse_args(arguments)
    return execute(options, lambda settings: _work(options, settings), resumes=True)


def _work(options: argparse.Namespace, settings: Settings) -> int:
    if not options.shared.is_dir():
        sys.stdout.write(f"{options.shared} is not there: nothing was measured, nothing failed\n")
        return DONE
    embedder = build_embedder(settings)
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    table = Table("set", *COLUMNS)
    below: list[str] = []
    for name in options.sets:
        metrics = _measure(options.shared, SETS[name], embedder, settings, name)
        facts = asdict(metrics)
        table.add_row(name, *(_shown(facts[column]) for column in COLUMNS))
        below += _below(name, metrics, floors.get(name, {}), options.shared)
    Console(width=210).print(table)
    sys.stdout.write("".join(f"below its floor: {line}\n" for line in below))
    return FAILED if below else DONE


def _measure(
    shared: Path, one: EvaluationSet, embedder: OnnxEmbedder, settings: Settings, name: str
) -> EvaluationMetrics:
    own = replace(settings, data_dir=settings.data_dir / "eval" / (one.folder or name))
    with ProgressBars() as progress:
        Builder(own.data_dir, embedder, progress).build([shared / one.articles])
    questions = list(read_questions(shared / one.questions))
    answerer = build_answerer(own)
    return measure(questions, [answerer.predict(question) for question in questions])


def _below(
    name: str, metrics: EvaluationMetrics, floors: dict[str, float | str], shared: Path
) -> list[str]:
    """What is worse than its floor. A floor holds only for the very data it was measured on."""
    if not floors:
        return []
    if floors["sha256"] != checksum(shared, SETS[name]):
        return [f"{name}: the data differ from those the floors were measured on"]
    facts = asdict(metrics)
    limits = {metric: limit for metric, limit in floors.items() if metric != "sha256"}
    return [
        f"{name}: {metric} is {facts[metric]}, its floor is {limit}"
        for metric, limit in limits.items()
        if facts[metric] < float(limit) - TOLERANCE
    ]


def checksum(shared: Path, one: EvaluationSet) -> str:
    """SHA-256 of the set's files of articles and questions, as bytes."""
    digest = hashlib.sha256()
    for path in (one.articles, one.questions):
        digest.update((shared / path).read_bytes())
    return digest.hexdigest()


def _shown(value: float | int | None) -> str:
    return "–" if value is None else f"{value:,.3f}" if isinstance(value, float) else f"{value:,}"


if __name__ == "__main__":
    sys.exit(main())
