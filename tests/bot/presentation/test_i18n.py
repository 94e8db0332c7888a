import datetime

import pytest

from bot.presentation import i18n

MARCH, OCTOBER = datetime.date(2019, 3, 1), datetime.date(2019, 10, 31)


@pytest.mark.parametrize(("language", "shown"), [("id", "17.891"), ("en", "17,891")])
def test_number(language: str, shown: str) -> None:
    assert i18n.number(17_891, language) == shown


@pytest.mark.parametrize(
    ("language", "shown"), [("id", "16 Oktober 2020"), ("en", "16 October 2020")]
)
def test_day(language: str, shown: str) -> None:
    assert i18n.day(datetime.date(2020, 10, 16), language) == shown


@pytest.mark.parametrize(
    ("first", "last", "language", "shown"),
    [
        (MARCH, OCTOBER, "id", "Mar–Okt 2019"),
        (MARCH, OCTOBER, "en", "Mar–Oct 2019"),
        (datetime.date(2018, 3, 1), OCTOBER, "id", "Mar 2018–Okt 2019"),
        (MARCH, datetime.date(2019, 3, 30), "id", "Mar 2019"),
    ],
)
def test_months(first: datetime.date, last: datetime.date, language: str, shown: str) -> None:
    assert i18n.months(first, last, language) == shown


def test_enumeration() -> None:
    names = ["VIVA", "Kompas", "Tempo"]
    shown = [i18n.enumeration(names[:n], "id") for n in (1, 2, 3)]
    assert shown == ["VIVA", "VIVA dan Kompas", "VIVA, Kompas, dan Tempo"]
