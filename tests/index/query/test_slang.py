import tomllib
from importlib import resources

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.query.slang import normalize_slang


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("gmn tanggapan menteri ttg banjir?", "bagaimana tanggapan menteri tentang banjir?"),
        ("knp jalan jkt macet bgt sih", "kenapa jalan jakarta macet banget sih"),
        ("brp harga hp yg dijual, gaes?", "berapa harga ponsel yang dijual, teman-teman?"),
        ("dr mana airnya??", "dari mana airnya??"),
        ("medsos (yg diblokirin) udh pulih blm", "media sosial (yang diblokir) sudah pulih belum"),
        ("lombanya mau distop krn org ngomongin",
         "lombanya mau dihentikan karena orang membicarakan"),
        ("hrgnya brp", "harganya berapa"),
        ("ijin resiko aktifitas", "izin risiko aktivitas"),
    ],
)  # fmt: skip
def test_colloquial_forms(typed: str, expected: str) -> None:
    assert normalize_slang(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        # Without “me-”, with “-in” for “-kan” or “-i”, with “e” for “a”.
        ("siapa yg nembak", "siapa yang menembak"),
        ("bos nargetin apa", "bos menargetkan apa"),
        ("kpk nyelidikin kasus", "kpk menyelidiki kasus"),
        ("polisi nangkep pencuri", "polisi menangkap pencuri"),
        ("tim nyelametin korban", "tim menyelamatkan korban"),
        ("dilaporin lalu ditangkep", "dilaporkan lalu ditangkap"),
        ("bandingin harganya", "bandingkan harganya"),
        # Names, formal words, and what gives no common word.
        ("nabila nadine martin kevin", "nabila nadine martin kevin"),
        ("senin buletin pesta di selat", "senin buletin pesta di selat"),
        ("ngobatzin dimain", "ngobatzin dimain"),
    ],
)
def test_colloquial_verbs(typed: str, expected: str) -> None:
    assert normalize_slang(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("jam brp habibie wafat", "pukul berapa habibie wafat"),
        ("Jam berapa gempa itu?", "Pukul berapa gempa itu?"),
        ("berapa jam perjalanannya", "berapa jam perjalanannya"),
        ("jam tangan berapa harganya", "jam tangan berapa harganya"),
    ],
)
def test_the_time_of_day(typed: str, expected: str) -> None:
    assert normalize_slang(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("gara2 banjir", "gara-gara banjir"),
        ("org2 dan tmn2nya", "orang-orang dan teman-temannya"),
        ("rata²nya, mudah2an", "rata-ratanya, mudah-mudahan"),
        ("hp2 di pasar", "ponsel-ponsel di pasar"),
        ("medsos2 itu", "media sosial itu"),
        ("emisi co2 dan mp3", "emisi co2 dan mp3"),
        ("pemutar mp2", "pemutar mp2"),
        ("gara22", "gara22"),
    ],
)
def test_a_two_doubles_the_word(typed: str, expected: str) -> None:
    assert normalize_slang(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("tolooong, mahal bangeeet", "tolong, mahal banget"),
        ("gimanaaa yaaa", "bagaimana ya"),
        ("enggggak", "tidak"),
        ("saaat maaaf pekerjaaan", "saat maaf pekerjaan"),
        ("bangett", "bangett"),
        ("jilid iii dan xviii", "jilid iii dan xviii"),
        ("www hmmm aaa", "www hmmm aaa"),
        ("çaaay", "çaaay"),
    ],
)
def test_letters_repeated_for_emphasis(typed: str, expected: str) -> None:
    assert normalize_slang(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Gmn kabar Budi? Knp sakit", "Bagaimana kabar Budi? Kenapa sakit"),
        ("“Hp” hilang. (Yg mana", "“Hp” hilang. (Yang mana"),
        ("saham HP Inc dan Yg", "saham HP Inc dan Yg"),
        ("KNP JALAN JKT MACET2", "KENAPA JALAN JAKARTA MACET-MACET"),
        ("apa itu HP", "apa itu HP"),
        ("HP GMN", "HP GMN"),
        ("apa kata bApAk ttg iPhone", "apa kata bApAk tentang iPhone"),
        ("Orang2 TOLOOONG", "Orang-orang TOLOOONG"),
    ],
)
def test_capitals(typed: str, expected: str) -> None:
    assert normalize_slang(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Dr Sari dr mana", "Dr Sari dari mana"),
        ("dr. Sari bilang apa", "dr. Sari bilang apa"),
        ("menurut dr sari", "menurut dr sari"),
        ("dr Sari dan dr budi", "dr Sari dan dari budi"),
    ],
)
def test_a_doctor(typed: str, expected: str) -> None:
    assert normalize_slang(typed) == expected


@pytest.mark.parametrize(
    "text",
    [
        "https://contoh.id/yg/gmn?hp=knp",
        "surel yg@contoh.id dan @gmn #knp yg.contoh.id",
        "yg/dgn jkt-bdg yg_lain hp5 4yg",
        'apa arti "yg gmn" dan “gara2 hp”',
        "sby km cm bpk smp sma gini pilkada pemda kenya tanya punya",
        "what did the guys say about the app, so far",
        "Apa tanggapan kementerian soal media sosial?",
        "",
    ],
)
def test_text_that_stays_as_it_is(text: str) -> None:
    assert normalize_slang(text) == text


def test_an_open_quotation_mark_quotes_nothing() -> None:
    assert normalize_slang('knp "yg gmn') == 'kenapa "yg bagaimana'


def test_no_formal_word_is_a_colloquial_form() -> None:
    source = resources.files("index").joinpath("data", "slang.toml").read_text(encoding="utf-8")
    rows = [
        (form, word)
        for section in tomllib.loads(source).values()
        for word, forms in section.items()
        for form in forms.split()
    ]
    forms = [form for form, _ in rows]
    assert sorted(set(forms)) == sorted(forms)
    assert [form for form in forms if not form.isalpha() or not form.islower()] == []
    assert [word for _, word in rows if set(word.split()) & set(forms)] == []
    assert [form for form, word in rows if normalize_slang(form) != word] == []


PIECES = st.sampled_from(
    "yg Gmn HP hp2 gara2nya tolooong dr Dr . , ? ! ( ) “ ” \" ' - / 2 ² nya Sari www iii".split()
)


@given(st.text(st.characters()) | st.lists(PIECES).map(" ".join) | st.lists(PIECES).map("".join))
@example("\ud800 İİİ ßßß ǆǆǆ ﬁﬁﬁ")
@example("(" * 5_000 + " " * 5_000 + "“" * 5_000 + " Yg")
@example("GMN İ ß")
def test_formal_text_stays_as_it_is(text: str) -> None:
    once = normalize_slang(text)
    assert normalize_slang(once) == once
