import pytest

from index.attribution.mentions import Speaker


@pytest.mark.parametrize(
    ("speaker", "label"),
    [
        (Speaker(name="Sari"), "Sari"),
        (
            Speaker(name="Sari", role="Kepala", institution="Dinas Pasar"),
            "Sari, Kepala Dinas Pasar",
        ),
        (Speaker(role="juru bicara", institution="Dinas Pasar"), "juru bicara Dinas Pasar"),
        (Speaker(institution="Dinas Pasar"), "Dinas Pasar"),
        (
            Speaker(name="Sari", role="head of the library", institution="library"),
            "Sari, head of the library",
        ),
        (
            Speaker(name="Sari", role="Kepala", institution="Dinas " + "Pasar " * 12 + "Pasar"),
            "Sari, Kepala Dinas" + " Pasar" * 10 + " …",
        ),
        (Speaker(), ""),
    ],
)
def test_the_label_of_a_speaker(speaker: Speaker, label: str) -> None:
    assert speaker.label == label
