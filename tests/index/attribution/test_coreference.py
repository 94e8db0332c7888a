import pytest

from tests.support.statements import statements_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Pernyataan itu disampaikan Dirjen Informasi Kominfo Widodo Muktiyo di Jakarta.\n"
            "Widodo menyebut Presiden Joko Widodo hadir.\nIa berharap acara berlanjut.",
            [
                "Widodo > Widodo Muktiyo|Dirjen Informasi|Kominfo i",
                "Ia > Widodo Muktiyo|Dirjen Informasi|Kominfo i",
            ],
        ),
        (
            "Presiden Joko Widodo hadir.\nDirjen Informasi Kominfo Widodo Muktiyo hadir.\n"
            "Menurut Presiden Widodo, acara itu penting.",
            ["Menurut > Joko Widodo|Presiden| i"],
        ),
        (
            "President Joko Widodo met Information Director Widodo Muktiyo of the ministry.\n"
            "Widodo said the meeting was useful.",
            ["Widodo > Joko Widodo|President| i"],
        ),
        (
            "Presiden Joko Widodo hadir.\nMenurut Widodo, acara itu penting.",
            ["Menurut > Joko Widodo|Presiden| i"],
        ),
        (
            "Ketua RT Ahmad Budi dan warga Budi Santoso hadir.\nBudi mengatakan rapat selesai.",
            ["Budi > Budi Santoso|warga| i"],
        ),
        (
            "Presiden Joko Widodo hadir.\nJokowi menyebut acara itu penting.",
            ["Jokowi > Joko Widodo|Presiden| i"],
        ),
        (
            "Ketua RT Budi Santoso hadir.\nAhmadi menyebut acara itu penting.",
            ["Ahmadi > Ahmadi|| i"],
        ),
        (
            "Hal itu diungkap oleh Kepala Dinas Pasar, Sari Dewi.\nSari berharap pasar ramai.",
            ["Sari > Sari Dewi|Kepala|Dinas Pasar i"],
        ),
        (
            "Kemarin Sari Dewi dilantik sebagai Kepala Dinas Perhubungan di Bekasi.\n"
            "Sari berharap pasar ramai.",
            ["Sari > Sari Dewi|Kepala|Dinas Perhubungan i"],
        ),
        (
            '"Jalan ditutup," kata Lurah Budi.\n'
            '"Warga memutar," ujar pria yang akrab disapa Budi itu.',
            ['"Jalan > Budi|Lurah| D', '"Warga > Budi|Lurah| D'],
        ),
        (
            "Menteri Komunikasi dan Informatika Rudiantara menghadiri pameran itu.\n"
            "Menurut Rudiantara, pameran itu penting.",
            ["Menurut > Rudiantara|Menteri Komunikasi dan Informatika| i"],
        ),
        (
            "Menteri Komunikasi dan Informatika (Menkominfo) Rudiantara hadir.\n"
            "Menkominfo menyebut acara itu penting.\nSang menteri juga berharap acara berlanjut.",
            [
                "Menkominfo > Rudiantara|Menteri Komunikasi dan Informatika| i",
                "Sang > Rudiantara|Menteri Komunikasi dan Informatika| i",
            ],
        ),
        (
            "Menteri Luar Negeri Retno Marsudi tiba di Bekasi.\n"
            "Menlu mengatakan rapat berjalan baik.",
            ["Menlu > Retno Marsudi|Menteri Luar Negeri| i"],
        ),
        (
            "Widodo mengatakan humas perlu belajar.\n"
            "Dirjen Informasi dan Komunikasi Publik Kominfo Widodo Muktiyo membuka rapat itu.",
            ["Widodo > Widodo Muktiyo|Dirjen Informasi dan Komunikasi Publik|Kominfo i"],
        ),
        (
            "Bupati Sukamaju Ahmad Hidayat hadir.\nAhmad mengatakan panen berhasil.",
            ["Ahmad > Ahmad Hidayat|Bupati|Sukamaju i"],
        ),
        (
            "Ketua DPRD Sari Dewi dan Ketua RT Ahmad Hidayat hadir.\n"
            "Ketua mengatakan rapat selesai.",
            [],
        ),
        (
            "Wakil Ketua DPRD Sari Dewi hadir.\nKetua DPRD mengatakan rapat selesai.",
            ["Ketua > |Ketua|DPRD i"],
        ),
        (
            "Budi Santoso dan Budi Hartono hadir.\nBudi mengatakan rapat selesai.",
            ["Budi > Budi|| i"],
        ),
        (
            "Penyanyi Sari Mendes hadir.\nMendes menyebut hal itu.",
            ["Mendes > Sari Mendes|Penyanyi| i"],
        ),
    ],
)
def test_a_short_mention_stands_for_a_person_of_the_article(text: str, expected: list[str]) -> None:
    assert statements_of(text) == expected
