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


@pytest.mark.parametrize(
    ("speaker", "expected"),
    [
        (
            "Plt. Kepala Biro Humas Kementerian Perhubungan, Hengki Wibowo",
            "Hengki Wibowo|Plt. Kepala Biro Humas|Kementerian Perhubungan",
        ),
        ("Plh. Sekda Budi", "Budi|Plh. Sekda|"),
        ("Moh. Arifin, Kepala Dinas Sosial", "Moh. Arifin|Kepala|Dinas Sosial"),
        ("Kepala Dinas Moh. Arifin", "Moh. Arifin|Kepala|Dinas"),
        ("Abd. Razak", "Abd. Razak||"),
        ("Bupati HM. Sanusi", "HM. Sanusi|Bupati|"),
        ("Uskup Mgr. Leo Sutanto", "Leo Sutanto|Uskup|"),
        ("KH. Ahmad Hidayat", "Ahmad Hidayat||"),
        ("Kapolres Sukamaju, AKBP. Deni Hidayat", "Deni Hidayat|Kapolres|Sukamaju"),
        ("Kasat Lantas Polres Bogor AKP Lalu Hedwin", "Lalu Hedwin|Kasat|Lantas Polres Bogor"),
        ("Kasat Lalu Lintas AKP Budi Santoso", "Budi Santoso|Kasat Lalu Lintas|"),
        ("Kapendam Letkol Inf. Budi Santoso", "Budi Santoso|Kapendam|"),
        ("Kapendam Kolonel Kav Budi Santoso", "Budi Santoso|Kapendam|"),
        ("Kapendam Mayor Laut (P) Budi Santoso", "Budi Santoso|Kapendam|"),
        ("Budi Santoso, S.H., M.H., kuasa hukum warga", "Budi Santoso|kuasa hukum warga|"),
        ("pengamat ekonomi Budi Santoso, Ph.D. di Jakarta", "Budi Santoso|pengamat ekonomi|"),
        ("dr. Sari Dewi SpM di Jakarta", "Sari Dewi||"),
        ("Sari Dewi, Sp.M(K), dokter mata", "Sari Dewi|dokter mata|"),
        ("Sekda Sari Dewi, S.Sos., M.I.Kom.", "Sari Dewi|Sekda|"),
        ("Budi Santoso SH", "Budi Santoso||"),
        ("Direktur Maju Energy Pte. Ltd. Anne Sari", "Anne Sari|Direktur|Maju Energy Pte. Ltd"),
        ("Ekonom PT Maju Jaya Tbk. Lana Sari", "Lana Sari|Ekonom|PT Maju Jaya Tbk"),
    ],
)
def test_abbreviations_in_a_speaker(speaker: str, expected: str) -> None:
    assert statements_of(f"“Harga naik,” kata {speaker}.") == [f"“Harga > {expected} D"]


