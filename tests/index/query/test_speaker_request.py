import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.speaker_request import SpeakerRequest, parse_speaker_request


@pytest.mark.parametrize(
    ("question", "speaker", "topic"),
    [
        # Indonesian, formal
        ("Apa kata Kominfo tentang media sosial?", "Kominfo", "media sosial"),
        ("apa kata Menteri Pertanian soal harga beras", "Menteri Pertanian", "harga beras"),
        ("Apa tanggapan DPR atas rencana itu?", "DPR", "rencana itu"),
        ("apa alasan DPR menunda rapat?", "DPR", "menunda rapat"),
        ("Bagaimana tanggapan Kominfo soal peretasan situs?", "Kominfo", "peretasan situs"),
        ("tanggapan Ombudsman terhadap pembatasan", "Ombudsman", "pembatasan"),
        ("Bagaimana sikap PSI terhadap razia buku?", "PSI", "razia buku"),
        ("Apa penjelasan Budi dari Lion Air tentang data?", "Budi dari Lion Air", "data"),
        ("Apa pernyataan juru bicara KPK terkait kasus itu?", "juru bicara KPK", "kasus itu"),
        (
            "Apa kata politikus PAN di Komisi I tentang blokir?",
            "politikus PAN di Komisi I",
            "blokir",
        ),
        ("Apa yang dikatakan Jaksa Agung soal undang-undang?", "Jaksa Agung", "undang-undang"),
        ("Apa yang disampaikan oleh BMKG tentang gempa?", "BMKG", "gempa"),
        ("Bagaimana BMKG menanggapi kabar gempa besar?", "BMKG", "kabar gempa besar"),
        ("Apa yang Kominfo katakan soal hoaks?", "Kominfo", "hoaks"),
        (
            "Menurut Menkominfo, mengapa jaringan itu lama?",
            "Menkominfo",
            "mengapa jaringan itu lama",
        ),
        ("menurut BNPB berapa rumah yang rusak", "BNPB", "berapa rumah yang rusak"),
        (
            "Mengapa jaringan itu lama, menurut Menkominfo?",
            "Menkominfo",
            "Mengapa jaringan itu lama",
        ),
        ("Apa jawaban menteri waktu ditanya pelajar?", "menteri", "ditanya pelajar"),
        # Indonesian, as in a chat, abbreviations already resolved
        ("menkominfo ngomong apa sih soal ganti rugi", "menkominfo", "ganti rugi"),
        ("kominfo bilang apa soal judi daring?", "kominfo", "judi daring"),
        ("sari komentar apa soal audisi", "sari", "audisi"),
        ("kata menkes bagaimana tentang vaksin", "menkes", "vaksin"),
        ("kata pak JK transportasi kita bagaimana", "pak JK", "transportasi kita bagaimana"),
        # English
        ("what did Kominfo say about social media", "Kominfo", "social media"),
        ("What does the Ombudsman think of the shutdown?", "the Ombudsman", "the shutdown"),
        (
            "What did Indonesia's ICT minister tell diplomats?",
            "Indonesia's ICT minister",
            "diplomats",
        ),
        ("what has the KPK said about the law", "the KPK", "the law"),
        ("What did the artist say after it was stolen?", "the artist", "it was stolen"),
        ("How did Facebook respond to the plan?", "Facebook", "the plan"),
        ("How did the company react to the new capital?", "the company", "the new capital"),
        ("What was the minister's response to the leak?", "the minister", "the leak"),
        ("What's Kominfo's position on encryption?", "Kominfo", "encryption"),
        ("Kominfo's comments on hoaxes", "Kominfo", "hoaxes"),
        ("What was the reaction of the DPR to the plan?", "the DPR", "the plan"),
        ("According to BMKG, how strong was it?", "BMKG", "how strong was it"),
        # Crowds are somebody: an official's words are not theirs.
        ("netizen bilang apa ke nelayan itu", "netizen", "nelayan itu"),
        ("Apa tanggapan para ahli tentang aturan itu?", "para ahli", "aturan itu"),
        ("what do experts think of the rule", "experts", "the rule"),
        ("how strong was it according to BMKG?", "BMKG", "how strong was it"),
    ],
)
def test_whose_words_are_asked_for(question: str, speaker: str, topic: str) -> None:
    assert parse_speaker_request(question) == SpeakerRequest(
        wants_statement=True, speaker=speaker, topic=topic
    )


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("apa kata orang soal aturan itu", "aturan itu"),
        ("what did people say about the rule", "the rule"),
        ("Siapa yang mengatakan aturan itu keliru?", "Siapa yang mengatakan aturan itu keliru"),
        ("who said the rule was wrong", "who said the rule was wrong"),
    ],
)
def test_anybodys_words(question: str, topic: str) -> None:
    assert parse_speaker_request(question) == SpeakerRequest(
        wants_statement=True, speaker="", topic=topic
    )


@pytest.mark.parametrize(
    "question",
    [
        "Berapa pelanggan yang terdampak?",
        "Kapan Palapa Ring diresmikan?",
        "When was Palapa Ring inaugurated?",
        "Siapa yang meresmikan Palapa Ring?",
        "Mengapa organisasi wartawan menolak aturan itu?",
        "resep rendang yang enak",
        "What fine did Kominfo impose?",
        "Where was the ship built?",
        "Apakah kata sandi saya aman?",
        "",
    ],
)
def test_no_words_are_asked_for(question: str) -> None:
    assert parse_speaker_request(question) == SpeakerRequest(
        wants_statement=False, speaker="", topic=question.rstrip("?")
    )


@given(st.text(max_size=200))
def test_speaker_and_topic_are_parts_of_any_question(question: str) -> None:
    request = parse_speaker_request(question)
    whole = " ".join(question.split())
    assert request.speaker in whole
    assert request.topic in whole
    assert request.wants_statement or not request.speaker


def test_a_long_question_is_read_at_once() -> None:
    assert parse_speaker_request("apa kata " * 2_000).wants_statement in (True, False)
