import datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.entities.matcher import EntityIndex
from index.entities.table import load_shipped_table
from index.errors import ArchiveError
from index.text.acronyms import acronym_pairs
from index.text.analysis import fold, words

ENTITIES = EntityIndex.shipped()
KOMINFO = "Kementerian Komunikasi dan Informatika"
KOMDIGI = "Kementerian Komunikasi dan Digital"
IN_2019 = datetime.date(2019, 10, 1)
ONE_TABLE = '[[entity]]\nnames = ["Dinas Pertamanan", "Distaman"]\n'


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
def test_mentions(text: str, expected: list[tuple[str, str, str]]) -> None:
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
def test_expansions(text: str, day: datetime.date | None, expected: list[str]) -> None:
    assert ENTITIES.expand(text, day=day) == expected


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (None, {"Kemkominfo", "Komdigi"}),
        (datetime.date(2024, 10, 20), {"Kemkominfo"}),
        (datetime.date(2024, 10, 21), {"Komdigi"}),
    ],
)
def test_expansions_follow_a_renaming(day: datetime.date | None, names: set[str]) -> None:
    assert set(ENTITIES.expand("Kominfo", day=day)) & {"Kemkominfo", "Komdigi"} == names


def test_expansions_name_who_held_the_office() -> None:
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kementerian Perhubungan (Kemenhub) dibuka", [("Kementerian Perhubungan", "Kemenhub")]),
        (
            "Ikatan Jurnalis Televisi Indonesia (IJTI)",
            [("Ikatan Jurnalis Televisi Indonesia", "IJTI")],
        ),
        (
            "IJTI (Ikatan Jurnalis Televisi Indonesia)",
            [("Ikatan Jurnalis Televisi Indonesia", "IJTI")],
        ),
        ("Ketua Komisi Penyiaran Indonesia (KPI) hadir", [("Komisi Penyiaran Indonesia", "KPI")]),
        ("Badan Pengawas Obat dan Makanan ( BPOM )", [("Badan Pengawas Obat dan Makanan", "BPOM")]),
        (
            "Badan Meteorologi, Klimatologi, dan Geofisika (BMKG)",
            [("Badan Meteorologi, Klimatologi, dan Geofisika", "BMKG")],
        ),
        ("Kepala Dinas Perhubungan (Kadishub)", [("Kepala Dinas Perhubungan", "Kadishub")]),
        ("Kepala Dinas Perhubungan (Dishub)", [("Dinas Perhubungan", "Dishub")]),
        ("the World Health Organization (WHO)", [("World Health Organization", "WHO")]),
        ("Jawa Barat (Jabar)", [("Jawa Barat", "Jabar")]),
        # An acronym of another language, a place, an age, a single word, small letters.
        ("Perserikatan Bangsa-Bangsa (UN)", []),
        ("Polda Jawa Timur (Surabaya)", []),
        ("Sari Dewi (28)", []),
        ("Televisi (TV)", []),
        ("rukun tetangga (RT)", []),
        ("Bank Sentral (Bank Indonesia)", []),
        ("Taman Kota (TKP)", []),
        ("KPK (Budi Santoso)", []),
        ("", []),
    ],
)
def test_explained(text: str, expected: list[tuple[str, str]]) -> None:
    assert list(acronym_pairs(text)) == expected


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
def test_learned(
    pairs: list[tuple[str, str]], text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert found(text, ENTITIES.with_acronyms(pairs)) == expected


def test_learning_leaves_the_original_as_it_was() -> None:
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


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("names = [", "{}: not valid TOML: "),
        ("[[entity]]\nheads = ['Kadis']", "{}: a [[entity]] entry has no “names”"),
        ("[[entity]]\nnames = 'KRS'", "{}: a [[entity]] entry: “names” must be a list like "),
        ("[[entity]]\nnames = ['']", "{}: a [[entity]] entry: “names” must be a list like "),
        ("[entity]\nnames = ['KRS']", "{}: “entity” must be written as [[entity]] entries"),
        ("[[person]]\nname = 'Sari'", "{}: a [[person]] entry has no “names”"),
        (
            "[[person]]\nnames = ['Sari']\nborn = 1990",
            "{}: entry “Sari”: unknown “born”; known are names",
        ),
        (
            ONE_TABLE + "head = []",
            "{}: entry “Dinas Pertamanan”: unknown “head”; known are became, ",
        ),
        (
            ONE_TABLE + "from = 2019",
            "{}: entry “Dinas Pertamanan”: “from” must be a day like 2019-10-23, not 2019",
        ),
        (
            ONE_TABLE + "from = 'kemarin'",
            "{}: entry “Dinas Pertamanan”: “from” must be a day like ",
        ),
        (
            ONE_TABLE + "from = 2019-01-02\nuntil = 2019-01-01",
            "{}: entry “Dinas Pertamanan”: “until” 2019-01-01 is before “from” 2019-01-02",
        ),
        (ONE_TABLE + "became = 3", "{}: entry “Dinas Pertamanan”: “became” must be one name"),
        (ONE_TABLE + "holders = 'Budi'", "{}: entry “Dinas Pertamanan”: “holders” must be a list"),
        (
            ONE_TABLE + "holders = ['Budi']",
            "{}: entry “Dinas Pertamanan”: a holder must be written as ",
        ),
        (
            ONE_TABLE + "holders = [{name = 'Budi', until = 'x'}]",
            "{}: entry “Dinas Pertamanan”, holder “Budi”: “until” must be a day",
        ),
        (
            "[people]\nwarga = ['resident']",
            "{}: [people]: “warga” must be words in quotation marks",
        ),
        ("people = 3", "{}: [people] must hold lines like "),
        ("as-written = 'MA'", "{}: “as-written” must be a list like "),
        ("[peoples]", "{}: unknown “peoples”; known are "),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, text: str, problem: str) -> None:
    path = own(tmp_path, text)
    with pytest.raises(ArchiveError) as error:
        EntityIndex.load(path)
    assert str(error.value).startswith(problem.format(path))


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "aliases.toml"
    path.write_bytes(b"# \xff")
    with pytest.raises(ArchiveError, match=r"aliases\.toml: not UTF-8 text"):
        EntityIndex.load(path)
    with pytest.raises(ArchiveError, match="cannot be read: Is a directory"):
        EntityIndex.load(tmp_path)


def test_the_shipped_table_is_consistent() -> None:
    table = load_shipped_table()
    names = {fold(name) for entity in table.entities for name in entity.names}
    assert [e.became for e in table.entities if e.became and fold(e.became) not in names] == []
    # A person is known by one full name: a holder must not be written as somebody's other name.
    others = {fold(name) for person in table.people for name in person[1:]}
    holders = [holder.name for entity in table.entities for holder in entity.holders]
    assert [name for name in holders if fold(name) in others] == []
    for entity in table.entities:
        for one in entity.holders:
            same_day = [h for h in entity.holders if one.first and h.held(one.first) and h != one]
            assert [h for h in same_day if h.last != one.first] == [], entity.names[0]


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
    for long, short in acronym_pairs(text):
        assert long in text
        assert short in text
        assert fold(long)[0] == fold(short)[0]


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
