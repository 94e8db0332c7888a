from pathlib import Path

import pytest

from index.entities.table import load_own_table, load_shipped_table
from index.errors import ArchiveError
from index.text.analysis import fold

ONE_TABLE = '[[entity]]\nnames = ["Dinas Pertamanan", "Distaman"]\n'


def test_an_office_of_one_holder_is_an_office() -> None:
    table = load_shipped_table()
    offices = table.synonyms["offices"]
    assert {"menteri", "gubernur", "wakil bupati"} <= table.one_holder
    held = {office.removeprefix("wakil ") for office in table.one_holder}
    assert held - set(offices) == set()


def test_an_owner_adds_offices_of_one_holder(tmp_path: Path) -> None:
    path = tmp_path / "aliases.toml"
    path.write_text(
        '[offices]\n"Wali Nagari" = "nagari head"\n[one-holder]\noffices = "Wali Nagari"\n'
    )
    table = load_shipped_table().with_own(load_own_table(path))
    assert {"wali nagari", "menteri"} <= table.one_holder
    path.write_text('[one-holder]\noffice = "Wali Nagari"\n')
    with pytest.raises(ArchiveError, match=r"\[one-holder\]: unknown “office”; known are offices"):
        load_own_table(path)


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
def test_an_error_names_the_file_and_the_entry(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "aliases.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ArchiveError) as error:
        load_own_table(path)
    assert str(error.value).startswith(problem.format(path))


def test_an_error_says_why_a_file_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "aliases.toml"
    path.write_bytes(b"# \xff")
    with pytest.raises(ArchiveError, match=r"aliases\.toml: not UTF-8 text"):
        load_own_table(path)
    with pytest.raises(ArchiveError, match="cannot be read: Is a directory"):
        load_own_table(tmp_path)


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
