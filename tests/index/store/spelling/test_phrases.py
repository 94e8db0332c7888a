from pathlib import Path

import pytest

from index.store.snapshot.open_snapshot import OpenSnapshot
from index.store.spelling.phrases import correct_phrases
from tests.support.archives import snapshot_of
from tests.support.word_embedder import WordEmbedder

# Each text stands in so many articles.
TEXTS = (
    ("Veronica Koman berbicara di Jenewa.", 30),
    ("Justin Trudeau meminta maaf.", 4),
    ("Habibie meninggal pada sore hari.", 12),
    ("Kuman menyebar di pasar Kolaman.", 40),
    ("Joko Widodo tiba di Dubai.", 40),
    ("Rahman Wibowo pulang.", 6),
    ("Agus Raharjo, petani, panen.", 3),
    ("Agus Rahardjo hadir.", 9),
    # Slips of writers.
    ("Veronika Kartika menari.", 2),
    ("Habiebie dimakamkan.", 1),
)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> OpenSnapshot:
    texts = [text for text, times in TEXTS for _ in range(times)]
    records = [{"id": f"{n:03}", "text": text} for n, text in enumerate(texts)]
    folder: Path = tmp_path_factory.mktemp("phrases")
    return snapshot_of(folder, WordEmbedder(), records)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        # “kumon” is four from “koman”, and nearer to “kuman”; “veronika” stands in two passages.
        ("veronika kumon", {"veronika": "veronica", "kumon": "koman"}),
        ("kapan habiebie meningal", {"habiebie": "habibie", "meningal": "meninggal"}),
        # By ear, and three letters away.
        ("djastin trudo", {"djastin": "justin", "trudo": "trudeau"}),
        # Words that say nothing may stand between.
        ("veronika di kumon", {"veronika": "veronica", "kumon": "koman"}),
    ],
)
def test_words_that_make_sense_together(
    snapshot: OpenSnapshot, asked: str, expected: dict[str, str]
) -> None:
    assert correct_phrases(snapshot.tables, snapshot.words, asked.split(), frozenset()) == expected


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("kumon", "nothing stands beside it"),
        ("zzz kumon", "nor anything that helps"),
        ("joko wibowo", "another person, whose name is known"),
        ("agus raharjo", "the phrase is not rare enough"),
        ("veronika kartika", "it is a phrase of the archive"),
        ("joko dubay", "a city is no surname"),
        ("", "nothing"),
    ],
)
def test_other_phrases_stay(snapshot: OpenSnapshot, asked: str, why: str) -> None:
    assert correct_phrases(snapshot.tables, snapshot.words, asked.split(), frozenset()) == {}, why


def test_protected_words_stay(snapshot: OpenSnapshot) -> None:
    words, corrected = ["veronika", "koman"], {"veronika": "veronica"}
    assert correct_phrases(snapshot.tables, snapshot.words, words, frozenset()) == corrected
    assert correct_phrases(snapshot.tables, snapshot.words, words, frozenset(words)) == {}
