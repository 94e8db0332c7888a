import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.text.sentences import sentences

# “|” stands where one sentence ends and the next begins.
CASES = [
    # Titles, ranks and degrees
    "Dr. Sari membuka acara itu.| Peserta bertepuk tangan.",
    "dr. Rina dan drg. Tuti memeriksa warga.| Antrean panjang.",
    "Acara dibuka Prof. Dr. H. Budi Santoso, S.H., M.Si. di Jakarta.| Hadir pula wali kota.",
    "Rektor baru adalah Siti Aminah, S.Pd., M.Pd.| Ia dilantik Senin.",
    "Penyuluh H. Amin dan Hj. Siti hadir.| Mereka pulang sore.",
    "Ketua umum, Ir. H. Amin, meresmikan jalan tol.| Jalan itu sepanjang 60 km.",
    "Irjen Pol. Amin hadir.| Ia memberi keterangan.",
    "Mayjen TNI (Purn.) Amin hadir.| Ia tamu kehormatan.",
    "Gen. Smith and Col. Brown arrived.| They left.",
    "Mr. Smith met Mrs. Jones in the U.S. Senate.| They talked.",
    "Pemain itu bernama Amin Jr.| Ia mencetak gol.",
    "Martin Luther King Jr. Day is a holiday.| Schools are closed.",
    "Kata Plt. Kepala Dinas Pasar, Budi Santoso, harga naik.| Warga mengeluh.",
    "Plh. Direktur dan Pj. Bupati hadir.| Pjs. Lurah tidak.",
    "Hal itu dikatakan Moh. Arifin dan Muh. Badawi.| Abd. Razak setuju.",
    "Uskup Mgr. Leo Sutanto memimpin misa.| Umat berdoa.",
    "Komandan Kodim, Letkol Inf. Budi Santoso, tiba.| Ia memeriksa pos.",
    "Kapolres, AKBP. Deni Hidayat, membenarkan.| Pelaku ditangkap.",
    "Bupati HM. Sanusi hadir.| Ia bersyukur.",
    "Hadis itu riwayat HR. Muslim.| Ia sahih.",
    "Dosennya Amin, S.I.Kom., M.I.Kom. dan Sari, Ph.D.| Mereka mengajar.",
    "Kulit diperiksa dr. Susi Rendra, Sp.KK.| Hasilnya baik.",
    "Menurut Sari, S.H., M.H., gugatan itu lemah.| Sidang ditunda.",
    # Initials
    "Mantan menteri M. Nuh hadir.| Ia memberi sambutan.",
    "Presiden B. J. Habibie lahir di Parepare.| Ia wafat pada 2019.",
    "Presiden B.J. Habibie lahir di Parepare.| Ia wafat pada 2019.",
    "Menkominfo Johnny G. Plate hadir.| Ia bicara.",
    "He lives in the U.S.| He works in Jakarta.",
    "The meeting starts at 10 a.m. on Monday.| It ends at noon.",
    # Other abbreviations
    "Warga membawa beras, gula, dll. ke posko.| Posko dibuka pagi.",
    "Petani menanam padi, jagung, dsb.| Panen tiba bulan depan.",
    "Surat itu diteken a.n. Menteri.| Surat itu sah.",
    "Kantor itu di Jl. Sudirman No. 12, Jakarta.| Kantor tutup Sabtu.",
    "Ia tinggal di Kec. Sukajadi, Kab. Bandung.| Rumahnya besar.",
    "PT. Maju dan CV. Mundur bersaing.| Keduanya rugi.",
    "PT Telkom Indonesia Tbk. membukukan laba.| Laba naik.",
    "Saham itu milik PT Astra International Tbk.| Harganya naik.",
    "Persija vs. Persib berakhir imbang.| Penonton pulang.",
    "Apple Inc. said sales rose.| Shares fell.",
    "Apple Inc. Anthony Budiman hadir.| Kantor Acme Inc.| Kemudian tutup.",
    "Gugatan Yafet dkk. Sutopo yang menolak.| Gugatan Amin dkk.| Hakim menolak.",
    "Rapat di Gd. Serbaguna Lt. 2, Kav. 52, Jl. Merdeka.| Peserta datang pk. 14.30.",
    "Lihat Jil. 2, Bab. 4 dan Hlm. 9.| Sisanya hilang.",
    "PT Maju Energy Services Pte. Ltd. (MES) rugi.| Kantornya tutup.",
    "Rapat 9 s.d. 12 September batal.| Undangan ditarik.",
    # Numbers, money, dates, times
    "Aturan itu tertuang dalam Peraturan Menteri No. 5 Tahun 2020.| Aturan berlaku Juni.",
    "Ketika ditanya, ia menjawab no.| Lalu ia pergi.",
    "Harganya Rp 1.000 per lembar.| Stok masih ada.",
    "Harganya Rp. 1.500.000 per unit.| Stok habis.",
    "Ekonomi tumbuh 3,5 persen.| Inflasi 2.1 persen.",
    "Rapat mulai pukul 10.30 WIB.| Rapat selesai pukul 12.00.| Peserta makan siang.",
    "Kejadian pukul 10.30.| 25 rumah rusak.",
    "Rapat digelar pada 3 Jan. 2020 dan tgl. 5 Mei.| Hasilnya diumumkan.",
    "Ia juara 1.| Lawannya juara 2.",
    "See Fig. 3 and No. 7.| They differ.",
    "UU No. 19/2016 tentang ITE.| UU itu berlaku.",
    "Banjir Jakarta, Kamis (2/1/2020).| Air surut.",
    "Jaraknya 5 km.| Jalannya rusak.",
    # A single letter, a list's or not
    "Timnas di Grup G.| Posisi puncak ditempati Malaysia.",
    "Ia minum vitamin C.| Hal ini penting.",
    "Isinya:|\nA. Kedudukan lembaga|\nB. Pembentukan dewan",
    # Quotations
    "“Kapan banjir surut?” tanya seorang warga.| Petugas diam.",
    "“Air sudah surut!” seru petugas.| Warga pulang.",
    "“Kami siap.| Warga diminta tenang,” kata kepala dinas.| Rapat ditutup.",
    "“Kami siap.”| Begitu kata kepala dinas.",
    "Ia berkata, “Jalan ini ditutup.”| Pengendara memutar.",
    '"Kami siap."| Kepala dinas menutup rapat.',
    "Kata dia,| \n“Kami akan membantu.”| Warga senang.",
    "“Kami siap.” – kata dia.| Lalu ia pergi.",
    "(Rapat ditutup.)| Peserta pulang.",
    "“It is true,” he said.| “We checked twice.”",
    # Other ends
    "Benarkah?| Ya!| Tidak ada yang tahu.",
    "Benarkah?!| Tidak ada yang tahu.",
    "Kami menunggu...| Lalu hujan turun.",
    "Kami menunggu... dan hujan turun.",
    "Kami menunggu… lalu pulang.",
    "Ini titik . lalu lanjut.",
    # Addresses
    "Buka https://www.kominfo.go.id/berita. untuk keterangan.",
    "Keterangan ada di https://www.kominfo.go.id/a.b?x=1.| Situs itu resmi.",
    "Alamatnya info@kominfo.go.id.| Balasan datang besok.",
    "VIVA.co.id – Banjir melanda kota.| Warga mengungsi.",
    # Lines and lists
    "Baris pertama tanpa titik|\nBaris kedua tanpa titik",
    "• Cuci tangan.|\n• Pakai masker.",
    "Syaratnya:|\n1. Fotokopi KTP|\n2. Pas foto",
    "1. Cuci tangan.| 2. Pakai masker.",
    "a. Cuci tangan|\nb. Pakai masker",
    "Syaratnya: 1. KTP; 2. Pas foto.| Datanglah besok.",
    "Anaknya dua, Amin, 12.| Istrinya bekerja.",
]


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize("case", CASES)
def test_where_sentences_end(case: str) -> None:
    assert parts(case.replace("|", "")) == [part.strip() for part in case.split("|")]


