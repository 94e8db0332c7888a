"""BM25 over texts at hand, against tantivy's own scores."""

from pathlib import Path

import pytest

from index.store.milvus.searching.bm25 import Statistics, bm25, stored_length
from index.store.snapshot.word_index import IndexedArticle, WordIndexWriter
from index.text.analysis import index_text, words

# Short and long ones, whose lengths are kept roughly.
TEXTS = [
    "banjir kota",
    "banjir " * 50 + "gempa besar di kota",
    "gempa besar. " + "kota sunyi " * 40,
    "besar gempa di desa " * 30,
    "api",
]


@pytest.mark.parametrize(
    ("length", "kept"),
    [(0, 0), (23, 23), (39, 39), (40, 40), (41, 40), (55, 54), (56, 56), (59, 56), (87, 84),
     (88, 88), (95, 88), (250, 248), (1000, 984)],
)  # fmt: skip
def test_lengths_are_kept_in_a_byte(length: int, kept: int) -> None:
    assert stored_length(length) == kept


@pytest.mark.parametrize("phrases", [["banjir"], ["kota", "gempa"], ["gempa besar"], ["api", "di"]])
def test_scores_are_those_of_the_word_index(tmp_path: Path, phrases: list[str]) -> None:
    writer = WordIndexWriter(tmp_path)
    for row, text in enumerate(TEXTS):
        article = IndexedArticle(number=row, title="", outlet="", published="")
        writer.add(row, 0, index_text(text), article)
    index = writer.finish()
    held = [index_text(text).split() for text in TEXTS]
    statistics = Statistics(passages=len(TEXTS), words=sum(map(len, held)))
    frequencies = dict(index.vocabulary())
    wanted = [tuple(words(phrase)) for phrase in phrases]
    scores = [bm25(each, len(each), wanted, frequencies, statistics) for each in held]
    found = {row: score for row, score in enumerate(scores) if score}
    expected = index.bm25_scores(phrases, limit=9)
    assert found == {row: pytest.approx(score, rel=1e-4) for row, score in expected.items()}
