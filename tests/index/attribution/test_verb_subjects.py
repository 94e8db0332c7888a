import pytest

from tests.support.statements import statements_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jakarta mengatakan harga naik.", ["Jakarta > ||Jakarta i"]),
        ("Namun, Inggris mengatakan harga naik.", ["Namun > ||Inggris i"]),
        ("Iran, bagaimanapun, telah membantah hal itu.", ["Iran > ||Iran i"]),
        ('"Harga naik," ujarnya di Jakarta.', []),
        (
            '"Harga naik," kata Budi.\n"Beras habis," ujarnya di Jakarta.',
            [
                '"Harga > Budi|| D',
                '"Beras > Budi|| D',
            ],
        ),
        ('"Harga naik," katanya menambahkan Surabaya.', []),
        ('"Harga naik," tambah Surabaya.', []),
        ("Sari Dewi saat ditemui di Tebet, Jakarta mengaku senang.", ["Sari > Sari Dewi|| i"]),
        (
            "Sekolah Maju yang berdiri di Cinere, Depok, Jakarta, menjelaskan hal itu.",
            ["Sekolah > ||Sekolah Maju i"],
        ),
        ("Sulawesi Barat, membantah warganya miskin.", []),
        (
            "Dosen Universitas Maju, Jakarta, Sari Dewi menilai harga naik.",
            ["Dosen > Sari Dewi|Dosen|Universitas Maju i"],
        ),
    ],
)
def test_a_place_speaks_for_its_government_and_not_as_an_address(
    text: str, expected: list[str]
) -> None:
    assert statements_of(text) == expected
