import datetime

import pytest

from index.search.quantities.days import days_in

PUBLISHED = datetime.date(2019, 9, 30)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Pelantikan digelar 20 Oktober 2019.", ["2019-10-20"]),
        ("Pelantikan digelar Minggu (20/10).", ["2019-10-20"]),
        ("The ceremony is on October 20, 2019.", ["2019-10-20"]),
        ("Pameran dibuka 2 Januari.", ["2020-01-02"]),
        ("“Kami siap,” kata Budi di Jakarta, Senin (30/9/2019).", []),
        ("Pameran berlangsung 3 hingga 9 Oktober.", []),
        ("Pada 31 Februari 2019.", []),
    ],
)
def test_days_of_what_is_told(text, days):
    assert [each.day.isoformat() for each in days_in(text, PUBLISHED)] == days


def test_without_publication_a_day_needs_its_year():
    assert list(days_in("Pameran dibuka 2 Januari.", None)) == []
