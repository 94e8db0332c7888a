import pytest

from index.search.quantities.numbers import numbers_in


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.250 rumah", 1250),
        ("1,250 houses", 1250),
        ("2.957.100 jiwa", 2_957_100),
        ("5,6 derajat", 5.6),
        ("5.6 degrees", 5.6),
        ("Rp1.250.000,50 tunai", 1_250_000.5),
        ("tiga belas orang", 13),
        ("sebelas orang", 11),
        ("seratus dua puluh lima ribu jiwa", 125_000),
        ("dua ratus orang", 200),
        ("one hundred and five people", 105),
        ("twenty-six people", 26),
    ],
)
def test_a_number_has_its_value(text, value):
    (number,) = numbers_in(text)
    assert (number.low, number.high) == (value, value)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Rp1,3 triliun", 1.25e12, 1.35e12),
        ("Rp 28 juta", 27.5e6, 28.5e6),
        ("lebih dari 50 orang", 50, 75),
        ("sekitar 300 orang", 270, 330),
        ("hampir 100 orang", 90, 100),
    ],
)
def test_a_rounded_number_is_a_range(text, low, high):
    (number,) = numbers_in(text)
    assert (number.low, number.high) == pytest.approx((low, high))


@pytest.mark.parametrize(
    "text",
    [
        "Rabu (20/3/2019)",
        "pada 20 Maret",
        "pukul 14.30 WIB",
        "sejak 2018",
        "ulang tahun ke-74",
        "Budi (42) dari Bogor",
        "Pasal 27 ayat 3",
        "ratusan orang",
    ],
)
def test_days_times_years_and_ordinals_are_no_amounts(text):
    assert list(numbers_in(text)) == []
