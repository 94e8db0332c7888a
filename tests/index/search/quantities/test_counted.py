import pytest

from index.search.quantities.counted import quantities_in


def kinds(text: str) -> list[tuple[str, set[str]]]:
    return [(one.shown, set(one.kinds)) for one in quantities_in(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Sebanyak 16 orang tewas dan 65 luka-luka.",
            [("16 orang", {"dead"}), ("65", {"injured"})],
        ),
        (
            "Korban tewas 33 orang, sedangkan korban luka 70 orang.",
            [("33 orang", {"dead"}), ("70 orang", {"injured"})],
        ),
        (
            "Banjir itu menewaskan 26 orang dan membuat 300 jiwa mengungsi.",
            [("26 orang", {"dead"}), ("300 jiwa", {"displaced"})],
        ),
        (
            "Gempa berkekuatan 5,6 terjadi di kedalaman 10 km.",
            [("5,6", {"strength"}), ("10 km", {"depth"})],
        ),
    ],
)
def test_a_number_counts_what_its_clause_names(text, expected):
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "measure", "noun", "rate", "partial"),
    [
        ("Kerugian Rp 3 miliar.", "rupiah", "", "", False),
        ("Nilainya 40 juta dolar AS.", "dollar", "", "", False),
        ("Sebanyak 12 rumah rusak.", "", "rumah", "", False),
        ("Ada 200 penumpang per hari.", "", "umpang", "hari", False),
        ("Termasuk 3 orang anak.", "", "", "", True),
        ("Bertambah 7 orang.", "", "", "", True),
        ("Bertambah menjadi 33 orang.", "", "", "", False),
    ],
)
def test_measure_noun_rate_and_part(text, measure, noun, rate, partial):
    (one,) = quantities_in(text)
    assert (one.measure, one.noun, one.rate, one.partial) == (measure, noun, rate, partial)
