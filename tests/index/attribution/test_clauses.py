import pytest

from tests.support.statements import statements_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Jalan ini ditutup," kata Budi Santoso.', ['"Jalan > Budi Santoso|| D']),
        (
            "“Jalan ini ditutup,” ujar Budi Santoso di Bekasi, Jumat (16/10/2020).",
            ["“Jalan > Budi Santoso|| D"],
        ),
        (
            '"Jalan ini ditutup", tutur Kepala Dinas Perhubungan Kota Bekasi, Sari Dewi, Senin.',
            ['"Jalan > Sari Dewi|Kepala|Dinas Perhubungan Kota Bekasi D'],
        ),
        (
            '"Kapan air surut?" tanya Ahmad (34), warga Kampung Baru.',
            ['"Kapan > Ahmad|warga Kampung Baru| D'],
        ),
        (
            "Salah satu penumpang bernama Ahmad Hidayat mengatakan bus itu mogok.",
            ["Salah > Ahmad Hidayat|penumpang| i"],
        ),
        (
            "A passenger named Ahmad Hidayat said the bus had broken down.",
            ["A > Ahmad Hidayat|passenger| i"],
        ),
        (
            '"Kami siap," tegas Budi Santoso selaku Ketua Umum Ikatan Pustakawan Indonesia.',
            ['"Kami > Budi Santoso|Ketua Umum|Ikatan Pustakawan Indonesia D'],
        ),
        ('"Buku dipinjam gratis," kata juru bicara perpustakaan itu kepada wartawan.', []),
        (
            '"Buku dipinjam gratis," kata juru bicara perpustakaan kepada wartawan.',
            ['"Buku > |juru bicara|perpustakaan D'],
        ),
        (
            '"Kami belum menanggapi," kata juru bicara Facebook Indonesia.',
            ['"Kami > |juru bicara|Facebook Indonesia D'],
        ),
        (
            '"Pelaku dicari," kata Kabid Humas Polda Metro Jaya Kombes Pol Ahmad Hidayat.',
            ['"Pelaku > Ahmad Hidayat|Kabid Humas|Polda Metro Jaya D'],
        ),
        ('"Saya kaget," ujar dr. Sari Dewi, Sp.A. seusai acara.', ['"Saya > Sari Dewi|| D']),
        (
            '"Saya kaget," ucap Prof. Dr. Budi Santoso, M.Si., Rektor Universitas Maju Bersama.',
            ['"Saya > Budi Santoso|Rektor|Universitas Maju Bersama D'],
        ),
        (
            '"Harga turun," kata pengamat ekonomi Universitas Maju Bersama, Ahmad Hidayat.',
            ['"Harga > Ahmad Hidayat|pengamat ekonomi|Universitas Maju Bersama D'],
        ),
        # Closed with the mark that opens.
        ("“Jalan ini ditutup,“ kata Budi Santoso.", ["“Jalan > Budi Santoso|| D"]),
    ],
)
def test_a_speaker_after_a_quotation(text: str, expected: list[str]) -> None:
    assert statements_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'Ketua RT Ahmad Hidayat berkata: "Air sudah surut."',
            ["Ketua > Ahmad Hidayat|Ketua RT| D"],
        ),
        ("Sari Dewi mengatakan bahwa pasar dibuka besok.", ["Sari > Sari Dewi|| i"]),
        ("Menurut Sari Dewi, pasar dibuka besok.", ["Menurut > Sari Dewi|| i"]),
        ("Pasar, kata Sari Dewi, dibuka besok.", ["Pasar > Sari Dewi|| i"]),
        ("Kata Sari Dewi, pasar dibuka besok.", ["Kata > Sari Dewi|| i"]),
        (
            "Direktur PT Maju Sari Dewi juga menegaskan harga tidak naik.",
            ["Direktur > Sari Dewi|Direktur|PT Maju i"],
        ),
        ("Sementara itu, Sari Dewi menilai pasar ramai.", ["Sementara > Sari Dewi|| i"]),
        ("Dalam rapat di Bekasi, Sari Dewi menyebut pasar ramai.", ["Dalam > Sari Dewi|| i"]),
        ("Pada kesempatan itu Sari Dewi menyebut pasar ramai.", ["Pada > Sari Dewi|| i"]),
        ("Sari Dewi, yang datang bersama Ahmad, mengatakan pasar ramai.", ["Sari > Sari Dewi|| i"]),
        (
            "Sari Dewi saat ditemui di pasar, Senin (5/10/2020), mengaku senang.",
            ["Sari > Sari Dewi|| i"],
        ),
        ("JAKARTA, KOMPAS.com - Sari Dewi mengatakan pasar dibuka.", ["JAKARTA > Sari Dewi|| i"]),
        ("Bagi Sari Dewi, pasar adalah rumah kedua.", []),
    ],
)
def test_a_speaker_before_what_is_said(text: str, expected: list[str]) -> None:
    assert statements_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Perusahaan menambahkan fitur baru di aplikasi.", []),
        ("Google menambahkan tombol yang memudahkan warga.", []),
        ("Sari Dewi menambahkan gula ke kopi.", []),
        ("Sari Dewi menambahkan jalan itu ditutup.", ["Sari > Sari Dewi|| i"]),
        ("Sari Dewi menambahkan, harga gula naik.", ["Sari > Sari Dewi|| i"]),
        ("Sari Dewi menambahkan bahwa harga gula naik.", ["Sari > Sari Dewi|| i"]),
        ("Sari Dewi menambahkan pihaknya siap.", ["Sari > Sari Dewi|| i"]),
        ("Perusahaan menambahkan harga tidak akan naik.", ["Perusahaan > ||Perusahaan i"]),
    ],
)
def test_an_addition_is_a_statement_only_with_a_clause(text: str, expected: list[str]) -> None:
    assert statements_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Menurut data, harga naik.", []),
        ("Menurut undang-undang, pasar harus tutup.", []),
        ("Menurut jadwal, rapat mulai pukul sembilan.", []),
        ("Laporan itu menyebut harga naik.", []),
        ("Pertemuan tersebut memastikan harga tidak naik.", []),
        ("Menurut UU Nomor 5 Tahun 2020, pasar harus tutup.", []),
        ("Yang datang: Budi Santoso, Ahmad Said, Sari Dewi.", []),
        ("Wakil Ketua , DPR dari Fraksi Maju Sari Dewi mengatakan harga naik.", []),
        ("Pasar itu dikatakan sudah tua.", []),
        ("Ganti kata sandi secara berkala, kata kunci ada di surat.", []),
        ("Dengan satu kata, pasar itu ramai.", []),
        ('Film "Hari yang Panjang" diputar di Bekasi.', []),
        ('Pedagang yang disebut "raja pasar" itu pulang.', []),
        ("Menkominfo: Jangan Sebar Hoaks di Media Sosial", []),
        ("Budi Sebut Harga Beras Naik", []),
        ("Sari Dewi akan mengatakan hal itu besok. Ahmad tidak menyebut nama.", []),
    ],
)
def test_things_and_passing_mentions_say_nothing(text: str, expected: list[str]) -> None:
    assert statements_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '"The road is closed," said Budi Santoso, head of the city library.',
            ['"The > Budi Santoso|head of the city library|city library D'],
        ),
        ('"The road is closed," Budi Santoso said on Friday.', ['"The > Budi Santoso|| D']),
        ('"The road is closed," he said.', []),
        (
            'Budi Santoso said the road was closed. "It will open soon," he added.',
            ["Budi > Budi Santoso|| i", '"It > Budi Santoso|| D'],
        ),
        ("According to Budi Santoso, the road is closed.", ["According > Budi Santoso|| i"]),
        ("The road is closed, according to Budi Santoso.", ["The > Budi Santoso|| i"]),
        ("According to the report, the road is closed.", []),
        ("Prices rose last week, Budi Santoso said.", ["Prices > Budi Santoso|| i"]),
        (
            "Communications Minister Budi Santoso told reporters that prices rose.",
            ["Communications > Budi Santoso|Communications Minister| i"],
        ),
        (
            "Communication and Informatics Minister Budi Santoso said prices rose.",
            ["Communication > Budi Santoso|Communication and Informatics Minister| i"],
        ),
        (
            "Budi Santoso, the acting Minister of Trade, said prices rose.",
            ["Budi > Budi Santoso|acting Minister of Trade| i"],
        ),
        (
            "It is led by Budi Santoso, the Coordinating Minister for Legal and Security Affairs.\n"
            "Santoso said prices rose.",
            ["Santoso > Budi Santoso|Coordinating Minister for Legal and Security Affairs| i"],
        ),
        (
            "Sari Dewi, a spokesman for the Ministry of Trade, said prices rose.",
            [
                "Sari > Sari Dewi|spokesman for the Ministry of Trade|Ministry of Trade i",
            ],
        ),
        ("Police said the road was closed.", ["Police > ||Police i"]),
        ("‘The road is closed,’ said Budi Santoso.", ["‘The > Budi Santoso|| D"]),
        (
            "Budi Santoso said: ‘It’s late. The road isn’t open.’",
            ["Budi > Budi Santoso|| D", "The > Budi Santoso|| D"],
        ),
        ("London said prices rose.", ["London > ||London i"]),
        ('"Prices rose," said London.', []),
        ("The company added a button to its app.", []),
        ("The company added that prices rose.", ["The > ||company i"]),
        ("Budi Santoso would not say why. He was told to leave.", []),
    ],
)
def test_english_clauses(text: str, expected: list[str]) -> None:
    assert statements_of(text) == expected
