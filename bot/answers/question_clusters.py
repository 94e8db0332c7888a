"""Clusters of questions that ask the same in other words."""

import math
from collections import OrderedDict, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.models.embedder import Embedder, Vector
from index.query.slang import normalize_slang
from index.text.analysis import stem, terms, words
from index.text.language import language_of_query
from index.text.translation import translations

# Two clusters are merged from this similarity on: the mean of the scaled cosine and the share of
# common words. Chosen with the default model on 56 questions in two to four wordings each, formal,
# chat and English, most with near misses that differ in a name or in what is asked
# (tests/data/alike.txt): F1 of pairs .75 (precision .71, recall .80), most errors being two
# questions on one matter; with the cosine alone .69, with words alone .69.
SAME = 0.755
# Characters of a question that are compared: a pasted text says early on what it is about.
_LONGEST = 300
_REMEMBERED = 4_000
# Different questions that are compared, the most frequent ones: 8 s the first time, then 0.4 s.
COMPARED = 600

Matrix = NDArray[np.float64]
# All stems a term may appear as: an English word also appears as its translations.
Term = frozenset[str]


class QuestionClusters:
    """Clusters questions that ask the same; safe to share between threads.

    The embeddings are cached, so that the next page of a report does not compute them again.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._vectors: OrderedDict[str, Vector] = OrderedDict()

    def find(self, questions: Sequence[str]) -> list[list[int]]:
        """Indices into `questions`, in order, of those that ask the same; largest cluster first.

        Every question is in exactly one cluster. Of more than `COMPARED` different questions, the
        least frequent ones are compared with no others.
        """
        by_text: defaultdict[str, list[int]] = defaultdict(list)
        for place, question in enumerate(questions):
            plain = normalize_slang(question[:_LONGEST])
            by_text[" ".join(words(plain)) or plain].append(place)
        texts = sorted(by_text, key=lambda text: -len(by_text[text]))
        joined = [
            sorted(place for one in members for place in by_text[texts[one]])
            for members in self._joined(texts[:COMPARED])
        ]
        joined += [by_text[text] for text in texts[COMPARED:]]
        return sorted(joined, key=lambda places: (-len(places), places))

    def _joined(self, texts: Sequence[str]) -> list[list[int]]:
        if not texts:
            return []
        vectors = np.array([self._vector(text) for text in texts])
        cosines = (vectors @ vectors.T).astype(np.float64)
        return average_linkage((self._embedder.scale.of(cosines) + shared_words(texts)) / 2, SAME)

    def _vector(self, text: str) -> Vector:
        found = self._vectors.pop(text, None)
        if found is None:
            found = self._embedder.embed_query(text)
        self._vectors[text] = found
        while len(self._vectors) > _REMEMBERED:
            self._vectors.popitem(last=False)
        return found


def shared_words(questions: Sequence[str]) -> Matrix:
    """(n, n): how much of their terms two questions share, 0–1.

    Dice's coefficient, with terms weighted by how few of the questions have them (like IDF).
    """
    bags = [_bag(question) for question in questions]
    holding: defaultdict[str, list[int]] = defaultdict(list)
    for place, bag in enumerate(bags):
        for one in frozenset[str]().union(*bag):
            holding[one].append(place)
    held = np.zeros((len(bags), len(bags)))
    total = np.zeros(len(bags))
    for place, bag in enumerate(bags):
        for term in bag:
            weight = math.log1p(len(bags) / min(len(holding[one]) for one in term))
            total[place] += weight
            held[place, list({other for one in term for other in holding[one]})] += weight
    both = total[:, None] + total[None, :]
    shared: Matrix = np.divide(held + held.T, both, out=np.zeros_like(held), where=both > 0)
    return shared


def average_linkage(similarities: Matrix, least: float) -> list[list[int]]:
    """Clusters of the rows of a symmetric matrix, by average linkage.

    The two most similar clusters are merged as long as the mean similarity of their members is at
    least `least`: Sokal, Michener, “A statistical method for evaluating systematic relationships”
    (1958).
    """
    left = similarities.astype(np.float64)
    np.fill_diagonal(left, -np.inf)
    clusters = {place: [place] for place in range(len(left))}
    while len(clusters) > 1:
        one, other = divmod(int(left.argmax()), len(left))
        if left[one, other] < least:
            break
        sizes = len(clusters[one]), len(clusters[other])
        average = (sizes[0] * left[one] + sizes[1] * left[other]) / sum(sizes)
        left[one], left[:, one] = average, average
        left[other], left[:, other] = -np.inf, -np.inf
        left[one, one] = -np.inf
        clusters[one] += clusters.pop(other)
    return list(clusters.values())


def _bag(question: str) -> list[Term]:
    english = language_of_query(question) == "en"
    bag = []
    for term in terms(normalize_slang(question)):
        stems = {stem(term)}
        if english:
            stems |= {stem(term, "english"), *map(stem, translations(term))}
        bag.append(frozenset(stems))
    return bag
