"""Measure the archive on questions whose answers are known, or on the answers people rated."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from bot.answers.evaluation import Prediction, measure, measure_all_groups
from bot.answers.labelled_questions import LabelledQuestion, read_questions
from bot.command_line.process import DONE, data_option, execute
from bot.configuration.settings import Settings
from bot.reports.feedback_evaluation import agreement, read_rated_answers
from bot.wiring import build_answerer


def main(arguments: list[str] | None = None, *, prog: str | None = None) -> int:
    """Measure the archive and return the exit status."""
    parser = argparse.ArgumentParser(prog=prog, description=__doc__)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument(
        "--questions", type=Path, metavar="Q.jsonl[.gz]", help="questions with known answers"
    )
    source.add_argument("--feedback", action="store_true", help="answers that people rated")
    parser.add_argument(
        "--dump", type=Path, metavar="OUT.jsonl", help="write what was found for each question"
    )
    parser.add_argument(
        "--by", action="store_true", help="also by kind, language, style of question"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    data_option(parser)
    options = parser.parse_args(arguments)
    return execute(options, lambda settings: _work(options, settings))


def _work(options: argparse.Namespace, settings: Settings) -> int:
    if options.feedback:
        return _feedback(options, settings)
    questions = list(read_questions(options.questions))
    answerer = build_answerer(settings)
    predicted = [answerer.predict(question) for question in questions]
    _dump(predicted, options.dump)
    metrics = asdict(measure(questions, predicted))
    groups = _groups(questions, predicted) if options.by else {}
    if options.json:
        sys.stdout.write(json.dumps(metrics | ({"by": groups} if options.by else {})) + "\n")
        return DONE
    named = [f"\n{name}\n{table(own)}" for name, own in groups.items()]
    sys.stdout.write(table(metrics) + "".join(named))
    return DONE


def _groups(
    questions: list[LabelledQuestion], predicted: list[Prediction]
) -> dict[str, dict[str, float | None]]:
    groups = measure_all_groups(questions, predicted)
    return {name: asdict(metrics) for name, metrics in groups.items()}


def _feedback(options: argparse.Namespace, settings: Settings) -> int:
    """The usual metrics cover liked answers only: for the others, nobody knows what is relevant."""
    rated = read_rated_answers(settings.data_dir / "bot.db")
    answerer = build_answerer(settings)
    predicted = [answerer.predict_again(one.id, one.question) for one in rated]
    _dump(predicted, options.dump)
    liked = [pair for pair in zip(rated, predicted, strict=True) if pair[0].liked]
    metrics = asdict(measure([one.labelled() for one, _ in liked], [found for _, found in liked]))
    agreed = asdict(agreement(rated, predicted))
    if options.json:
        sys.stdout.write(json.dumps(metrics | {"feedback": agreed}) + "\n")
        return DONE
    reasons = agreed.pop("reasons")
    named = {f"disliked: {name or '(no reason)'}": count for name, count in reasons.items()}
    sys.stdout.write(table(agreed | named) + "\n" + (table(metrics) if liked else ""))
    return DONE


def _dump(predicted: list[Prediction], path: Path | None) -> None:
    if path:
        lines = [json.dumps(asdict(found), ensure_ascii=False) + "\n" for found in predicted]
        path.write_text("".join(lines), encoding="utf-8")


def table(metrics: dict[str, float | None]) -> str:
    """One line for each metric; those that these questions cannot measure are left out."""
    known = {name: value for name, value in metrics.items() if value is not None}
    return "".join(f"{name:<24}{value:>10}\n" for name, value in known.items())
