"""Measure the evaluation sets with one part of the search switched off at a time.

Uses the archives that `make eval` built. What a part is worth is the difference to the first row.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.answers.answerer import Answerer
from bot.answers.evaluation import EvaluationMetrics, measure, read_questions
from bot.command_line.process import DONE, data_option, execute
from bot.settings import Settings
from bot.wiring import build_embedder
from index.search.searcher import Searcher
from index.search.tuning import Tuning
from index.store.live import LiveIndex
from index.store.snapshots import Snapshots
from scripts.dev.evaluate_sets import SETS

PARTS = {
    "nothing": Tuning(),
    "words (BM25)": Tuning(dense_weight=1.0, lexical_candidates=0, filtered_candidates=0),
    "sentences' vectors": Tuning(sentence_share=0.0),
    "what passage and sentence cover": Tuning(covered_weight=0.0, sentence_covered_weight=0.0),
    "type of answer": Tuning(answer_type_weight=0.0, quote_answer_type_weight=0.0),
    "English glossary": Tuning(translates=False),
    "Indonesian synonyms": Tuning(expands_synonyms=False),
    "other names": Tuning(expands_names=False),
    "misspelt words": Tuning(corrects_spelling=False),
    "who is asked for": Tuning(speaker_weight=0.0, spoken_candidates=0),
    "quoted words first": Tuning(quotation_weight=0.0),
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
    embedder = build_embedder(settings)
    folder = settings.data_dir / "eval"
    archives = {
        name: LiveIndex(Snapshots(folder / name / "snapshots"), embedder) for name in options.sets
    }
    for part, tuning in PARTS.items():
        searcher = Searcher(embedder, tuning=tuning)
        answerers = {name: Answerer(searcher, live) for name, live in archives.items()}
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
        answerer.refresh()
        asked = list(read_questions(shared / SETS[name].questions))
        yield name, measure(asked, [answerer.predict(question) for question in asked])


if __name__ == "__main__":
    sys.exit(main())
