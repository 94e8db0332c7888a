import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.sentence_features import (
    AnswerType,
    QueryTerms,
    SentenceFeatures,
    answer_types_in,
    expected_answer_type,
    sentence_features,
    term_number,
    term_numbers,
)
from index.text.stopwords import STOP_WORDS


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Kapan Palapa Ring diresmikan?", AnswerType.DATE),
        ("Tahun berapa undang-undang itu berlaku?", AnswerType.DATE),
        ("when did it open", AnswerType.DATE),
        ("Berapa pelanggan yang terdampak?", AnswerType.NUMBER),
        ("brp harga tiketnya", AnswerType.NUMBER),
        ("How many people were there?", AnswerType.NUMBER),
        ("di mana menara itu dibangun", AnswerType.PLACE),
        ("Where was the ship built?", AnswerType.PLACE),
        ("knp internet dibatasi", AnswerType.REASON),
        ("Why was it blocked?", AnswerType.REASON),
        ("apa kata Kominfo soal media sosial", AnswerType.NONE),
        ("Siapa yang meresmikan?", AnswerType.NONE),
        ("", AnswerType.NONE),
    ],
)
def test_expected_answer_type(question: str, kind: AnswerType) -> None:
    assert expected_answer_type(question) is kind


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("Jaringan itu diresmikan pada 14 Oktober 2019.", AnswerType.DATE | AnswerType.NUMBER),
        ("Sebanyak 91 juta akun terdampak.", AnswerType.NUMBER),
        ("Acara digelar di Jakarta.", AnswerType.PLACE),
        ("Acara digelar di rumah.", AnswerType.NONE),
        ("Layanan dibatasi karena kabar bohong.", AnswerType.REASON),
        ("Ratusan orang datang.", AnswerType.NUMBER),
        ("It was blocked because of the content.", AnswerType.REASON),
        ("Menteri menolak usul itu.", AnswerType.NONE),
    ],
)
def test_answer_types_of_a_sentence(sentence: str, kinds: AnswerType) -> None:
    assert answer_types_in(sentence) == kinds


def test_all_forms_of_a_word_have_one_number() -> None:
    assert len({term_number(form) for form in ("buka", "membuka", "dibuka")}) == 1
    assert term_number("gempa") != term_number("banjir")


def test_numbers_of_a_text_are_sorted_and_without_stop_words() -> None:
    numbers = term_numbers("Yang membuka dan dibuka: gempa")
    assert numbers.tolist() == sorted({term_number("buka"), term_number("gempa")})


def test_what_is_stored_of_a_passage() -> None:
    text = "Gempa di Ambon pada 2019. Yang itu. Gempa reda."
    found = sentence_features(text, [(0, 25), (26, 35), (36, 47)])
    assert isinstance(found, SentenceFeatures)
    assert found.lengths.tolist() == [3, 0, 2]
    assert found.kinds.tolist() == [AnswerType.DATE | AnswerType.NUMBER | AnswerType.PLACE, 0, 0]
    assert len(found.terms) == 5
    nothing = sentence_features("", [])
    assert (len(nothing.terms), len(nothing.lengths), len(nothing.kinds)) == (0, 0, 0)


def test_sentences_with_quotations() -> None:
    sentences = (
        "Banjir surut.",
        '"Kami siap membantu semua warga.',
        'Kami akan kembali besok," ujar Sari.',
        'Film "Laut Biru" diputar.',
    )
    text = " ".join(sentences)
    spans = [(text.index(each), text.index(each) + len(each)) for each in sentences]
    flags = [
        AnswerType(kind) & (AnswerType.QUOTED | AnswerType.QUOTE_CONTINUES)
        for kind in sentence_features(text, spans).kinds
    ]
    assert flags == [
        AnswerType.NONE,
        AnswerType.QUOTED | AnswerType.QUOTE_CONTINUES,
        AnswerType.QUOTED,
        AnswerType.NONE,
    ]


def found_in(*texts: str, **information: float) -> list[float]:
    """The share of the information that each text holds."""
    wanted = QueryTerms.of(information)
    numbers = [term_numbers(text) for text in texts]
    held = wanted.found_in(np.concatenate(numbers), [len(each) for each in numbers])
    return (held @ wanted.shares).tolist()


def test_the_share_of_a_question_that_a_text_contains() -> None:
    texts = ("Banjir!", "GEMPA, banjir", "Gemp\u00e1 itu", "gempabumi", "")
    assert found_in(*texts, banjir=1.0, gempa=3.0) == [0.25, 1.0, 0.75, 0.0, 0.0]


def test_a_stem_covers_its_words() -> None:
    assert found_in("Sekolah dibuka.", membuka=2.0, tutup=2.0) == [0.5]


def test_crosslingual_terms_have_shares_of_their_own() -> None:
    wanted = QueryTerms.of({"banjir": 1.0, "ambon": 3.0}, crosslingual=["ambon"])
    assert wanted.shares.tolist() == [0.25, 0.75]
    assert wanted.crosslingual_shares.tolist() == [0.0, 1.0]
    assert QueryTerms.of({"banjir": 1.0}).crosslingual_shares.tolist() == [0.0]


def test_another_name_stands_for_its_term() -> None:
    wanted = QueryTerms.of({"kominfo": 3.0, "hoaks": 1.0}, names={"kominfo": ["kemkominfo"]})
    numbers = term_numbers("Kemkominfo bicara")
    assert (wanted.found_in(numbers, [len(numbers)]) @ wanted.shares).tolist() == [0.75]


def test_a_question_without_terms_is_contained_nowhere() -> None:
    assert found_in("Banjir surut.", "Gempa.") == [0.0, 0.0]


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5), st.text(max_size=40))
def test_shares_add_up_to_one_or_none(texts: list[str], question: str) -> None:
    asked = {word: 1.0 for word in question.split() if word not in STOP_WORDS}
    assert all(0 <= share <= 1.0000001 for share in found_in(*texts, **asked))
