"""What messages claim that somebody said."""

import pytest

from index.quotes.checking.claims import Claim, claims_to_check, read_claims


@pytest.mark.parametrize(
    ("message", "quotation", "speaker"),
    [
        (
            'benarkah Jokowi bilang "tidak ada pemblokiran internet"?',
            "tidak ada pemblokiran internet",
            "Jokowi",
        ),
        (
            "apa benar Rudiantara pernah mengatakan bahwa internet diblokir selamanya",
            "internet diblokir selamanya",
            "Rudiantara",
        ),
        ("siapa yang bilang 'media sosial itu racun'?", "media sosial itu racun", ""),
        (
            "Did Wiranto really say “we will not tolerate hoaxes”?",
            "we will not tolerate hoaxes",
            "Wiranto",
        ),
        ("who said «freedom has its limits»?", "freedom has its limits", ""),
        (
            "is it true that Prabowo said that Indonesia will collapse by 2030?",
            "Indonesia will collapse by 2030",
            "Prabowo",
        ),
        (
            "Benarkah ‘rakyat harus makan keong’ itu ucapan Amran?",
            "rakyat harus makan keong",
            "Amran",
        ),
    ],
)
def test_questions_ask_for_a_check_by_themselves(
    message: str, quotation: str, speaker: str
) -> None:
    claim = Claim(quotation=quotation, speaker=speaker)
    assert claims_to_check(message) == (claim,)
    assert read_claims(message) == (claim,)


@pytest.mark.parametrize(
    "message",
    [
        "apa kata Kominfo soal media sosial",
        'apa kata Jokowi soal "media sosial"',
        "apa Kominfo bilang soal media sosial",
        "apakah Menkominfo sudah menjelaskan soal pemblokiran?",
        "siapa yang bilang soal tarif tol naik",
        "did Jokowi say anything about Papua?",
        "benarkah Jokowi bilang begitu?",
        "kapan internet Papua diblokir?",
    ],
)
def test_other_questions_ask_for_none(message: str) -> None:
    assert claims_to_check(message) == ()


def test_a_text_that_was_passed_on_is_checked_if_it_quotes_somebody() -> None:
    message = "“Kami tidak akan mundur,” kata Moeldoko. “Kami siap kapan saja.”"
    claims = (
        Claim(quotation="Kami tidak akan mundur", speaker="Moeldoko"),
        Claim(quotation="Kami siap kapan saja.", speaker="Moeldoko"),
    )
    assert claims_to_check(message, passed_on=True) == claims
    assert claims_to_check(message) == ()
    assert claims_to_check("“Kami tidak akan mundur sama sekali.”", passed_on=True) == ()


def test_most_of_a_long_text_must_be_quoted() -> None:
    told = "Rapat kabinet berlangsung lama dan membahas banyak hal lain di Istana. " * 4
    message = f"{told}“Kami tidak akan mundur,” kata Moeldoko."
    assert claims_to_check(message, passed_on=True) == ()


@pytest.mark.parametrize(
    ("message", "quotation", "speaker"),
    [
        ("Jokowi bilang tidak akan ada pemblokiran", "tidak akan ada pemblokiran", "Jokowi"),
        ("kata Wiranto, internet segera pulih", "internet segera pulih", "Wiranto"),
        ('"Kita lawan hoaks bersama" - Rudiantara', "Kita lawan hoaks bersama", "Rudiantara"),
        ("Jokowi: “Saya akan pindah” viral!", "Saya akan pindah", "Jokowi"),
        ("who said freedom has its limits", "freedom has its limits", ""),
        ("kebebasan bukan tanpa batas", "kebebasan bukan tanpa batas", ""),
        ("“hoaks”", "hoaks", ""),
    ],
)
def test_a_message_that_is_to_be_checked(message: str, quotation: str, speaker: str) -> None:
    assert read_claims(message) == (Claim(quotation=quotation, speaker=speaker),)


def test_a_given_speaker_is_that_of_all_quotations() -> None:
    claims = read_claims("“satu dua tiga” dan “empat lima enam”", by=" Jokowi ")
    assert [(claim.quotation, claim.speaker) for claim in claims] == [
        ("satu dua tiga", "Jokowi"),
        ("empat lima enam", "Jokowi"),
    ]


@pytest.mark.parametrize("message", ["", "…", "“ ”", "https://viva.co.id/1"])
def test_nothing_to_check(message: str) -> None:
    assert read_claims(message) == ()


def test_at_most_five_claims() -> None:
    assert len(read_claims(" ".join(f"“kutipan nomor {n}”" for n in range(9)))) == 5
