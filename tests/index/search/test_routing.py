import pytest

from index.search.routing import is_text, key_sentences
from tests.support.archives import snapshot_of

LONG = " ".join(f"kata{number}" for number in range(35))


@pytest.fixture
def snapshot(tmp_path, words):
    rest = [f"Berita pagi nomor {number} tentang kota." for number in range(20)]
    return snapshot_of(
        tmp_path, words, ["Jembatan Sungai Lestari runtuh.", "Tarif angkutan naik.", *rest]
    )


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("apa kata Kominfo soal media sosial?", False),
        (f"{LONG}?", False),
        (f"Judul. K{LONG}.", True),
        (f"Judul\n{LONG}", True),
        ("Satu. Dua. Tiga.", False),
        ("kata " * 101, True),
    ],
)
def test_texts_are_told_from_questions(message, text):
    assert is_text(message) is text


def test_the_key_sentence_is_found_wherever_it_stands(snapshot):
    greetings = "Selamat pagi semua, ini kiriman dari grup sebelah. " * 30
    text = f"{greetings}\nJembatan Sungai Lestari runtuh kemarin. Berita kota pagi. Sebarkan!"
    assert key_sentences(text, snapshot) == "Jembatan Sungai Lestari runtuh kemarin."


def test_a_headline_counts_more(snapshot):
    assert key_sentences("Tarif naik\nJembatan runtuh.", snapshot).startswith("Tarif naik")
    # Two sentences that tell as much: both are searched, in their order.
    assert key_sentences("Jembatan runtuh. Tarif naik.", snapshot) == "Jembatan runtuh. Tarif naik."


def test_about_sixty_words_are_searched(snapshot):
    text = " ".join(f"Jembatan Sungai Lestari runtuh {'lagi ' * n}." for n in range(1, 30))
    assert 40 <= len(key_sentences(text, snapshot).split()) <= 60


def test_a_text_without_full_stops_is_cut_into_pieces(snapshot):
    text = "pagi " * 200 + "jembatan sungai lestari runtuh " + "pagi " * 200
    found = key_sentences(text, snapshot)
    assert "lestari" in found
    assert len(found.split()) <= 60


@pytest.mark.parametrize("text", ["", "...", "hahaha wkwkwk", "\n\n"])
def test_a_text_without_known_terms_has_no_key_sentences(snapshot, text):
    assert key_sentences(text, snapshot) == ""
