import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.attribution.attribute import attribute_statements
from index.text.sentences import sentences
from tests.support.statements import statements_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '"Jalan ditutup," kata Budi. "Warga memutar," katanya.',
            ['"Jalan > Budi|| D', '"Warga > Budi|| D'],
        ),
        (
            '"Jalan ditutup," kata Budi.\n"Warga memutar," tambah dia lagi.',
            ['"Jalan > Budi|| D', '"Warga > Budi|| D'],
        ),
        # Told in passing: whose words go on after it is open.
        (
            '"Jalan ditutup," kata Budi. Usulan yang disampaikan oleh Sari Dewi terlalu kecil.\n'
            '"Warga memutar," tuturnya.',
            ['"Jalan > Budi|| D'],
        ),
        (
            'Seperti yang disampaikan oleh Sari Dewi, jalan ditutup. "Warga memutar," tuturnya.',
            ['"Warga > Sari Dewi|| D'],
        ),
        # An account speaks, and not the last person named.
        (
            "Bupati Sari Dewi tiba. Akun @warga menjelaskan, Sari Dewi membawa buku.\n"
            '"Itu buku saya," terangnya.',
            [],
        ),
        (
            '"Jalan ditutup," kata Budi. "Warga memutar."',
            ['"Jalan > Budi|| D', '"Warga > Budi|| D'],
        ),
        (
            '"Jalan ditutup," kata Budi.\n"Warga memutar."\n"Besok dibuka," tutupnya.',
            ['"Jalan > Budi|| D', '"Warga > Budi|| D', '"Besok > Budi|| D'],
        ),
    ],
)
def test_the_last_speaker_goes_on(text: str, expected: list[str]) -> None:
    assert statements_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '"Jalan ditutup. Warga memutar. Besok dibuka," kata Budi.',
            ['"Jalan > Budi|| D', "Warga > Budi|| D", "Besok > Budi|| D"],
        ),
        (
            'Budi mengatakan, "Jalan ditutup. Warga memutar."',
            ["Budi > Budi|| D", "Warga > Budi|| D"],
        ),
        (
            "Kata Budi, “Jalan ditutup.\n“Warga memutar.\n“Besok dibuka.”",
            ["Kata > Budi|| D", "“Warga > Budi|| D", "“Besok > Budi|| D"],
        ),
        ('"Jalan ditutup.\nWarga memutar," kata Budi.', ['"Jalan > Budi|| D', "Warga > Budi|| D"]),
    ],
)
def test_every_sentence_of_a_quotation_is_a_statement(text: str, expected: list[str]) -> None:
    assert statements_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The closing mark is an apostrophe, too.
        ("‘Jalan ini ditutup,’ kata Budi Santoso.", ["‘Jalan > Budi Santoso|| D"]),
        ("Budi mengatakan, ‘Jalan ini ditutup.’", ["Budi > Budi|| D"]),
        (
            "‘Hari Jum’at jalan ditutup. Warga memutar,’ kata Budi.",
            ["‘Hari > Budi|| D", "Warga > Budi|| D"],
        ),
        ("“Dia bilang ‘jalan ditutup’ kepada saya,” kata Budi.", ["“Dia > Budi|| D"]),
        ("‘Dia bilang “jalan ditutup” kepada saya,’ kata Budi.", ["‘Dia > Budi|| D"]),
        ("Film ‘Hari yang Panjang’ diputar di Bekasi.", []),
        ("Pasar ‘Aisyiyah dibuka, kata Budi.", ["Pasar > Budi|| i"]),
    ],
)
def test_quotations_in_single_marks(text: str, expected: list[str]) -> None:
    assert statements_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sari Dewi membuka pasar. Ia berharap pasar ramai.", []),
        (
            "Sari Dewi mengatakan pasar dibuka. Ia berharap pasar ramai.",
            ["Sari > Sari Dewi|| i", "Ia > Sari Dewi|| i"],
        ),
        (
            "Sari Dewi mengatakan pasar dibuka.\nKepala pasar Ahmad Hidayat menyapu jalan.\n"
            '"Saya senang," ujarnya.',
            ["Sari > Sari Dewi|| i"],
        ),
        ("Polisi mengatakan jalan ditutup. Dia berharap warga sabar.", ["Polisi > ||Polisi i"]),
        (
            'Hal itu dikatakan Sari Dewi di Bekasi.\n"Pasar dibuka," ujarnya.',
            ['"Pasar > Sari Dewi|| D'],
        ),
        (
            "Sari Dewi mengatakan pasar ramai.\nPengamat ekonomi Ahmad Hidayat memuji pasar itu.\n"
            '"Saya senang," ujarnya.',
            ["Sari > Sari Dewi|| i", '"Saya > Ahmad Hidayat|Pengamat ekonomi| D'],
        ),
        (
            "Wakil Bupati Uu Hidayat hadir.\nMenurut Uu, panen berhasil.",
            ["Menurut > Uu Hidayat|Wakil Bupati| i"],
        ),
        (
            "Wali Kota Sukamaju Sari Dewi hadir.\nMenurut Wali Kota Sari, panen berhasil.",
            ["Menurut > Sari Dewi|Wali Kota|Sukamaju i"],
        ),
    ],
)
def test_a_pronoun_means_the_last_speaker(text: str, expected: list[str]) -> None:
    assert statements_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Saya tidak bersalah," kata Budi menirukan ucapan Sari.', []),
        ('"Harga naik," kata Budi dan Sari.', []),
        ('"Harga naik," kata istri Budi.', ['"Harga > |istri Budi| D']),
        ("\"Sari bilang 'harga naik' kepada saya,\" kata Budi.", ['"Sari > Budi|| D']),
        ('"Ia menyebut "harga mati" berkali-kali," kata Budi.', ['"Ia > Budi|| D']),
        ('"Harga naik," kata Budi, sementara Sari mengatakan harga turun.', []),
        ("Budi mengatakan, Sari menyebut harga naik.", ["Budi > Budi|| i"]),
        (
            '"Harga naik," kata Budi.\n"Harga turun," kata Sari.',
            ['"Harga > Budi|| D', '"Harga > Sari|| D'],
        ),
        (
            'Harga naik," kata Budi. "Harga turun," kata Sari.',
            ["Harga > Budi|| i", '"Harga > Sari|| D'],
        ),
    ],
)
def test_words_are_only_attributed_to_one_certain_speaker(text: str, expected: list[str]) -> None:
    assert statements_of(text) == expected


