import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.building.publishing.near_duplicates import HASHES, group_stories, sketch_text

FIRST = """Perpustakaan kota memperpanjang jam buka mulai pekan depan. Juru bicara perpustakaan
mengatakan ruang baca akan melayani pengunjung sampai pukul sembilan malam pada hari kerja,
sedangkan pada akhir pekan tetap tutup pukul lima sore. Perubahan itu menjawab permintaan para
pelajar yang selama ini kesulitan mencari tempat belajar setelah jam sekolah. Pengelola juga
menambah dua puluh kursi, memasang lampu baru di lantai dua, dan membuka kembali kantin kecil di
halaman belakang yang tutup sejak tahun lalu. Anggota lama tidak perlu mendaftar ulang, sementara
anggota baru cukup membawa kartu pelajar atau kartu penduduk. Layanan peminjaman daring berjalan
seperti biasa tanpa biaya tambahan, dan denda keterlambatan dihapus selama bulan pertama.
Pemerintah kota menyediakan bus gratis dari tiga halte terdekat setiap setengah jam. Petugas
keamanan berjaga di pintu depan sampai pengunjung terakhir pulang. Bila jumlah pengunjung
bertambah, jam buka yang panjang ini akan berlaku pula di dua cabang lain pada tahun ajaran
berikutnya."""
# What a second outlet makes of it: another beginning, one word changed.
REPOST = FIRST.replace("Perpustakaan kota memperpanjang jam", "Kabar baik, jam").replace(
    "kantin kecil", "kantin mungil"
)
# The next day: the same background under new facts.
UPDATE = """Hari pertama jam buka baru di perpustakaan kota berlangsung ramai. Lebih dari tiga ratus
pelajar datang setelah pukul enam sore, dan antrean mengular sampai ke halaman. Kepala bagian
layanan mengakui kursi masih kurang, lalu berjanji meminjam meja dari balai kota. """ + FIRST[
    FIRST.index("Perubahan itu") :
]
# Like FIRST and like CHAIN_END, which are not alike.
CHAIN = FIRST.replace("lantai dua", "lantai atas").replace("bus gratis", "angkutan")
CHAIN_END = CHAIN.replace("kartu pelajar", "foto").replace("malam pada hari kerja", "malam")
WEATHER = """Badan meteorologi memprakirakan cuaca {city} pada hari {day} akan {sky}. Suhu udara
berkisar {low} sampai {high} derajat Celsius dengan kelembapan {wet} persen. Angin bertiup dari arah
{wind} dengan kecepatan {speed} kilometer per jam. Warga {city} diimbau membawa {thing}."""
RATE = """Nilai tukar rupiah ditutup {move} ke level Rp{close} per dolar pada perdagangan {day}.
Pada pembukaan, rupiah ada di level Rp{open}. Sepanjang hari rupiah bergerak antara Rp{low} dan
Rp{high}. Di Asia, yen {yen} {part} persen."""
SERIES = [
    WEATHER.format(
        city="Bogor", day="Senin", sky="hujan ringan", low=22, high=29, wet=90, wind="barat",
        speed=10, thing="payung",
    ),
    WEATHER.format(
        city="Kupang", day="Selasa", sky="cerah", low=25, high=33, wet=65, wind="timur",
        speed=25, thing="topi",
    ),
    RATE.format(
        move="menguat", close="14.010", day="Senin", open="14.050", low="14.000", high="14.060",
        yen="naik", part="0,1",
    ),
    RATE.format(
        move="melemah", close="14.120", day="Selasa", open="14.020", low="14.015", high="14.130",
        yen="turun", part="0,3",
    ),
]  # fmt: skip

TEXTS = st.text("abc de", max_size=60)


def grouped(*texts: str) -> list[int]:
    found: list[int] = group_stories(map(sketch_text, texts)).tolist()
    return found


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([FIRST, FIRST], [0, 0]),
        ([FIRST, REPOST], [0, 0]),
        ([REPOST, UPDATE, FIRST], [0, 1, 0]),
        ([FIRST, CHAIN], [0, 0]),
        ([CHAIN, CHAIN_END], [0, 0]),
        (SERIES, [0, 1, 2, 3]),
        (["", "", FIRST, "..."], [0, 1, 2, 3]),
        (["Banjir surut", "banjir surut!", "Banjir datang"], [0, 0, 2]),
        ([], []),
    ],
    ids=[
        "copy", "repost", "update", "a step", "next step", "series", "no words", "short", "none",
    ],
)  # fmt: skip
def test_one_story_of_several_articles(texts: list[str], expected: list[int]) -> None:
    assert grouped(*texts) == expected


def test_a_chain_of_changes_does_not_join_unlike_articles() -> None:
    assert grouped(FIRST, CHAIN_END) == [0, 1]
    assert grouped(FIRST, CHAIN, CHAIN_END) == [0, 0, 2]


def test_a_story_is_named_by_its_first_article() -> None:
    assert grouped(UPDATE, REPOST, FIRST, FIRST) == [0, 1, 1, 1]


@pytest.mark.parametrize(
    "change",
    [str.upper, lambda text: text.replace(" ", "\n"), lambda text: text.replace(".", " –")],
    ids=["capitals", "line breaks", "punctuation"],
)
def test_a_sketch_is_of_words(change: Callable[[str], str]) -> None:
    assert sketch_text(change(FIRST)) == sketch_text(FIRST)


def test_a_sketch_is_the_same_in_every_process() -> None:
    code = (
        "from index.building.publishing.near_duplicates import sketch_text\n"
        "print(sketch_text('Banjir surut di kota ini').hex())"
    )
    runs = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip()
        for _ in range(2)
    }
    assert runs == {sketch_text("banjir surut di kota ini").hex()}
    assert sketch_text("banjir surut di kota ini")[:8].hex() == "1387c7fb63b9f6e6"


def test_a_sketch_has_one_size() -> None:
    assert [len(sketch_text(text)) for text in ("", " ?!", "satu", FIRST)] == [
        0, 0, 2 * HASHES, 2 * HASHES,
    ]  # fmt: skip


def test_a_long_text_is_read_to_its_end() -> None:
    numbers = [str(number) for number in range(10_000)]
    near, far = numbers[:9_900], numbers[:5_000]
    assert grouped(" ".join(numbers), " ".join(near), " ".join(far)) == [0, 0, 2]


@given(st.text())
@example("\ud800 ½ ℡ İ")
def test_any_text_has_a_sketch(text: str) -> None:
    assert len(sketch_text(text)) in (0, 2 * HASHES)


@given(st.lists(st.text("abcdé", min_size=1)))
def test_equal_words_have_equal_sketches(found: list[str]) -> None:
    assert sketch_text(" ".join(found)) == sketch_text(",\n".join(found).upper())


@given(st.lists(TEXTS, max_size=12))
def test_a_story_begins_with_its_first_article(texts: list[str]) -> None:
    stories = grouped(*texts)
    assert [story for story in stories if stories[story] != story] == []
    assert [article for article, story in enumerate(stories) if story > article] == []
