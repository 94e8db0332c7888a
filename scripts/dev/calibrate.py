"""Fit the confidence that answers carry, on the archives that `make eval` built.

Each archive is asked whole and in parts of 300 and of 30 articles: questions whose answer it has,
as they are and with their relevant articles taken out; questions of the same set whose answer it
lacks; and questions of another set, which have no business there. The first hit is right if it is
relevant. Each set and size weighs the same. Writes index/data/calibration.json.
"""

import argparse
import datetime
import json
import random
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from bot.answers.evaluation import LabelledQuestion, auroc, read_questions
from bot.command_line.process import DONE, data_option, execute
from bot.settings import Settings
from bot.wiring import build_embedder
from index.building.snapshot_writer import write_snapshot
from index.confidence import Features
from index.entities.matcher import EntityIndex
from index.models.embedder import Embedder
from index.query.filters import NARROWING, Filter
from index.query.parse import parse_query
from index.records import Article
from index.search.searcher import Searcher
from index.store.archive import Archive, EmbeddedPassage
from index.store.snapshot_reader import OpenSnapshot, open_snapshot
from index.store.snapshots import Snapshots
from scripts.dev.evaluate_sets import SETS

TARGET = Path(__file__).parents[2] / "index" / "data" / "calibration.json"
# Articles in a part (None: all), and how many parts of that size are drawn from each set.
PARTS: tuple[tuple[int | None, int], ...] = ((30, 4), (300, 2), (None, 1))
# Questions asked of a part at most: answered in it, not answered in it, of another set.
PRESENT, ABSENT, STRANGE = 200, 100, 60
# The full archive is not fitted on: it shows whether the confidence holds for a larger one. Neither
# are questions that go on from others, which are searched with words nobody typed.
FITTED_ON = [name for name in SETS if name not in ("gold_full", "follow_ups")]
# A set on other subjects: Indonesian news of 2001–2005 or Wikipedia where Welsh politics is asked.
STRANGERS = {"ntrex_en": "facqa", "squad_en": "facqa", "gold": "idk_mrc"}
STRANGER = "ntrex_en"
# Two costs chose the thresholds. Showing a wrong first hit as an answer is taken to cost half as
# much as hiding the quote of a right one (which "related" still links): .35, which shows 70 to 83 %
# of the right and 7 to 22 % of the wrong ones as answers, in archives of thousands and of thirty.
# Hiding a right hit altogether, which claims that it is not there, costs fifteen times as much as
# showing a hit for a question on another subject as related: .06, below which lie 1 to 3 % of the
# right ones (FacQA, IDK-MRC, SQuAD) and 74 to 97 % of the questions on other subjects. At .12 it
# would be 3 to 9 % and 89 to 99 %, and of 40 questions as people ask them, whose article was among
# the first four, 9 instead of 5.
ANSWER, RELATED = 0.35, 0.06

Cell = tuple[str, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One search: set and size, the question, the features, and if the first hit was right."""

    cell: Cell
    question: str
    features: Features
    right: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Some articles of an archive, as if they were all."""

    whole: Archive
    ids: frozenset[str]
    model: str

    def articles(self) -> Iterator[Article]:
        return (article for article in self.whole.articles() if article.id in self.ids)

    def embedded(self, model: str) -> Iterator[EmbeddedPassage]:
        return (p for p in self.whole.embedded(model) if p.article_id in self.ids)

    def sketches(self) -> dict[str, bytes]:
        return {name: one for name, one in self.whole.sketches().items() if name in self.ids}

    def counts(self) -> tuple[int, int]:
        kept = Counter(passage.article_id for passage in self.embedded(self.model))
        return len(kept), sum(kept.values())


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared/data"), metavar="DIR")
    data_option(parser)
    options = parser.parse_args(arguments)
    return execute(options, lambda settings: _work(options.shared, settings))


def _work(shared: Path, settings: Settings) -> int:
    embedder = build_embedder(settings)
    asked = {name: list(read_questions(shared / one.questions)) for name, one in SETS.items()}
    cases: list[Case] = []
    for name in FITTED_ON:
        with closing(Archive.open(settings.data_dir / "eval" / name / "archive.db")) as archive:
            cases.extend(_cases(name, archive, asked, embedder))
        sys.stderr.write(f"{name}: {len(cases)} cases so far\n")
    facts = {"model": embedder.name, **_fit(cases), "answer": ANSWER, "related": RELATED}
    TARGET.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(facts, indent=2) + "\n")
    return DONE


