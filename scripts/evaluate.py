"""Measure the archive in the data folder on questions whose answers are known, or judged."""

if __name__ == "__main__":  # Before the imports that take long.
    from bot.interrupts import end_quietly

    end_quietly()

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from bot.answers.evaluation import Predicted, measure, read_questions
from bot.command_line import DONE, data_option, run
from bot.reports.feedback_evaluation import agreement, read_judged
from bot.settings import Settings
from bot.wiring import build_answerer


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--questions", type=Path, metavar="Q.jsonl[.gz]")
    source.add_argument("--feedback", action="store_true", help="what people gave 👍 and 👎 for")
    parser.add_argument("--dump", type=Path, metavar="OUT.jsonl", help="what came of each question")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    data_option(parser)
    chosen = parser.parse_args(arguments)
    return run(chosen, lambda settings: _work(chosen, settings))


def _work(chosen: argparse.Namespace, settings: Settings) -> int:
    if chosen.feedback:
        return _feedback(chosen, settings)
    asked = list(read_questions(chosen.questions))
    answerer = build_answerer(settings)
    predicted = [answerer.predict(question) for question in asked]
    _dump(predicted, chosen.dump)
    metrics = asdict(measure(asked, predicted))
    sys.stdout.write(json.dumps(metrics) + "\n" if chosen.json else table(metrics))
    return DONE


def _feedback(chosen: argparse.Namespace, settings: Settings) -> int:
    """The usual metrics are of what was liked: only there it is known what is relevant."""
    judged = read_judged(settings.data_dir / "bot.db")
    answerer = build_answerer(settings)
    predicted = [answerer.predict_again(one.id, one.question) for one in judged]
    _dump(predicted, chosen.dump)
    liked = [pair for pair in zip(judged, predicted, strict=True) if pair[0].liked]
    metrics = asdict(measure([one.asked() for one, _ in liked], [found for _, found in liked]))
    agreed = asdict(agreement(judged, predicted))
    if chosen.json:
        sys.stdout.write(json.dumps(metrics | {"feedback": agreed}) + "\n")
        return DONE
    reasons = agreed.pop("reasons")
    named = {f"disliked: {name or '(no reason)'}": count for name, count in reasons.items()}
    sys.stdout.write(table(agreed | named) + "\n" + (table(metrics) if liked else ""))
    return DONE


def _dump(predicted: list[Predicted], path: Path | None) -> None:
    if path:
        lines = [json.dumps(asdict(found), ensure_ascii=False) + "\n" for found in predicted]
        path.write_text("".join(lines), encoding="utf-8")


def table(metrics: dict[str, float | None]) -> str:
    """A line a metric; those that the questions cannot tell are left out."""
    known = {name: value for name, value in metrics.items() if value is not None}
    return "".join(f"{name:<24}{value:>10}\n" for name, value in known.items())


if __name__ == "__main__":
    sys.exit(main())
