"""Quotations laid beside texts: what counts as the same, and what differs."""

import pytest

from index.quotes.checking.comparison import Comparison, Quotation
from index.quotes.checking.tokens import quote_tokens

TEXT = (
    "Rapat itu selesai sore. “Kami tidak akan menaikkan tarif 16 ruas jalan tol tahun ini,” kata"
    " Basuki di Jakarta. “Warga Papua boleh lega,” ujarnya."
)


def compared(quotation: str, text: str = TEXT, known: str = "") -> Comparison:
    found = Quotation(quotation, known.split().__contains__).compare(text, quote_tokens(text))
    assert found is not None
    return found


def differences(quotation: str, text: str = TEXT) -> list[tuple[str, str]]:
    return [(one.asked, one.archived) for one in compared(quotation, text).differences]


def test_the_same_words_are_the_same() -> None:
    found = compared("kami tidak akan menaikkan tarif 16 ruas jalan tol")
    assert (found.is_same, found.likeness, found.differences) == (True, 1.0, ())
    assert TEXT[found.start : found.end] == "Kami tidak akan menaikkan tarif 16 ruas jalan tol"


@pytest.mark.parametrize(
    ("quotation", "changed"),
    [
        ("kami tidak akan menaikkan tarif 26 ruas jalan tol", [("26", "16")]),
        ("kami akan menaikkan tarif 16 ruas jalan tol", [("", "tidak")]),
        ("akan menaikkan tarif 16 ruas jalan tol", [("", "tidak")]),
        ("kami tidak akan menurunkan tarif 16 ruas jalan tol", [("menurunkan", "menaikkan")]),
        ("kami belum akan menaikkan tarif 16 ruas jalan tol", [("belum", "tidak")]),
        ("warga Maluku boleh lega", [("Maluku", "Papua")]),
        ("warga Papua tidak boleh lega", [("tidak", "")]),
        ("warga Papua boleh pulang", [("pulang", "lega")]),
    ],
)
def test_numbers_negations_names_and_other_words_are_no_small_differences(
    quotation: str, changed: list[tuple[str, str]]
) -> None:
    assert (differences(quotation), compared(quotation).is_same) == (changed, False)


@pytest.mark.parametrize(
    ("quotation", "changed"),
    [
        ("kami nggak akan menaikkan tarif 16 ruas jalan tol", []),
        ("kami tidak akan menaikkan tarif 16 ruas jalan tol itu", [("itu", "tahun")]),
        ("warga Papua itu boleh lega", [("itu", "")]),
    ],
)
def test_other_styles_of_a_negation_and_small_words(
    quotation: str, changed: list[tuple[str, str]]
) -> None:
    assert differences(quotation) == changed


def test_small_words_and_misspellings_leave_a_quotation_the_same() -> None:
    assert compared("warga Papua itu boleh lega").is_same
    assert compared("kami tidak akan menaikan tarip 16 ruas jalan tol").is_same
    # “lego” is a word of the archive, so it is no misspelling.
    assert not compared("warga Papua boleh lego", known="warga boleh lego").is_same


def test_passive_for_active_is_another_sentence() -> None:
    text = "Polisi menangkap mahasiswa itu kemarin malam."
    assert not compared("polisi ditangkap mahasiswa itu kemarin malam", text).is_same


def test_numbers_are_the_same_in_both_ways_of_writing() -> None:
    text = "Jumlahnya 1.200 orang, naik 3,5 persen dari tahun lalu."
    assert compared("jumlahnya 1,200 orang, naik 3.5% dari tahun lalu", text).is_same
    assert differences("jumlahnya 1.300 orang", text) == [("1.300", "1.200")]


def test_the_rest_of_a_number_is_not_cut_off() -> None:
    text = "Anggarannya dua ratus ribu, kata dia."
    assert differences("anggarannya dua ratus", text) == [("", "ribu")]
    assert differences("ratus ribu", text) == [("", "dua")]


def test_pieces_of_a_shortened_quotation_stand_one_after_the_other() -> None:
    assert compared("Kami tidak akan menaikkan … jalan tol tahun ini").is_same
    assert compared("Kami [pemerintah] tidak akan menaikkan tarif 16 ruas").is_same
    assert not compared("jalan tol tahun ini … kami tidak akan menaikkan tarif").is_same
    # A negation in brackets is a claim.
    assert not compared("Warga Papua [tidak] boleh lega").is_same


def test_nothing_in_common() -> None:
    assert Quotation("kucing terbang").compare(TEXT, quote_tokens(TEXT)) is None


def test_names_are_told_from_beginnings_of_sentences() -> None:
    named = [token.word for token in quote_tokens("Warga Papua pulang. Semua lega.") if token.named]
    assert named == ["papua"]