def test_an_empty_text_has_no_sentences() -> None:
    assert [sentences(text) for text in ("", " ", "\n \n")] == [[], [], []]


def test_ranges_leave_out_the_space_between() -> None:
    assert sentences(" Ya.  Tidak.\n\nMungkin ") == [(1, 4), (6, 12), (14, 21)]


PIECES = st.sampled_from(
    ["Ia pergi", "dr", "No", "5", "B", ".", "?", "…", " ", "  ", "\n", "“", "”", '"', "(", ")", "–"]
)
TEXTS = st.text(max_size=200) | st.lists(PIECES, max_size=40).map("".join)


@given(TEXTS)
@example(".\u2028Ia pergi.\x85Lalu\r\npulang.")
def test_sentences_cover_everything_but_space(text: str) -> None:
    spans = sentences(text)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)
    assert re.sub(r"\s", "", "".join(parts(text))) == re.sub(r"\s", "", text)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("Ia pergi. ", 20_000),
        (".", 1),
        ("No. 5 ", 1),
        (". - ", 20_000),
        ("(", 1),
        ('."', 1),
        ("a. ", 1),
    ],
)
def test_a_long_line_takes_no_longer_for_its_length(unit: str, expected: int) -> None:
    # Twenty thousand stops took nine seconds when every one was tried against all after it.
    assert len(sentences(unit * 20_000)) == expected