def test_a_statement_is_one_sentence_of_the_article() -> None:
    text = 'Hujan turun. "Air naik. Kami mengungsi," kata Budi.\nHujan reda.'
    spans = sentences(text)
    assert [(s.start, s.end) for s in attribute_statements(text)] == spans[1:3]


PIECES = st.sampled_from(
    [
        "Budi", "Budi Santoso", "Sari", "Ketua RT", "Menkominfo", "Kementerian", "juru bicara",
        "Dinas Pasar", "dia", "Ia", "kata", "ujarnya", "mengatakan", "menurut", "Menurut", "said",
        "according to", "bahwa", "dan", "itu", "yang", "di", "selaku", "dari", "of", "the", "Jumat",
        "harga naik", "dikatakan", "menirukan", "alias", "(34)", "(Menkominfo)", "(", ")", ",",
        ".", ". ", "?", ":", ";", "-", "–", "/", "“", "”", '"', "''", "‘", "’", "\n", " ", "  ",
        "5", "Jakarta", "S.H.", "M.", "DPR", "I", "al-Badr",
    ]
)  # fmt: skip
TEXTS = st.text(max_size=200) | st.lists(PIECES, max_size=60).map(" ".join)


@given(TEXTS | st.lists(PIECES, max_size=60).map("".join))
def test_any_text_gives_whole_sentences_and_words_of_the_text(text: str) -> None:
    found = attribute_statements(text)
    spans = sentences(text)
    places = [spans.index((statement.start, statement.end)) for statement in found]
    assert places == sorted(set(places))
    for speaker in (statement.speaker for statement in found):
        assert speaker.name in text
        assert speaker.role in text
        assert speaker.institution in text
        assert speaker.label != ""
        assert len(speaker.label) <= 80


@pytest.mark.parametrize(
    "unit",
    [
        '"Harga naik',
        '"',
        "“Harga naik,” kata Budi. ",
        "“Harga naik\n",
        "‘Harga naik ",
        "‘Harga’ naik, ",
        "Jakarta, Medan, ",
        "Budi menambahkan harga ",
        "Budi menambahkan fitur yang ",
        "menambahkan harga, ",
        "Budi mengatakan ",
        "Budi, Sari, ",
        "Ketua RT Budi Santoso ",
        "Ketua RT Budi. ",
        "(",
        "kata Budi (",
        "Menurut Ketua, ",
        "menurut ",
        "A. ",
        "yang dan ",
    ],
)
def test_time_grows_linearly_with_the_text(unit: str) -> None:
    def seconds(times: int) -> float:
        # A busy machine only ever adds time: the shortest of three is nearest to the work.
        return min(_seconds(unit * times) for _ in range(3))

    seconds(100)
    # Ten times the text; with work for every pair of words it would take a hundred times as long.
    assert seconds(10_000) < 30 * max(seconds(1_000), 0.03)


def _seconds(text: str) -> float:
    started = time.process_time()
    attribute_statements(text)
    return time.process_time() - started


def test_time_grows_linearly_with_people_of_one_name() -> None:
    text = "\n".join(
        f"Ketua Pasar{i} Budi Santoso{i} hadir. Budi mengatakan harga naik." for i in range(3_000)
    )
    started = time.process_time()
    attribute_statements(text)
    # Linear work takes about a second; every name against every other would be 9 million pairs.
    assert time.process_time() - started < 5
