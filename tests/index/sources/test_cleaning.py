from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.sources.cleaning.page import clean
from index.text import article_dates
from index.text.normalize import normalized_lines

PAGE = Path(__file__).parents[2] / "data" / "scraped_page.txt"
LONG = (
    "Perpustakaan Nasional membuka ruang baca malam untuk anggota yang bekerja sampai sore di "
    "sekitar gedung itu."
)
LATER = (
    "Layanan itu berlaku setiap hari kerja dan anggota dapat mendaftar lewat situs milik "
    "perpustakaan tanpa biaya apa pun."
)


def test_a_scraped_page_gives_the_article_and_nothing_else() -> None:
    cleaned = clean(PAGE.read_text(encoding="utf-8"))
    assert cleaned.title == "Perpustakaan Nasional Perpanjang Jam Layanan Ruang Baca"
    assert (cleaned.printed, cleaned.mentioned, cleaned.source) == ("", ("2021-01-13",), "VIVA")
    assert [line[:24] for line in cleaned.text.split("\n")] == [
        "VIVA - Perpustakaan Nasi",
        '"Banyak pembaca baru bis',
        "Untuk Siapa?",
        "Menurut dia, layanan mal",
        "Syaratnya ada tiga:",
        "1. membawa kartu anggota",
        "2. datang sebelum pukul ",
        '"Kami ingin semua orang ',
        "Perpustakaan mencatat ju",
    ]
    assert cleaned.text.endswith("dari luar kota. (abc)")
    assert "dua kali lipat" in cleaned.text


def test_teaser_cards_at_the_end_are_removed_without_initials_too() -> None:
    card = (
        "Pameran Kain Nusantara Dibuka di Solo\n\nDua ratus karya ada.\n\nVIVA.co.id\n2 Juni 2025"
    )
    cleaned = clean(f"Ruang Baca Malam\n\n{LONG}\n\n{LATER}\n\n{card}\n")
    assert cleaned.text == f"{LONG}\n{LATER}"
    assert (cleaned.title, cleaned.printed, cleaned.mentioned) == ("Ruang Baca Malam", "", ())


@pytest.mark.parametrize(
    "line",
    [
        "Baca juga: Lima Taman Kota yang Ramah untuk Membaca",
        "Baca Juga :",
        "BACA JUGA: Harga Cabai Naik, Pembeli: Mahal!",
        "Simak juga: Taman Kota",
        "Lihat juga video berikut",
        "Simak Video 'Taman Kota di Malam Hari'",
        "Read also: Five city parks",
        "Also read: Five city parks",
        "[Gambas:Video 20detik]",
        "ADVERTISEMENT",
        "SCROLL TO CONTINUE WITH CONTENT",
        "Ilustrasi ruang baca.",
        "Foto: juru bicara perpustakaan (dok. perpustakaan)",
        "(Foto: Perpustakaan Nasional)",
        "Pengunjung membaca di ruang anak. (Foto: Perpustakaan Nasional)",
        "Suasana ruang baca (ANTARA FOTO/Perpustakaan)",
        "• U-Report",
        "Pembaca di ruang anak pada Sabtu sore (CONTOH.com/DEWI LESTARI)",
        "Bagikan",
        "img_title",
        "***",
        "Ruang baca malam",
        "“Ruang Baca Malam”",
    ],
)
def test_boilerplate_is_removed_from_records_too(line: str) -> None:
    cleaned = clean(f"{LONG}\n{line}\n{LATER}", title="Ruang Baca Malam")
    assert cleaned.text == f"{LONG}\n{LATER}"


@pytest.mark.parametrize(
    "line",
    [
        "Baca juga,,Meski begitu, perpustakaan itu percaya jumlah pembaca tidak akan turun.",
        "Lihat juga bagaimana perpustakaan lain melayani pembaca di malam hari, kata juru bicara.",
        "Ilustrasi itu dibuat oleh perajin dari tiga kota dan dipasang di lobi gedung.",
        "Foto ruang baca itu dibagikan ribuan kali di media sosial.",
        '"Kami siap," ujarnya.',
        "Presiden Amerika Serikat (AS)",
        "Pembalap Repsol Honda",
        "Apa yang membuat Anda memilih pekerjaan ini?",
        "1. membawa kartu anggota",
        "Sabtu, 21 September 2019",
        "Masuk: tiga pemain baru dari klub lain (Persija Jakarta)",
        "Menurut juru bicara Departemen Luar Negeri Australia (AFP)",
        "Peran Perpustakaan dan Ruang Baca",
        '"',
    ],
)
def test_article_lines_stay(line: str) -> None:
    cleaned = clean(f"{LONG}\n{line}\n{LATER}", title="Ruang Baca Malam")
    assert cleaned.text == f"{LONG}\n{line}\n{LATER}"