def _cases(
    name: str, archive: Archive, asked: dict[str, list[LabelledQuestion]], embedder: Embedder
) -> Iterator[Case]:
    draw = random.Random(name)  # noqa: S311  # the same parts every time
    strangers = asked[STRANGERS.get(name, STRANGER)]
    every = [article.id for article in archive.articles()]
    for size, repeats in PARTS:
        for _ in range(repeats):
            ids = frozenset(_drawn(every, asked[name], size, draw))
            part = Part(archive, ids, embedder.fingerprint)
            with tempfile.TemporaryDirectory() as folder:
                path = write_snapshot(
                    part, Snapshots(Path(folder)), embedder, EntityIndex.shipped()
                )
                snapshot = open_snapshot(path, embedder)
                present = [one for one in asked[name] if one.relevant & ids]
                absent = [one for one in asked[name] if not one.relevant & ids]
                ask = _Asking((name, size), Searcher(embedder), snapshot)
                yield from map(ask.as_it_is, _sample(draw, present, PRESENT))
                yield from map(ask.without_answer, _sample(draw, present, PRESENT))
                yield from map(ask.as_it_is, _sample(draw, absent, ABSENT))
                yield from map(ask.as_it_is, _sample(draw, strangers, STRANGE))


def _sample(
    draw: random.Random, questions: Sequence[LabelledQuestion], most: int
) -> list[LabelledQuestion]:
    return draw.sample(questions, min(most, len(questions)))


def _drawn(
    every: list[str], asked: Sequence[LabelledQuestion], size: int | None, draw: random.Random
) -> set[str]:
    """`size` articles, up to half of them such as answer a question; all without a size."""
    if size is None:
        return set(every)
    answering = sorted({article for one in asked for article in one.relevant} & set(every))
    kept = set(draw.sample(answering, min(size // 2, len(answering))))
    return kept | set(draw.sample(every, size - len(kept)))


@dataclass(frozen=True, slots=True)
class _Asking:
    cell: Cell
    searcher: Searcher
    snapshot: OpenSnapshot

    def as_it_is(self, question: LabelledQuestion) -> Case:
        return self._case(question, without=frozenset())

    def without_answer(self, question: LabelledQuestion) -> Case:
        return self._case(question, without=question.relevant)

    def _case(self, question: LabelledQuestion, *, without: frozenset[str]) -> Case:
        # What filters leave is another archive, and the newest need not be the nearest. Whose words
        # are asked for stays: it is part of the features.
        query = parse_query(question.question, today=datetime.date.today())  # noqa: DTZ011
        query = query.without(*NARROWING, Filter.LATEST)
        prepared = self.searcher.prepare(query, self.snapshot)
        found = self.searcher.search(prepared, limit=1, without=without)
        if not found.features:
            raise ValueError(f"{question.id}: nothing is left of the part of {self.cell}")
        right = found.hits[0].article.id in question.relevant
        features = found.features[0]
        return Case(cell=self.cell, question=question.id, features=features, right=right)


def _fit(cases: list[Case]) -> dict[str, Any]:
    """Weights on all cases; figures by five-fold cross-validation with questions kept together."""
    features = np.array([astuple(case.features) for case in cases])
    right = np.array([case.right for case in cases])
    sizes = Counter(case.cell for case in cases)
    weights = np.array([len(cases) / len(sizes) / sizes[case.cell] for case in cases])
    model = LogisticRegression(C=10, max_iter=1000).fit(features, right, sample_weight=weights)
    guesses = cross_val_predict(
        LogisticRegression(C=10, max_iter=1000),
        features,
        right,
        groups=[case.question for case in cases],
        cv=GroupKFold(5),
        params={"sample_weight": weights},
        method="predict_proba",
    )[:, 1].tolist()
    return {
        "weights": [round(float(weight), 4) for weight in model.coef_[0]],
        "intercept": round(float(model.intercept_[0]), 4),
        "figures": {
            f"{name}, {size or 'all'}": _figures(cases, guesses, (name, size))
            for name, size in sizes
        },
    }


def _figures(cases: list[Case], guesses: list[float], cell: Cell) -> dict[str, float | None]:
    own = [(case, guess) for case, guess in zip(cases, guesses, strict=True) if case.cell == cell]
    right = [guess for case, guess in own if case.right]
    wrong = [guess for case, guess in own if not case.right]
    brier = statistics.fmean((guess - case.right) ** 2 for case, guess in own)
    return {"auroc": auroc(right, wrong), "brier": round(brier, 4)}


if __name__ == "__main__":
    sys.exit(main())
