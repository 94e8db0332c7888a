"""Measure the evaluation sets with one part of the search switched off at a time.

Uses the archives that `make eval` built. What a part is worth is the difference to the first row.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.answers.answerer import Answerer
from bot.answers.evaluation import EvaluationMetrics, measure
from bot.answers.labelled_questions import LabelledQuestion
from bot.command_line.process import DONE, data_option, execute
from bot.configuration.settings import Settings
from bot.wiring import build_embedder
from index.confidence import FEATURE_NAMES, Calibration, LogisticModel
from index.models.embedder import Embedder
from index.models.reader import packaged_reader
from index.search.searcher import Searcher
from index.search.tuning import Tuning
from index.store.snapshot.live import LiveIndex
from index.store.snapshot.open_snapshot import OpenSnapshot
from index.store.snapshot.snapshots import Snapshots
from scripts.dev.reader.graphs import reader_option
from scripts.dev.sets import SETS, archive_folder

CONSTRAINTS = ("names_absent", "names_apart", "answer_type")
Change = Callable[[Calibration], Calibration]


def without_weights(calibration: Calibration, names: Sequence[str]) -> Calibration:
    """The calibration with no weight on these features."""

    def without(model: LogisticModel) -> LogisticModel:
        pairs = zip(FEATURE_NAMES, model.weights, strict=True)
        weights = tuple(0.0 if name in names else weight for name, weight in pairs)
        return replace(model, weights=weights)

    return replace(calibration, read=without(calibration.read), unread=without(calibration.unread))


def _unchanged(calibration: Calibration) -> Calibration:
    return calibration


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the search: how it is switched off."""

    tuning: Tuning = Tuning()  # noqa: RUF009  # frozen
    change: Change = _unchanged


PARTS = {
    "nothing": Part(),
    "reader": Part(Tuning(read_windows=0)),
    "whole articles": Part(Tuning(whole_articles=False)),
    "constraints": Part(change=lambda calibration: without_weights(calibration, CONSTRAINTS)),
    "words (BM25)": Part(Tuning(dense_weight=1.0, lexical_candidates=0)),
    "sentences' vectors": Part(Tuning(sentence_share=0.0)),
    "what passage and sentence cover": Part(
        Tuning(covered_weight=0.0, sentence_covered_weight=0.0)
    ),
    "type of answer": Part(Tuning(answer_type_weight=0.0, quote_answer_type_weight=0.0)),
    "English glossary": Part(Tuning(translates=False)),
    "Indonesian synonyms": Part(Tuning(expands_synonyms=False)),
    "other names": Part(Tuning(expands_names=False)),
    "misspelt words": Part(Tuning(corrects_spelling=False)),
    "who is asked for": Part(Tuning(speaker_weight=0.0, spoken_candidates=0)),
    "quoted words first": Part(Tuning(quotation_weight=0.0)),
}
COLUMNS = {
    "facqa": ("mrr_at_10", "quote_has_answer"),
    "idk_mrc": ("mrr_at_10",),
    "ntrex_en": ("recall_at_1",),
    "squad_en": ("recall_at_1", "recall_at_5"),
    "gold": ("recall_at_1", "recall_at_3", "said_right", "quote_overlaps"),
    "gold2": (
        *("right_first", "seen_first", "seen_in_3", "answered", "called_near"),
        *("fully_right", "auroc_near"),
    ),
}


class _Recalibrated(LiveIndex):
    """The live snapshot with its calibration changed."""

    def __init__(self, snapshots: Snapshots, embedder: Embedder, change: Change) -> None:
        super().__init__(snapshots, embedder)
        self.refresh()
        opened = super().current()
        self._changed = replace(opened, calibration=change(opened.calibration))

    def current(self) -> OpenSnapshot:
        return self._changed


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared/data"), metavar="DIR")
    parser.add_argument("--sets", nargs="*", choices=COLUMNS, default=list(COLUMNS), metavar="SET")
    parser.add_argument("--parts", nargs="*", choices=PARTS, default=list(PARTS), metavar="PART")
    reader_option(parser)
    data_option(parser)
    options = parser.parse_args(arguments)
    return execute(options, lambda settings: _work(options, settings))


def _work(options: argparse.Namespace, settings: Settings) -> int:
    columns = [(name, metric) for name in options.sets for metric in COLUMNS[name]]
    table = Table("switched off", *(f"{name} {metric}" for name, metric in columns))
    embedder, reader = build_embedder(settings), packaged_reader(options.reader)
    asked = {name: SETS[name].read(options.shared) for name in options.sets}
    for name in options.parts:
        part = PARTS[name]
        searcher = Searcher(embedder, reader=reader, tuning=part.tuning)
        found = dict(_measured(searcher, part.change, embedder, settings.data_dir, asked))
        values = (getattr(found[one], metric) for one, metric in columns)
        table.add_row(name, *("–" if value is None else f"{value:.3f}" for value in values))
        sys.stderr.write(f"{name}: done\n")
    Console(width=260).print(table)
    return DONE


def _measured(
    searcher: Searcher,
    change: Change,
    embedder: Embedder,
    data: Path,
    asked: Mapping[str, Sequence[LabelledQuestion]],
) -> Iterator[tuple[str, EvaluationMetrics]]:
    for name, questions in asked.items():
        snapshots = Snapshots(data / "eval" / archive_folder(name) / "snapshots")
        answerer = Answerer(searcher, _Recalibrated(snapshots, embedder, change))
        yield name, measure(questions, [answerer.predict(question) for question in questions])


if __name__ == "__main__":
    sys.exit(main())
