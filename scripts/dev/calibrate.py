"""Fit the confidence that answers carry, on the archives that `make eval` built.

Questions of the development sets and of the held-out training articles are asked of whole archives
and of parts of 300 and of 30 articles: with and without the articles that answer, near misses, and
questions on other subjects. A first hit is right if its excerpt answers. Two logistic regressions
are fitted, for excerpts that a reader has read and for others; each set weighs the same. All
figures, and the thresholds, are of confidences that were fitted without the question's article.
The answer threshold of either is the lowest at which .15 of near misses and .03 of questions on
other subjects are called answers. A third regression tells what is on the subject at all, and so
is to be shown. Writes index/data/calibration.json.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from bot.command_line.process import DONE, data_option, execute
from bot.configuration.settings import Settings
from bot.wiring import build_embedder
from index.confidence import FEATURE_NAMES
from index.models.reader import packaged_reader
from index.search.searcher import Searcher
from scripts.dev.calibrating.asking import ask_all
from scripts.dev.calibrating.cases import Case, Mode, load_cases, save_cases
from scripts.dev.calibrating.figures import (
    claims,
    claims_table,
    figures,
    markdown,
    of_set,
    reliability,
)
from scripts.dev.calibrating.fitting import (
    choose_answer,
    choose_near,
    cross_fitted,
    cross_fitted_for,
    fit,
    on_subject,
    with_known_subject,
)
from scripts.dev.calibrating.questions import NAMES, read_set, read_strangers
from scripts.dev.reader.graphs import reader_option

TARGET = Path(__file__).parents[2] / "index" / "data" / "calibration.json"
Floats = NDArray[np.float64]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared/data"), metavar="DIR")
    parser.add_argument(
        "--cases", type=Path, metavar="FILE", help="read the cases from here, or keep them here"
    )
    parser.add_argument("--sets", nargs="*", choices=NAMES, default=list(NAMES), metavar="SET")
    parser.add_argument("--out", type=Path, default=TARGET, metavar="FILE")
    reader_option(parser)
    data_option(parser)
    options = parser.parse_args(arguments)
    return execute(options, lambda settings: _work(options, settings))


def _work(options: argparse.Namespace, settings: Settings) -> int:
    if options.cases and options.cases.exists():
        cases = load_cases(options.cases)
    else:
        cases = _asked(options, settings)
        if options.cases:
            save_cases(cases, options.cases)
    facts = {"model": settings.embedding_model, **calibrate(cases)}
    options.out.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    return DONE


def _asked(options: argparse.Namespace, settings: Settings) -> list[Case]:
    embedder, reader = build_embedder(settings), packaged_reader(options.reader)
    strangers = read_strangers(options.shared)
    sets = [read_set(name, options.shared) for name in options.sets]
    searcher = Searcher(embedder, reader=reader)
    return list(ask_all(sets, strangers, searcher, embedder, settings.data_dir))


def calibrate(cases: Sequence[Case]) -> dict[str, Any]:
    """The facts of calibration.json without the model's name; prints what they rest on."""
    confidences = cross_fitted(cases)
    by_mode = {mode: _of_mode(cases, confidences, mode) for mode in Mode}
    answers = {mode: choose_answer(*of_mode) for mode, of_mode in by_mode.items()}
    console = Console(width=220)
    for mode, (own, guesses) in by_mode.items():
        title = f"{mode}: called an answer (answerable, near, far), right of all claims"
        console.print(claims_table(title, own, guesses))
        sys.stdout.write(f"{mode}, reliability:\n{markdown(reliability(own, guesses))}\n")
    facts = {
        "features": list(FEATURE_NAMES),
        **{str(mode): _fitted(cases, mode, answers[mode]) for mode in Mode},
        "near": _fitted_near(cases),
        "figures": {mode: _figures(*by_mode[mode], answers[mode]) for mode in Mode},
    }
    sys.stdout.write(json.dumps(facts, indent=2) + "\n")
    return facts


def _of_mode(cases: Sequence[Case], confidences: Floats, mode: Mode) -> tuple[list[Case], Floats]:
    places = [place for place, case in enumerate(cases) if case.mode is mode]
    return [cases[place] for place in places], confidences[places]


def _fitted(cases: Sequence[Case], mode: Mode, answer: float) -> dict[str, Any]:
    own = [case for case in cases if case.features.read is (mode is Mode.READ)]
    return asdict(fit(own, threshold=answer))


def _fitted_near(cases: Sequence[Case]) -> dict[str, Any]:
    known = with_known_subject(cases)
    labels = on_subject(known)
    threshold = choose_near(known, cross_fitted_for(known, labels))
    return asdict(fit(known, labels, threshold=threshold))


def _figures(cases: Sequence[Case], confidences: Floats, answer: float) -> dict[str, Any]:
    """Figures of all cases, and of each set and size what is called an answer."""
    cells = sorted({(case.set, case.size) for case in cases})
    return {
        **asdict(figures(cases, confidences)),
        "claims": asdict(claims(cases, confidences, answer)),
        "sets": {
            f"{name}, {size or 'all'}": asdict(
                claims(*of_set(cases, confidences, name, size), answer)
            )
            for name, size in cells
        },
        "reliability": [asdict(each) for each in reliability(cases, confidences)],
    }


if __name__ == "__main__":
    sys.exit(main())