@pytest.mark.parametrize(
    ("speaker", "expected"),
    [
        # Common words, places and known names belong to the office.
        ("Ketua Mahkamah Konstitusi Budi Santoso", "Budi Santoso|Ketua|Mahkamah Konstitusi"),
        ("Wakil Ketua Kadin Bidang Properti Budi", "Budi|Wakil Ketua|Kadin Bidang Properti"),
        ("dosen Universitas Gadjah Mada Sari Dewi", "Sari Dewi|dosen|Universitas Gadjah Mada"),
        ("Direktur LBH Pers Ahmad Hidayat", "Ahmad Hidayat|Direktur|LBH Pers"),
        ("Direktur LBH (LBH) Pers Ahmad Hidayat", "Ahmad Hidayat|Direktur|LBH (LBH) Pers"),
        ("Kepala Bappenas Budi Santoso", "Budi Santoso|Kepala|Bappenas"),
        ("Kepala Polsek Sukamaju Budi Santoso", "Budi Santoso|Kepala|Polsek Sukamaju"),
        ("Presiden Liberia, Budi Santoso", "Budi Santoso|Presiden Liberia|"),
        (
            "Kepala Pusat Data, Informasi, dan Humas BNPB, Budi Santoso",
            "Budi Santoso|Kepala|Pusat Data, Informasi, dan Humas BNPB",
        ),
        (
            "Menteri Energi, Ilmu Pengetahuan, dan Iklim, Sari Dewi",
            "Sari Dewi|Menteri Energi, Ilmu Pengetahuan, dan Iklim|",
        ),
        ("Kabid Humas Polda, Komisaris Besar Polisi Budi", "Budi|Kabid Humas|Polda"),
        ("Kanit Reskrim Polsek Sukamaju Inspektur Satu Budi", "Budi|Kanit|Reskrim Polsek Sukamaju"),
        ("Kapolres Bogor, AKBP Ali Al Atiq", "Ali Al Atiq|Kapolres Bogor|"),
        # What belongs to the name
        ("Gus Dur", "Gus Dur||"),
        ("Kapolsek Bogor Kompol Anak Agung Raka", "Anak Agung Raka|Kapolsek Bogor|"),
        ("Kapolres Bogor AKBP I Gede Nyeneng", "I Gede Nyeneng|Kapolres Bogor|"),
        ("Rektor UNS Profesor Budi Santoso", "Budi Santoso|Rektor|UNS"),
        ("Ahli Gizi Sari Dewi M Hum", "Sari Dewi|Ahli|Gizi"),
        ("Sekretaris Pribadi Sari Dewi, Budi", "Budi|Sekretaris|Pribadi Sari Dewi"),
        (
            "Ketua Bidang Hukum, HAM, dan Perundang-undangan PBNU Budi Santoso",
            "Budi Santoso|Ketua Bidang Hukum, HAM, dan Perundang-undangan|PBNU",
        ),
        ("Ketua PBNU Gus Yahya", "Gus Yahya|Ketua|PBNU"),
        ("Menteri Agama Lukman Hakim Saifuddin", "Lukman Hakim Saifuddin|Menteri Agama|"),
        ("saksi bernama Agus Salim", "Agus Salim|saksi|"),
        ("Sari Dewi Kepala Komunikasi Bukalapak", "Sari Dewi|Kepala Komunikasi|Bukalapak"),
        ("Nur (40) warga asal Bekasi", "Nur|warga asal Bekasi|"),
        ("anggota DPR lainnya, Budi Santoso", "Budi Santoso|anggota|DPR"),
        # Somebody else's
        ("Keluarga Budi", "|Keluarga Budi|"),
        ("Kakak ipar Budi Santoso", "|Kakak ipar Budi Santoso|"),
        ("Ibu Sari", "Sari|Ibu|"),
        ("pejabat kesehatan Kansas", "|pejabat kesehatan Kansas|"),
    ],
)
def test_an_office_and_a_name_are_whole(speaker: str, expected: str) -> None:
    assert statements_of(f"“Harga naik,” kata {speaker}.") == [f"“Harga > {expected} D"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Maka Firli mengatakan harga turun.", ["Maka > Firli|| i"]),
        ("Sayangnya, Gubernur Budi mengatakan harga naik.", ["Sayangnya > Budi|Gubernur| i"]),
        ("Andai Presiden mengatakan itu.", ["Andai > |Presiden| i"]),
        ("Film-film mengatakan banyak.", []),
        ("Maka dari itu dia berharap hujan turun.", []),
        # A noun is what the name belongs to.
        ("Usulan Presiden Budi menyebut harga naik.", []),
        ("Draf pemerintah mengusulkan harga naik.", []),
        ("Bunga mengatakan harga naik.", ["Bunga > Bunga|| i"]),
        (
            "Keluarga korban pesawat JT-610 meminta santunan dibayar.",
            ["Keluarga > |Keluarga korban pesawat JT-610| i"],
        ),
        # Only who spoke before can be meant.
        ("“Harga naik,” kata gadis kelahiran 1 Juli 1995 ini.", []),
        ("“Harga naik,” kata perempuan berusia 20 tahun itu.", []),
        (
            "“Harga naik,” kata Sari.\n“Pasar ramai,” kata perempuan kelahiran 1995 ini.",
            ["“Harga > Sari|| D", "“Pasar > Sari|| D"],
        ),
        (
            "Usul itu ditolak Presiden Budi, Antasari setuju. “Ya,” kata Antasari.",
            ["“Ya,” > Antasari|| D"],
        ),
    ],
)
def test_what_opens_a_sentence_is_nobody(text: str, expected: list[str]) -> None:
    assert statements_of(text) == expected
