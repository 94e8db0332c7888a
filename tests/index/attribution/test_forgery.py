import pytest

from index.attribution.attribute import attribute_statements


def said(text: str, title: str = "") -> list[tuple[str, str]]:
    """The speaker's name, else institution, and the first word of each statement."""
    return [
        (s.speaker.name or s.speaker.institution, text[s.start : s.end].split()[0])
        for s in attribute_statements(text, title=title)
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "“Vaksin itu beracun,” kata Nila dalam pesan palsu itu.",
        "“Vaksin itu beracun,” kata Menteri Kesehatan Nila Moeloek dalam narasi yang beredar.",
        "“Vaksin itu beracun,” ujar Nila lewat tangkapan layar di Facebook.",
        "“Vaksin itu beracun,” tulis Nila pada unggahan yang sudah disunting.",
        "Dalam narasi hoaks itu, Nila Moeloek mengatakan vaksin beracun.",
        "Dalam sebuah video editan, Nila Moeloek mengatakan vaksin beracun.",
        "Menurut pesan berantai itu, Nila Moeloek mengatakan vaksin beracun.",
        "Nila Moeloek seolah-olah mengatakan vaksin beracun.",
        "“The vaccine is poison,” Nila said in a doctored image.",
        "“The vaccine is poison,” Nila said in the fake message.",
    ],
)
def test_a_sentence_that_says_it_is_forged_is_no_statement(sentence: str) -> None:
    assert said(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "“Vaksin itu aman,” kata Nila dalam video di kanal kementerian.",
        "“Vaksin itu aman,” kata Nila menanggapi pesan palsu itu.",
        "“Vaksin itu aman,” kata Nila soal narasi yang beredar.",
        "“Uang palsu itu disita,” kata Nila dalam siaran pers.",
        "Nila mengatakan dalam narasi hoaks itu ada tiga kesalahan.",
        "“Rekayasa lalu lintas dimulai Senin,” kata Nila dalam rapat itu.",
    ],
)
def test_what_is_only_about_a_forgery_is_a_statement(sentence: str) -> None:
    assert [name for name, _ in said(sentence)] == ["Nila"]


def test_a_medium_is_forged_wherever_the_article_says_so() -> None:
    forged = "“Jangan divaksin,” kata Budi dalam video itu."
    assert said(forged) == [("Budi", "“Jangan")]
    refuted = f"{forged}\nDinas Kesehatan menyatakan video tersebut hasil suntingan."
    assert said(refuted) == [("Dinas Kesehatan", "Dinas")]
    other = f"{forged}\nPolisi menyita uang dan surat palsu."
    assert said(other) == [("Budi", "“Jangan")]


@pytest.mark.parametrize(
    "introduction",
    [
        "Sebuah pesan yang beredar mencatut nama Gubernur Sari Dewi.",
        "Nama Gubernur Sari Dewi dicatut dalam pesan berantai.",
        "Warganet membagikan tangkapan layar berisi pernyataan Gubernur Sari Dewi soal mal.",
        "Beredar surat palsu yang memuat pernyataan Gubernur Sari Dewi.",
        "Video deepfake memperlihatkan Gubernur Sari Dewi berpidato.",
        "A fake screenshot shows Governor Sari Dewi at a press conference.",
    ],
)
def test_an_introduction_tells_whose_words_are_forged(introduction: str) -> None:
    text = f"{introduction}\n“Semua mal tutup,” kata Sari.\n“Mulai Senin,” katanya."
    assert said(text) == []
    other = f"{introduction}\n“Mal tetap buka,” kata Kepala Dinas Sosial Budi Santoso."
    assert said(other) == [("Budi Santoso", "“Mal")]


def test_who_denies_it_speaks_from_then_on() -> None:
    text = (
        "Sebuah pesan mencatut nama Gubernur Sari Dewi.\n“Semua mal tutup,” kata Sari.\n"
        "Sari membantah pernah mengatakan itu.\n“Mal tetap buka,” katanya.\n"
        "“Mulai Senin,” kata Sari dalam pesan palsu itu."
    )
    assert said(text) == [("Sari Dewi", "Sari"), ("Sari Dewi", "“Mal")]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Cek Fakta: Benarkah Gubernur Sari Tutup Mal?", []),
        ("[HOAKS] Sari Dewi Tutup Semua Mal", []),
        ("Tangkapan Layar Sari Dewi Tutup Mal Hasil Rekayasa", []),
        ("Fact Check: Sari Did Not Order Malls Closed", []),
        ("Sari Dewi Tutup Semua Mal", ["Sari Dewi"]),
        ("Sari Bantah Pesan Palsu soal Mal", ["Sari Dewi"]),
        ("Beredar Video Palsu, Sari Dewi: Mal Tutup", ["Sari Dewi"]),
        ("Polisi Sita Uang Palsu di Kantor Sari Dewi", ["Sari Dewi"]),
        ("Cek Fakta: Budi Santoso Tutup Mal", ["Sari Dewi"]),
    ],
)
def test_a_title_tells_whose_words_are_forged(title: str, expected: list[str]) -> None:
    text = "“Semua mal tutup,” kata Gubernur Sari Dewi."
    assert [name for name, _ in said(text, title)] == expected


def test_words_on_forgeries_are_those_of_who_speaks_them() -> None:
    text = (
        "Kementerian Kominfo menemukan 50 hoaks.\n“Hoaks itu banyak,” kata Budi Santoso.\n"
        "Menteri Kominfo Sari Dewi meminta warga tenang. “Saring dulu,” ujarnya."
    )
    names = ["Budi Santoso", "Sari Dewi", "Sari Dewi"]
    assert [name for name, _ in said(text, "Kominfo Temukan 50 Hoaks soal Papua")] == names