def test_a_subhead_in_the_articles_own_words_stays_on_a_scraped_page() -> None:
    subhead = "Layanan Malam Ruang Baca Perpustakaan"
    other = "Harga Cabai di Pasar Induk Kembali Naik"
    page = f"Ruang Baca Malam\n\n{LONG}\n\n{subhead}\n\n{LATER}\n\n{other}\n\n{LONG}\n"
    assert clean(page).text == f"{LONG}\n{subhead}\n{LATER}\n{LONG}"


def test_a_headline_after_a_bare_cross_reference_is_removed() -> None:
    text = f"{LONG}\nBaca juga:\n- Lima Taman Kota yang Ramah Pembaca\n{LATER}"
    assert clean(text, title="Ruang Baca Malam").text == f"{LONG}\n{LATER}"
    assert clean(f"{LONG}\nBaca juga:\n{LATER}", title="x").text == f"{LONG}\n{LATER}"


def test_initials_early_in_a_long_text_end_nothing() -> None:
    text = "\n".join([f"{LONG} (abc)", *[LATER] * 3])
    assert clean(text, title="x").text == text


@pytest.mark.parametrize(
    ("start", "source"),
    [
        ("VIVA - ", "VIVA"),
        ("JAKARTA, KOMPAS.com - ", "KOMPAS.com"),
        ("Liputan6.com, Jakarta - ", "Liputan6.com"),
        ("TEMPO.CO, Jakarta - ", "TEMPO.CO"),
        ("REPUBLIKA.CO.ID, JAKARTA -- ", "REPUBLIKA.CO.ID"),
        ("Jakarta, CNN Indonesia -- ", "CNN Indonesia"),
        ("Mataram, NTB (ANTARA News) - ", "ANTARA News"),
        ("Jakarta (ANTARA) – ", "ANTARA"),
        ("JAKARTA - ", ""),
        ("Jakarta - ", ""),
    ],
)
def test_the_dateline_names_the_outlet_and_stays(start: str, source: str) -> None:
    cleaned = clean(f"Ruang Baca Malam\n\n{start}{LONG}\n\n{LATER}\n")
    assert cleaned.source == source
    assert cleaned.text == f"{start}{LONG}\n{LATER}"


@pytest.mark.parametrize(
    "stamp",
    [
        "Kamis, 14 Januari 2021 | 08:10 WIB",
        "Kompas.com - 14/01/2021, 08:10 WIB",
        "Diperbarui: 2 Maret 2021\n\nKamis, 14 Januari 2021 | 08:10 WIB",
    ],
)
def test_the_date_above_the_article_is_taken_and_removed(stamp: str) -> None:
    body = f"{LONG} Rabu (13/1/2021).\n\n{LATER}"
    cleaned = clean(f"Ruang Baca Malam\n\n{stamp}\n\n{body}")
    assert article_dates.to_iso(cleaned.printed) == "2021-01-14T08:10:00+07:00"
    assert cleaned.text == f"{LONG} Rabu (13/1/2021).\n{LATER}"


def test_a_headline_over_text_without_blank_lines_is_the_title() -> None:
    cleaned = clean(f"Perpustakaan Nasional Buka Ruang Baca Malam\n{LONG}\n{LATER}")
    assert cleaned.title == "Perpustakaan Nasional Buka Ruang Baca Malam"
    assert cleaned.text == f"{LONG}\n{LATER}"


def test_an_empty_page_has_an_empty_text() -> None:
    assert clean(" \n\n\t ").text == ""


REPEATED = "Perpustakaan Nasional Perpanjang Jam Layanan Ruang Baca"
GLUED = [
    f'{LONG}Baca juga: Lima Taman Kota yang Ramah Pembaca"Kami siap," katanya. (abc/def) taman',
    "Dewi Lestari - ContohKabar",
    "2 jam lalu",
    "Dapatkan update berita pilihan setiap hari di kanal Telegram kami.",
]
PIECES = st.sampled_from(
    [*GLUED, *PAGE.read_text(encoding="utf-8").splitlines(), LONG, LATER, "Foto: a"]
)
PAGES = st.lists(PIECES | st.text(max_size=60), max_size=20).map("\n".join)


# Markers of pictures are no lines among which a headline is looked for.
@example("\n".join([REPEATED] * 5 + ["img_title"] * 3 + ["Foto: a", GLUED[0]]), "")
@given(PAGES | st.text(), st.sampled_from(["", "Ruang Baca Malam", "a"]))
def test_the_text_is_verbatim_and_cleaning_again_changes_nothing(raw: str, title: str) -> None:
    cleaned = clean(raw, title=title)
    lines = normalized_lines(raw)
    parts = filter(None, cleaned.text.split("\n"))
    assert [part for part in parts if not any(part in line for line in lines)] == []
    again = clean(cleaned.text, title=cleaned.title)
    assert again.text == cleaned.text
    assert again.title == cleaned.title
