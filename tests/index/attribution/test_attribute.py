import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.attribution.attribute import attribute_statements
from index.attribution.mentions import Speaker
from index.text.sentences import sentences

# Text → for each statement the words it begins with, then name | role | institution, then
# whether it has quoted words (D) or not (i).
CASES = [
    # ── Direct, the speaker after the quotation ──
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
    # ── … and the last speaker again ──
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
    ('"Jalan ditutup," kata Budi. "Warga memutar."', ['"Jalan > Budi|| D', '"Warga > Budi|| D']),
    (
        '"Jalan ditutup," kata Budi.\n"Warga memutar."\n"Besok dibuka," tutupnya.',
        ['"Jalan > Budi|| D', '"Warga > Budi|| D', '"Besok > Budi|| D'],
    ),
    # ── Several sentences in one quotation ──
    (
        '"Jalan ditutup. Warga memutar. Besok dibuka," kata Budi.',
        ['"Jalan > Budi|| D', "Warga > Budi|| D", "Besok > Budi|| D"],
    ),
    ('Budi mengatakan, "Jalan ditutup. Warga memutar."', ["Budi > Budi|| D", "Warga > Budi|| D"]),
    (
        "Kata Budi, “Jalan ditutup.\n“Warga memutar.\n“Besok dibuka.”",
        ["Kata > Budi|| D", "“Warga > Budi|| D", "“Besok > Budi|| D"],
    ),
    ('"Jalan ditutup.\nWarga memutar," kata Budi.', ['"Jalan > Budi|| D', "Warga > Budi|| D"]),
    # ── In single marks; the closing one is an apostrophe too ──
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
    # ── Direct, the speaker before ──
    ('Ketua RT Ahmad Hidayat berkata: "Air sudah surut."', ["Ketua > Ahmad Hidayat|Ketua RT| D"]),
    # ── Indirect ──
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
    # ── An apposition is closed, a statement goes on ──
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
    # ── Institutions and groups ──
    ("Kominfo menyebut situs itu sudah ditutup.", ["Kominfo > ||Kominfo i"]),
    ("Menurut BMKG, hujan turun malam ini.", ["Menurut > ||BMKG i"]),
    (
        "Kementerian Komunikasi dan Informatika (Kominfo) mengatakan situs ditutup.",
        ["Kementerian > ||Kementerian Komunikasi dan Informatika i"],
    ),
    ("Warga mengatakan air belum surut.", ["Warga > |Warga| i"]),
    # ── A place speaks as its government, not where it only tells where ──
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
    # ── What is added may be a thing ──
    ("Perusahaan menambahkan fitur baru di aplikasi.", []),
    ("Google menambahkan tombol yang memudahkan warga.", []),
    ("Sari Dewi menambahkan gula ke kopi.", []),
    ("Sari Dewi menambahkan jalan itu ditutup.", ["Sari > Sari Dewi|| i"]),
    ("Sari Dewi menambahkan, harga gula naik.", ["Sari > Sari Dewi|| i"]),
    ("Sari Dewi menambahkan bahwa harga gula naik.", ["Sari > Sari Dewi|| i"]),
    ("Sari Dewi menambahkan pihaknya siap.", ["Sari > Sari Dewi|| i"]),
    ("Perusahaan menambahkan harga tidak akan naik.", ["Perusahaan > ||Perusahaan i"]),
    # ── Which words are the office ──
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
    ("Komisaris Utama Telkom Budi menyebut harga.", ["Komisaris > Budi|Komisaris Utama|Telkom i"]),
    ("Direktur Jenderal Sari Dewi menyebut harga.", ["Direktur > Sari Dewi|Direktur Jenderal| i"]),
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
    # ── Joining within the article ──
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
        '"Jalan ditutup," kata Lurah Budi.\n"Warga memutar," ujar pria yang akrab disapa Budi itu.',
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
        "Menteri Luar Negeri Retno Marsudi tiba di Bekasi.\nMenlu mengatakan rapat berjalan baik.",
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
    ("Ketua DPRD Sari Dewi dan Ketua RT Ahmad Hidayat hadir.\nKetua mengatakan rapat selesai.", []),
    (
        "Wakil Ketua DPRD Sari Dewi hadir.\nKetua DPRD mengatakan rapat selesai.",
        ["Ketua > |Ketua|DPRD i"],
    ),
    ("Budi Santoso dan Budi Hartono hadir.\nBudi mengatakan rapat selesai.", ["Budi > Budi|| i"]),
    (
        "Penyanyi Sari Mendes hadir.\nMendes menyebut hal itu.",
        ["Mendes > Sari Mendes|Penyanyi| i"],
    ),
    # ── Pronouns ──
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
    # ── No person speaks ──
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
    # ── Whose words? ──
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
    # ── English ──
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
]


def told(text: str) -> list[str]:
    return [
        f"{text[s.start : s.end].split()[0].rstrip(',')}"
        f" > {s.speaker.name}|{s.speaker.role}|{s.speaker.institution} {'D' if s.direct else 'i'}"
        for s in attribute_statements(text)
    ]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_who_says_what(text: str, expected: list[str]) -> None:
    assert told(text) == expected


def test_a_statement_is_one_sentence_of_the_article() -> None:
    text = 'Hujan turun. "Air naik. Kami mengungsi," kata Budi.\nHujan reda.'
    spans = sentences(text)
    assert [(s.start, s.end) for s in attribute_statements(text)] == spans[1:3]


@pytest.mark.parametrize(
    ("speaker", "label"),
    [
        (Speaker(name="Sari"), "Sari"),
        (
            Speaker(name="Sari", role="Kepala", institution="Dinas Pasar"),
            "Sari, Kepala Dinas Pasar",
        ),
        (Speaker(role="juru bicara", institution="Dinas Pasar"), "juru bicara Dinas Pasar"),
        (Speaker(institution="Dinas Pasar"), "Dinas Pasar"),
        (
            Speaker(name="Sari", role="head of the library", institution="library"),
            "Sari, head of the library",
        ),
        (
            Speaker(name="Sari", role="Kepala", institution="Dinas " + "Pasar " * 12 + "Pasar"),
            "Sari, Kepala Dinas" + " Pasar" * 10 + " …",
        ),
        (Speaker(), ""),
    ],
)
def test_how_a_speaker_is_shown(speaker: Speaker, label: str) -> None:
    assert speaker.label == label


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
def test_a_long_text_takes_no_longer_for_its_length(unit: str) -> None:
    def seconds(times: int) -> float:
        started = time.process_time()
        attribute_statements(unit * times)
        return time.process_time() - started

    seconds(100)
    # Ten times the text; with work for every pair of words it would take a hundred times as long.
    assert seconds(5_000) < 30 * max(seconds(500), 0.02)


def test_many_people_of_one_name_take_no_longer() -> None:
    text = "\n".join(
        f"Ketua Pasar{i} Budi Santoso{i} hadir. Budi mengatakan harga naik." for i in range(3_000)
    )
    started = time.process_time()
    attribute_statements(text)
    # Linear work takes about a second; every name against every other would be 9 million pairs.
    assert time.process_time() - started < 5
