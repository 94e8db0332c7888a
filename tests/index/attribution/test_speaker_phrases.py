import pytest

from tests.support.statements import statements_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hari itu, menurut Budi, pegawai pasar bekerja sampai malam.", ["Hari > Budi|| i"]),
        (
            "Menurut Budi, pegawai pasar, jalan ditutup sampai malam.",
            ["Menurut > Budi|pegawai pasar| i"],
        ),
        ("Menurut Budi, warga kesulitan air bersih.", ["Menurut > Budi|| i"]),
        ("Menurut Budi selaku Ketua RT, warga kesulitan air.", ["Menurut > Budi|Ketua RT| i"]),
        ("Menurut Ketua RT, Budi, warga kesulitan air.", ["Menurut > Budi|Ketua RT| i"]),
        ("Menurut Kepala Dinas, Sari harus pulang.", ["Menurut > |Kepala|Dinas i"]),
        ("Jalan ditutup menurut Budi, ketua RT.", []),
        ("Kata Budi, petani rugi besar.", ["Kata > Budi|| i"]),
        ("Saat banjir, kata Budi, warga mengungsi ke masjid.", ["Saat > Budi|| i"]),
        ("Saat banjir, kata Budi, warga Bekasi, air naik.", ["Saat > Budi|warga Bekasi| i"]),
        ("Jalan ditutup, kata Budi, ketua RT.", ["Jalan > Budi|ketua RT| i"]),
        ('"Kami siap," kata Budi, ketua RT di Bekasi.', ['"Kami > Budi|ketua RT| D']),
        ("According to Budi, residents left the town.", ["According > Budi|| i"]),
        (
            "According to Budi, head of the city library, residents left.",
            ["According > Budi|head of the city library|city library i"],
        ),
        (
            "Budi hadir.\nMenurut Budi, pedagang pasar bekerja.\nBudi mengatakan hujan turun.",
            ["Menurut > Budi|| i", "Budi > Budi|| i"],
        ),
    ],
)
def test_an_apposition_is_closed_and_a_statement_goes_on(text: str, expected: list[str]) -> None:
    assert statements_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kominfo menyebut situs itu sudah ditutup.", ["Kominfo > ||Kominfo i"]),
        ("Menurut BMKG, hujan turun malam ini.", ["Menurut > ||BMKG i"]),
        (
            "Kementerian Komunikasi dan Informatika (Kominfo) mengatakan situs ditutup.",
            ["Kementerian > ||Kementerian Komunikasi dan Informatika i"],
        ),
        ("Warga mengatakan air belum surut.", ["Warga > |Warga| i"]),
    ],
)
def test_institutions_and_groups_speak(text: str, expected: list[str]) -> None:
    assert statements_of(text) == expected
