"""Furniture within lines, promotion, and what stands above an article: texts of these kinds."""

import pytest

from index.sources.cleaning.header import is_meta
from index.sources.cleaning.inline import without_furniture
from index.sources.cleaning.page import clean
from index.sources.cleaning.promotion import is_promotion, without_promotion

LONG = (
    "Perpustakaan Nasional membuka ruang baca malam untuk anggota yang bekerja sampai sore di "
    "sekitar gedung itu."
)
LATER = (
    "Layanan itu berlaku setiap hari kerja dan anggota dapat mendaftar lewat situs milik "
    "perpustakaan tanpa biaya apa pun."
)
QUOTED = '"Kami siap melayani pembaca sampai malam," kata Ratna.'


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (f"{LONG}Baca juga: Lima Taman Kota yang Ramah{QUOTED}", [LONG, QUOTED]),
        (f"{LONG} Baca juga: Lima Taman Kota di 2020Layanan itu gratis bagi semua orang.",
         [LONG, "Layanan itu gratis bagi semua orang."]),
        (f"{LONG}Baca juga: Apa Kata PNRIPengelola gedung itu belum menjawab pertanyaan kami.",
         [LONG, "Pengelola gedung itu belum menjawab pertanyaan kami."]),
        (f"{LONG} Baca juga: Lima Taman Kota yang Ramah Bagi Pembaca {QUOTED}", [LONG, QUOTED]),
        (f"{LONG} Baca juga: Lima Taman Kota yang Ramah Bagi Pembaca Menurut Ratna, layanan itu "
         "akan diperluas tahun depan.",
         [LONG, "Menurut Ratna, layanan itu akan diperluas tahun depan."]),
        (f"{LONG} (Baca juga: Lima Taman Kota)", [LONG]),
        (f"{LONG} Simak Video \"Ruang Baca, Kini Malam!\" [Gambas:Video 20detik] (abc/def) ruang "
         "baca perpustakaan", [LONG]),
        (f"{LONG}Lanjut ke halaman berikutnya. (abc/def) ruang baca Sebelumnya Taman 1 / 2 "
         "Selanjutnya Jam Buka", [LONG]),
        (f"{LONG}Foto: Ratna KusumaSementara pembaca lain memilih datang pada siang hari.",
         [LONG, "Sementara pembaca lain memilih datang pada siang hari."]),
        (f"{LONG}ruang baca malam Foto: Ratna Kusuma{QUOTED}", [LONG, QUOTED]),
        ("Ruang 3 dibuka pukul 20.00 (abc/def) ruang baca", ["Ruang 3 dibuka pukul 20.00"]),
        (f"{LONG}Jadwal Ruang BacaFoto: Contoh.com", [LONG]),
        (f"{LONG} SHARE", [LONG]),
        (f"{LONG} 1 2 3 Selanjutnya", [LONG]),
        (f"{LONG} (abc/def)", [LONG]),
        (f"{LONG}(Sri Ayu/A-88)***", [LONG]),
        ("Lihat Foto Pembaca di ruang baca malam", ["Pembaca di ruang baca malam"]),
    ],
)  # fmt: skip
def test_furniture_within_a_line(line: str, parts: list[str]) -> None:
    assert without_furniture(line) == parts


@pytest.mark.parametrize(
    "line",
    [
        "Tidak ada lagi (baca: sudah tutup) ruang baca di kota itu.",
        "Ia meminta pembaca melihat juga ruang koleksi langka di lantai dua.",
        "Nilainya naik 2,3 persen sejak awal tahun (ytd).",
        "Aturan itu ada pada ayat (3) dan berlaku sampai Sabtu/Minggu pekan depan.",
        "Ruang itu dipakai siswa (SMP/SMA) dan mahasiswa setiap hari kerja.",
        "Foto ruang baca itu dibagikan ribuan kali.",
        "Mereka melanjutkan perjalanan ke halaman gedung lewat pintu belakang.",
        "Video ruang baca itu ditonton sejuta kali di YouTube dan TikTok.",
    ],
)
def test_text_that_only_resembles_furniture_stays(line: str) -> None:
    assert without_furniture(line) == [line]
    assert clean(f"{LONG}\n{line}\n{LATER}", title="x").text == f"{LONG}\n{line}\n{LATER}"


@pytest.mark.parametrize(
    "line",
    [
        "Artikel ini khusus untuk pelanggan Contoh Plus. Silakan masuk untuk membaca selengkapnya.",
        "Sudah punya akun? Masuk di sini untuk melanjutkan membaca.",
        "Berlangganan mulai Rp25.000 per bulan.",
        "Dapatkan update berita pilihan setiap hari dari Contoh.com di kanal Telegram kami.",
        "Ikuti berita terkini Contoh.com di Google News.",
        "Yuk, ikuti kanal WhatsApp kami untuk berita pilihan!",
        "Mari bergabung di grup Telegram Contoh Update, caranya klik tautan ini.",
        "Artikel ini telah tayang di Contoh.com dengan judul Ruang Baca Malam",
        "Dapatkan update berita pilihan dan breaking news setiap hari dari Contoh.com.",
        "Dilarang keras mengambil konten tanpa izin tertulis dari redaksi.",
        "Already a subscriber? Log in here.",
        "Subscribe to our newsletter for more stories.",
        "This article is for subscribers only.",
    ],
)
def test_promotion_is_removed(line: str) -> None:
    assert is_promotion(line)
    assert clean(f"{LONG}\n{line}\n{LATER}", title="x").text == f"{LONG}\n{LATER}"
    assert without_promotion(f"{LATER} {line}") == LATER


