import pytest

from bot.answers.overlap import f1, holds


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # Four of five words each: 2 * 4 / (5 + 5).
        ("Kami minta pakai nomor ponsel", "kami minta: pakai nomor lain!", 0.8),
        # A word said twice is in common once.
        ("ya ya", "ya", 2 / 3),
        ("", "kata", 0.0),
    ],
)
def test_f1_is_of_words(one, other, expected):
    assert f1(one, other) == pytest.approx(expected)


SENTENCE = "satu dua tiga empat lima"


@pytest.mark.parametrize(
    ("shown", "sentence", "held"),
    [
        ("Lalu: “Satu, dua tiga – EMPAT lima.” Dan banyak lagi yang lain di sini.", SENTENCE, True),
        # Words begin and end where the sentence does.
        ("presatu dua tiga empat limabelas a b c d e", SENTENCE, False),
        # Four of five, with three others: 2 * 4 / (5 + 7) = .67; with five others 8 / 14 = .57.
        ("satu dua tiga empat a b c", SENTENCE, True),
        ("satu dua tiga empat a b c d e", SENTENCE, False),
        # Five of six words are more than 80 %, though F1 is only 10 / 21; five words are too few.
        ("satu x dua tiga empat lima a b c d e f g h i", f"{SENTENCE} enam", True),
        ("satu x dua tiga empat a b c d e f g h i j", SENTENCE, False),
        # Four of six are less than 80 %.
        ("satu x dua tiga empat a b c d e f g h i j", f"{SENTENCE} enam", False),
        ("apa saja", "…", False),
    ],
)
def test_a_text_holds_a_sentence_or_most_of_it(shown, sentence, held):
    assert holds(shown, ["sama sekali bukan ini", sentence]) is held


def test_no_sentence_is_never_held():
    assert holds("apa saja", []) is False
