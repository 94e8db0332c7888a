"""Synthetic articles, as many as one likes: passages of a real archive recombined in pairs.

Each article joins two real passages under a new title, address, outlet, day and id. Up to three
names of a passage are replaced by made-up ones, drawn by Zipf's law as words are: the vocabulary
grows on as a real one does, while the frequencies of all other words stay what they are. Vectors
are the real ones with noise of norm .25, so that no two are equal; sentence vectors, statements and
features stay, but for the terms of the sentences whose names were replaced.

The same base gives the same articles, and a larger archive begins with all of a smaller one.
"""

import datetime
import hashlib
import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from index.building.splitter import passage_heading
from index.models.embedder import Vector
from index.records import Article
from index.store.archive.archive import Archive
from index.store.archive.embedded_passages import EmbeddedPassage
from index.text.sentence_features import SentenceFeatures, TermNumbers, term_numbers

# Articles that are made of one sequence of random numbers.
CHUNK = 1000
PASSAGES_AN_ARTICLE = 2
NOISE = 0.25
FIRST_DAY, LAST_DAY = datetime.date(2001, 1, 1), datetime.date(2026, 11, 1)

_SEED = 7
# With this exponent, 1,000,000 passages have 60 times as many words as 6,229 real ones.
_ZIPF = 1.25
_NAMES_A_PASSAGE = 3
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{4,11}\b")
_TITLE_WORDS = 8
_CONSONANTS, _VOWELS = "bcdfghjklmnprstvwyz", "aeiou"


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticPassage:
    """A passage of an article from `start` on; `statements` as those of EmbeddedPassage, read."""

    start: int
    text: str
    vector: Vector
    sentences: str
    sentence_vectors: bytes
    features: SentenceFeatures
    statements: Sequence[tuple[int, int, str, str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticArticle:
    """An article with all that an archive keeps of its passages; `heading` is that of each."""

    article: Article
    heading: str
    passages: tuple[SyntheticPassage, ...]

    def with_passages(self, count: int) -> "SyntheticArticle":
        """The article cut after the first `count` of its passages."""
        kept = self.passages[:count]
        article = replace(self.article, text="\n".join(passage.text for passage in kept))
        return replace(self, article=article, passages=kept)


@dataclass(frozen=True)
class _Source:
    """A real passage that is recombined, with its article."""

    passage: EmbeddedPassage
    article: Article

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        return [(start, end) for start, end in json.loads(self.passage.sentences)]

    @cached_property
    def names(self) -> list[tuple[int, int]]:
        return [found.span() for found in _NAME.finditer(self.passage.text)]

    @cached_property
    def statements(self) -> list[tuple[int, int, str, str, str]]:
        return [tuple(one) for one in json.loads(self.passage.statements)]

    @cached_property
    def terms(self) -> list[TermNumbers]:
        """The term numbers of each sentence."""
        features = self.passage.features
        return np.split(features.terms, np.cumsum(features.lengths, dtype=np.int64)[:-1])


class Recombination:
    """Makes articles of the passages of an archive that have vectors of one model."""

    def __init__(self, base: Archive, model: str, *, without: Collection[str]) -> None:
        """`without` are ids of articles whose passages are not used, as what answers questions."""
        articles = {article.id: article for article in base.articles()}
        self._outlets = [article.source for article in articles.values() if article.source]
        self._titles = [article.title.split() for article in articles.values() if article.title]
        self._sources = [
            _Source(passage, articles[passage.article_id])
            for passage in base.embedded(model)
            if passage.article_id not in without
        ]

    def articles(self, first_chunk: int = 0) -> Iterator[SyntheticArticle]:
        """Articles without end; those of another first chunk are others."""
        chunk = first_chunk
        while True:
            yield from self._chunk(chunk)
            chunk += 1

    def _chunk(self, chunk: int) -> Iterator[SyntheticArticle]:
        rng = np.random.default_rng([_SEED, chunk])
        count = CHUNK * PASSAGES_AN_ARTICLE
        chosen = rng.integers(0, len(self._sources), size=count)
        vectors = np.vstack([self._sources[one].passage.vector for one in chosen])
        noise = rng.standard_normal(vectors.shape, dtype=np.float32)
        vectors = vectors + NOISE * noise / np.linalg.norm(noise, axis=1, keepdims=True)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        for place in range(CHUNK):
            rows = slice(PASSAGES_AN_ARTICLE * place, PASSAGES_AN_ARTICLE * (place + 1))
            sources = [self._sources[one] for one in chosen[rows]]
            yield self._article(chunk * CHUNK + place, sources, vectors[rows], rng)

    def _article(
        self,
        number: int,
        sources: Sequence[_Source],
        vectors: Vector,
        rng: np.random.Generator,
    ) -> SyntheticArticle:
        passages, at = [], 0
        for source, vector in zip(sources, vectors, strict=True):
            passages.append(_passage(source, vector, at, rng))
            at += len(passages[-1].text) + 1
        article = replace(
            sources[0].article,
            id=hashlib.blake2b(str(number).encode(), digest_size=8).hexdigest(),
            title=self._title(rng),
            source=self._outlets[rng.integers(len(self._outlets))],
            published=_moment(rng),
            text="\n".join(passage.text for passage in passages),
        )
        slug = "-".join(article.title.lower().split()[:6])
        url = f"https://{article.source}/{article.published[:10]}/{number}/{slug}"
        article = replace(article, url=url)
        return SyntheticArticle(
            article=article, heading=passage_heading(article), passages=tuple(passages)
        )

    def _title(self, rng: np.random.Generator) -> str:
        words = list(self._titles[rng.integers(len(self._titles))])
        rng.shuffle(words)
        return " ".join([*words[:_TITLE_WORDS], made_up_name(int(rng.zipf(_ZIPF)), 8)])


def made_up_name(rank: int, length: int) -> str:
    """A pronounceable name of this many letters, at most 16; the same for the same rank."""
    digest = hashlib.blake2b(str(rank).encode(), digest_size=16).digest()
    letters = (
        _CONSONANTS[byte % len(_CONSONANTS)] if place % 2 == 0 else _VOWELS[byte % len(_VOWELS)]
        for place, byte in enumerate(digest[:length])
    )
    return "".join(letters).capitalize()


def _passage(
    source: _Source, vector: Vector, start: int, rng: np.random.Generator
) -> SyntheticPassage:
    text = source.passage.text
    replaced = [source.names[one] for one in rng.permutation(len(source.names))[:_NAMES_A_PASSAGE]]
    for first, end in replaced:
        text = text[:first] + made_up_name(int(rng.zipf(_ZIPF)), end - first) + text[end:]
    return SyntheticPassage(
        start=start,
        text=text,
        vector=vector,
        sentences=source.passage.sentences,
        sentence_vectors=source.passage.sentence_vectors,
        features=_features(source, text, replaced),
        statements=[_said_by_another(one, rng) for one in source.statements],
    )


def _features(source: _Source, text: str, replaced: Sequence[tuple[int, int]]) -> SentenceFeatures:
    """The features of the passage, the terms of sentences with another name made anew."""
    terms = [
        term_numbers(text[start:end])
        if any(start <= first < end for first, _ in replaced)
        else known
        for (start, end), known in zip(source.spans, source.terms, strict=True)
    ]
    return SentenceFeatures(
        terms=np.concatenate(terms),
        lengths=np.array([len(numbers) for numbers in terms], dtype="<u2"),
        kinds=source.passage.features.kinds,
    )


def _said_by_another(
    statement: tuple[int, int, str, str, str], rng: np.random.Generator
) -> tuple[int, int, str, str, str]:
    """Half of the named speakers get a made-up name."""
    start, end, name, role, institution = statement
    if name and rng.random() < 0.5:
        rank = int(rng.zipf(_ZIPF))
        name = f"{made_up_name(rank, 7)} {made_up_name(rank + 1, 6)}"
    return start, end, name, role, institution


def _moment(rng: np.random.Generator) -> str:
    day = FIRST_DAY + datetime.timedelta(days=int(rng.integers((LAST_DAY - FIRST_DAY).days)))
    return f"{day.isoformat()}T{rng.integers(24):02d}:{rng.integers(60):02d}:00+07:00"