@pytest.mark.parametrize(
    "line",
    [
        "Pelanggan yang berlangganan sejak tahun lalu tidak perlu mendaftar lagi di perpustakaan.",
        '"Silakan masuk dan daftar lewat aplikasi," kata Ratna kepada anggota baru.',
        "Perpustakaan meluncurkan aplikasi dan kanal YouTube untuk pembaca di luar kota.",
        "Akses terhadap aplikasi itu dapat dilakukan dengan perintah suara.",
        "Simak jadwal lengkap ruang baca malam di bawah ini.",
        '"Sudah punya pacar belum?" tanya Ratna.',
    ],
)
def test_news_about_subscriptions_stays(line: str) -> None:
    assert not is_promotion(line)
    assert clean(f"{LONG}\n{line}\n{LATER}", title="x").text == f"{LONG}\n{line}\n{LATER}"


def test_two_headlines_below_a_bare_reference_are_removed() -> None:
    text = f"{LONG}\nBACA JUGA:\nHujan Es Guyur Boyolali\nHarga Cabai di Pasar Induk Naik Tajam"
    assert clean(f"{text}\n{LATER}", title="x").text == f"{LONG}\n{LATER}"
    fragment = "Ruang itu dibuka oleh wali kota dan"
    kept = clean(f"{LONG}\nBaca juga:\n{fragment}\n{LATER}", title="x").text
    assert kept == f"{LONG}\n{fragment}\n{LATER}"


@pytest.mark.parametrize(
    "header",
    [
        ["Beranda > Nasional > Pendidikan"],
        ["Home / News / Edukasi", "2 jam lalu"],
        ["Nasional", "Sabtu, 28 September 2019 08:15 WIB"],
        ["Dewi Lestari Putri - ContohKabar"],
        ["Oleh: Dewi Lestari", "Tim Redaksi"],
        ["Rina Ayu | Sabtu, 28/09/2019 08:15 WIB"],
        ["Waktu baca 3 menit", "Dibaca 1.204 kali"],
        ["Dewi Lestari, Rahmat Hidayat", "Tim Redaksi", "BAGIKAN"],
    ],
)
@pytest.mark.parametrize("blank", ["\n", "\n\n"])
def test_the_title_is_found_among_what_stands_above_an_article(
    header: list[str], blank: str
) -> None:
    title = "Perpustakaan Nasional Buka Ruang Baca Malam"
    first = blank.join([*header, title, LONG, LATER, QUOTED])
    cleaned = clean(first)
    assert (cleaned.title, cleaned.text) == (title, f"{LONG}\n{LATER}\n{QUOTED}")
    below = clean(blank.join([title, *header, LONG, LATER, QUOTED]))
    if len(header[-1].split()) > 1:
        assert below.title == title
    assert below.text.endswith(f"{LONG}\n{LATER}\n{QUOTED}")


def test_a_subtitle_below_the_title_stays_in_the_text() -> None:
    subtitle = "Anggota tidak perlu membayar"
    cleaned = clean(f"Perpustakaan Buka Ruang Baca Malam\n\n{subtitle}\n\n{LONG}\n\n{LATER}\n")
    assert cleaned.title == "Perpustakaan Buka Ruang Baca Malam"
    assert cleaned.text == f"{subtitle}\n{LONG}\n{LATER}"


def test_a_byline_names_the_author() -> None:
    page = f"Perpustakaan Buka Ruang Baca Malam\nDewi Lestari - ContohKabar\n{LONG}\n{LATER}"
    assert clean(page).author == "Dewi Lestari"
    assert clean(page.replace("Dewi Lestari - ContohKabar", "Penulis: Ayu Sri")).author == "Ayu Sri"
    assert clean(page.replace("Dewi Lestari - ContohKabar", "Tim Redaksi")).author == ""
    assert clean(page.replace("Dewi Lestari - ContohKabar", "Home > Ayu Sri")).author == ""
    both = page.replace("Dewi Lestari - ContohKabar", "Ayu Sri, Dewi Lestari\nTim Redaksi")
    assert (clean(both).author, clean(both).text) == ("Ayu Sri", f"{LONG}\n{LATER}")


@pytest.mark.parametrize(
    "line",
    [
        "Jokowi, Prabowo Bertemu di Istana",
        "TEMPO.CO, Jakarta - Penerus Ruang Baca",
        "Penulis buku berjudul Jejak Kota",
        "Harga Cabai Naik, Pembeli: Mahal",
        "Persib vs Arema",
    ],
)
def test_headlines_are_no_bylines(line: str) -> None:
    assert not is_meta(line)


def test_cleaning_leaves_most_of_an_extracted_text() -> None:
    text = "\n".join([f"{LONG} (abc)", *[LATER.replace("Layanan", f"Layanan {n}") for n in "ab"]])
    assert clean(text, title="x").text == text
    half = "\n".join([LONG, f"{LATER} (abc)", LATER.replace("Layanan", "Bantuan")])
    assert clean(half, title="x").text == f"{LONG}\n{LATER} (abc)"
    after = "Layanan itu berlaku setiap hari kerja bagi semua anggota di kota."
    assert clean(f"{LONG} (abc)\n{after}", title="x").text == f"{LONG} (abc)"
    kept = clean(f"{LONG} (abc)\n{after}", title="x", extracted=True)
    assert kept.text == f"{LONG} (abc)\n{after}"
    assert kept.notice == "cleaning would leave 17 of 28 words; kept as trafilatura found them"
