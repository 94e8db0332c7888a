import pytest

from index.entities.matcher import EntityIndex
from index.entities.speaker_description import describe_speaker

GAZETTEER = EntityIndex.shipped().gazetteer


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("Kominfo", True),
        ("kominfo", True),
        ("menkominfo", True),
        ("pak budi", True),
        ("Facebook", True),
        ("Jokowi", True),
        ("pelatih Persib", True),
        ("gubernur jawa barat", True),
        ("Sukanto Tanoto's company", True),
        ("politikus PSI Sulawesi Selatan", True),
        ("Universitas Indonesia", True),
        ("the artist", False),
        ("seorang warga", False),
        ("Warga", False),
        ("warga Jakarta", False),
        ("facebook", False),
        ("", False),
    ],
)
def test_definite_is_more_than_a_description(who: str, expected: bool) -> None:
    assert describe_speaker(GAZETTEER, who).definite is expected


@pytest.mark.parametrize(
    ("who", "names", "people", "roles"),
    [
        ("pak budi", [("budi",)], [], []),
        ("Putri Sari", [("putri", "sari")], [], []),
        ("Menkominfo Rudiantara", [], ["Rudiantara"], ["menteri"]),
        ("Daniel Putut dari Lion Air Group", [("daniel", "putut"), ("lion", "air")], [], []),
        ("juru bicara KPK", [], [], ["juru bicara"]),
        ("wakil ketua DPR", [], [], ["wakil ketua"]),
        ("", [], [], []),
    ],
)
def test_names_known_people_and_roles(
    who: str, names: list[tuple[str, ...]], people: list[str], roles: list[str]
) -> None:
    description = describe_speaker(GAZETTEER, who)
    assert list(description.names) == names
    assert [GAZETTEER.people[row][0] for row in description.persons] == people
    assert sorted(description.affiliation.roles) == roles


@pytest.mark.parametrize(
    ("who", "expected"),
    [("pengacara Ahok", True), ("Sukanto Tanoto's company", True), ("Ahok", False), ("KPK", False)],
)
def test_belongs_if_somebody_speaks_for_another(who: str, expected: bool) -> None:
    assert describe_speaker(GAZETTEER, who).belongs is expected
