from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from bot.answers.question_clusters import SAME, QuestionClusters, average_linkage, shared_words
from index.models.embedder import OnnxEmbedder
from tests.support.word_embedder import WordEmbedder

WORDINGS = Path(__file__).parents[2] / "data" / "alike.txt"


def pairs(groups: list[list[str]]) -> set[frozenset[str]]:
    return {frozenset(pair) for group in groups for pair in combinations(group, 2)}


def agreement(embedder: OnnxEmbedder, wanted: list[list[str]]) -> tuple[float, float]:
    """Precision and recall of pairs."""
    questions = [question for group in wanted for question in group]
    found = QuestionClusters(embedder).find(questions)
    together = pairs([[questions[place] for place in group] for group in found])
    right = len(together & pairs(wanted))
    return right / len(together), right / len(pairs(wanted))


def wordings() -> list[list[str]]:
    return [block.splitlines() for block in WORDINGS.read_text().strip().split("\n\n")]


def test_wordings_of_one_question(embedder: OnnxEmbedder) -> None:
    precision, recall = agreement(embedder, wordings())
    assert 2 * precision * recall / (precision + recall) >= 0.74
    assert min(precision, recall) >= 0.69


def test_few_questions(embedder: OnnxEmbedder) -> None:
    """The weights of words are those of the questions at hand, however few."""
    every_sixth = wordings()[::6]
    precision, recall = agreement(embedder, every_sixth)
    assert min(precision, recall) >= 0.7


def test_same_words_are_the_same_question(words: WordEmbedder) -> None:
    questions = ["Banjir di mana?", "gempa", "banjir, di mana", "BANJIR DI MANA??", "gempa!", "🙂"]
    assert QuestionClusters(words).find(questions) == [[0, 2, 3], [1, 4], [5]]
    assert QuestionClusters(words).find([]) == []


def test_embeddings_are_cached(words: WordEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    embedded: list[str] = []
    real = words.embed_query
    monkeypatch.setattr(words, "embed_query", lambda text: embedded.append(text) or real(text))
    clusters = QuestionClusters(words)
    for _ in range(2):
        clusters.find(["banjir", "gempa"])
    assert embedded == ["banjir", "gempa"]
    assert QuestionClusters(words).find(["x " * 5_000]) == [[0]]
    assert len(embedded[-1]) <= 300


def test_only_the_most_frequent_questions_are_compared(
    words: WordEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.answers.question_clusters.COMPARED", 2)
    questions = ["gempa besar", "banjir kota", "banjir di kota", "banjir kota", "banjir di kota"]
    assert QuestionClusters(words).find(questions) == [[1, 2, 3, 4], [0]]
    questions = ["banjir kota", "kota banjir", "gempa", "gempa"]
    assert QuestionClusters(words).find(questions) == [[2, 3], [0], [1]]


def test_shared_words() -> None:
    shared = shared_words(["harga beras", "berapa harga beras?", "price of rice", "banjir", "?"])
    assert shared[0].tolist() == pytest.approx([1, 1, 1, 0, 0])
    assert (shared == shared.T).all()
    # Of two shared and two other words, the rarer ones count more.
    common, rare = shared_words(["kota satu", "kota dua", "kota tiga", "desa satu"])[0, [1, 3]]
    assert 0 < common < rare < 1


def test_average_linkage() -> None:
    # 0 and 1 are one; 2 is like 1 but not like 0: .6 on average.
    similarities = np.array([[1, 0.9, 0.4], [0.9, 1, 0.8], [0.4, 0.8, 1]])
    assert average_linkage(similarities, 0.7) == [[0, 1], [2]]
    assert average_linkage(similarities, 0.59) == [[0, 1, 2]]
    assert average_linkage(similarities, 0.95) == [[0], [1], [2]]
    assert similarities[0, 0] == 1
    assert average_linkage(np.zeros((0, 0)), SAME) == []
