"""What a hit shows of its article."""

from pathlib import Path

import pytest

from index.records import Hit
from index.search.searcher import Searcher
from tests.support.archives import search, snapshot_of
from tests.support.word_embedder import WordEmbedder

# 16 words fill a passage.
FILLED = "Hutan di sana masih hijau dan kereta lewat setiap hari pada jam yang sama terus."


def first_hit(folder: Path, question: str, text: str, **record: str) -> Hit:
    embedder = WordEmbedder(max_tokens=16)
    snapshot = snapshot_of(folder, embedder, [{"text": text, **record}])
    return search(Searcher(embedder), question, snapshot).hits[0]


def test_the_passage_is_the_one_around_the_quote(tmp_path: Path) -> None:
    quote = "Banjir surut pagi tadi."
    hit = first_hit(tmp_path, "banjir surut", f"{FILLED} {quote} {FILLED}")
    assert (hit.quote, hit.passage) == (quote, quote)


def test_a_quote_over_two_passages_is_shown_with_both(tmp_path: Path) -> None:
    first = "Banjir melanda pasar dan semua jalan besar di kota itu sejak dini hari Senin."
    second = "Ia juga soal banjir dan sekolah yang ditutup di kota itu sejak dini hari."
    text = f"{FILLED} {first} {second} {FILLED}"
    hit = first_hit(tmp_path, "banjir pasar sekolah", text)
    assert hit.quote == hit.passage == f"{first} {second}"


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("apa kata Budi Santoso soal banjir", "Budi Santoso"),
        ("apa kata Sari Dewi soal banjir", "Sari Dewi, Kepala Badan Contoh"),
        ("hutan hijau kereta", ""),
    ],
)
def test_the_speaker_is_whoever_says_the_best_sentence(
    tmp_path: Path, question: str, speaker: str
) -> None:
    text = (
        f'"Banjir itu surut dalam dua hari," kata Budi Santoso. {FILLED} {FILLED} '
        '"Banjir itu paling parah," kata Kepala Badan Contoh, Sari Dewi.'
    )
    hit = first_hit(tmp_path, question, text)
    assert hit.speaker == speaker
    assert hit.quote in hit.passage in text


def test_names_that_a_hit_lacks_or_has_elsewhere(tmp_path: Path) -> None:
    text = f"Banjir surut pagi tadi. {FILLED} {FILLED} Ratna Sari pulang ke Ambon."
    hit = first_hit(tmp_path, "banjir surut, Ratna Sari, Surabaya", text, title="Kabar")
    assert (hit.missing, hit.elsewhere) == (("Surabaya",), ("Ratna Sari",))
    hit = first_hit(tmp_path / "two", "banjir surut", text)
    assert (hit.missing, hit.elsewhere) == ((), ())
