import pytest

from tests.support.statements import statements_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jaksa Agung Budi mengatakan kasus ditutup.", ["Jaksa > Budi|Jaksa Agung| i"]),
        (
            "Jaksa Agung Muda Budi Santoso mengatakan kasus ditutup.",
            ["Jaksa > Budi Santoso|Jaksa Agung Muda| i"],
        ),
        (
            "Direktur Penyidikan Jaksa Agung Muda Tindak Pidana Khusus Budi menyebut cukup bukti.",
            ["Direktur > Budi|Direktur Penyidikan Jaksa Agung Muda Tindak Pidana Khusus| i"],
        ),
        ("Hakim Agung Sari menyebut kasus ditutup.", ["Hakim > Sari|Hakim Agung| i"]),
        ("Direktur Agung Santoso menyebut toko tutup.", ["Direktur > Agung Santoso|Direktur| i"]),
        (
            "Direktur Utama Telkomsel Budi menyebut harga.",
            ["Direktur > Budi|Direktur Utama|Telkomsel i"],
        ),
        (
            "Wakil Direktur Utama PT Maju Sari Dewi menyebut harga.",
            ["Wakil > Sari Dewi|Wakil Direktur Utama|PT Maju i"],
        ),
        (
            "Komisaris Utama Telkom Budi menyebut harga.",
            ["Komisaris > Budi|Komisaris Utama|Telkom i"],
        ),
        (
            "Direktur Jenderal Sari Dewi menyebut harga.",
            ["Direktur > Sari Dewi|Direktur Jenderal| i"],
        ),
        ("Kapolri Jenderal Budi menyebut jalan ditutup.", ["Kapolri > Budi|Kapolri| i"]),
        (
            "Kepala Divisi Humas Polri Irjen Budi menyebut jalan ditutup.",
            ["Kepala > Budi|Kepala Divisi Humas|Polri i"],
        ),
        (
            "Direktur Jenderal Otonomi Daerah Kementerian Dalam Negeri Budi menyebut hal itu.",
            ["Direktur > Budi|Direktur Jenderal Otonomi Daerah|Kementerian Dalam Negeri i"],
        ),
        (
            "Direktur Pengendalian Banjir dan Longsor, Budi, menyebut hal itu.",
            ["Direktur > Budi|Direktur Pengendalian Banjir dan Longsor| i"],
        ),
        (
            "Direktur Sinar Foundation, Budi, hadir.\nBudi menyebut hal itu.",
            ["Budi > Budi|Direktur|Sinar Foundation i"],
        ),
        (
            "Sekretaris Perusahaan PT Maju Budi menyebut harga.",
            ["Sekretaris > Budi|Sekretaris Perusahaan|PT Maju i"],
        ),
        (
            "Staf Khusus Menteri Komunikasi dan Informatika Sari Dewi menyebut hal itu.",
            ["Staf > Sari Dewi|Staf Khusus Menteri Komunikasi dan Informatika| i"],
        ),
        (
            "Menteri Koordinator Bidang Politik, Hukum, dan Keamanan Budi menyebut hal itu.",
            ["Menteri > Budi|Menteri Koordinator Bidang Politik, Hukum, dan Keamanan| i"],
        ),
        (
            "Badan Meteorologi, Klimatologi, dan Geofisika (BMKG) menyebut hujan turun.",
            ["Badan > ||Badan Meteorologi, Klimatologi, dan Geofisika i"],
        ),
        ("Gubernur Jawa Barat, Jawa Tengah, dan Jawa Timur menyebut harga naik.", []),
        (
            "Duta Besar Jepang untuk Indonesia, Budi, menyebut hal itu.",
            ["Duta > Budi|Duta Besar Jepang untuk Indonesia| i"],
        ),
        (
            "Direktur Telkom ketika itu, Budi Santoso, menyebut harga naik.",
            ["Direktur > Budi Santoso|Direktur|Telkom i"],
        ),
        (
            '"Harga naik," kata Budi, Direktur PT Maju Jaya Abadi.',
            ['"Harga > Budi|Direktur|PT Maju Jaya Abadi D'],
        ),
        ('"Air naik," kata Budi, warga Sukamaju, Senin.', ['"Air > Budi|warga Sukamaju| D']),
        ('"Harga naik," kata Gubernur Budi dan Sari.', []),
        (
            '"Harga naik," kata Direktur Buah dan Sayur, Budi.',
            ['"Harga > Budi|Direktur|Buah dan Sayur D'],
        ),
    ],
)
def test_role_institution_and_name_are_told_apart(text: str, expected: list[str]) -> None:
    assert statements_of(text) == expected
