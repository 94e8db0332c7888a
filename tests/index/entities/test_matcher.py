import datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.entities.matcher import EntityIndex
from index.text.analysis import words

ENTITIES = EntityIndex.shipped()
KOMINFO = "Kementerian Komunikasi dan Informatika"
KOMDIGI = "Kementerian Komunikasi dan Digital"
IN_2019 = datetime.date(2019, 10, 1)


def found(text: str, entities: EntityIndex = ENTITIES) -> list[tuple[str, str, str]]:
    return [
        (text[m.start : m.end], m.kind, m.entity.names[0]) for m in entities.find_mentions(text)
    ]


def own(folder: Path, text: str) -> Path:
    path = folder / "aliases.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what did Kominfo say about social media", [("Kominfo", "name", KOMINFO)]),
        ("apa kata KEMKOMINFO?", [("KEMKOMINFO", "name", KOMINFO)]),
        (
            "kementerian komunikasi dan digital",
            [("kementerian komunikasi dan digital", "name", KOMDIGI)],
        ),
        ("Kementerian Komunikasi dan Informatika", [(KOMINFO, "name", KOMINFO)]),
        ("the ICT ministry's plan", [("ICT ministry", "name", KOMINFO)]),
        ("apa kata menkominfo", [("menkominfo", "head", KOMINFO)]),
        ("Wamenkeu hadir", [("Wamenkeu", "name", "Kementerian Keuangan")]),
        ("kata Rudiantara soal frekuensi", [("Rudiantara", "holder", KOMINFO)]),
        ("Johnny G. Plate", [("Johnny G. Plate", "holder", KOMINFO)]),
        ("menurut bps, inflasi", [("bps", "name", "Badan Pusat Statistik")]),
        # Names that are also words only in capitals.
        ("di pan itu ma, bi, kai dan as", []),
        (
            "kata PAN soal MA",
            [("PAN", "name", "Partai Amanat Nasional"), ("MA", "name", "Mahkamah Agung")],
        ),
        ("who said that", []),
        ("WHO said that", [("WHO", "name", "Organisasi Kesehatan Dunia")]),
        # The longest name counts.
        ("Bank Indonesia", [("Bank Indonesia", "name", "Bank Indonesia")]),
        ("Gubernur BI", [("Gubernur BI", "head", "Bank Indonesia")]),
        ("Ketua KPK", [("Ketua KPK", "head", "Komisi Pemberantasan Korupsi")]),
        ("Attorney General's Office", [("Attorney General's Office", "name", "Kejaksaan Agung")]),
        # Titles of other countries are not those of this one.
        ("Menlu AS", []),
        ("Malaysia's foreign minister", []),
        ("the foreign minister of Japan", []),
        ("kata Menlu soal Malaysia", [("Menlu", "head", "Kementerian Luar Negeri")]),
        # One name of several institutions, several offices of one person, a person without any.
        (
            "Menteri Komunikasi",
            [("Menteri Komunikasi", "head", KOMINFO), ("Menteri Komunikasi", "head", KOMDIGI)],
        ),
        (
            "Anies Baswedan",
            [
                ("Anies Baswedan", "holder", "Kementerian Pendidikan dan Kebudayaan"),
                ("Anies Baswedan", "holder", "Pemerintah Provinsi DKI Jakarta"),
            ],
        ),
        ("Kang Emil", [("Kang Emil", "name", "Muhammad Ridwan Kamil")]),
        ("", []),
        ("warga kampung", []),
    ],
)
def test_find_mentions(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        (
            "kata KPU",
            None,
            [
                "Komisi Pemilihan Umum",
                "KPU RI",
                "General Elections Commission",
                "Election Commission",
            ],
        ),
        (
            "Polda Metro",
            None,
            [
                "Kepolisian Daerah Metro Jaya",
                "Polda Metro Jaya",
                "Jakarta police",
                "Jakarta Metropolitan Police",
            ],
        ),
        (
            "menag",
            IN_2019,
            [
                "Menteri Agama",
                "Minister of Religious Affairs",
                "Religious Affairs Minister",
                "Minister of Religion",
                "Religion Minister",
                "Lukman Hakim Saifuddin",
            ],
        ),
        ("menkeu", None, ["Menteri Keuangan", "Minister of Finance", "Finance Minister"]),
        (
            "menkeu",
            IN_2019,
            [
                "Menteri Keuangan",
                "Minister of Finance",
                "Finance Minister",
                "Sri Mulyani Indrawati",
            ],
        ),
        ("Jokowi", None, ["Joko Widodo", "Pak Jokowi"]),
        # Never what the text already says.
        ("Joko Widodo Jokowi pak", None, []),
        ("Menlu AS", None, []),
        ("siapa dia", None, []),
    ],
)
def test_expand(text: str, day: datetime.date | None, expected: list[str]) -> None:
    assert ENTITIES.expand(text, day=day) == expected


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (None, {"Kemkominfo", "Komdigi"}),
        (datetime.date(2024, 10, 20), {"Kemkominfo"}),
        (datetime.date(2024, 10, 21), {"Komdigi"}),
    ],
)
def test_expand_follows_a_renaming(day: datetime.date | None, names: set[str]) -> None:
    assert set(ENTITIES.expand("Kominfo", day=day)) & {"Kemkominfo", "Komdigi"} == names


