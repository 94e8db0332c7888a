"""Which words an archive writes as names."""

from pathlib import Path

from index.search.preparation.name_terms import archive_names
from index.search.searcher import Searcher
from tests.support.archives import asks, snapshot_of
from tests.support.word_embedder import WordEmbedder

TEXTS = (
    "Warga pergi ke Ambon pada pagi hari. Banjir melanda Ambon, kata warga. Pasar tutup.",
    "Menurut UU 11 Tahun 2008 dan UU 19 Tahun 2016, ada rapat di Kupang. "
    "Pasar itu ramai, dan pasar lain tutup. Rapat ketua dan Ketua usai.",
)


def test_names_are_words_with_a_capital_within_sentences(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, WordEmbedder(), TEXTS)
    asked = ["ambon", "banjir", "kupang", "pasar", "ketua", "surabaya", "x", "tahun"]
    # Kupang stands there once only, “Banjir” and “Pasar” at the beginning of sentences; “Tahun” is
    # a common word, however laws write it.
    assert archive_names(snapshot, asked) == {"ambon"}


def test_a_question_in_small_letters_has_its_names(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, WordEmbedder(), TEXTS)
    prepared = Searcher(WordEmbedder()).prepare(asks("pasar di ambon 2018 dan Kupang"), snapshot)
    assert prepared.name_terms >= {"ambon", "kupang"}
    assert "pasar" not in prepared.name_terms
