"""Measure the evaluation sets with one part of the search switched off at a time.

Uses the archives that `make eval` built. What a part is worth is the difference to the first row.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from rich.console import Console
from rich.table import Table

from bot.answers.answerer import Answerer
from bot.answers.evaluation import EvaluationMetrics, measure, read_questions
from bot.command_line.process import DONE, data_option, execute
from bot.settings import Settings
from bot.wiring import build_answerer
from index.entities.matcher import EntityIndex
from index.search import candidates, fusion, prepared_query, scoring
from scripts.dev.evaluate_sets import SETS

Switch = Callable[[], AbstractContextManager[object]]

PARTS: dict[str, tuple[Switch, ...]] = {
    "nothing": (),
    "words (BM25)": (
        lambda: patch.object(fusion, "DENSE_WEIGHT", 1.0),
        lambda: patch.object(candidates, "_lexical", return_value={}),
    ),
    "sentences' vectors": (lambda: patch.object(fusion, "SENTENCE_SHARE", 0.0),),
    "what passage and sentence cover": (
        lambda: patch.object(fusion, "COVERED_WEIGHT", 0.0),
        lambda: patch.object(fusion, "SENTENCE_COVERED_WEIGHT", 0.0),
    ),
    "kind of answer": (
        lambda: patch.object(fusion, "KIND_WEIGHT", 0.0),
        lambda: patch.object(scoring, "KIND_WEIGHT", 0.0),
    ),
    "English glossary": (lambda: patch.object(prepared_query, "translations", return_value=()),),
    "Indonesian synonyms": (lambda: patch.object(prepared_query, "synonyms", return_value=()),),
    "other names": (lambda: patch.object(EntityIndex, "expand", return_value=[]),),
    "misspelt words": (lambda: patch.object(prepared_query, "corrected", return_value=None),),
    "who is asked for": (
        lambda: patch.object(fusion, "SPEAKER_WEIGHT", 0.0),
        lambda: patch.object(prepared_query, "spoken_rows", return_value=None),
    ),
    "quoted words first": (lambda: patch.object(scoring, "QUOTED_WEIGHT", 0.0),),
}
COLUMNS = {
    "facqa": ("mrr_at_10", "quote_has_answer"),
    "idk_mrc": ("mrr_at_10",),
    "ntrex_en": ("recall_at_1",),
    "squad_en": ("recall_at_1", "recall_at_5"),
    "gold": ("recall_at_1", "recall_at_3", "said_right", "quote_overlaps"),
}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared/data"), metavar="DIR")
    parser.add_argument("--sets", nargs="*", choices=COLUMNS, default=list(COLUMNS), metavar="SET")
    data_option(parser)
    options = parser.parse_args(arguments)
    return execute(options, lambda settings: _work(options, settings))


def _work(options: argparse.Namespace, settings: Settings) -> int:
    columns = [(name, metric) for name in options.sets for metric in COLUMNS[name]]
    table = Table("switched off", *(f"{name} {metric}" for name, metric in columns))
    answerers = {
        name: build_answerer(replace(settings, data_dir=settings.data_dir / "eval" / name))
        for name in options.sets
    }
    for part, switches in PARTS.items():
        with ExitStack() as off:
            for switch in switches:
                off.enter_context(switch())
            found = dict(_measured(answerers, options.shared))
        values = (getattr(found[name], metric) for name, metric in columns)
        table.add_row(part, *("–" if value is None else f"{value:.3f}" for value in values))
        sys.stderr.write(f"{part}: done\n")
    Console(width=220).print(table)
    return DONE


def _measured(
    answerers: dict[str, Answerer], shared: Path
) -> Iterator[tuple[str, EvaluationMetrics]]:
    for name, answerer in answerers.items():
        asked = list(read_questions(shared / SETS[name].questions))
        yield name, measure(asked, [answerer.predict(question) for question in asked])


if __name__ == "__main__":
    sys.exit(main())
