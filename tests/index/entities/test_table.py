from pathlib import Path

import pytest

from index.entities.table import load_own_table, load_shipped_table
from index.errors import ArchiveError


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
