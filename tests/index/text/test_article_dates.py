import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text import article_dates


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2019-03-21", "2019-03-21"),
        ("20190321", "2019-03-21"),
        ("2019/03/21", "2019-03-21"),
        ("2019-03-21T15:02+07:00", "2019-03-21T15:02:00+07:00"),
        ("2019-03-21T15:02:10.123456Z", "2019-03-21T15:02:10+00:00"),
        ("2019-03-21 15:02:00 +0700", "2019-03-21T15:02:00+07:00"),
        ("2019-03-21 15:02:00", "2019-03-21"),
        ("2019-03-21 15:02 WITA", "2019-03-21T15:02:00+08:00"),
        ("Jumat, 16 Oktober 2020", "2020-10-16"),
        ("Jum'at, 16 Okt 2020", "2020-10-16"),
        ("16 Okt 2020 | 08:10 WIB", "2020-10-16T08:10:00+07:00"),
        ("16/10/2020 14:05 WIB", "2020-10-16T14:05:00+07:00"),
        ("05/11/2015", "2015-11-05"),
        ("Kamis (21/3/2019)", "2019-03-21"),
        ("Senin, 6 Mei 2024 pukul 14.05 WIT", "2024-05-06T14:05:00+09:00"),
        ("14:05 WIB, 17 Agt 2018", "2018-08-17T14:05:00+07:00"),
        ("Dipublikasikan: 1 Nopember 2021, 07.30", "2021-11-01"),
        ("October 16, 2020", "2020-10-16"),
        ("Oct 16, 2020 2:05 PM", "2020-10-16"),
        ("1st March 2020, 12:30 am UTC", "2020-03-01T00:30:00+00:00"),
        ("Fri, 16 Oct 2020 14:05:00 +0700", "2020-10-16T14:05:00+07:00"),
        ("2 May 2024 07:00 GMT+7", "2024-05-02T07:00:00+07:00"),
        ("1553155200", "2019-03-21T08:00:00+00:00"),
        ("1553155200.5", "2019-03-21T08:00:00+00:00"),
        ("1553155200000", "2019-03-21T08:00:00+00:00"),
        ("1553155200000.0", "2019-03-21T08:00:00+00:00"),
        ("1553155200123456", "2019-03-21T08:00:00+00:00"),
        ("1553155200123456789", "2019-03-21T08:00:00+00:00"),
        ("20190321150200", "2019-03-21"),
        ("Thu Mar 21 15:02:00 WIB 2019", "2019-03-21T15:02:00+07:00"),
        ("Thu Mar 21 15:02:00 2019", "2019-03-21"),
        ("6 Peb 2019", "2019-02-06"),
    ],
)
def test_a_date_as_outlets_write_it(written: str, expected: str) -> None:
    assert article_dates.to_iso(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "",
        "kemarin",
        "31 Februari 2020",
        "10/16/2020",
        "0001-01-01",
        "2020-10",
        "Oktober 2020",
        "12",
    ],
)
def test_no_date_is_better_than_a_guess(written: str) -> None:
    assert article_dates.to_iso(written) == ""


def test_an_hour_that_no_clock_shows_leaves_the_day() -> None:
    assert article_dates.to_iso("16 Oktober 2020 25:70 WIB") == "2020-10-16"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Jumat, 16 Oktober 2020 | 14:05 WIB", True),
        ("2 September 2025", True),
        ("Published: October 16, 2020 at 2:05 PM", True),
        ("16 Oktober 2020 Kominfo mengumumkan", False),
        ("Jumat (16/10/2020).", False),
        ("Jumat", False),
        ("31 Februari 2020", False),
    ],
)
def test_a_line_that_is_only_a_date(line: str, expected: bool) -> None:
    assert article_dates.is_date_line(line) == expected


def test_days_with_weekday() -> None:
    text = (
        "di Jakarta, Jumat, 16 Oktober 2020. Pada Kamis (15/10/2020) dan 14 Oktober 2020, "
        "bukan Senin, 16 Oktober 2020, on Saturday, October 17, 2020."
    )
    assert list(article_dates.days_with_weekday(text)) == ["2020-10-16", "2020-10-15", "2020-10-17"]


