"""What a chapter of training reads: windows, each with the questions put to it.

A pass over the news is several chapters, so that the data files can grow in between.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from index.models.reader_tokens import WINDOW_TOKENS, ArticleTokens, ReaderTokenizer, Tokens, Window
from scripts.dev.reader.articles import Article, Data, Question
from scripts.dev.reader.swaps import Swapper

CHAPTERS = 3
"""Chapters in a pass over the news and the public sets."""
PAIRS_SHARE = 2 / 3
"""Of the articles of the extra files, in each chapter."""
PARAGRAPHS = {"indonli": 400, "squad_id_mt": 350}
"""Of each public set, in each chapter."""
SHORTEST_WINDOW = 140
# How often a question is put to one more window than its own.
OTHER_WINDOW = 0.4
OTHER_ARTICLE = 0.2
SWAPPED = 0.3
SWAPPED_WEIGHT = 0.6
OTHER_ARTICLE_WEIGHT = 0.7
# Articles more alike than this may tell one story, and answer each other's questions.
ONE_STORY = 0.35
BATCH_TOKENS = 4500
BLOCK = 40
Key: TypeAlias = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question put to a window; `answering` are places in the window's sentences."""

    question: Tokens
    answering: tuple[int, ...]
    weight: float
    pair: str = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A window with its questions."""

    window: Window
    asks: list[Ask] = field(default_factory=list)

    @property
    def tokens(self) -> int:
        """Tokens that the upper layers see."""
        here = len(self.window.tokens.ids)
        return sum(here + len(ask.question.ids) for ask in self.asks)


def chapter(data: Data, reading: ReaderTokenizer, *, seed: int, number: int) -> list[list[Lesson]]:
    """The batches of one chapter, always the same for the same data, seed and number."""
    chance = random.Random(f"{seed} {number}")  # noqa: S311
    news = _share(data.news, seed, number)
    pairs = chance.sample(data.pairs, round(PAIRS_SHARE * len(data.pairs)))
    desk = _Desk(reading, chance, _kind_weights((*data.news, *data.pairs)))
    swapper = Swapper((*data.news, *data.pairs))
    for article in (*news, *pairs):
        desk.put_news(article, swapper)
    _put_elsewhere(desk, [*news, *pairs], data.news, chance)
    for name, count in PARAGRAPHS.items():
        paragraphs = [article for article in data.public if article.source == name]
        for article in chance.sample(paragraphs, min(count, len(paragraphs))):
            desk.put_paragraph(article)
    return _batches(list(desk.lessons.values()), chance)


def _share(news: Sequence[Article], seed: int, number: int) -> list[Article]:
    shuffled = list(news)
    random.Random(f"{seed} pass {number // CHAPTERS}").shuffle(shuffled)  # noqa: S311
    return shuffled[number % CHAPTERS :: CHAPTERS]


def _kind_weights(articles: Iterable[Article]) -> dict[str, float]:
    """Weights of near misses by kind, so that the kind of question does not tell the answer."""
    answered: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for article in articles:
        for question in article.questions:
            (answered if question.answering else missed)[question.kind] += 1
    ratio = missed.total() / answered.total()
    return {
        kind: min(1.5, max(0.4, answered[kind] / count * ratio)) for kind, count in missed.items()
    }


class _Desk:
    """Where questions are put to windows."""

    def __init__(
        self, reading: ReaderTokenizer, chance: random.Random, kind_weights: Mapping[str, float]
    ) -> None:
        self.lessons: dict[Key, Lesson] = {}
        self._reading = reading
        self._chance = chance
        self._kind_weights = kind_weights
        self._windows: dict[str, list[Window]] = {}

    def put_news(self, article: Article, swapper: Swapper) -> None:
        """Each question to its window, some to another; near misses where their pair is, too."""
        windows = self._windows_of(article)
        homes: dict[str, int] = {}
        for question in article.questions:
            if question.answering:
                homes[question.pair] = self._put_answered(article, question, windows)
                self._put_swapped(article, question, homes[question.pair], swapper)
        for question in article.questions:
            if not question.answering:
                self._put_missed(article, question, windows, homes.get(question.pair))

    def put_paragraph(self, article: Article) -> None:
        """All questions to one window, which has an answer of one of them."""
        answering = [n for question in article.questions for n in question.answering]
        windows = self._windows_of(article)
        around = self._chance.choice(answering) if answering else 0
        at = self._chance.choice([i for i, w in enumerate(windows) if around in w.numbers])
        for question in self._chance.sample(article.questions, min(5, len(article.questions))):
            self._put(article, at, question)

    def put_other(self, article: Article, question: Question) -> None:
        """The question of another article to the window most like it."""
        at = self._most_like(question.text, self._windows_of(article))
        self._put(article, at, Question(text=question.text), weight=OTHER_ARTICLE_WEIGHT)

    def _windows_of(self, article: Article) -> list[Window]:
        if article.id not in self._windows:
            tokens: ArticleTokens = self._reading.article(article.heading, article.sentences)
            limit = self._chance.randint(SHORTEST_WINDOW, WINDOW_TOKENS)
            self._windows[article.id] = self._reading.windows(tokens, limit)
        return self._windows[article.id]

    def _put_answered(self, article: Article, question: Question, windows: list[Window]) -> int:
        holding = [
            at
            for at, window in enumerate(windows)
            if not set(window.numbers).isdisjoint(question.answering)
        ]
        home = self._chance.choice(holding)
        self._put(article, home, question, pair=question.pair)
        others = sorted(set(range(len(windows))) - set(holding))
        if others and self._chance.random() < OTHER_WINDOW:
            self._put(article, self._chance.choice(others), question)
        return home

    def _put_missed(
        self, article: Article, question: Question, windows: list[Window], home: int | None
    ) -> None:
        weight = self._kind_weights.get(question.kind, 1.0)
        like = self._most_like(question.text, windows)
        if home is not None:
            self._put(article, home, question, weight=weight, pair=question.pair)
        if like != home and (home is None or self._chance.random() < OTHER_WINDOW):
            self._put(article, like, question, weight=weight)

    def _put_swapped(
        self, article: Article, question: Question, home: int, swapper: Swapper
    ) -> None:
        if self._chance.random() < SWAPPED:
            text = swapper.swapped(question.text, article.id, self._chance)
            if text is not None:
                other = Question(text=text, kind=question.kind)
                self._put(article, home, other, weight=SWAPPED_WEIGHT, pair=question.pair)

    def _put(
        self, article: Article, at: int, question: Question, *, weight: float = 1.0, pair: str = ""
    ) -> None:
        window = self._windows[article.id][at]
        lesson = self.lessons.setdefault((article.id, at), Lesson(window))
        places = {number: place for place, number in enumerate(window.numbers)}
        lesson.asks.append(
            Ask(
                question=self._reading.question(question.text),
                answering=tuple(places[n] for n in question.answering if n in places),
                weight=weight,
                pair=pair,
            )
        )

    def _most_like(self, text: str, windows: list[Window]) -> int:
        asked = {word.text for word in self._reading.question(text).words}
        shared = [len(asked & {word.text for word in w.tokens.words}) for w in windows]
        return int(np.argmax(shared))


def _put_elsewhere(
    desk: _Desk, asking: Sequence[Article], articles: Sequence[Article], chance: random.Random
) -> None:
    """Some answered questions to an article of another story with words in common."""
    chosen = [
        (article, question)
        for article in asking
        for question in article.questions
        if question.answering and chance.random() < OTHER_ARTICLE
    ]
    if not chosen:
        return
    vectorizer = TfidfVectorizer(sublinear_tf=True)
    table = vectorizer.fit_transform(map(_text, articles)).T
    own = vectorizer.transform([_text(article) for article, _ in chosen]) @ table
    like = vectorizer.transform([question.text for _, question in chosen]) @ table
    for row, (_, question) in enumerate(chosen):
        scores = like[row].toarray()[0]
        scores[own[row].toarray()[0] > ONE_STORY] = 0
        best = [int(i) for i in np.argsort(-scores)[:3] if scores[i] > 0]
        if best:
            desk.put_other(articles[chance.choice(best)], question)


def _text(article: Article) -> str:
    return " ".join((article.title, *article.sentences))


def _batches(lessons: list[Lesson], chance: random.Random) -> list[list[Lesson]]:
    """Windows of like length together, in random order; about `BATCH_TOKENS` in each."""
    chance.shuffle(lessons)
    batches: list[list[Lesson]] = []
    for first in range(0, len(lessons), BLOCK):
        batch: list[Lesson] = []
        for lesson in sorted(lessons[first : first + BLOCK], key=_length):
            if batch and sum(each.tokens for each in batch) + lesson.tokens > BATCH_TOKENS:
                batches.append(batch)
                batch = []
            batch.append(lesson)
        batches.append(batch)
    chance.shuffle(batches)
    return batches


def _length(lesson: Lesson) -> int:
    return len(lesson.window.tokens.ids)


def kinds_of_asks(batches: Iterable[Iterable[Lesson]]) -> Mapping[str, int]:
    """Counts for the log."""
    counts: dict[str, int] = defaultdict(int)
    for lesson in (lesson for batch in batches for lesson in batch):
        counts["windows"] += 1
        counts["tokens"] += lesson.tokens
        for ask in lesson.asks:
            counts["answered" if ask.answering else "not answered"] += 1
    return counts
