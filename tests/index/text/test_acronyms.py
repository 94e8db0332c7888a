import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.text.acronyms import acronym_pairs
from index.text.analysis import fold


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kementerian Perhubungan (Kemenhub) dibuka", [("Kementerian Perhubungan", "Kemenhub")]),
        (
            "Ikatan Jurnalis Televisi Indonesia (IJTI)",
            [("Ikatan Jurnalis Televisi Indonesia", "IJTI")],
        ),
        (
            "IJTI (Ikatan Jurnalis Televisi Indonesia)",
            [("Ikatan Jurnalis Televisi Indonesia", "IJTI")],
        ),
        ("Ketua Komisi Penyiaran Indonesia (KPI) hadir", [("Komisi Penyiaran Indonesia", "KPI")]),
        ("Badan Pengawas Obat dan Makanan ( BPOM )", [("Badan Pengawas Obat dan Makanan", "BPOM")]),
        (
            "Badan Meteorologi, Klimatologi, dan Geofisika (BMKG)",
            [("Badan Meteorologi, Klimatologi, dan Geofisika", "BMKG")],
        ),
        ("Kepala Dinas Perhubungan (Kadishub)", [("Kepala Dinas Perhubungan", "Kadishub")]),
        ("Kepala Dinas Perhubungan (Dishub)", [("Dinas Perhubungan", "Dishub")]),
        ("the World Health Organization (WHO)", [("World Health Organization", "WHO")]),
        ("Jawa Barat (Jabar)", [("Jawa Barat", "Jabar")]),
        # An acronym of another language, a place, an age, a single word, small letters.
        ("Perserikatan Bangsa-Bangsa (UN)", []),
        ("Polda Jawa Timur (Surabaya)", []),
        ("Sari Dewi (28)", []),
        ("Televisi (TV)", []),
        ("rukun tetangga (RT)", []),
        ("Bank Sentral (Bank Indonesia)", []),
        ("Taman Kota (TKP)", []),
        ("KPK (Budi Santoso)", []),
        ("", []),
    ],
)
def test_acronym_pairs(text: str, expected: list[tuple[str, str]]) -> None:
    assert list(acronym_pairs(text)) == expected


TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.sampled_from(
            "Kominfo (KPK) PAN Menteri Agama Wakil Presiden JK Kementerian Perhubungan (Kemenhub)"
            " dan Ikatan Dokter Indonesia (IDI) , AS Malaysia's Jokowi ½ İ".split()
        ),
        max_size=9,
    ).map(" ".join),
)


@given(TEXTS)
@example("½ KPK ﬁ Kominfo℡")
def test_pairs_are_words_of_the_text_with_one_first_letter(text: str) -> None:
    for long, short in acronym_pairs(text):
        assert long in text
        assert short in text
        assert fold(long)[0] == fold(short)[0]