@given(st.text())
def test_any_text_gives_a_date_or_nothing(text: str) -> None:
    found = article_dates.to_iso(text)
    assert found == "" or datetime.datetime.fromisoformat(found).year >= 1900
    assert article_dates.is_date_line(text) in (True, False)
    assert all(datetime.date.fromisoformat(day) for day in article_dates.days_with_weekday(text))


WIB = datetime.timezone(datetime.timedelta(hours=7))


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)), st.times())
def test_any_day_is_read_back(day: datetime.date, time: datetime.time) -> None:
    aware = datetime.datetime.combine(day, time.replace(microsecond=0), WIB)
    assert article_dates.to_iso(aware.isoformat()) == aware.isoformat()
    assert article_dates.to_iso(article_dates.to_iso(aware.isoformat())) == aware.isoformat()
    assert article_dates.to_iso(aware.strftime("%d/%m/%Y %H:%M:%S WIB")) == aware.isoformat()


def test_a_letter_that_only_looks_like_a_weekdays_is_no_weekday() -> None:
    assert list(article_dates.days_with_weekday("Mınggu, 20 Oktober 2019")) == []


def test_names_of_months_and_weekdays() -> None:
    assert max(article_dates.MONTHS.values()) == 12
    assert [article_dates.MONTHS[name] for name in ("jan", "pebruari", "may", "nop")] == [
        1,
        2,
        5,
        11,
    ]
    assert [article_dates.WEEKDAYS[name] for name in ("senin", "jum'at", "ahad")] == [0, 4, 6]
    assert (len(article_dates.MONTH_NAMES), len(article_dates.WEEKDAY_NAMES)) == (21, 14)


@pytest.mark.parametrize(
    ("moment", "local"),
    [
        ("2019-09-27T18:30:00+00:00", "2019-09-28T01:30:00+07:00"),
        ("2019-09-27T16:59:00+00:00", "2019-09-27T23:59:00+07:00"),
        ("2019-09-27T23:30:00+09:00", "2019-09-27T23:30:00+09:00"),
        ("2019-09-27T23:30:00-04:00", "2019-09-27T23:30:00-04:00"),
        ("2019-09-27", "2019-09-27"),
        ("", ""),
    ],
)
def test_only_moments_in_utc_are_moved(moment: str, local: str) -> None:
    assert article_dates.in_zone(moment, WIB) == local


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2029-09-28", "lies in the future"),
        ("2026-03-03T00:00:00+09:00", "lies in the future"),
        ("2026-03-02T06:00:00+09:00", ""),
        ("1970-01-01T07:00:00+07:00", "is what a missing date becomes"),
        ("1969-12-31", "is what a missing date becomes"),
        ("1970-01-19", "is what a missing date becomes"),
        ("1900-01-01", "is what a missing date becomes"),
        ("1970-08-17", ""),
        ("1945-08-17", ""),
    ],
)
def test_days_on_which_nothing_was_published(day: str, reason: str) -> None:
    assert article_dates.why_implausible(day, datetime.date(2026, 3, 1)) == reason


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2 jam lalu", True),
        ("3 jam yang lalu", True),
        ("Diterbitkan sekitar sejam yang lalu", True),
        ("Kemarin, 14:05 WIB", True),
        ("5 minutes ago", True),
        ("2h ago", True),
        ("Baru saja", True),
        ("Dua jam lalu warga mengungsi", False),
        ("Hari ini 3 desa terendam", False),
        ("16 Oktober 2020", False),
        ("", False),
    ],
)
def test_a_line_that_counts_from_when_it_was_read(line: str, expected: bool) -> None:
    assert article_dates.is_relative(line) == expected


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("Kamis, 1 Oktober 2020 08:00 WIB", "Kamis, 1 Oktober 2020 08:00 WIB"),
        ("Diperbarui: 2 Oktober 2020", ""),
        ("1 Oktober 2020 | Terakhir diperbarui 2 Oktober 2020", "1 Oktober 2020 | "),
        ("Updated: 2 Oct 2020, Published: 1 Oct 2020", "Published: 1 Oct 2020"),
        ("Bukan tanggal", ""),
    ],
)
def test_when_it_was_changed_is_no_part_of_when_it_was_published(line: str, part: str) -> None:
    assert article_dates.publication_part(line) == part