def test_expand_names_who_held_the_office() -> None:
    days = {
        datetime.date(2014, 10, 26): "",
        datetime.date(2014, 10, 27): "Rudiantara",
        datetime.date(2019, 10, 20): "Rudiantara",
        datetime.date(2019, 10, 23): "Johnny G. Plate",
        datetime.date(2024, 1, 1): "Budi Arie Setiadi",
        datetime.date(2025, 1, 1): "Meutya Hafid",
    }
    people = {"Rudiantara", "Johnny G. Plate", "Budi Arie Setiadi", "Meutya Hafid"}
    held = {day: "".join(people & set(ENTITIES.expand("Menkominfo", day=day))) for day in days}
    assert held == days


KRS = ("Kebun Raya Sukamaju", "KRS")


@pytest.mark.parametrize(
    ("pairs", "text", "expected"),
    [
        # An acronym that cannot be a word is read in any spelling, another only in capitals.
        ([KRS], "krs", [("krs", "name", KRS[0])]),
        ([("Taman Apung Sukamaju", "TAS")], "tas TAS", [("TAS", "name", "Taman Apung Sukamaju")]),
        ([("Taman Hutan", "Tahut")], "tahut", [("tahut", "name", "Taman Hutan")]),
        ([KRS], "Kebun raya Sukamaju", [("Kebun raya Sukamaju", "name", KRS[0])]),
        # What most articles mean.
        ([KRS, KRS, ("Klub Renang Sukamaju", "KRS")], "KRS", [("KRS", "name", KRS[0])]),
        ([KRS, ("Klub Renang Sukamaju", "KRS")], "KRS", []),
        (
            [KRS, ("Kebun Raya, Sukamaju", "KRS"), ("Klub Renang", "KRS")],
            "KRS",
            [("KRS", "name", KRS[0])],
        ),
        # The table stays.
        ([("Madrasah Aliyah", "MA")], "MA", [("MA", "name", "Mahkamah Agung")]),
        ([], "KPU", [("KPU", "name", "Komisi Pemilihan Umum")]),
    ],
)
def test_with_acronyms(
    pairs: list[tuple[str, str]], text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert found(text, ENTITIES.with_acronyms(pairs)) == expected


def test_with_acronyms_leaves_the_original_as_it_was() -> None:
    ENTITIES.with_acronyms([KRS])
    assert found("KRS") == []
    assert ENTITIES.with_acronyms([KRS]).expand("jam buka KRS") == ["Kebun Raya Sukamaju"]


def test_an_owner_adds_and_replaces(tmp_path: Path) -> None:
    path = own(
        tmp_path,
        """
        as-written = ["DLH"]
        [[entity]]
        names = ["Dinas Lingkungan Hidup", "DLH"]
        heads = ["Kadis LH"]
        from = "2019-01-02"
        holders = [{ name = "Budi", until = 2020-01-01 }]
        [[entity]]
        names = ["komisi pemilihan umum", "KPU Sukamaju"]
        [[person]]
        names = ["Sari Ahmad", "Bu Sari"]
        [people]
        "juru pelihara" = "keeper"
        """,
    )
    entities = EntityIndex.load(path)
    assert found("dlh DLH KPU KPU Sukamaju Bu Sari", entities) == [
        ("DLH", "name", "Dinas Lingkungan Hidup"),
        ("KPU Sukamaju", "name", "komisi pemilihan umum"),
        ("Bu Sari", "name", "Sari Ahmad"),
    ]
    (mention,) = entities.find_mentions("Kadis LH")
    assert mention.entity.first == datetime.date(2019, 1, 2)
    assert mention.entity.holders[0].last == datetime.date(2020, 1, 1)
    assert entities.expand("Kadis LH", day=IN_2019) == ["Budi"]
    assert entities.expand("Kadis LH", day=datetime.date(2021, 1, 1)) == []
    keeper = entities.parse_speaker("the keeper")
    assert keeper.match(name="Budi", role="juru pelihara", institution="") == 0.5


@pytest.mark.parametrize("path", [None, Path("no/such/aliases.toml")])
def test_an_owner_need_not_have_a_file(path: Path | None) -> None:
    assert found("KPU", EntityIndex.load(path)) == [("KPU", "name", "Komisi Pemilihan Umum")]


text = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.sampled_from(
            "Kominfo (KPK) PAN Menteri Agama Wakil Presiden JK Kementerian Perhubungan (Kemenhub)"
            " dan Ikatan Dokter Indonesia (IDI) , AS Malaysia's Jokowi ½ İ".split()
        ),
        max_size=9,
    ).map(" ".join),
)


@given(text, st.one_of(st.none(), st.dates()))
@example("½ KPK ﬁ Kominfo℡", None)
def test_any_text(text: str, day: datetime.date | None) -> None:
    last = 0
    for mention in ENTITIES.find_mentions(text):
        assert last <= mention.start < mention.end <= len(text)
        alone = ENTITIES.find_mentions(text[mention.start : mention.end])
        assert mention.entity in [other.entity for other in alone]
        last = mention.start
    present = set(words(text))
    assert [n for n in ENTITIES.expand(text, day=day) if present.issuperset(words(n))] == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("JK", "Jusuf Kalla (JK)"),
        ("Kalla", "Kalla"),
        ("Jusuf Kalla", "Jusuf Kalla"),
        ("Budi Santoso", "Budi Santoso"),
        ("", ""),
    ],
)
def test_well_known_people_are_shown_with_their_full_name(name: str, expected: str) -> None:
    assert EntityIndex.shipped().in_full(name) == expected
